"""What must cost the same however long the history is: new rows, the newest page, the live tail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import pages
from cpam_desktop.store.database import Database, Writing
from tests.kit.history import keep, select, server, wire

ROWS = 10_000
PAGE_BYTES = 4096


def _events(first: int, count: int) -> list[bytes]:
    numbers = range(first, first + count)
    return [
        wire(request_id=f"{n:08x}", timestamp=f"2026-11-23T{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}Z")
        for n in numbers
    ]


@pytest.fixture(scope="module")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "history.sqlite"
    database = Database.open(path)
    keep(database, _events(0, ROWS))
    database.close()
    return path


def _steps(path: Path, query: Callable[[sqlite3.Connection], list[pages.EventRow]]) -> tuple[int, int]:
    """Rows found, and instructions of SQLite's machine, in tens."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    with closing(sqlite3.connect(path)) as connection:
        connection.set_progress_handler(tick, 10)
        return len(query(connection)), count


@pytest.mark.parametrize("wanted", [EventFilter(), EventFilter(models=("gpt-plain",)), EventFilter(statuses=("ok",))])
def test_the_live_tail_reads_new_rows_only(long_history: Path, wanted: EventFilter) -> None:
    found, steps = _steps(long_history, lambda connection: pages.added_since(connection, wanted, ROWS - 5, 100))
    assert found == 5
    assert steps < 300


def test_the_newest_page_reads_its_own_rows_only(long_history: Path) -> None:
    found, steps = _steps(long_history, lambda connection: pages.page(connection, EventFilter(), 50))
    assert found == 50
    assert steps < 2000


def test_new_rows_change_few_pages_of_the_file(long_history: Path) -> None:
    database = Database.open(long_history)
    try:
        keep(database, _events(ROWS, 1))
        wal = long_history.with_name("history.sqlite-wal")
        before = wal.stat().st_size
        keep(database, _events(ROWS + 1, 200))
        # An index that does not begin with the time has 70 leaves here, and 200 identities fall into nearly all.
        assert (wal.stat().st_size - before) // PAGE_BYTES < 30
    finally:
        database.close()


def _lookups(database: Database, intake: Intake, records: list[bytes]) -> int:
    """How many questions the database is asked while these are stored."""
    statements: list[str] = []

    def store(writing: Writing) -> None:
        writing.connection.set_trace_callback(statements.append)
        intake.job(records, 1, {})(writing)
        writing.connection.set_trace_callback(None)

    database.write(store).result(10)
    return sum(statement.startswith("select id") for statement in statements)


def _with_token(number: int, token: str) -> bytes:
    return wire(request_id=f"{number:08x}", access_token_sha256=token, service_tier="flex", x_forwarded_for="192.0.2.7")


def test_what_an_account_asks_again_is_not_looked_up_again(database: Database) -> None:
    intake = Intake(server(database))
    assert _lookups(database, intake, [_with_token(1, "first")]) == 9
    assert _lookups(database, intake, [_with_token(2, "first"), _with_token(3, "first")]) == 0
    assert _lookups(database, intake, [_with_token(4, "renewed"), _with_token(5, "renewed")]) == 1
    intake.forget()
    assert _lookups(database, intake, [_with_token(6, "first")]) == 9
    tokens = select(database, "select t.text from event e join term t on t.id = e.token_hash_id order by e.id")
    assert tokens == [("first",), ("first",), ("first",), ("renewed",), ("renewed",), ("first",)]
