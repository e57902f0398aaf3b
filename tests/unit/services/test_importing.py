from __future__ import annotations

from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.services.importing import ImportReport, ImportService
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from tests.kit.history import RECORDED, SERVICE, keep, one, select, wire


@pytest.fixture
def importing(database: Database) -> ImportService:
    return ImportService(database)


def _run(importing: ImportService, path: Path, *, dry: bool = False, uid: str | None = None) -> ImportReport:
    act = importing.dry_run if dry else importing.import_file
    return act(path, "auto", server_uid=uid, server_name="imported")


def _file(folder: Path, *lines: bytes) -> Path:
    path = folder / "events.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_file_is_read_to_its_end(importing: ImportService, database: Database) -> None:
    path = str(RECORDED)
    assert _run(importing, RECORDED) == ImportReport(path, "jsonl", total=71, added=71)
    assert _run(importing, RECORDED) == ImportReport(path, "jsonl", total=71, duplicates=71)
    assert one(database, "select count(*) from event") == 71


def test_bad_records_are_counted_told_and_kept(importing: ImportService, database: Database, tmp_path: Path) -> None:
    report = _run(importing, _file(tmp_path, wire(), b"{", b'{"support_refresh":true}', wire(), wire(request_id="2")))
    assert (report.total, report.added, report.duplicates, report.failed, report.unsupported) == (5, 2, 1, 2, 0)
    assert report.warnings == ("line 2: no JSON: Input data was truncated", "line 3: no usable time")
    assert one(database, "select count(*) from dead_letter") == 2


def test_only_the_first_reasons_are_told(importing: ImportService, tmp_path: Path) -> None:
    report = _run(importing, _file(tmp_path, *[b"{%d" % number for number in range(50)]))
    assert (report.failed, len(report.warnings)) == (50, 20)


def test_a_file_of_several_batches_is_counted_as_one(
    importing: ImportService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 7)
    lines = [wire(request_id=f"{number}") for number in range(20)]
    path = _file(tmp_path, *lines, b"{", *lines[:3])
    dry = _run(importing, path, dry=True)
    assert (dry.total, dry.added, dry.duplicates, dry.failed) == (24, 20, 3, 1)
    assert dry.warnings == ("line 21: no JSON: Input data was truncated",)
    assert _run(importing, path) == dry
    assert one(database, "select count(*) from event") == 20


def test_a_dry_run_writes_nothing_and_says_what_would_be(
    importing: ImportService, database: Database, tmp_path: Path
) -> None:
    keep(database, [wire()], "imported")
    before = select(
        database, "select count(*), (select count(*) from server), (select count(*) from dead_letter) from event"
    )
    report = _run(importing, _file(tmp_path, wire(), wire(request_id="2"), wire(request_id="2"), b"{"), dry=True)
    assert (report.total, report.added, report.duplicates, report.failed) == (4, 1, 2, 1)
    after = select(
        database, "select count(*), (select count(*) from server), (select count(*) from dead_letter) from event"
    )
    assert before == after


def test_a_dry_run_into_a_new_server_knows_nothing(importing: ImportService, database: Database) -> None:
    keep(database, [wire()], "another")
    assert _run(importing, RECORDED, dry=True).added == 71
    assert one(database, "select count(*) from server") == 1


def test_a_profiles_history_takes_events_by_its_uid(importing: ImportService, database: Database) -> None:
    collected = database.write(
        lambda w: records.server_id(w, uid="u1", base_url="https://cpa.example", name="Home")
    ).result(10)
    importing.import_file(RECORDED, "auto", server_uid="u1", server_name="Home")
    assert select(database, "select distinct server_id from event") == [(collected,)]
    assert select(database, "select base_url from server") == [("https://cpa.example",)]
    assert importing.dry_run(RECORDED, "auto", server_uid="u1", server_name="Home").duplicates == 71


def test_exports_and_raw_events_meet(importing: ImportService) -> None:
    assert _run(importing, SERVICE / "pair-raw.jsonl").added == 12
    assert _run(importing, SERVICE / "pair-plus-export.jsonl").duplicates == 12


def test_a_missing_file_is_the_users_mistake(importing: ImportService, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.jsonl", tmp_path):
        for dry in (False, True):
            with pytest.raises(InputError) as caught:
                _run(importing, path, dry=dry)
            assert str(path) in caught.value.detail


def test_a_file_that_cannot_be_read_is_told(importing: ImportService, database: Database) -> None:
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("no file here that exists and cannot be read")
    for dry in (False, True):
        with pytest.raises(WorkError, match=r"/proc/self/mem cannot be read \(Input/output error\)"):
            _run(importing, memory, dry=dry)
    assert one(database, "select count(*) from server") == 0
