from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from cpam_desktop.analytics.parquet import jsonl_to_parquet

COLUMNS = {"name": "VARCHAR", "count": "BIGINT", "good": "BOOLEAN", "more": "JSON"}


def _lines(folder: Path, *records: dict[str, object]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_lines_become_typed_columns(tmp_path: Path) -> None:
    source = _lines(
        tmp_path,
        {"name": "a", "count": 9_007_199_254_740_993, "good": True, "more": {"b": [1, None]}},
        {"name": "2026-11-23", "other": 1},
    )
    target = tmp_path / "it's out.parquet"
    jsonl_to_parquet(source, target, COLUMNS)
    with duckdb.connect() as connection:
        found = connection.execute("select * from read_parquet(?)", [str(target)])
        assert [(column[0], str(column[1])) for column in found.description or []] == [
            ("name", "VARCHAR"),
            ("count", "BIGINT"),
            ("good", "BOOLEAN"),
            ("more", "JSON"),
        ]
        assert found.fetchall() == [
            ("a", 9_007_199_254_740_993, True, '{"b":[1,null]}'),
            ("2026-11-23", None, None, None),
        ]


def test_no_lines_are_a_file_with_columns(tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    jsonl_to_parquet(_lines(tmp_path), target, COLUMNS)
    with duckdb.connect() as connection:
        assert connection.execute("select count(*), max(name) from read_parquet(?)", [str(target)]).fetchone() == (
            0,
            None,
        )


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "out.parquet"
    with pytest.raises(OSError, match="No such file or directory"):
        jsonl_to_parquet(_lines(tmp_path, {"name": "a"}), target, COLUMNS)
