from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import RECORD_LIMIT, START, Item, Mark, choose_importer, importers
from cpam_desktop.ingest.importers.jsonl import IMPORTER
from tests.kit.history import RECORDED, SERVICE, wire

RECORD = wire()


def _file(folder: Path, content: bytes, name: str = "events.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _read(path: Path) -> list[Item]:
    return list(IMPORTER.open(path, START).records())


def _dead(items: list[Item]) -> list[bool]:
    return [isinstance(item, DeadLetter) for item in items]


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
    assert _dead(_read(_file(tmp_path, content))) == [False, False]


def test_a_mark_in_the_middle_is_no_mark(tmp_path: Path) -> None:
    assert _dead(_read(_file(tmp_path, RECORD + b"\n\xef\xbb\xbf" + RECORD))) == [False, True]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert _read(_file(tmp_path, b"")) == []
    assert _read(_file(tmp_path, b"\xef\xbb\xbf\r\n\r\n")) == []


def test_a_line_over_the_limit_is_one_dead_letter_and_the_next_one_comes_whole(tmp_path: Path) -> None:
    long = b'{"timestamp":"' + b"x" * (50 * 1024 * 1024) + b'"}'
    reading = IMPORTER.open(_file(tmp_path, long + b"\n" + RECORD + b"\n"), START)
    first, second = reading.records()
    assert isinstance(first, DeadLetter)
    assert first.error == "longer than 16 MiB"
    assert len(first.payload) <= 64 * 1024
    assert not isinstance(second, DeadLetter)
    assert (reading.number, reading.position) == (2, reading.bytes_total)


def test_a_last_line_over_the_limit_without_an_end(tmp_path: Path) -> None:
    (item,) = _read(_file(tmp_path, b"{" + b" " * (2 * RECORD_LIMIT) + b"}"))
    assert isinstance(item, DeadLetter)
    assert item.error == "longer than 16 MiB"


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_of_exactly_the_limit_is_whole(tmp_path: Path, end: bytes) -> None:
    exact = RECORD[:-1] + b" " * (RECORD_LIMIT - len(RECORD)) + b"}"
    assert _dead(_read(_file(tmp_path, exact + end))) == [False]


def test_reading_goes_on_at_a_mark(tmp_path: Path) -> None:
    path = _file(tmp_path, b"\xef\xbb\xbf\n" + RECORD + b"\n\n{\n" + RECORD)
    reading = IMPORTER.open(path, START)
    next(reading.records())
    assert reading.mark == Mark(3 + 1 + len(RECORD) + 1, 2)
    rest = IMPORTER.open(path, reading.mark)
    assert _dead(list(rest.records())) == [True, False]
    assert rest.number == 5


def test_a_file_that_grows_meanwhile_is_read_as_far_as_it_went(tmp_path: Path) -> None:
    path = _file(tmp_path, RECORD + b"\n" + RECORD[:20])
    reading = IMPORTER.open(path, START)
    path.write_bytes((RECORD + b"\n") * 5)
    assert _dead(list(reading.records())) == [False, False], "the line that was begun is read to its end"


@pytest.mark.parametrize(
    "line",
    [
        RECORD.replace(b"gpt-plain", b"caf\xe9"),
        RECORD[: len(RECORD) // 2],
        b"\x00" * 3000,
        RECORD[:40] + b"\x00" + RECORD[40:],
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"timestamp":"2026-11-23T03:33:51Z","model":"\\ud800"}',
        b"null",
        b"7",
        b'{"support_refresh":true}',
    ],
    ids=["latin-1", "cut", "nul", "nul inside", "brackets", "deep", "surrogate", "null", "number", "control"],
)
def test_what_is_wrong_with_a_line_stays_in_it(tmp_path: Path, line: bytes) -> None:
    assert _dead(_read(_file(tmp_path, RECORD + b"\n" + line + b"\n" + RECORD))) == [False, True, False]


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
        (b"\x89PNG", "a.png"),
        (json.dumps({"events": [1]}, indent=1).encode(), "one document over many lines.json"),
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
    assert _dead(_read(_file(tmp_path, mixed))) == [False] * (71 + 13 + 15)
