"""Files cut at line ends, read by other processes, and handed back in order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest import workers
from cpam_desktop.ingest.batches import Batch, batches
from cpam_desktop.ingest.importers import START, Mark, choose_importer
from cpam_desktop.ingest.importers.jsonl import JsonLines
from cpam_desktop.ingest.workers import cuts, read_in_workers, worth_workers
from tests.kit.history import wire


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two or three events."""
    monkeypatch.setattr(workers, "CHUNK", 1_500)


def _file(folder: Path, *content: bytes) -> Path:
    path = folder / "events.jsonl"
    path.write_bytes(b"\n".join(content))
    return path


def _events(count: int) -> list[bytes]:
    return [wire(request_id=f"{number}") for number in range(count)]


def _read(reading: JsonLines) -> list[Batch]:
    with closing(read_in_workers(JsonLines, reading, 2, 20)) as found:
        return list(found)


def _ids(found: list[Batch]) -> list[str]:
    return [request_id for batch in found if batch.block for request_id in batch.block.request_ids]


@pytest.mark.parametrize(
    ("content", "start", "parts"),
    [
        (b"", 0, []),
        (b"aaaa\nbbbb\ncc", 0, [(0, 5), (5, 10), (10, 12)]),
        (b"aaaa\nbbbb\ncc", 5, [(5, 10), (10, 12)]),
        (b"aaa\nbbb\n", 0, [(0, 8)]),  # from the fourth byte to the end of the line it is in
        (b"a" * 30 + b"\nb\n", 0, [(0, 31), (31, 33)]),
        (b"a" * 30, 0, [(0, 30)]),
        (b"\n\n\n\n\n\n", 0, [(0, 5), (5, 6)]),
    ],
)
def test_parts_are_whole_lines(tmp_path: Path, content: bytes, start: int, parts: list[tuple[int, int]]) -> None:
    path = _file(tmp_path, content)
    assert list(cuts(path, start, len(content), 4)) == parts


def test_a_line_longer_than_the_limit_stays_in_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RECORD_LIMIT", 7)
    path = _file(tmp_path, b"a" * 30, b"b", b"c" * 8, b"")
    assert list(cuts(path, 0, 42, 4)) == [(0, 31), (31, 42)]


def test_everything_comes_once_and_in_order(tmp_path: Path) -> None:
    content = _events(21)
    content[4:4] = [b"{", b"", b"[]"]
    content.append(b"{")
    path = _file(tmp_path, *content, b"")
    reading = JsonLines(path, START)
    found = _read(reading)
    assert _ids(found) == [f"{number}" for number in range(21)]
    assert [told.partition(":")[0] for batch in found for told in batch.complaints] == ["line 5", "line 7", "line 25"]
    assert sum(batch.records for batch in found) == 24
    assert sum(len(batch.letters) for batch in found) == 3
    assert reading.mark == Mark(path.stat().st_size, 25)
    assert max(batch.records for batch in found) == 2
    assert [batch.mark.position for batch in found] == sorted(batch.bytes_read for batch in found)


def test_the_marks_are_places_where_plain_reading_goes_on(tmp_path: Path) -> None:
    path = _file(tmp_path, *_events(9))
    for batch in _read(JsonLines(path, START)):
        rest = [item for piece in batches(JsonLines(path, batch.mark), 100, 20) for item in piece.items]
        assert len(rest) == 9 - batch.mark.number
    found = _read(JsonLines(path, START))
    before, last = found[-2:]
    assert last.mark == Mark(path.stat().st_size, 9)
    assert _ids(_read(JsonLines(path, before.mark))) == _ids([last])


def test_a_line_over_the_limit_is_one_dead_letter_and_the_next_comes_whole(tmp_path: Path) -> None:
    path = _file(tmp_path, *_events(2), b'{"timestamp":"' + b"x" * 17 * 1024 * 1024, *_events(3)[2:])
    found = _read(JsonLines(path, START))
    assert _ids(found) == ["0", "1", "2"]
    assert [told for batch in found for told in batch.complaints] == ["line 3: longer than 16 MiB"]
    assert [type(letter) for batch in found for letter in batch.letters] == [DeadLetter]


def _begun(path: Path) -> tuple[Generator[Batch], list[BaseProcess]]:
    reading = read_in_workers(JsonLines, JsonLines(path, START), 2, 20)
    next(reading)
    return reading, [process for process in multiprocessing.active_children() if process.name == "import-worker"]


def test_the_processes_end_with_the_reading(tmp_path: Path) -> None:
    reading, processes = _begun(_file(tmp_path, *_events(400)))
    assert len(processes) == 2
    reading.close()
    assert multiprocessing.active_children() == []


def test_a_process_that_was_ended_is_told(tmp_path: Path) -> None:
    reading, processes = _begun(_file(tmp_path, *_events(4_000)))
    for process in processes:
        process.kill()
    with pytest.raises(WorkError, match=r"a process that read events\.jsonl was ended") as caught:
        list(reading)
    assert caught.value.hint == "Import it again: it goes on from there."
    assert multiprocessing.active_children() == []


def _unreadable(path: Path, mark: Mark) -> JsonLines:
    raise PermissionError(13, f"no way to {path.name} at {mark.position}")


def test_an_error_of_the_file_in_a_process_comes_here(tmp_path: Path) -> None:
    path = _file(tmp_path, *_events(30))
    with pytest.raises(PermissionError, match=r"no way to events\.jsonl at 0"):
        list(read_in_workers(_unreadable, JsonLines(path, START), 2, 20))
    assert multiprocessing.active_children() == []


def test_small_files_and_other_formats_are_not_worth_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, *_events(3))
    importer = choose_importer(path, "jsonl")
    size = path.stat().st_size
    assert not worth_workers(importer, importer.open(path, START))
    monkeypatch.setattr(workers, "LEAST", size)
    assert worth_workers(importer, importer.open(path, START))
    assert not worth_workers(importer, importer.open(path, Mark(1, 0))), "only the rest counts"
    path.write_bytes(b"[" + b",".join(_events(9)) + b"]")
    importer = choose_importer(path, "json")
    assert not worth_workers(importer, importer.open(path, START))
