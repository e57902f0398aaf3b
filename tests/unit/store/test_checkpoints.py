"""The write-ahead log after long reads and long imports: cut as soon as nobody needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.store import checkpoints
from cpam_desktop.store.checkpoints import Checkpoints, cut_wal
from cpam_desktop.store.database import Database
from tests.kit.aged import keep_aged, keep_many, until
from tests.kit.history import one


@pytest.fixture
def writer(tmp_path: Path) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "h.sqlite", isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table t (x)")
        yield connection


@pytest.fixture
def wal(tmp_path: Path) -> Path:
    return tmp_path / "h.sqlite-wal"


def _fill(writer: sqlite3.Connection, megabytes: int) -> None:
    writer.execute("begin")
    writer.executemany("insert into t values (zeroblob(?))", [(1_000_000,)] * megabytes)
    writer.execute("commit")


def _reader(path: Path) -> sqlite3.Connection:
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("begin")
    reader.execute("select count(*) from t").fetchone()
    return reader


def test_a_log_that_a_reader_needs_is_cut_when_it_has_gone(
    writer: sqlite3.Connection, wal: Path, tmp_path: Path
) -> None:
    kept = Checkpoints(writer, tmp_path / "h.sqlite")
    reader = _reader(tmp_path / "h.sqlite")
    _fill(writer, 8)
    kept.committed()
    kept.idle()
    assert wal.stat().st_size > 8_000_000
    assert kept.wait == checkpoints.IDLE_SECONDS, "it looks again"
    assert reader.execute("select count(*) from t").fetchone() == (0,)
    reader.close()
    kept.idle()
    assert wal.stat().st_size == 0
    assert kept.wait is None, "nothing is left to look for"
    kept.committed()
    assert kept.wait == checkpoints.IDLE_SECONDS


def test_a_short_log_is_left_alone(writer: sqlite3.Connection, wal: Path, tmp_path: Path) -> None:
    kept = Checkpoints(writer, tmp_path / "h.sqlite")
    _fill(writer, 1)
    kept.idle()
    assert wal.stat().st_size > 1_000_000
    assert kept.wait is None


def test_a_writer_that_never_rests_cuts_a_long_log_all_the_same(
    writer: sqlite3.Connection, wal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "LONG_BYTES", 4_000_000)
    monkeypatch.setattr(checkpoints, "LONG_SECONDS", 0.0)
    kept = Checkpoints(writer, tmp_path / "h.sqlite")
    _fill(writer, 2)
    kept.committed()
    assert wal.stat().st_size > 2_000_000
    writer.execute("pragma wal_autocheckpoint = 0")
    _fill(writer, 4)
    kept.committed()
    assert wal.stat().st_size == 0


def test_cutting_waits_for_nobody(writer: sqlite3.Connection, tmp_path: Path) -> None:
    _fill(writer, 1)
    with closing(sqlite3.connect(tmp_path / "h.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        assert not cut_wal(writer)
        other.rollback()
    assert cut_wal(writer)
    assert writer.execute("pragma busy_timeout").fetchone() == (5000,)


def test_a_long_import_under_a_reader_leaves_no_long_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "IDLE_SECONDS", 0.02)
    path = tmp_path / "history.sqlite"
    wal = tmp_path / "history.sqlite-wal"
    database = Database.open(path)
    keep_aged(database, [1])
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from event").fetchone()
        keep_many(database, 30_000, text=500)
        assert wal.stat().st_size > checkpoints.IDLE_BYTES
    until(lambda: wal.stat().st_size == 0)
    assert one(database, "select count(*) from event") == 30_001
    database.close()
