"""Large files: read by other processes, sealed as they come, and otherwise as any file."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cpam_desktop.analytics import live_run, sealer
from cpam_desktop.analytics.sealer import Sealer
from cpam_desktop.ingest import workers
from cpam_desktop.services.importing import ImportProgress, ImportReport, ImportService
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from tests.kit.history import RECORDED, SERVICE, keep, lines, one, select, server, wire
from tests.kit.tables import tables

SIZES = {"BATCH": 10, "CHUNK": 6_000, "LEAST": 1, "SEGMENT_ROWS": 40}
STOPPED = "stopped; importing this file again goes on from here"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is large: parts of ten events, segments of forty."""
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", SIZES["BATCH"])
    for name in ("CHUNK", "LEAST"):
        monkeypatch.setattr(workers, name, SIZES[name])
    for module in (sealer, live_run):
        monkeypatch.setattr(module, "SEGMENT_ROWS", SIZES["SEGMENT_ROWS"])


def _lines(count: int) -> list[bytes]:
    """Every seventh is broken, and there is an empty one behind each tenth."""
    return [
        (b"{" if number % 7 == 6 else wire(request_id=f"{number}")) + (b"\n" if number % 10 == 9 else b"")
        for number in range(count)
    ]


def _file(folder: Path, content: list[bytes]) -> Path:
    path = folder / "events.jsonl"
    path.write_bytes(b"\n".join(content))
    return path


def _run(database: Database, path: Path) -> ImportReport:
    return ImportService(database).import_file(path, "auto", server_uid=None, server_name="imported")


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.total, report.added, report.duplicates, report.failed


def _sealed(database: Database) -> int:
    return sum(segment.rows for segment in database.read(manifest.segments).result(10))


def test_a_large_file_makes_what_a_small_one_does(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    content = [*_lines(150), *lines(RECORDED), *lines(SERVICE / "plus-export.jsonl"), *lines(RECORDED), *_lines(30)]
    path = _file(tmp_path, content)
    plain = Database.open(tmp_path / "plain.sqlite")
    expected = _run(plain, path)
    assert _counts(expected) == (337, 215, 97, 25)
    request.getfixturevalue("small")
    assert _run(database, path) == expected
    assert tables(database) == tables(plain)
    plain.close()
    assert _sealed(database) == 215
    again = _run(database, path)
    assert _counts(again) == (337, 0, 312, 25)
    assert _sealed(database) == one(database, "select count(*) from event") == 215


@pytest.mark.usefixtures("small")
def test_a_cancelled_import_goes_on(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(200))
    cancel, told = threading.Event(), list[ImportProgress]()

    def progress(done: ImportProgress) -> None:
        told.append(done)
        if done.report.total >= 50:
            cancel.set()

    report = ImportService(database).import_file(
        path, "auto", server_uid=None, server_name="imported", progress=progress, cancel=cancel
    )
    assert report.warnings[-1] == STOPPED
    assert 50 <= report.total < 60
    assert 0 < told[0].bytes_read < told[-1].bytes_read < told[-1].bytes_total == path.stat().st_size
    assert one(database, "select count(*) from event") == report.added
    done = _run(database, path)
    assert _counts(done) == (200, 172, 0, 28)
    line = report.total + report.total // 10 - (report.total % 10 == 0)
    assert done.warnings[0] == f"went on behind line {line}, where an earlier import was broken off"
    assert done.warnings[1].partition(":")[0] == "line 61", "the record 55 (from 0), and five empty lines"
    assert _sealed(database) == 172
    assert select(database, "select count(*) from import_mark") == [(0,)]


@pytest.mark.usefixtures("small")
def test_a_collector_gets_its_turn_meanwhile(database: Database, tmp_path: Path) -> None:
    """Another writer's rows lie between those of the file, and in the segments."""
    path = _file(tmp_path, _lines(100))
    server(database, "collected")

    def progress(done: ImportProgress) -> None:
        keep(database, [wire(request_id=f"live {done.report.total}")], "collected")

    ImportService(database).import_file(path, "auto", server_uid=None, server_name="imported", progress=progress)
    assert one(database, "select count(*) from event where server_id = 1") >= 10
    assert Sealer(database).run(1)
    assert _sealed(database) == one(database, "select count(*) from event")


@pytest.mark.usefixtures("small")
def test_it_works_from_another_thread(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(40))
    with ThreadPoolExecutor(1) as pool:
        assert _counts(pool.submit(_run, database, path).result(60)) == (40, 35, 0, 5)


_KILLED = """
import multiprocessing, sys
from pathlib import Path
from cpam_desktop.analytics import live_run, sealer
from cpam_desktop.ingest import workers
from cpam_desktop.services import importing
from cpam_desktop.store.database import Database

importing.BATCH, workers.CHUNK, workers.LEAST = {BATCH}, {CHUNK}, {LEAST}
sealer.SEGMENT_ROWS = live_run.SEGMENT_ROWS = {SEGMENT_ROWS}

def progress(done):
    if done.report.total >= 500:
        print(*(process.pid for process in multiprocessing.active_children()), flush=True)
        sys.stdin.read()

if __name__ == "__main__":
    service = importing.ImportService(Database.open(Path(sys.argv[1])))
    service.import_file(Path(sys.argv[2]), "auto", server_uid=None, server_name="imported", progress=progress)
"""


@pytest.mark.usefixtures("small")
def test_the_processes_end_with_a_killed_import_and_a_new_one_goes_on(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(2_000))
    script = tmp_path / "killed.py"
    script.write_text(_KILLED.format(**SIZES))
    # The workers have its standard output too, so that ends when the last of them has: `communicate` waits for it.
    with subprocess.Popen(
        [sys.executable, script, database.path, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        number_of_workers = len(process.stdout.readline().split())
        process.kill()
        process.communicate(timeout=60)
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGKILL
    assert number_of_workers == 2
    stored = one(database, "select count(*) from event")
    assert stored == one(database, "select added from import_mark") < 1_715
    done = _run(database, path)
    assert _counts(done) == (2_000, 1_715, 0, 285)
    assert one(database, "pragma integrity_check") == "ok"
    assert _sealed(database) == 1_715
