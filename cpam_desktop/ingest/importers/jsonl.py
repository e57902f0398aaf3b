"""One JSON object a line: raw CPA events, or exports of CPA-Manager, CPA-Manager-Plus and this application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.hiding import clean_bytes
from cpam_desktop.ingest.importers import RECORD_LIMIT, TOO_LONG, Importer, Item, Reading
from cpam_desktop.ingest.records import read_record

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


class JsonLines(Reading):
    """Positions are bytes. A file that grows meanwhile is read as far as it went at the start, to a line's end."""

    unit = "line"

    def records(self) -> Iterator[Item]:
        """Empty lines are left out; a line over the limit is a dead letter, and the next one comes whole."""
        with self.path.open("rb") as file:
            file.seek(self.position)
            while self.position < self.bytes_total and (line := file.readline(RECORD_LIMIT)):
                first = self.position == 0
                self.position += len(line)
                self.number += 1
                if len(line) == RECORD_LIMIT and not line.endswith(b"\n") and self._skip(file):
                    yield DeadLetter(clean_bytes(line), TOO_LONG)
                    continue
                if stripped := (line.removeprefix(_BOM) if first else line).strip():
                    yield read_record(stripped)

    def _skip(self, file: BinaryIO) -> bool:
        """Pass over the rest of a line; whether there was any."""
        more = False
        while rest := file.readline(RECORD_LIMIT):
            self.position += len(rest)
            more = more or bool(rest.strip())
            if rest.endswith(b"\n"):
                break
        return more


IMPORTER = Importer("jsonl", _recognises, JsonLines, last=True, lines=True)
