"""Imports that are broken off (cancelled, killed, disk full) go on where they were; a changed file starts anew."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.services.importing import ImportProgress, ImportReport, ImportService
from cpam_desktop.store import import_marks
from cpam_desktop.store.database import Database
from cpam_desktop.store.import_marks import ImportMark
from tests.kit import service_files
from tests.kit.history import SERVICE, lines, one, select, server, wire

STOPPED = "stopped; importing this file again goes on from here"


@pytest.fixture
def importing(database: Database, monkeypatch: pytest.MonkeyPatch) -> ImportService:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 10)
    return ImportService(database)


def _lines(count: int) -> list[bytes]:
    """Every seventh is broken, and there is an empty one behind each tenth."""
    return [
        (b"{" if number % 7 == 6 else wire(request_id=f"{number}")) + (b"\n" if number % 10 == 9 else b"")
        for number in range(count)
    ]


def _file(folder: Path, content: Sequence[bytes]) -> Path:
    path = folder / "events.jsonl"
    path.write_bytes(b"\n".join(content))
    return path


def _run(importing: ImportService, path: Path) -> ImportReport:
    return importing.import_file(path, "auto", server_uid=None, server_name="imported")


def _stop_after(importing: ImportService, path: Path, batches: int) -> tuple[ImportReport, list[ImportProgress]]:
    cancel, told = threading.Event(), list[ImportProgress]()

    def progress(done: ImportProgress) -> None:
        told.append(done)
        if len(told) == batches:
            cancel.set()

    report = importing.import_file(
        path, "auto", server_uid=None, server_name="imported", progress=progress, cancel=cancel
    )
    return report, told


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.total, report.added, report.duplicates, report.failed


def test_a_cancelled_import_keeps_what_it_has_and_goes_on(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    path = _file(tmp_path, _lines(50))
    stopped, told = _stop_after(importing, path, 2)
    assert _counts(stopped) == (20, 18, 0, 2)
    assert stopped.warnings[-1] == STOPPED
    assert [done.report.total for done in told] == [10, 20]
    assert 0 < told[0].bytes_read < told[1].bytes_read < told[1].bytes_total == path.stat().st_size
    assert one(database, "select count(*) from event") == 18
    done = _run(importing, path)
    assert _counts(done) == (50, 43, 0, 7)
    assert done.warnings[0] == "went on behind line 21, where an earlier import was broken off"
    # Line 22 is the empty one behind the twentieth record; records 20, 27, 34, 41, 48 (from 0) are the broken ones.
    assert [warning.partition(":")[0] for warning in done.warnings[1:]] == [
        "line 23", "line 30", "line 38", "line 46", "line 53",
    ]  # fmt: skip
    assert select(database, "select count(*) from import_mark") == [(0,)]
    assert _counts(_run(importing, path)) == (50, 0, 43, 7), "an import that was finished starts anew"


def test_a_changed_file_starts_anew(importing: ImportService, database: Database, tmp_path: Path) -> None:
    content = _lines(50)
    path = _file(tmp_path, content)
    _stop_after(importing, path, 2)
    path = _file(tmp_path, [wire(request_id="first"), *content])
    done = _run(importing, path)
    assert _counts(done) == (51, 26, 18, 7)
    assert one(database, "select count(*) from event") == 44


def test_another_server_starts_at_the_beginning(importing: ImportService, database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(50))
    _stop_after(importing, path, 2)
    other = importing.import_file(path, "auto", server_uid=None, server_name="other")
    assert _counts(other) == (50, 43, 0, 7)
    assert one(database, "select count(*) from import_mark") == 1


def test_the_same_place_again_is_no_harm(importing: ImportService, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(20))
    stopped, _ = _stop_after(importing, path, 2)
    assert _counts(stopped) == (20, 18, 0, 2)
    done = _run(importing, path)
    assert _counts(done) == (20, 18, 0, 2)


@pytest.mark.parametrize("form", ["json", "legacy", "sqlite"])
def test_every_format_goes_on(importing: ImportService, tmp_path: Path, form: str) -> None:
    path = SERVICE / "plus-usage.json"
    if form == "sqlite":
        path = service_files.make(tmp_path / "usage.sqlite", lines(SERVICE / "plus-export.jsonl"), plus=True)
    elif form == "json":
        path = tmp_path / "events.json"
        path.write_bytes(b"[" + b",".join(lines(SERVICE / "plus-export.jsonl")) + b"]")
    stopped, (told,) = _stop_after(importing, path, 1)
    assert (stopped.format, _counts(stopped)) == (form, (10, 10, 0, 0))
    assert 0 < told.bytes_read <= told.bytes_total
    assert _counts(_run(importing, path)) == (15, 15, 0, 0)


def test_a_killed_import_goes_on(database: Database, tmp_path: Path) -> None:
    path = _file(tmp_path, _lines(50))
    code = (
        "import sys\nfrom pathlib import Path\nfrom cpam_desktop.services import importing\n"
        "from cpam_desktop.store.database import Database\n"
        "importing.BATCH = 10\n"
        "def progress(done):\n"
        "    if done.report.total == 30:\n        print('there', flush=True)\n        sys.stdin.read()\n"
        "service = importing.ImportService(Database.open(Path(sys.argv[1])))\n"
        "service.import_file(Path(sys.argv[2]), 'auto', server_uid=None, server_name='imported', progress=progress)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, database.path, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        process.kill()
        process.communicate(timeout=60)
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGKILL
    assert one(database, "select count(*) from event") == 26
    done = _run(ImportService(database), path)
    assert _counts(done) == (50, 43, 0, 7)
    assert done.warnings[0].startswith("went on behind line 32,")
    assert one(database, "pragma integrity_check") == "ok"


def test_a_full_disk_ends_it_and_it_goes_on_when_there_is_room(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    count = 4_000
    path = _file(tmp_path, [wire(request_id=f"{number}", model=f"m{number}") for number in range(count)])
    pages = one(database, "pragma page_count") + 60
    database.write(lambda w: w.connection.execute(f"pragma max_page_count = {pages}").fetchall()).result(10)
    with pytest.raises(StoreError, match="is full"):
        _run(importing, path)
    stored = one(database, "select count(*) from event")
    assert 0 < stored < count
    assert select(database, "select total, added from import_mark") == [(stored, stored)]
    database.write(lambda w: w.connection.execute("pragma max_page_count = 1000000").fetchall()).result(10)
    assert _counts(_run(importing, path)) == (count, count, 0, 0)
    assert one(database, "pragma integrity_check") == "ok"


def test_marks_that_nobody_came_back_to_go_with_the_next_one(database: Database) -> None:
    here = server(database)
    month = import_marks.KEPT_NS
    mark = ImportMark(1, 2, 3, 4, 5, 6)
    keep = [("old", 1), ("young", month), ("done", month)]
    for name, time_ns in keep:
        database.write(lambda w, n=name, t=time_ns: import_marks.keep(w.connection, n, here, mark, t)).result(10)
    database.write(lambda w: import_marks.drop(w.connection, "done", here, month + 2)).result(10)
    assert select(database, "select fingerprint from import_mark") == [("young",)]
    assert database.read(lambda c: import_marks.find(c, "young", here)).result(10) == mark
    assert database.read(lambda c: import_marks.find(c, "young", here + 1)).result(10) is None
