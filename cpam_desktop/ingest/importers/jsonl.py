"""One JSON object a line: raw CPA events, or exports of CPA-Manager, CPA-Manager-Plus and this application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.exported import from_export
from cpam_desktop.ingest.importers import Importer, Item
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse

LINE_LIMIT = 16 * 1024 * 1024
_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_BOM = b"\xef\xbb\xbf"


def _recognises(head: bytes, path: Path) -> bool:
    text = head.removeprefix(_BOM).lstrip()
    if path.suffix == ".jsonl":
        return not text.startswith(b"SQLite format 3")
    line, end, _ = text.partition(b"\n")
    return text.startswith(b"{") and (not end or _is_object(line))


def _is_object(line: bytes) -> bool:
    """False for the first line of one document that is spread over many."""
    try:
        return bool(_decode(line))
    except (msgspec.DecodeError, RecursionError):
        return False


def read_lines(path: Path) -> Iterator[bytes]:
    """Lines without their ends, empty ones left out; a line over the limit comes cut, and thus as a dead letter."""
    with path.open("rb") as file:
        first = True
        while line := _line(file):
            if first:
                line, first = line.removeprefix(_BOM), False
            if stripped := line.strip():
                yield stripped


def _line(file: BinaryIO) -> bytes:
    line = file.readline(LINE_LIMIT)
    if len(line) == LINE_LIMIT and not line.endswith(b"\n"):
        while (rest := file.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
            pass
    return line


def read_record(line: bytes) -> Item:
    """One line of either shape."""
    if b'"event_hash"' in line:
        return from_export(line)
    parsed = parse(line)
    return parsed if isinstance(parsed, DeadLetter) else normalise(*parsed)


def _read(path: Path) -> Iterator[Item]:
    return map(read_record, read_lines(path))


IMPORTER = Importer("jsonl", _recognises, _read)
