"""The table of saved views; the body is JSON that only `domain.views` understands."""

from __future__ import annotations

import sqlite3

from cpam_desktop.domain.views import SavedView, read_body, write_body
from cpam_desktop.store.database import Writing
from cpam_desktop.store.models import SavedView as Row
from cpam_desktop.store.orm import delete, insert, update

_SELECT = "select id, page, server_uid, name, body from saved_view"


def views(connection: sqlite3.Connection, page: str) -> list[SavedView]:
    """All views of a page, whatever their server, by name without regard to case."""
    rows = connection.execute(f"{_SELECT} where page = ?", (page,))
    return sorted((_view(row) for row in rows), key=lambda view: (view.name.casefold(), view.server_uid, view.id))


def view(connection: sqlite3.Connection, view_id: int) -> SavedView | None:
    """The view with this id."""
    row = connection.execute(f"{_SELECT} where id = ?", (view_id,)).fetchone()
    return None if row is None else _view(row)


def same_name(connection: sqlite3.Connection, page: str, server_uid: str, name: str) -> SavedView | None:
    """The view of a page and server that has this name, case ignored."""
    folded = name.casefold()
    found = (item for item in views(connection, page) if item.server_uid == server_uid)
    return next((item for item in found if item.name.casefold() == folded), None)


def put(writing: Writing, wanted: SavedView) -> SavedView:
    """Insert a view (id 0) or change the one with its id."""
    body = write_body(wanted.body)
    row = {"page": wanted.page, "server_uid": wanted.server_uid, "name": wanted.name, "body": body}
    if wanted.id:
        update(writing.orm, Row, wanted.id, **row)
    view_id = wanted.id or insert(writing.orm, Row, **row)
    return SavedView(view_id, wanted.page, wanted.server_uid, wanted.name, read_body(body))


def remove(writing: Writing, view_id: int) -> None:
    """Remove the view with this id."""
    delete(writing.orm, Row, [view_id])


def _view(row: tuple[int, str, str, str, str]) -> SavedView:
    return SavedView(row[0], row[1], row[2], row[3], read_body(row[4]))
