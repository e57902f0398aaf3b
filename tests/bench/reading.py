"""What a history costs: bytes an event on disk, and how long its questions take."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.events import EventService
from cpam_desktop.store.database import Database
from tests.bench.bench import Bench
from tests.bench.figures import Figure

_TABLES = """
select coalesce(m.tbl_name, ''), coalesce(m.type, ''), s.name, sum(s.pgsize)
from dbstat s left join sqlite_master m on m.name = s.name group by s.name order by 4 desc
"""
_PAGE = 100
_MINUTE_NS = 60_000_000_000
_TIMES = 5


def disk(bench: Bench) -> Iterator[Figure]:
    """The file with its WAL taken in, and which parts of it are large."""
    path, count = bench.history(), bench.workload.sent.count
    yield Figure("history on disk", "bytes/event", [path.stat().st_size / count], note="WAL checkpointed")
    with closing(sqlite3.connect(path)) as file:
        try:
            parts = file.execute(_TABLES).fetchall()
        except sqlite3.OperationalError:
            return  # this SQLite was built without dbstat
    for _table, kind, name, size in parts:
        if size / count >= 1:
            yield Figure(f"  {kind or 'file'} {name}", "bytes/event", [size / count])


def reports(bench: Bench) -> Iterator[Figure]:
    """The questions of a report and of the Monitoring page, over the whole history."""
    database = Database.open(bench.history())
    try:
        yield from asyncio.run(_reports(bench, database))
    finally:
        database.close()


async def _reports(bench: Bench, database: Database) -> list[Figure]:
    service, everything = EventService(database), EventFilter()
    newest = await service.newest_id()
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "totals": lambda: service.totals(everything),
        "report by model": lambda: service.report(everything, "model", UTC),
        "first page": lambda: service.page(everything, _PAGE),
        "live tail": lambda: service.added_since(everything, newest - _PAGE, _PAGE),
        "timeline by minute": lambda: service.timeline(everything, _MINUTE_NS),
    }
    figures: list[Figure] = []
    for name, ask in questions.items():
        milliseconds: list[float] = []
        for _ in range(_TIMES):
            begin = time.perf_counter()
            await ask()
            milliseconds.append((time.perf_counter() - begin) * 1000)
        bench.say(f"{name}: {min(milliseconds):,.1f} ms")
        figures.append(Figure(f"{name} of {bench.workload.sent.count:,} events", "ms", milliseconds))
    return figures
