"""What the store alone takes: a file import, and ready rows without any reading."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

from cpam_desktop.services.importing import ImportService
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.events import COLUMNS
from tests.bench.bench import Bench
from tests.bench.canned_files import POP_COUNT
from tests.bench.figures import Figure

_MOST_ROWS = 200_000
_INSERT = f"insert into event ({', '.join(COLUMNS)}) values ({','.join('?' * len(COLUMNS))})"


def importing(bench: Bench) -> Iterator[Figure]:
    """The events of a file, in batches of the import's own size."""
    rates: list[float] = []
    wrong = ""
    for number in range(bench.runs):
        with bench.fresh() as path:
            database = Database.open(path)
            begin = time.perf_counter()
            service = ImportService(database)
            service.import_file(bench.workload.file, "auto", server_uid=None, server_name="bench")
            rates.append(bench.workload.sent.count / (time.perf_counter() - begin))
            database.close()
            wrong = wrong or bench.check(path)
        bench.say(f"import: run {number + 1} of {bench.runs}, {rates[-1]:,.0f} events/s")
    yield Figure("import of a file", "events/s", rates, wrong=wrong)


def bare(bench: Bench) -> Iterator[Figure]:
    """Ready rows in durable transactions of a pop's size: the ceiling of everything that commits before it pops."""
    with closing(sqlite3.connect(bench.history())) as file:
        rows = file.execute(f"select {', '.join(COLUMNS)} from event order by id limit {_MOST_ROWS}").fetchall()
    rates: list[float] = []
    for number in range(bench.runs):
        with bench.fresh() as path:
            database = Database.open(path)
            begin = time.perf_counter()
            for start in range(0, len(rows), POP_COUNT):
                database.write(_insert(rows[start : start + POP_COUNT])).result()
            rates.append(len(rows) / (time.perf_counter() - begin))
            database.close()
        bench.say(f"ready rows: run {number + 1} of {bench.runs}, {rates[-1]:,.0f} rows/s")
    yield Figure(f"ready rows, {POP_COUNT} a durable commit", "rows/s", rates, note="the ceiling of the pop modes")


def _insert(rows: list[tuple[object, ...]]) -> Callable[[Writing], object]:
    return lambda writing: writing.connection.executemany(_INSERT, rows)
