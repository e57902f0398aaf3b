from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import choose_importer, importers
from cpam_desktop.ingest.importers.jsonl import IMPORTER, LINE_LIMIT, read_lines
from tests.kit.history import OLDER, RECORDED, SERVICE, wire

RECORD = wire()


def _file(folder: Path, content: bytes, name: str = "events.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        RECORD + b"\n" + RECORD,
        RECORD + b"\n" + RECORD + b"\n",
        RECORD + b"\r\n" + RECORD + b"\r\n",
        b"\xef\xbb\xbf" + RECORD + b"\n" + RECORD,
        b"\n\n  " + RECORD + b"  \n\t\n" + RECORD + b"\n\n",
    ],
)
def test_lines_are_records_whatever_their_ends(tmp_path: Path, content: bytes) -> None:
    assert list(read_lines(_file(tmp_path, content))) == [RECORD, RECORD]
    assert not any(isinstance(item, DeadLetter) for item in IMPORTER.read(_file(tmp_path, content)))


def test_a_mark_in_the_middle_is_no_mark(tmp_path: Path) -> None:
    path = _file(tmp_path, RECORD + b"\n\xef\xbb\xbf" + RECORD)
    assert [isinstance(item, DeadLetter) for item in IMPORTER.read(path)] == [False, True]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert list(IMPORTER.read(_file(tmp_path, b""))) == []
    assert list(IMPORTER.read(_file(tmp_path, b"\xef\xbb\xbf\r\n\r\n"))) == []


def test_a_line_over_the_limit_comes_cut_and_the_next_one_whole(tmp_path: Path) -> None:
    long = b'{"timestamp":"' + b"x" * (2 * LINE_LIMIT + 5) + b'"}'
    path = _file(tmp_path, long + b"\n" + RECORD + b"\n")
    lengths = [len(line) for line in read_lines(path)]
    assert lengths == [LINE_LIMIT, len(RECORD)]
    first, second = IMPORTER.read(path)
    assert isinstance(first, DeadLetter)
    assert len(first.payload) <= 64 * 1024
    assert not isinstance(second, DeadLetter)


def test_a_line_of_exactly_the_limit_is_whole(tmp_path: Path) -> None:
    exact = RECORD[:-1] + b" " * (LINE_LIMIT - len(RECORD)) + b"}"
    assert [len(line) for line in read_lines(_file(tmp_path, exact + b"\n" + RECORD))] == [LINE_LIMIT, len(RECORD)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (RECORD, "a.jsonl"),
        (RECORD, "a.txt"),
        (b"\xef\xbb\xbf" + RECORD + b"\n" + RECORD, "a"),
        (RECORD[:-1] + b',"x":"' + b"x" * 5000 + b'"}\n', "first line longer than what is looked at"),
        (b"no json at all", "a.jsonl"),
        (b"", "empty.jsonl"),
    ],
)
def test_files_of_records_are_recognised(tmp_path: Path, content: bytes, name: str) -> None:
    assert choose_importer(_file(tmp_path, content, name), "auto").name == "jsonl"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"time,model\n", "a.csv"),
        (b"SQLite format 3\x00", "history.sqlite"),
        (b"SQLite format 3\x00", "renamed.jsonl"),
        (b"[" + RECORD + b"]", "array.json"),
        (b"\x89PNG", "a.png"),
        (OLDER.read_bytes(), "events-by-version.json"),
        ((SERVICE / "legacy-usage-export.json").read_bytes(), "one document over many lines.json"),
    ],
)
def test_other_files_are_not(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_importer(_file(tmp_path, content, name), "auto")
    assert name in caught.value.detail
    assert "one JSON object a line" in caught.value.hint


def test_a_format_is_chosen_by_name(tmp_path: Path) -> None:
    path = _file(tmp_path, b"[]", "a.json")
    assert choose_importer(path, "jsonl").name == "jsonl"
    with pytest.raises(InputError) as caught:
        choose_importer(path, "xml")
    assert "“xml” cannot be imported" in caught.value.detail
    assert "jsonl" in caught.value.hint


def test_every_format_has_its_own_name() -> None:
    names = [importer.name for importer in importers()]
    assert "jsonl" in names
    assert len(names) == len(set(names))


def test_raw_records_and_exports_may_be_mixed(tmp_path: Path) -> None:
    mixed = (
        RECORDED.read_bytes()
        + (SERVICE / "v114-export.jsonl").read_bytes()
        + (SERVICE / "plus-export.jsonl").read_bytes()
    )
    items = list(IMPORTER.read(_file(tmp_path, mixed)))
    assert len(items) == 71 + 13 + 15
    assert not any(isinstance(item, DeadLetter) for item in items)


def test_control_messages_are_no_events(tmp_path: Path) -> None:
    (item,) = IMPORTER.read(_file(tmp_path, json.dumps({"support_refresh": True}).encode()))
    assert isinstance(item, DeadLetter)
