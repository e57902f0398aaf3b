from __future__ import annotations

import csv
import json
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pytest

from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.exporting import FORMATS, ExportService
from cpam_desktop.store.database import Database
from cpam_desktop.store.exports import COLUMN_TYPES
from tests.kit.history import RECORDED, failed, keep, keep_lines, lines, older_events, wire

ALL = EventFilter()


@pytest.fixture
def exporting(database: Database) -> ExportService:
    return ExportService(database)


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _query(sql: str, path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(path)]).fetchall()


def test_lines_read_back_are_all_known(exporting: ExportService, database: Database, tmp_path: Path) -> None:
    keep(database, [*lines(RECORDED), *older_events()])
    target = tmp_path / "out.jsonl"
    assert exporting.export(ALL, "jsonl", target) == 83
    assert keep_lines(database, lines(target)) == (0, 83, 0)
    first = json.loads(lines(target)[0])
    assert list(first) == [name for name in COLUMN_TYPES if name in first]
    assert None not in first.values()


def test_columns_read_back_have_the_same_sums(exporting: ExportService, database: Database, tmp_path: Path) -> None:
    """The sums are those of `tests/unit/ingest/test_recordings.py`, the 71 and the 12 events together."""
    keep(database, [*lines(RECORDED), *older_events()])
    target = tmp_path / "out.parquet"
    assert exporting.export(ALL, "parquet", target) == 83
    part = "cast(token_breakdown->>'$.{}' as bigint)"
    sums = ", ".join(
        f"sum({part.format(name)})"
        for name in (
            "input.uncached_tokens", "input.cache_read_tokens", "input.cache_write_tokens", "output.total_tokens",
            "output.reasoning_tokens", "unclassified_tokens", "total_tokens",
        )
    )  # fmt: skip
    sql = f"select count(*), count(*) filter (failed), count(distinct event_hash), {sums} from read_parquet(?)"
    assert _query(sql, target) == [(83, 27, 83, 3911, 6086, 1230, 5165, 322, 1076, 17468)]
    names = [row[0] for row in _query("select column_name from (describe select * from read_parquet(?))", target)]
    assert names == list(COLUMN_TYPES)


def test_a_table_for_spreadsheets_holds_every_column(
    exporting: ExportService, database: Database, tmp_path: Path
) -> None:
    keep(database, [*lines(RECORDED), *older_events()])
    target = tmp_path / "out.csv"
    assert exporting.export(ALL, "csv", target) == 83
    assert target.read_bytes().startswith(b"\xef\xbb\xbfrequest_id,event_hash,")
    rows = _csv(target)
    assert list(rows[0]) == list(COLUMN_TYPES)
    assert sum(json.loads(row["token_breakdown"])["total_tokens"] for row in rows) == 17468
    assert sum(row["failed"] == "True" for row in rows) == 27


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(exporting: ExportService, database: Database, tmp_path: Path, start: str) -> None:
    evil = f'{start}HYPERLINK("http://evil.example","x")'
    record = failed(
        500,
        evil,
        model=evil,
        alias=evil,
        request_id=evil,
        provider=evil,
        endpoint=evil,
        reasoning_effort=evil,
        service_tier=evil,
        source="a@example.com",
        auth_index=evil,
        executor_type=evil,
        auth_type=evil,
    )
    keep(database, [record, wire()], f"{start}server")
    target = tmp_path / "out.csv"
    exporting.export(ALL, "csv", target)
    cells = [cell for row in _csv(target) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    assert sum("HYPERLINK" in cell for cell in cells) >= 11
    assert f"'{evil}" in cells


@pytest.mark.parametrize("text", ['a,b;"c"', "two\nlines", "Ünïcödé ✓", "'quoted'"])
def test_any_text_comes_back_from_a_table(
    exporting: ExportService, database: Database, tmp_path: Path, text: str
) -> None:
    keep(database, [wire(model=text)])
    target = tmp_path / "out.csv"
    exporting.export(ALL, "csv", target)
    assert [row["resolved_model"] for row in _csv(target)] == [text]


@pytest.mark.parametrize("form", FORMATS)
def test_only_what_matches_is_written(exporting: ExportService, database: Database, tmp_path: Path, form: str) -> None:
    keep(database, lines(RECORDED))
    assert exporting.export(EventFilter(statuses=("failed",)), form, tmp_path / "out") == 21
    assert exporting.export(EventFilter(models=("none",)), form, tmp_path / "out") == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == ["out"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_target_that_cannot_be_written_is_told(
    exporting: ExportService, database: Database, tmp_path: Path, form: str
) -> None:
    keep(database, [wire()])
    folder = tmp_path / "folder"
    folder.mkdir()
    for target in (tmp_path / "missing" / "out", folder):
        with pytest.raises(WorkError, match="cannot be written") as caught:
            exporting.export(ALL, form, target)
        assert str(target) in caught.value.detail
        assert caught.value.exit_status == 1
    assert sorted(path.name for path in tmp_path.iterdir() if "history" not in path.name) == ["folder"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_replaced_as_a_whole_or_not_at_all(
    exporting: ExportService, database: Database, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, [wire(request_id=f"{number}") for number in range(3)])
    target = tmp_path / "out"
    target.write_text("the old one")

    def fail(*_args: object) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("cpam_desktop.store.exports.hashlib.sha256", fail)  # in the middle of the rows
        with pytest.raises(WorkError, match="No space left"):
            exporting.export(ALL, form, target)
    assert target.read_text() == "the old one"
    assert not target.with_name("out.part").exists()
    assert exporting.export(ALL, form, target) == 3
    assert target.read_bytes() != b"the old one"


@pytest.mark.parametrize("form", FORMATS)
def test_progress_is_told_and_a_cancelled_export_leaves_nothing(
    exporting: ExportService, database: Database, tmp_path: Path, form: str
) -> None:
    keep(database, [wire(request_id=f"{number}") for number in range(4_500)])
    told = list[int]()
    assert exporting.export(ALL, form, tmp_path / "whole", told.append) == 4_500
    assert told == [0, 2_000, 4_000, 4_500]

    cancel, target = Event(), tmp_path / "out"
    target.write_text("the old one")

    def stop(done: int) -> None:
        if done == 2_000:
            cancel.set()

    with pytest.raises(CancelledError):
        exporting.export(ALL, form, target, stop, cancel)
    assert target.read_text() == "the old one"
    assert not target.with_name("out.part").exists()
