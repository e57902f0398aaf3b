"""Sealing beside an import: the same segments as from SQLite, whoever else stores in between."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpam_desktop.analytics import live_run, sealer, segments
from cpam_desktop.analytics.live_run import LiveRun, seal_rest
from cpam_desktop.analytics.sealer import Sealer
from cpam_desktop.ingest.blocks import pieces
from cpam_desktop.ingest.importers import Item, Reading
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store import manifest
from cpam_desktop.store.block_rows import Inserted
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from tests.kit.history import breakdown, keep, one, server, wire

ROWS = 10


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of 10 rows."""
    for module in (sealer, live_run):
        monkeypatch.setattr(module, "SEGMENT_ROWS", ROWS)
        monkeypatch.setattr(module, "CHUNK", 3)
    monkeypatch.setattr(sealer, "SMALL_ROWS", 1)


class _Given(Reading):
    """Records from a list."""

    def __init__(self, records: Sequence[bytes]) -> None:
        super().__init__(Path(__file__))
        self._records = records

    def records(self) -> Iterator[Item]:
        yield from map(read_record, self._records)


def _store(database: Database, intake: Intake, records: Sequence[bytes]) -> Inserted:
    (piece,) = pieces(_Given(records), len(records), 0)
    return database.write(lambda w: intake.store_block(w.connection, piece.block, piece.letters, 1)).result(10)


def _events(numbers: Sequence[int], **fields: Any) -> list[bytes]:
    return [
        wire(request_id=f"R{n // 2}", timestamp=f"2026-11-{1 + n // 24:02d}T{n % 24:02d}:00:00Z", **fields)
        for n in numbers
    ]


def _sealed(database: Database) -> list[tuple[Any, ...]]:
    """Every row of every segment, and its server's."""
    known = database.read(manifest.segments).result(10)
    if not known:
        return []
    files = segments.read_files(segments.folder_of(database.path), known)
    with duckdb.connect() as connection:
        return connection.execute(f"select * from {files} order by id").fetchall()


def _sealed_anew(database: Database) -> list[tuple[Any, ...]]:
    """The same from SQLite alone."""
    database.write(manifest.forget_segments).result(10)
    assert Sealer(database).run(1)
    return _sealed(database)


def _numbers(database: Database) -> list[int]:
    return [segment.rows for segment in database.read(manifest.segments).result(10)]


def test_segments_are_those_that_sqlite_would_give(database: Database) -> None:
    intake = Intake(server(database))
    with LiveRun(database) as run:
        for start in range(0, 28, 4):
            run.add(_store(database, intake, _events(range(start, start + 4), response_service_tier="flex")))
    assert max(_numbers(database)) <= ROWS + 4, "a block is never split, and another never begun"
    live = _sealed(database)
    assert len(live) == 28
    assert live == _sealed_anew(database)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"service_tier": ""},
        {"request_service_tier": "priority", "response_service_tier": "default"},
        {"provider": "claude", "executor_type": "CODEXother", "response_service_tier": "flex"},
        {"provider": "codex", "executor_type": "", "response_service_tier": "flex", "request_service_tier": "fast"},
        {"provider": "codex", "executor_type": "ClaudeExecutor", "response_service_tier": "flex"},
        {"provider": "openai", "executor_type": "OpenAIExecutor", "request_service_tier": "priority"},
        {"latency_ms": None, "failed": True, "fail": {"status_code": 429, "body": "slow down"}},
        {"token_breakdown": breakdown(1, 2, 3, 4, 5, 6), "request_id": ""},
    ],
)
def test_every_column_is_that_of_sqlite(database: Database, fields: dict[str, Any]) -> None:
    with LiveRun(database) as run:
        run.add(_store(database, Intake(server(database)), [wire(**fields)]))
    live = _sealed(database)
    assert len(live) == 1
    assert live == _sealed_anew(database)


_STEPS = st.lists(st.tuples(st.sampled_from(("block", "other", "collected")), st.integers(0, 40), st.integers(1, 6)))


@settings(max_examples=25, deadline=None)
@given(_STEPS)
def test_duplicates_and_events_of_others_in_between_leave_no_hole(steps: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "history.sqlite")
        try:
            intake, other = Intake(server(database)), Intake(server(database, "other"))
            with LiveRun(database) as run:
                for who, start, count in steps:
                    batch = _events(range(start, start + count))
                    if who == "block":
                        run.add(_store(database, intake, batch))
                    else:
                        keep(database, batch, intake=other if who == "other" else intake)
            Sealer(database).run(1)  # what others stored behind the last block
            live = _sealed(database)
            assert [row[0] for row in live] == list(range(1, one(database, "select count(*) from event") + 1))
            assert live == _sealed_anew(database)
        finally:
            database.close()


def test_what_waited_before_is_sealed_first(database: Database) -> None:
    keep(database, _events(range(13)))
    with LiveRun(database) as run:
        run.add(_store(database, Intake(server(database)), _events(range(13, 16))))
    live = _sealed(database)
    assert len(live) == 16
    assert live == _sealed_anew(database)


def test_an_import_goes_on_where_another_process_seals(database: Database) -> None:
    intake = Intake(server(database))
    with RoleLock(database.path, "sealer", "prepares the history"), LiveRun(database) as run:
        for n in range(20):  # more than may wait
            run.add(_store(database, intake, _events([n])))
        seal_rest(database, 1, None)
    assert _sealed(database) == []
    assert one(database, "select count(*) from event") == 20
    seal_rest(database, 21, None)
    assert _sealed(database) == [], "too few"
    seal_rest(database, 20, None)
    assert len(_sealed(database)) == 20


def test_an_error_of_sealing_is_none_of_the_import(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    segments.folder_of(database.path).write_text("no folder")
    intake = Intake(server(database))
    with caplog.at_level(logging.ERROR), LiveRun(database) as run:
        for n in range(20):
            run.add(_store(database, intake, _events([n])))
    assert [record.getMessage() for record in caplog.records] == ["the import is not sealed; that is done later"]
    assert one(database, "select count(*) from event") == 20


def test_what_was_stopped_is_left_for_another_time(database: Database) -> None:
    intake = Intake(server(database))
    run = LiveRun(database)
    run.stop()
    with run:
        run.add(_store(database, intake, _events([1])))
    assert _sealed(database) == []
    assert Sealer(database).run(1)
    assert [row[0] for row in _sealed(database)] == [1]


def test_an_import_that_fails_stops_it(database: Database) -> None:
    intake = Intake(server(database))

    def fail() -> None:
        with LiveRun(database) as run:
            run.add(_store(database, intake, _events([1])))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with RoleLock(database.path, "sealer", "is free again"):
        pass
    assert Sealer(database).run(1)
    assert [row[0] for row in _sealed(database)] == [1]
