"""Figures of the history for pages and reports: overviews, groups, trends, failures. Every answer is one snapshot."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import TypeVar

from cpam_desktop.analytics import rows
from cpam_desktop.analytics.aggregate import Aggregator, Part, Wants
from cpam_desktop.analytics.engine import Engine, Snapshot, Superseded
from cpam_desktop.analytics.sealer import SealingFailed
from cpam_desktop.analytics.spreads import spreads
from cpam_desktop.domain.analysis import FailureOverview, FailureText, Overview, OverviewQuery, Trend
from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.figures import Cursor, EventRow, Figures, Group, Spread
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing import PriceBook, event_cost
from cpam_desktop.domain.ranges import ALL_TIME
from cpam_desktop.services import shaping
from cpam_desktop.services.sealing import SealService
from cpam_desktop.store import pages, prices
from cpam_desktop.store.database import CancelToken, Database
from cpam_desktop.store.upkeep_lineage import lineage, origin

T = TypeVar("T")
_TRIES = 4
_STEP = "step"
MOST_UNSEALED = 1_000_000
"""Where nothing can be sealed, questions read up to so many rows from SQLite (100 MB as columns)."""
MOST_TEXTS = 50_000
"""So many texts of failures are read, the most frequent ones; the others come without their text."""
_SLOTS = 2**32
"""Two numbers are asked for as one: so many values the second may have (seconds since 1970, status codes)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of a table: newest rows, number of all, and the row id after which `added_since` looks."""

    rows: tuple[EventRow, ...]
    total: int
    mark: int


class AnalysisService:
    """Methods are coroutines of any loop; cancelling one interrupts its query."""

    def __init__(self, database: Database, sealing: SealService) -> None:
        self._database = database
        self._sealing = sealing
        self._books = Books()
        self._engine = Engine(database.path, self._books.read)
        self._aggregator = Aggregator(self._engine.folder)

    def close(self) -> None:
        """Give the memory back."""
        self._engine.close()
        self._aggregator.forget()

    async def overview(self, query: OverviewQuery, zone: tzinfo = UTC) -> Overview:
        """Everything that a page shows of a filter at once."""

        def ask(snapshot: Snapshot) -> Overview:
            return self._overview(snapshot, query, zone)

        if query.before is None:
            return await self._ask(query.wanted, ask)
        answer, before = await asyncio.gather(self._ask(query.wanted, ask), self.figures(query.before))
        return replace(answer, before=before)

    async def figures(self, wanted: EventFilter) -> Figures:
        """Figures of what matches, with percentiles."""
        return await self._ask(wanted, lambda s: shaping.total(self._aggregator.ask(s, {})))

    async def groups(self, wanted: EventFilter, kind: str, zone: tzinfo) -> tuple[Figures, list[Group]]:
        """Totals, and the groups of one kind with exact percentiles."""

        def ask(snapshot: Snapshot) -> tuple[Figures, list[Group]]:
            part = self._aggregator.ask(snapshot, {kind: shaping.EXPRESSIONS[kind]})
            names = shaping.naming(snapshot.connection, kind, zone)
            found = shaping.groups(part.groups.get(kind, {}), names)
            return shaping.total(part), shaping.with_spreads(found, self._spreads(snapshot, part, kind, names))

        return await self._ask(wanted, ask)

    async def trends(self, wanted: EventFilter, kind: str, start_ns: int, step_ns: int) -> list[Trend]:
        """The steps of each group of a kind, for the lines in its rows: attempts and failures alone."""
        offset = start_ns % step_ns
        expression = f"{shaping.EXPRESSIONS[kind]}::bigint * {_SLOTS} + (time_ns - {offset}) // {step_ns}"

        def ask(snapshot: Snapshot) -> list[Trend]:
            part = self._aggregator.ask(snapshot, {_STEP: expression}, Wants.COUNTS)
            names = shaping.naming(snapshot.connection, kind, UTC)
            rows_of: dict[str, Part] = {}
            for value, numbers in part.groups.get(_STEP, {}).items():
                name = None if value is None else names.of(value // _SLOTS)
                if value is not None and name is not None:
                    one = Part({_STEP: {value % _SLOTS: numbers}})
                    rows_of.setdefault(name[0], Part()).merge(one)
            return [Trend(key, shaping.steps(one.groups[_STEP], offset, step_ns)) for key, one in rows_of.items()]

        return await self._ask(wanted, ask)

    async def failures(
        self, wanted: EventFilter, kinds: Sequence[str], step_ns: int, zone: tzinfo = UTC
    ) -> FailureOverview:
        """What failed of everything that matches: over time, by text, and by the kinds of groups."""
        failed = replace(wanted, statuses=(*wanted.statuses, "!ok"))  # “failed” would be one word more of an OR
        offset = (wanted.range.start_ns or 0) % step_ns
        expressions = {kind: shaping.EXPRESSIONS[kind] for kind in kinds}
        expressions[_STEP] = f"(time_ns - {offset}) // {step_ns}"
        expressions["text"] = f"coalesce(error_id, 0)::bigint * {_SLOTS} + status"

        def ask(snapshot: Snapshot) -> FailureOverview:
            part = self._aggregator.ask(snapshot, expressions, Wants.SUMS)
            named = {
                kind: tuple(shaping.groups(part.groups.get(kind, {}), shaping.naming(snapshot.connection, kind, zone)))
                for kind in kinds
            }
            return FailureOverview(
                shaping.total(part),
                shaping.steps(part.groups.get(_STEP, {}), offset, step_ns),
                _texts(snapshot.connection, part),
                named,
            )

        def whole(snapshot: Snapshot) -> Figures:
            return shaping.figures(self._aggregator.ask(snapshot, {}, Wants.SUMS).total)

        answer = await self._ask(failed, ask)
        return replace(answer, figures=await self._ask(wanted, whole))

    async def count(self, wanted: EventFilter) -> int:
        """How many rows match."""
        return await self._ask(wanted, lambda snapshot: rows.count(snapshot, self._aggregator))

    async def page(self, wanted: EventFilter, limit: int, before: Cursor | None = None) -> list[EventRow]:
        """Up to `limit` rows before the cursor (or the newest), newest first, with what they cost."""
        return await self._ask(wanted, lambda snapshot: self._page(snapshot, wanted, limit, before))

    async def opening(self, wanted: EventFilter, limit: int) -> Opening:
        """The newest rows, how many match, and the mark for `EventService.added_since`: one snapshot."""

        def ask(snapshot: Snapshot) -> Opening:
            found = self._page(snapshot, wanted, limit, None)
            return Opening(tuple(found), rows.count(snapshot, self._aggregator), snapshot.newest)

        return await self._ask(wanted, ask)

    def priced(self, connection: sqlite3.Connection, found: list[EventRow]) -> list[EventRow]:
        """The rows with what they cost."""
        book = self._books.read(connection)
        return [replace(row, cost_pico=_cost(book, row)) for row in found]

    async def skip(self, wanted: EventFilter, after: Cursor, count: int) -> Cursor | None:
        """The position `count` rows below `after`; None past the end."""
        return await self._ask(
            wanted, lambda snapshot: rows.skip(snapshot, self._aggregator, self._engine.folder, after, count)
        )

    def _page(self, snapshot: Snapshot, wanted: EventFilter, limit: int, before: Cursor | None) -> list[EventRow]:
        connection = snapshot.connection
        if replace(wanted, range=ALL_TIME, servers=(), forgiven=()) == EventFilter():
            found = pages.page(connection, wanted, limit, before)  # the time index alone answers this
        else:
            at = rows.page(snapshot, self._engine.folder, limit, before)
            found = pages.by_ids(connection, [cursor.id for cursor in at])
        return self.priced(connection, found)

    def _overview(self, snapshot: Snapshot, query: OverviewQuery, zone: tzinfo) -> Overview:
        expressions = {kind: shaping.EXPRESSIONS[kind] for kind in query.groups}
        step = query.step_ns or 1
        origin = query.wanted.range.start_ns or 0 if query.origin_ns is None else query.origin_ns
        offset = origin % step
        if query.step_ns is not None:
            expressions[_STEP] = f"(time_ns - {offset}) // {step}"
        if query.quarters:
            expressions["quarter"] = shaping.QUARTERS
        part = self._aggregator.ask(snapshot, expressions)
        found = {
            kind: tuple(shaping.groups(part.groups.get(kind, {}), shaping.naming(snapshot.connection, kind, zone)))
            for kind in query.groups
        }
        return Overview(
            shaping.total(part),
            None,
            shaping.steps(part.groups.get(_STEP, {}), offset, step),
            found,
            shaping.heat(part.groups.get("quarter", {}), zone),
            shaping.bars(part.latency.values, part.latency.counts),
            shaping.bars(part.ttft.values, part.ttft.counts),
        )

    def _spreads(
        self, snapshot: Snapshot, part: Part, kind: str, names: shaping.Naming
    ) -> dict[str, tuple[Spread, Spread]]:
        numbers: dict[str, int] = {}
        members: dict[int, tuple[int, int]] = {}
        for value, counted in part.groups.get(kind, {}).items():
            name = None if value is None else names.of(value)
            if value is not None and name is not None:
                members[value] = numbers.setdefault(name[0], len(numbers)), counted[0]
        found = spreads(snapshot, self._engine.folder, shaping.EXPRESSIONS[kind], members)
        return {key: found[number] for key, number in numbers.items() if number in found}

    async def _ask(self, wanted: EventFilter, query: Callable[[Snapshot], T]) -> T:
        """Seal first what is too much to be read row by row; ask again where the snapshot was overtaken."""
        failure: SealingFailed | None = None
        for attempt in range(_TRIES):
            if attempt or await asyncio.to_thread(self._sealing.needs_sealing):
                try:
                    # Shielded: others wait for the same run, and a question that is given up must not end it.
                    await asyncio.shield(asyncio.wrap_future(self._sealing.request()))
                except SealingFailed as error:
                    failure = error
                    if await asyncio.to_thread(self._sealing.unsealed) > MOST_UNSEALED:
                        raise
            token = CancelToken()

            def read(connection: sqlite3.Connection, token: CancelToken = token) -> T:
                with self._engine.snapshot(connection, wanted, token) as snapshot:
                    return query(snapshot)

            try:
                return await asyncio.wrap_future(self._database.read(read, token))
            except Superseded:
                continue
            except asyncio.CancelledError:
                token.cancel()
                raise
        raise failure or StoreError("the history is being prepared by another process", hint="Try again in a moment.")


class Books:
    """The prices, read again only where they changed; any process may change them."""

    def __init__(self) -> None:
        self._read: tuple[str, PriceBook] | None = None

    def read(self, connection: sqlite3.Connection) -> PriceBook:
        """The prices that count now."""
        file, known = origin(lineage(connection)), self._read
        if known is None or known[0] != file or known[1].revision != prices.revision(connection):
            known = self._read = file, prices.read_book(connection)
        return known[1]


def _cost(book: PriceBook, row: EventRow) -> int | None:
    tier = book.service_tier(row.model, row.billed_tier)
    return event_cost(book, row.model, tier, row.time_ns, row.tokens)


def _texts(connection: sqlite3.Connection, part: Part) -> tuple[FailureText, ...]:
    groups = part.groups.get("text", {}).items()
    found = [(value, shaping.figures(numbers)) for value, numbers in groups if value is not None]
    found.sort(key=lambda item: (-item[1].requests, -item[1].last_ns))
    ids = sorted({value // _SLOTS for value, _figures in found[:MOST_TEXTS]})
    texts: dict[int, str] = {0: ""}
    for start in range(0, len(ids), 500):
        marks = ",".join(map(str, ids[start : start + 500]))
        texts.update(connection.execute(f"select id, text from term where id in ({marks})").fetchall())
    return tuple(
        FailureText(value % _SLOTS, texts.get(value // _SLOTS, ""), figures.requests, figures.last_ns)
        for value, figures in found
    )
