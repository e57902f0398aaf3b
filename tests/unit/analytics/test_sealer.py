"""Sealing: every row in one segment, sorted, merged, made again where files are lost; one process at a time."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pytest

from cpam_desktop.analytics import columns, sealer, segments
from cpam_desktop.analytics.sealer import Sealer, Sealing, SealingFailed
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from cpam_desktop.store.manifest import Segment
from tests.kit.analysis import ask
from tests.kit.history import failed, keep, one, select, wire


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of 10 rows, read in steps of 5."""
    monkeypatch.setattr(sealer, "SEGMENT_ROWS", 10)
    monkeypatch.setattr(sealer, "SMALL_ROWS", 5)
    monkeypatch.setattr(sealer, "CHUNK", 5)


def _events(hours: Sequence[int], prefix: str = "r") -> list[bytes]:
    return [wire(request_id=f"{prefix}{n}", timestamp=f"2026-11-{1 + n // 24:02d}T{n % 24:02d}:00:00Z") for n in hours]


def _segments(database: Database) -> list[Segment]:
    return database.read(manifest.segments).result(10)


def _rows(database: Database, what: str = "*") -> list[tuple[Any, ...]]:
    files = segments.read_files(segments.folder_of(database.path), _segments(database))
    with duckdb.connect() as connection:
        return connection.execute(f"select {what} from {files} order by id").fetchall()


def test_every_row_is_in_one_segment_as_it_stands_in_sqlite(database: Database) -> None:
    keep(database, _events(range(23)))
    keep(database, [failed(429, "slow down", request_id="BAD", latency_ms=None, ttft_ms=0)], "other")
    told: list[Sealing] = []
    assert Sealer(database).run(1, told.append)
    assert [(s.server_id, s.rows) for s in _segments(database)] == [(1, 10), (1, 10), (1, 3), (2, 1)]
    assert told[-1] == Sealing(24, 24)
    names = [name for name in columns.COLUMNS if name not in ("first", "request_id", "tier_id")]
    stored = select(database, f"select {', '.join(names)} from event order by id")
    assert _rows(database, ", ".join(names)) == stored
    assert _rows(database, "request_id")[-1] == ("bad",)  # only searched, without regard to case
    assert database.read(manifest.sealed_through).result(10) == 24
    assert Sealer(database).unsealed() == 0


def test_files_are_the_users_own_and_their_checksum_is_kept(database: Database) -> None:
    keep(database, _events(range(3)))
    Sealer(database).run(1)
    (segment,) = _segments(database)
    path = segments.folder_of(database.path) / segment.file
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (segment.bytes, len(segment.checksum)) == (path.stat().st_size, 64)


def test_few_rows_wait_until_there_are_enough(database: Database) -> None:
    keep(database, _events(range(3)))
    assert Sealer(database).run(4)
    assert _segments(database) == []
    assert Sealer(database).unsealed() == 3


def test_small_neighbours_become_one_segment(database: Database) -> None:
    for start in range(0, 12, 3):
        keep(database, _events(range(start, start + 3)))
        assert Sealer(database).run(1)
    assert [s.rows for s in _segments(database)] == [12]
    assert len(list(segments.folder_of(database.path).glob("*.parquet"))) > 1, "queries that began before may read on"
    assert [row[0] for row in _rows(database, "id")] == list(range(1, 13))


def test_old_events_that_come_late_are_sorted_in(database: Database) -> None:
    keep(database, _events(range(0, 40, 2)))
    Sealer(database).run(1)
    keep(database, _events(range(1, 41, 2), "late"))
    Sealer(database).run(1)
    found = _segments(database)
    assert sum(s.rows for s in found) == 40
    assert all(left.max_ns <= right.min_ns for left, right in itertools.pairwise(found))
    assert [row[0] for row in _rows(database, "id")] == list(range(1, 41))


@pytest.mark.parametrize("harm", ["lost", "cut", "older version"])
def test_what_is_lost_is_made_again(database: Database, harm: str) -> None:
    keep(database, _events(range(25)))
    Sealer(database).run(1)
    before = _rows(database)
    victim = _segments(database)[1]
    path = segments.folder_of(database.path) / victim.file
    if harm == "lost":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    else:
        database.write(lambda w: w.connection.execute("update segment set version = 0")).result(10)
    assert ask(database, lambda analysis: analysis.count(EventFilter())) == 25, "a question has it made again"
    assert _rows(database) == before
    assert victim.file not in {s.file for s in _segments(database)}


def test_a_whole_folder_may_be_deleted(database: Database) -> None:
    keep(database, _events(range(25)))
    Sealer(database).run(1)
    for path in segments.folder_of(database.path).glob("*.parquet"):
        path.unlink()
    assert ask(database, lambda analysis: analysis.count(EventFilter())) == 25
    assert sum(s.rows for s in _segments(database)) == 25


def test_attempts_of_one_client_request_are_told_apart(database: Database) -> None:
    stamps = ["00:00", "00:05", "09:59", "21:00"]  # the last one is a request of its own that got the same id
    batch = [wire(request_id="same", timestamp=f"2026-11-01T00:{stamp}Z") for stamp in stamps]
    keep(database, [*batch, wire(request_id="", timestamp="2026-11-01T00:00:01Z")])
    assert ask(database, lambda analysis: analysis.figures(EventFilter())).clients == 3
    Sealer(database).run(1)
    assert ask(database, lambda analysis: analysis.figures(EventFilter())).clients == 3
    keep(database, [wire(request_id="same", timestamp="2026-11-01T00:21:30Z")])
    assert ask(database, lambda analysis: analysis.figures(EventFilter())).clients == 3, "a retry of what is sealed"
    Sealer(database).run(1)
    assert _rows(database, "first")[-1] == (False,)


def test_a_cancel_leaves_nothing_half_done(database: Database) -> None:
    keep(database, _events(range(25)))
    cancel = Event()

    def stop(_sealing: Sealing) -> None:
        cancel.set()

    with pytest.raises(CancelledError):
        Sealer(database).run(1, stop, cancel)
    assert [s.rows for s in _segments(database)] == [10]
    assert Sealer(database).run(1)
    assert sum(s.rows for s in _segments(database)) == 25


def test_one_process_at_a_time(database: Database) -> None:
    keep(database, _events(range(3)))
    with RoleLock(database.path, "sealer", "prepares the history"):
        assert not Sealer(database).run(1)
    assert Sealer(database).run(1)


def test_somebody_who_was_faster_wins(database: Database) -> None:
    keep(database, _events(range(3)))
    Sealer(database).run(1)
    gone = _segments(database)
    with pytest.raises(manifest.Superseded):
        database.write(lambda w: manifest.replace_segments(w, [], gone, sealed=0)).result(10)
    database.write(lambda w: manifest.replace_segments(w, gone, [])).result(10)
    with pytest.raises(manifest.Superseded):
        database.write(lambda w: manifest.replace_segments(w, gone, gone)).result(10)
    assert _segments(database) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from cpam_desktop.analytics.sealer import Sealer
from cpam_desktop.analytics import sealer
from cpam_desktop.store.database import Database
sealer.SEGMENT_ROWS, sealer.CHUNK = 10, 5
Sealer(Database.open(Path(sys.argv[1]))).run(1, lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_killed_sealer_harms_nothing(database: Database) -> None:
    keep(database, _events(range(25)))
    run = subprocess.run([sys.executable, "-c", KILLED, str(database.path)], timeout=60)
    assert run.returncode == -9
    assert [s.rows for s in _segments(database)] == [10]
    assert Sealer(database).run(1)
    assert [row[0] for row in _rows(database, "id")] == list(range(1, 26))
    assert one(database, "pragma integrity_check") == "ok"


def test_files_that_nobody_needs_are_swept_after_a_while(database: Database, tmp_path: Path) -> None:
    keep(database, _events(range(3)))
    Sealer(database).run(1)
    folder = segments.folder_of(database.path)
    orphan = folder / "1-orphan.parquet"
    orphan.write_bytes(b"left by a process that was killed")
    segments.sweep(folder, _segments(database))
    assert orphan.exists(), "it may be on its way into the manifest"
    import os

    os.utime(orphan, (0, 0))
    segments.sweep(folder, _segments(database))
    assert not orphan.exists()
    assert len(list(folder.glob("*.parquet"))) == 1


def test_one_late_event_concerns_its_neighbour_alone(database: Database) -> None:
    keep(database, _events(range(40)))
    Sealer(database).run(1)
    before = {s.file for s in _segments(database)}
    keep(database, _events([5], "late") + _events([40], "next"))
    Sealer(database).run(1)
    known = _segments(database)
    assert sum(s.rows for s in known) == 42
    assert len(before & {s.file for s in known}) == len(before) - 1
    assert [row[0] for row in _rows(database, "id")] == list(range(1, 43))


@pytest.mark.parametrize("place", [0, -8])
def test_a_damaged_file_of_the_right_size_is_made_again(database: Database, place: int) -> None:
    keep(database, _events(range(25)))
    Sealer(database).run(1)
    path = segments.folder_of(database.path) / _segments(database)[0].file
    content = bytearray(path.read_bytes())
    content[place : place + 4 if place + 4 else None] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert ask(database, lambda analysis: analysis.figures(EventFilter())).requests == 25
    assert [row[0] for row in _rows(database, "id")] == list(range(1, 26))


def test_questions_are_answered_where_nothing_can_be_sealed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.services.sealing.MOST_TAIL", 3)
    keep(database, _events(range(25)))
    segments.folder_of(database.path).write_bytes(b"in the way")
    assert ask(database, lambda analysis: analysis.figures(EventFilter())).requests == 25
    monkeypatch.setattr("cpam_desktop.services.analysis.MOST_UNSEALED", 10)
    with pytest.raises(SealingFailed, match="the figures cannot be prepared in"):
        ask(database, lambda analysis: analysis.figures(EventFilter()))
