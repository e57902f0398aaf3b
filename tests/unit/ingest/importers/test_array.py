"""JSON arrays of events: the same as their elements on lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import START, Item, Mark, Reading, choose_importer
from cpam_desktop.ingest.importers.array import IMPORTER
from cpam_desktop.ingest.records import read_record
from tests.kit.history import RECORDED, SERVICE, lines, wire

RECORD = wire()
EXPORTED = lines(SERVICE / "plus-export.jsonl")


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "events.json"
    path.write_bytes(content)
    return path


def _read(path: Path, mark: Mark = START) -> tuple[Reading, list[Item]]:
    assert choose_importer(path, "auto").name == "json"
    reading = IMPORTER.open(path, mark)
    return reading, list(reading.records())


def _errors(items: list[Item]) -> list[str]:
    return [item.error if isinstance(item, DeadLetter) else "" for item in items]


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b",".join(EXPORTED) + b"]",
        b"\xef\xbb\xbf \n[\n" + b",\n".join(EXPORTED) + b"\n]\n\x00\x00",
        json.dumps([json.loads(line) for line in EXPORTED], indent=2).encode(),
    ],
    ids=["one line", "lines", "pretty"],
)
def test_elements_are_records(tmp_path: Path, content: bytes) -> None:
    reading, items = _read(_file(tmp_path, content))
    assert items == [read_record(line) for line in EXPORTED]
    assert (reading.notes, reading.bytes_read) == ([], len(content))


def test_raw_events_over_several_pieces_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = lines(RECORDED)
    path = _file(tmp_path, b"[" + b",".join(raw) + b"]")
    monkeypatch.setattr("cpam_desktop.domain.json_walk.PIECE", 61)
    assert _read(path)[1] == [read_record(line) for line in raw]


def test_an_event_wrapped_into_a_string_is_one(tmp_path: Path) -> None:
    _, items = _read(_file(tmp_path, json.dumps([RECORD.decode()]).encode()))
    assert items == [read_record(RECORD)]


def test_an_empty_array_holds_nothing(tmp_path: Path) -> None:
    assert _read(_file(tmp_path, b"[]"))[1] == []


@pytest.mark.parametrize(
    ("content", "errors", "notes"),
    [
        (b"[" + RECORD + b"," + RECORD[:50], ["", "the file ends inside it"], 0),
        (b"[" + RECORD + b",", [""], 1),
        (b"[" + RECORD + b"] and more", [""], 1),
        (b"[" + RECORD + b',{"a":oops},' + RECORD + b"]", ["", "no JSON: JSON is malformed", ""], 0),
        (b"[" + RECORD.replace(b"gpt-plain", b"caf\xe9") + b"," + RECORD + b"]", ["no JSON: ", ""], 0),
        (b"[" + RECORD + b"," + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]", ["", "no JSON: "], 0),
        (b"[null,7," + RECORD + b"]", ["no JSON object", "no JSON object", ""], 0),
        (b"[" * 50_000, ["the file ends inside it"], 0),
    ],
    ids=["cut", "ends early", "trailing", "bad element", "latin-1", "deep", "no objects", "brackets"],
)
def test_what_is_wrong_is_told_and_the_rest_kept(tmp_path: Path, content: bytes, errors: list[str], notes: int) -> None:
    reading, items = _read(_file(tmp_path, content))
    found = _errors(items)
    assert len(found) == len(errors)
    assert all(one.startswith(start) and bool(one) is bool(start) for one, start in zip(found, errors, strict=True))
    assert len(reading.notes) == notes


def test_a_huge_element_is_one_dead_letter(tmp_path: Path) -> None:
    huge = b'{"timestamp":"' + b"\\\\" * (25 * 1024 * 1024) + b'"}'
    _, items = _read(_file(tmp_path, b"[" + RECORD + b"," + huge + b"," + RECORD + b"]"))
    assert _errors(items) == ["", "longer than 16 MiB", ""]


def test_a_huge_text_ends_the_reading(tmp_path: Path) -> None:
    _, items = _read(_file(tmp_path, b"[" + RECORD + b',"' + b"x" * (50 * 1024 * 1024) + b'",' + RECORD + b"]"))
    assert _errors(items) == ["", "no JSON from here on; the rest was not read"]


def test_reading_goes_on_behind_an_element(tmp_path: Path) -> None:
    path = _file(tmp_path, b"[" + b",".join(EXPORTED) + b"]")
    reading = IMPORTER.open(path, START)
    items = iter(reading.records())
    first = [next(items) for _ in range(6)]
    again, rest = _read(path, reading.mark)
    assert first + rest == [read_record(line) for line in EXPORTED]
    assert again.number == 15


def test_lines_are_no_array(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no JSON array"):
        IMPORTER.open(_file(tmp_path, RECORD), START)
