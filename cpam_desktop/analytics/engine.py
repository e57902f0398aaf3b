"""The engine of figures: sealed segments and the tail as one table of DuckDB, as one snapshot of SQLite sees them.

SQLite stays the record: a query begins with its snapshot, which names the segments and the newest row, and DuckDB
answers for exactly those rows. Several threads and several processes may ask at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from cpam_desktop.analytics import rates, segments
from cpam_desktop.analytics.duck import THREADS, open_memory, running
from cpam_desktop.analytics.tail import Tail
from cpam_desktop.domain.clock import MAX_NS
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing import PriceBook
from cpam_desktop.store import manifest
from cpam_desktop.store.database import CancelToken
from cpam_desktop.store.manifest import Segment
from cpam_desktop.store.query import Condition, Dialect, condition, server_ids
from cpam_desktop.store.upkeep_lineage import lineage, origin

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "400MB"
_MOST_RATES = 3


class Superseded(Exception):
    """The snapshot is older than what the engine has, or a file went away meanwhile: ask again with a new one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one query sees: segments that may hold matching rows, and the tail's rows of (sealed, newest].

    `inner` lie whole in the range that was asked for, `edges` only in part.
    """

    inner: tuple[Segment, ...]
    edges: tuple[Segment, ...]
    sealed: int
    newest: int
    where: Condition
    rates: str
    connection: sqlite3.Connection
    cursor: DuckDBPyConnection
    token: CancelToken | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All of them."""
        return self.inner + self.edges

    def run(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. CancelledError where the token was cancelled."""
        with running(self.cursor, self.token) as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def arrays(self, sql: str, params: Sequence[object] = ()) -> dict[str, Any]:
        """The columns of a query as numpy arrays."""
        with running(self.cursor, self.token) as cursor:
            return cast("dict[str, Any]", cast("Any", cursor.execute(sql, list(params))).fetchnumpy())


class Engine:
    """One a process and history. `book()` gives the prices that count now."""

    def __init__(self, database: Path, book: Callable[[sqlite3.Connection], PriceBook]) -> None:
        self.folder = segments.folder_of(database)
        self._book = book
        self._lock = Lock()
        self._duck: DuckDBPyConnection | None = None
        self._tail: Tail | None = None
        self._rates: dict[tuple[str, int, int, int], str] = {}
        self._made = 0
        self._lineage = ""

    def close(self) -> None:
        """Give everything back; a query after it opens anew."""
        with self._lock:
            if self._duck is not None:
                self._duck.close()
            self._duck = self._tail = None
            self._rates.clear()

    @contextmanager
    def snapshot(
        self, connection: sqlite3.Connection, wanted: EventFilter, token: CancelToken | None = None
    ) -> Generator[Snapshot]:
        """Everything that matches, as the open transaction of `connection` sees it. Superseded: ask again."""
        import duckdb

        known = manifest.segments(connection)
        sealed, newest = max((s.last_id for s in known), default=0), manifest.newest_id(connection)
        where = condition(connection, wanted, Dialect.DUCKDB)
        if segments.missing(self.folder, known):
            raise Superseded
        with self._lock:
            cursor = self._open().cursor()
            try:
                tail = self._tail
                assert tail is not None
                self._notice_upkeep(connection, tail)
                tail.sync(connection, sealed, newest, self._earlier(known, connection, max(sealed, tail.newest)))
                if sealed < tail.floor:
                    raise Superseded
                table = self._rate_table(connection)
                # The first read of a transaction fixes what it sees: pruning by others does not touch this one.
                cursor.execute("begin").execute("select count(*) from tail").fetchall()
            except BaseException:
                cursor.close()
                raise
        inner, edges = _matching(known, wanted, connection)
        try:
            yield Snapshot(inner, edges, sealed, newest, where, table, connection, cursor, token)
        except duckdb.Error as error:
            # A file went away, or is not what was written: then it is made again.
            if isinstance(error, duckdb.IOException) or segments.drop_damaged(self.folder, inner + edges):
                raise Superseded from error
            raise
        finally:
            cursor.close()

    def _open(self) -> DuckDBPyConnection:
        if self._duck is None:
            self._duck = open_memory(self.folder, MEMORY, THREADS)
            self._tail = Tail(self._duck)
        return self._duck

    def _notice_upkeep(self, connection: sqlite3.Connection, tail: Tail) -> None:
        """Rows that were deleted may be in the tail, also as sealed ones; after a restore ids mean something else."""
        mark = lineage(connection)
        if mark != self._lineage:
            tail.clear()
            if origin(mark) != origin(self._lineage):
                self._rates.clear()
            self._lineage = mark

    def _earlier(self, known: Sequence[Segment], connection: sqlite3.Connection, after: int) -> str | None:
        """For rows that enter the tail: the sealed rows that may have begun the same client requests."""
        row = connection.execute("select min(time_ns), max(time_ns) from event where id > ?", (after,)).fetchone()
        return None if row[0] is None else segments.started_before(self.folder, known, row[0], row[1])

    def _rate_table(self, connection: sqlite3.Connection) -> str:
        duck = self._duck
        assert duck is not None
        book = self._book(connection)
        key = rates.signature(connection, book)
        name = self._rates.get(key)
        if name is None:
            self._made += 1
            name = f"rates_{self._made}"
            rates.make_table(duck, name, connection, book)
            self._rates[key] = name
            if len(self._rates) > _MOST_RATES:
                duck.execute(f"drop table {self._rates.pop(next(iter(self._rates)))}")
        return name


def _matching(
    known: Sequence[Segment], wanted: EventFilter, connection: sqlite3.Connection
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Segments that may hold matching rows, by server and time: those whole in the range, and the others."""
    start, end = wanted.range.start_ns or 0, MAX_NS if wanted.range.end_ns is None else wanted.range.end_ns
    servers = set(server_ids(connection, wanted.servers)) if wanted.servers else None
    found = [s for s in known if (servers is None or s.server_id in servers) and s.max_ns >= start and s.min_ns < end]
    inner = tuple(s for s in found if s.min_ns >= start and s.max_ns < end)
    return inner, tuple(s for s in found if s not in inner)
