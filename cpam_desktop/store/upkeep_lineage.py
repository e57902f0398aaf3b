"""A mark in `setting` that changes when upkeep deletes rows, for everybody who keeps rows or their ids in memory.

It is `origin:count`: deletions raise the count, a restored backup has another origin.
"""

from __future__ import annotations

import json
import sqlite3
import uuid

_NAME = "lineage"


def lineage(connection: sqlite3.Connection) -> str:
    """The mark; empty where nothing was ever deleted or restored."""
    row = connection.execute("select value from setting where name = ?", (_NAME,)).fetchone()
    return "" if row is None else str(json.loads(row[0]))


def origin(mark: str) -> str:
    """The part that only a restore changes."""
    return mark.partition(":")[0]


def note_deletion(connection: sqlite3.Connection) -> None:
    """Events or rows of vocabularies were deleted; call in the same transaction."""
    first, _, count = lineage(connection).partition(":")
    _keep(connection, f"{first}:{int(count or 0) + 1}")


def note_restore(connection: sqlite3.Connection) -> None:
    """This file takes the place of another one."""
    _keep(connection, f"{uuid.uuid4().hex}:0")


def _keep(connection: sqlite3.Connection, mark: str) -> None:
    connection.execute(
        "insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (_NAME, json.dumps(mark)),
    )
