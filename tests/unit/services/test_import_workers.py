"""Large files read by other processes: the same rows, the same report, sealed; whatever ends in between."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cpam_desktop.analytics import segments
from cpam_desktop.demo.population import populate
from cpam_desktop.demo.traffic import generate
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.ingest import workers
from cpam_desktop.services.importing import ImportProgress, ImportReport, ImportService
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from tests.kit.analysis import seal
from tests.kit.history import failed, keep, one, select, server, wire

TABLES = ("term", "upstream", "credential", "api_key", "client", "event")
EVENTS = 3_000
HUGE = b'{"timestamp":"2026-11-23T03:33:51Z","model":"' + b"x" * 300_000 + b'"}'


@pytest.fixture
def in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of lines is large, and cut into small parts."""
    monkeypatch.setattr(workers, "LEAST", 1)
    monkeypatch.setattr(workers, "CHUNK", 40_000)
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 170)


def _lines() -> list[bytes]:
    """Seeded traffic with everything that a file may hold: failures, headers, aliases, duplicates near and far, lines
    that are none, an endless one, exports, and Latin-1."""
    people = populate(3, n_models=12, n_accounts=20, n_keys=6)
    found = list(islice(generate(3, start_ns=1_790_000_000_000_000_000, rate=20.0, people=people), EVENTS))
    rng = random.Random(1)
    for _ in range(200):
        found.insert(rng.randrange(len(found)), rng.choice(found))
    for text in (b"{", b"", b"[]", b"\xff\xfe", b'{"model":"caf\xe9"}', HUGE, failed(500, "x", service_tier="flex")):
        found.insert(rng.randrange(len(found)), text)
    return found


def _file(folder: Path, content: Sequence[bytes]) -> Path:
    path = folder / "events.jsonl"
    path.write_bytes(b"\n".join(content))
    return path


def _run(database: Database, path: Path, **options: Any) -> ImportReport:
    return ImportService(database).import_file(path, "auto", server_uid=None, server_name="imported", **options)


def _tables(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    return {table: select(database, f"select * from {table} order by id") for table in TABLES}


def _dead(database: Database) -> list[tuple[Any, ...]]:
    return select(database, "select payload, error from dead_letter order by id")


def _sealed(database: Database, what: str) -> list[tuple[Any, ...]]:
    known = database.read(manifest.segments).result(10)
    with duckdb.connect() as connection:
        files = segments.read_files(segments.folder_of(database.path), known)
        return connection.execute(f"select {what} from {files} order by id").fetchall()


def test_the_rows_are_those_of_one_process_and_all_of_them_are_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, _lines())
    plain = Database.open(tmp_path / "plain.sqlite")
    expected = _run(plain, path)
    monkeypatch.setattr(workers, "LEAST", 1)
    monkeypatch.setattr(workers, "CHUNK", 40_000)
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 170)
    split = Database.open(tmp_path / "split.sqlite")
    report = _run(split, path)
    assert (report.added, report.duplicates, report.failed) == (EVENTS + 2, 200, 4)
    assert report == expected, "the same counts and the same lines are complained about"
    assert _tables(split) == _tables(plain)
    assert _dead(split) == _dead(plain)
    assert [row[0] for row in _sealed(split, "id")] == list(range(1, EVENTS + 3))
    seal(plain)
    assert _sealed(split, "*") == _sealed(plain, "*"), "sealed from blocks as from SQLite, the billed tier too"
    plain.close()
    split.close()


@pytest.mark.usefixtures("in_workers")
def test_importing_it_again_adds_nothing(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines())
    _run(database, path)
    before = _tables(database)
    again = _run(database, path)
    assert (again.added, again.duplicates) == (0, EVENTS + 202)
    assert _tables(database) == before


@pytest.mark.usefixtures("in_workers")
def test_rows_that_others_store_meanwhile_are_sealed_with_it(database: Database, tmp_path: Path) -> None:
    path, number = _file(tmp_path, _lines()), 0

    def meanwhile(_progress: ImportProgress) -> None:
        nonlocal number
        number += 1
        keep(database, [wire(request_id=f"live{number}")], "live")

    report = _run(database, path, progress=meanwhile)
    assert number > 10
    assert report.added == EVENTS + 2
    ids = [row[0] for row in _sealed(database, "id")]
    assert ids == list(range(1, ids[-1] + 1))
    assert ids[-1] >= EVENTS + 2 + number - 1
    servers = {row[0] for row in _sealed(database, "server_id")}
    assert servers == {server(database, "imported"), server(database, "live")}


@pytest.mark.usefixtures("in_workers")
def test_where_another_process_seals_the_rows_wait(database: Database, tmp_path: Path) -> None:
    with RoleLock(database.path, "sealer", "prepares the history"):
        assert _run(database, _file(tmp_path, _lines())).added == EVENTS + 2
    assert one(database, "select count(*) from segment") == 0


@pytest.mark.usefixtures("in_workers")
def test_a_stop_goes_on_later_without_loss(database: Database, tmp_path: Path) -> None:
    path, cancel = _file(tmp_path, _lines()), threading.Event()

    def stop(_progress: ImportProgress) -> None:
        cancel.set()

    stopped = _run(database, path, progress=stop, cancel=cancel)
    assert 0 < stopped.total < EVENTS
    assert stopped.warnings[-1] == "stopped; importing this file again goes on from here"
    assert multiprocessing.active_children() == []
    whole = _run(database, path)
    assert (whole.added, whole.duplicates, whole.failed) == (EVENTS + 2, 200, 4)
    assert one(database, "select count(*) from event") == EVENTS + 2


@pytest.mark.usefixtures("in_workers")
def test_a_worker_that_is_killed_is_told_and_nothing_is_lost(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines())

    def kill(_progress: ImportProgress) -> None:
        for child in multiprocessing.active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(WorkError, match=r"a process that read events\.jsonl was ended"):
        _run(database, path, progress=kill)
    assert multiprocessing.active_children() == []
    assert _run(database, path).added == EVENTS + 2
    assert one(database, "pragma integrity_check") == "ok"


KILLED = """
import os, signal, sys
from pathlib import Path
from cpam_desktop.ingest import workers
from cpam_desktop.services import importing
from cpam_desktop.store.database import Database

if __name__ == "__main__":
    workers.LEAST, workers.CHUNK, importing.BATCH = 1, 40_000, 170
    import multiprocessing

    def kill(progress):
        if progress.report.total > 1_000:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    database = Database.open(Path(sys.argv[1]))
    importing.ImportService(database).import_file(
        Path(sys.argv[2]), "auto", server_uid=None, server_name="imported", progress=kill
    )
"""


def test_workers_end_with_an_importer_that_is_killed(database: Database, tmp_path: Path) -> None:
    path, script = _file(tmp_path, _lines()), tmp_path / "run.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(database.path), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pids = process.stdout.read().split()  # to the end: the workers hold the same pipe
        assert process.wait(30) == -9
    assert len(pids) == 2
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists() and _runs(pid)] == []
    total = one(database, "select total from import_mark")
    assert 1_000 < total < EVENTS
    report = _run(database, path)
    assert (report.added, report.duplicates, report.failed) == (EVENTS + 2, 200, 4)
    assert one(database, "select count(*) from event") == EVENTS + 2


def _runs(pid: str) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_file_is_cut_at_line_ends(tmp_path: Path) -> None:
    content = [b"a" * 10, b"b" * 100, b"c" * 5, b"", b"d" * 7]
    path = _file(tmp_path, content)
    size = path.stat().st_size
    parts = list(workers.cuts(path, 0, size, 12))
    assert [start for start, _ in parts] == [0, *(end for _, end in parts[:-1])]
    assert parts[-1][1] == size
    data = path.read_bytes()
    assert b"".join(data[start:end] for start, end in parts) == data
    assert all(end == size or data[end - 1 : end] == b"\n" for _, end in parts)
