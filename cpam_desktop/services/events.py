"""The history as tables and reports see it: rows by pages, reports, choices of filters, gaps, what the file holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from sqlite3 import Connection

from cpam_desktop.domain.collecting import Gap
from cpam_desktop.domain.figures import Cursor, EventRow, Figures, Group
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.analysis import AnalysisService, Opening
from cpam_desktop.services.queries import ask
from cpam_desktop.store import pages, records
from cpam_desktop.store.database import Database
from cpam_desktop.store.records import FileInfo, ServerRow
from cpam_desktop.store.vocabulary import choices

MAX_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Report:
    """Totals and a row a group."""

    totals: Figures
    group_by: str | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """Rows newest first, and where the next page starts (None at the end)."""

    rows: tuple[EventRow, ...]
    next_before: Cursor | None


@dataclass(frozen=True, slots=True)
class Added:
    """Rows stored since a mark, and the next mark."""

    rows: tuple[EventRow, ...]
    mark: int


class EventService:
    """Reads of the history. Every call is one consistent snapshot and can be cancelled."""

    def __init__(self, database: Database, analysis: AnalysisService) -> None:
        self._database = database
        self._analysis = analysis

    async def report(self, wanted: EventFilter, group_by: str | None, zone: tzinfo) -> Report:
        """Totals of what matches, and groups by one of `domain.figures.GROUPS`."""
        if group_by is None:
            return Report(await self._analysis.figures(wanted), None, ())
        totals, groups = await self._analysis.groups(wanted, group_by, zone)
        return Report(totals, group_by, tuple(groups))

    async def page(self, wanted: EventFilter, limit: int, before: Cursor | None = None) -> EventPage:
        """One page, newest first."""
        limit = max(1, min(limit, MAX_LIMIT))
        rows = await self._analysis.page(wanted, limit + 1, before)
        more = len(rows) > limit
        rows = rows[:limit]
        return EventPage(tuple(rows), rows[-1].cursor if more else None)

    async def opening(self, wanted: EventFilter, limit: int) -> Opening:
        """The newest rows, how many match, and the mark for `added_since`: one snapshot."""
        return await self._analysis.opening(wanted, limit)

    async def skip(self, wanted: EventFilter, after: Cursor, rows: int) -> Cursor | None:
        """The position `rows` rows below `after`; None past the end."""
        return await self._analysis.skip(wanted, after, rows)

    async def added_since(self, wanted: EventFilter, last_id: int, limit: int) -> Added:
        """Rows stored after row `last_id`, newest first, and the mark for the next call: it moves on past rows that
        do not match, so that a filter which matches nothing never scans them twice."""

        def query(connection: Connection) -> Added:
            rows = pages.added_since(connection, wanted, last_id, limit)
            full = len(rows) >= limit
            return Added(
                tuple(self._analysis.priced(connection, rows)),
                max(row.id for row in rows) if full else pages.newest_id(connection),
            )

        return await ask(self._database, query)

    async def newest_id(self) -> int:
        """The highest row id: the point after which `added_since` looks."""
        return await ask(self._database, pages.newest_id)

    async def attempts(self, row_id: int) -> list[EventRow]:
        """All attempts of the row's client request, oldest first."""
        return await ask(
            self._database, lambda connection: self._analysis.priced(connection, pages.same_request(connection, row_id))
        )

    async def choices(self, kind: str) -> list[str]:
        """Labels that a filter of this kind can name, sorted: model, account, api-key, provider, channel, endpoint."""
        return await ask(self._database, lambda connection: choices(connection, kind))

    async def servers(self) -> list[ServerRow]:
        """Servers that have rows."""
        return await ask(self._database, records.servers)

    async def gaps(self, server_uid: str, since_ns: int = 0) -> list[Gap]:
        """Gaps of one server since then."""

        def query(connection: Connection) -> list[Gap]:
            ids = [row.id for row in records.servers(connection) if row.uid == server_uid]
            return [gap for server in ids for gap in records.gaps(connection, server, since_ns)]

        return await ask(self._database, query)

    async def file_info(self) -> FileInfo:
        """Rows and bytes of the history file."""
        return await ask(self._database, lambda connection: records.file_info(connection, self._database.path))
