"""Files that are one JSON document with the records somewhere inside: walked piece by piece, whatever their size."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path as FilePath

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.domain.json_walk import Path, Value, Walker
from cpam_desktop.ingest.hiding import clean_bytes
from cpam_desktop.ingest.importers import RECORD_LIMIT, START, TOO_LONG, Item, Mark, Reading

BOM = b"\xef\xbb\xbf"
_SHOWN = 2048
"""Bytes that are kept of the place where a document stops being JSON."""


class Document(Reading):
    """Positions are records: to go on, the document is walked again, and what is known is not looked at."""

    unit = "element"

    def __init__(self, path: FilePath, mark: Mark = START) -> None:
        super().__init__(path, mark)
        self._bytes_read = 0

    @property
    def bytes_read(self) -> int:
        """Of `bytes_total`."""
        return min(self._bytes_read, self.bytes_total)

    @abstractmethod
    def wants(self, path: Path) -> bool:
        """Whether the value at this place is a record, or says something about records."""

    @abstractmethod
    def read(self, value: Value) -> Item:
        """The record as an event or a dead letter."""

    def is_record(self, value: Value) -> bool:
        """Asked for every value; what is none may be taken note of here."""
        return bool(value.data)

    def records(self) -> Iterator[Item]:
        """Events and dead letters; what is wrong with the document itself is the last of them, or a note."""
        known, self.position, self.number = self.position, 0, 0
        with self.path.open("rb") as file:
            if file.read(len(BOM)) != BOM:
                file.seek(0)
            walker = Walker(file, self.wants, RECORD_LIMIT)
            whole = True
            for value in walker:
                self._bytes_read = walker.position
                whole = value.whole
                if not self.is_record(value):
                    continue
                self._step()
                if self.position > known:
                    yield self.read(value) if whole else _cut(value)
            if walker.broken:
                self._step()
                yield DeadLetter(clean_bytes(walker.rest()[:_SHOWN]), "no JSON from here on; the rest was not read")
            elif not walker.closed and whole:
                self.notes.append("the file ends before its document does: what is missing was not imported")
            elif walker.closed and walker.rest().strip(b" \t\r\n\0"):
                self.notes.append("what stands behind the end of the document was not read")
        self._bytes_read = self.bytes_total

    def _step(self) -> None:
        self.position += 1
        self.number += 1


def _cut(value: Value) -> DeadLetter:
    too_long = len(value.data) >= RECORD_LIMIT
    return DeadLetter(clean_bytes(value.data), TOO_LONG if too_long else "the file ends inside it")
