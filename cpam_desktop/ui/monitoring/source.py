"""The realtime table's rows: one filter over the history, asked of the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpam_desktop.domain.figures import Cursor, EventRow
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.models.blocks import Key
from cpam_desktop.ui.models.windowed import Fresh, Opening
from cpam_desktop.ui.monitoring.retries import Retries
from cpam_desktop.ui.tasks import Tasks

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.events import EventService


class HistorySource:
    """Rows that match `wanted`, newest first. A rolling range keeps its start while the table shows it."""

    def __init__(self, events: EventService, tasks: Tasks, wanted: EventFilter, retries: Retries) -> None:
        """`retries` takes note of every row that is read."""
        self._events = events
        self._tasks = tasks
        self._wanted = wanted
        self._retries = retries

    async def open(self, limit: int) -> Opening[EventRow]:
        """The first rows."""
        found = await self._tasks.ask(lambda: self._events.opening(self._wanted, limit))
        self._retries.note(found.rows)
        return Opening(found.rows, found.total, found.mark)

    async def page(self, after: Key, limit: int) -> Sequence[EventRow]:
        """Rows older than `after`."""
        cursor = Cursor(*after)
        found = await self._tasks.ask(lambda: self._events.page(self._wanted, limit, cursor))
        self._retries.note(found.rows)
        return found.rows

    async def skip(self, after: Key, rows: int) -> Key | None:
        """The key `rows` rows below."""
        cursor = Cursor(*after)
        found = await self._tasks.ask(lambda: self._events.skip(self._wanted, cursor, rows))
        return None if found is None else (found.time_ns, found.id)

    async def since(self, mark: int, limit: int) -> Fresh[EventRow]:
        """Rows stored after the mark."""
        found = await self._tasks.ask(lambda: self._events.added_since(self._wanted, mark, limit))
        self._retries.note(found.rows)
        return Fresh(found.rows, found.mark)

    def key(self, row: EventRow) -> Key:
        """Time and id."""
        return row.time_ns, row.id
