"""One event is one row, whatever file it comes from and however often; what is wrong with a file is told."""

from __future__ import annotations

import json
import threading
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.exporting import ExportService
from cpam_desktop.services.importing import ImportProgress, ImportReport, ImportService
from cpam_desktop.store.database import Database
from cpam_desktop.store.seen import Seen
from tests.kit import service_files
from tests.kit.history import RECORDED, SERVICE, keep, lines, on_disk, one, select, wire

PAIR_RAW = SERVICE / "pair-raw.jsonl"
PAIR_PLUS = SERVICE / "pair-plus-export.jsonl"
V114 = SERVICE / "v114-export.jsonl"
PLUS = SERVICE / "plus-export.jsonl"
LEGACY = SERVICE / "legacy-usage-export.json"
NOTE = "a legacy snapshot knows neither the request id nor the provider of a request"


@pytest.fixture
def importing(database: Database) -> ImportService:
    return ImportService(database)


def _run(importing: ImportService, path: Path, form: str = "auto", *, dry: bool = False) -> ImportReport:
    act = importing.dry_run if dry else importing.import_file
    return act(path, form, server_uid=None, server_name="imported")


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.total, report.added, report.duplicates, report.failed


def test_what_was_collected_and_imported_stays_single(importing: ImportService, database: Database) -> None:
    assert keep(database, lines(PAIR_RAW), "imported").inserted == 12
    assert _counts(_run(importing, PAIR_PLUS)) == (12, 0, 12, 0)
    assert one(database, "select count(*) from event") == 12


@pytest.mark.parametrize(("path", "count"), [(RECORDED, 71), (V114, 13), (PLUS, 15), (PAIR_PLUS, 12), (LEGACY, 2)])
def test_the_second_time_adds_nothing(
    importing: ImportService, database: Database, tmp_path: Path, path: Path, count: int
) -> None:
    assert _counts(_run(importing, path, dry=True)) == (count, count, 0, 0)
    assert _counts(_run(importing, path)) == (count, count, 0, 0)
    assert _counts(_run(importing, path)) == (count, 0, count, 0)
    assert _counts(_run(importing, path, dry=True)) == (count, 0, count, 0)
    # Nor does our own export of it.
    own = tmp_path / "own.jsonl"
    assert ExportService(database).export(EventFilter(), "jsonl", own) == count
    assert _counts(_run(importing, own)) == (count, 0, count, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_lines_array_and_database_are_one(importing: ImportService, tmp_path: Path, order: tuple[int, ...]) -> None:
    array = tmp_path / "plus.json"
    array.write_bytes(b"[" + b",".join(lines(PLUS)) + b"]")
    database = service_files.make(tmp_path / "plus.sqlite", lines(PLUS), plus=True)
    files = (PLUS, array, database)
    assert [_run(importing, files[index]).added for index in order] == [15, 0, 0]


def test_a_database_of_1_1_4_and_its_export_are_one(importing: ImportService, tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "usage.sqlite", lines(V114))
    assert _counts(_run(importing, V114)) == (13, 13, 0, 0)
    assert _counts(_run(importing, path, dry=True)) == (13, 0, 13, 0)
    assert _counts(_run(importing, path)) == (13, 0, 13, 0)


def test_a_later_snapshot_adds_what_is_new(importing: ImportService, database: Database, tmp_path: Path) -> None:
    usage: Any = json.loads(LEGACY.read_bytes())
    details: list[Any] = usage["usage"]["apis"]["sk-client-alpha-000001"]["models"]["gpt-cache"]["details"]
    details.insert(0, {**details[0], "timestamp": "2026-11-23T03:50:00Z"})
    later = tmp_path / "later.json"
    later.write_text(json.dumps(usage))
    assert _counts(_run(importing, LEGACY)) == (2, 2, 0, 0)
    assert _counts(_run(importing, SERVICE / "legacy-usage.json")) == (2, 0, 2, 0)
    report = _run(importing, later)
    assert (_counts(report), report.format, report.warnings) == ((3, 1, 2, 0), "legacy", (NOTE,))
    disk = on_disk(database)
    assert b"sk-client-alpha-000001" not in disk
    assert b"sk-fake-oai-aaaa1111" not in disk


def test_a_snapshot_of_what_was_collected_adds_nothing(importing: ImportService, database: Database) -> None:
    assert keep(database, lines(RECORDED), "other").inserted == 71
    assert _run(importing, V114).added == 13
    for dry in (True, False):
        assert _counts(_run(importing, SERVICE / "v114-usage.json", dry=dry)) == (13, 0, 13, 0)
    assert one(database, "select count(*) from event") == 71 + 13


def test_requests_of_one_second_stay_apart(
    importing: ImportService, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 1)
    usage: Any = json.loads(LEGACY.read_bytes())
    models = usage["usage"]["apis"]["sk-client-alpha-000001"]["models"]
    failed = {**models["gpt-e401"]["details"][0], "timestamp": "2026-11-23T03:50:00Z"}
    models["gpt-e401"]["details"] = [{**failed, "latency_ms": number} for number in range(3)]
    path = tmp_path / "usage.json"
    path.write_text(json.dumps(usage))
    assert _counts(_run(importing, path)) == (4, 4, 0, 0)
    assert _counts(_run(importing, path)) == (4, 0, 4, 0)
    assert one(database, "select count(*) from event") == 4


def test_an_export_of_what_plus_took_from_a_snapshot_is_the_snapshot(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    assert _run(importing, LEGACY).added == 2
    detail = json.loads(LEGACY.read_bytes())["usage"]["apis"]["sk-client-alpha-000001"]["models"]["gpt-cache"][
        "details"
    ]
    line: dict[str, Any] = {
        **detail[0], **detail[0]["tokens"], "request_id": "legacy:0123456789abcdef", "event_hash": "0" * 64,
        "model": "gpt-cache", "endpoint": "sk-client-alpha-000001", "cache_tokens": 0,
    }  # fmt: skip
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(line))
    assert _counts(_run(importing, path)) == (1, 0, 1, 0)
    assert b"sk-client-alpha-000001" not in on_disk(database)


def test_a_foreign_hash_counts_where_fields_are_missing(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    line = json.loads(lines(PLUS)[0])
    for name, added in (("timestamp", 1), ("input_tokens", 1), ("failed", 0)):  # the time is cut to ms only once
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps({key: value for key, value in line.items() if key != name}))
        assert _run(importing, path).added == added
    hashes = select(database, "select distinct hex(identity) from event")
    assert hashes == [(line["event_hash"][:32].upper(),)]


def _bomb(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.jsonl", b"\x00" * 50_000_000)


def test_bad_files_leave_good_lines_and_the_database_whole(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    good = [wire(request_id=str(number)) for number in range(30)]
    path = tmp_path / "events.jsonl"
    path.write_bytes(
        b"\n".join(good[:10]) + b"\n" + b'{"x":"' + b"y" * (50 * 1024 * 1024) + b'"}\n'
        + b"\n".join(good[10:20]).replace(b"gpt-plain", b"caf\xe9", 1) + b"\n\x00\x00\n" + b"[" * 9000 + b"\n"
        + b"\n".join(good[20:])[:-100]
    )  # fmt: skip
    _bomb(tmp_path / "bomb.zip")
    report = _run(importing, path)
    assert _counts(report) == (33, 28, 0, 5)
    assert [warning.partition(":")[0] for warning in report.warnings] == [
        "line 11", "line 12", "line 22", "line 23", "line 33",
    ]  # fmt: skip
    assert report.warnings[0] == "line 11: longer than 16 MiB"
    with pytest.raises(InputError, match=r"bomb\.zip is a zip archive"):
        _run(importing, tmp_path / "bomb.zip")
    assert one(database, "select count(*) from event") == 28
    assert one(database, "select count(*) from dead_letter") == 5
    assert one(database, "pragma integrity_check") == "ok"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_records_says_so(
    importing: ImportService, database: Database, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_bytes(content)
    for dry in (True, False):
        assert _run(importing, path, dry=dry) == ImportReport(
            str(path), "jsonl", warnings=("there are no records in it",)
        )
    assert one(database, "select count(*) from server") == 0


def test_a_refused_file_leaves_nothing_behind(importing: ImportService, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "sums.json"
    path.write_text('{"usage":{"total_requests":3,"apis":{}}}')
    for dry in (True, False):
        with pytest.raises(InputError, match="without request details"):
            _run(importing, path, dry=dry)
    assert one(database, "select count(*) from server") == 0


def test_a_history_is_not_imported_into_itself(importing: ImportService, database: Database) -> None:
    with pytest.raises(InputError, match="is the history that events would be added to"):
        _run(importing, database.path)


def test_a_damaged_database_keeps_what_was_read(
    importing: ImportService, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 1)
    monkeypatch.setattr("cpam_desktop.ingest.importers.sqlite.PAGE", 1)
    path = service_files.make(tmp_path / "usage.sqlite", lines(V114))
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek((pages - 3) * 4096)
        file.write(b"\xff" * 3 * 4096)
    with pytest.raises(WorkError, match=r"usage\.sqlite"):
        _run(importing, path)
    assert 0 < one(database, "select count(*) from event") < 13
    assert one(database, "pragma integrity_check") == "ok"


def test_a_dry_run_can_be_stopped(importing: ImportService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 10)
    cancel, told = threading.Event(), list[ImportProgress]()

    def progress(done: ImportProgress) -> None:
        told.append(done)
        cancel.set()

    report = importing.dry_run(RECORDED, "auto", server_uid=None, server_name="x", progress=progress, cancel=cancel)
    assert (report.total, report.warnings, len(told)) == (10, ("stopped",), 1)


def test_what_was_seen_is_counted_once() -> None:
    with Seen() as seen:
        assert seen.add([(1, b"a"), (1, b"b"), (1, b"a")]) == 2
        assert seen.add([(2, b"a"), (1, b"b")]) == 1
