"""Saved views of the pages: list, save, rename, remove."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace as changed
from typing import TypeVar

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.views import ALL_SERVERS, SavedView, ViewBody, ViewExists, ViewsChanged, read_name
from cpam_desktop.services.queries import ask
from cpam_desktop.store import views
from cpam_desktop.store.database import Database, Writing

T = TypeVar("T")


class ViewService:
    """A view belongs to a page and to one server, or to all servers together (`ALL_SERVERS`)."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def list(self, page: str, server_uid: str = ALL_SERVERS) -> tuple[SavedView, ...]:
        """The views that this page offers for a server: its own and those for all servers, by name."""
        found = await ask(self._database, lambda connection: views.views(connection, page))
        return tuple(view for view in found if view.server_uid in (ALL_SERVERS, server_uid))

    async def save(
        self, page: str, name: str, body: ViewBody, server_uid: str = ALL_SERVERS, *, replace: bool = False
    ) -> SavedView:
        """Keep a view. ViewExists where the name is taken; with `replace` (the user confirmed) it takes its place.

        What a later version of the program wrote into the replaced view is kept.
        """
        name = read_name(name)

        def job(writing: Writing) -> SavedView:
            held = views.same_name(writing.connection, page, server_uid, name)
            if held is None:
                return views.put(writing, SavedView(0, page, server_uid, name, body))
            if not replace:
                raise ViewExists(held)
            kept = changed(body, unknown={**held.body.unknown, **body.unknown})
            return views.put(writing, SavedView(held.id, page, server_uid, name, kept))

        return await self._change(page, job)

    async def rename(self, view: SavedView, name: str) -> SavedView:
        """Give a view another name; ViewExists where that is taken, InputError where the view is gone."""
        name = read_name(name)

        def job(writing: Writing) -> SavedView:
            known = views.view(writing.connection, view.id)
            if known is None:
                raise InputError(f"there is no view called “{view.name}” any more", title="This view is gone")
            held = views.same_name(writing.connection, known.page, known.server_uid, name)
            if held is not None and held.id != known.id:
                raise ViewExists(held)
            return views.put(writing, changed(known, name=name))

        return await self._change(view.page, job)

    async def remove(self, view: SavedView) -> None:
        """Forget a view; nothing happens where it is gone already."""
        await self._change(view.page, lambda writing: views.remove(writing, view.id))

    async def _change(self, page: str, job: Callable[[Writing], T]) -> T:
        done = await asyncio.wrap_future(self._database.write(job))
        self._bus.publish(ViewsChanged(page))
        return done
