"""A JSON array of events, raw or exported: the answer of the server's HTTP queue, or lines put together by hand."""

from __future__ import annotations

from pathlib import Path as FilePath

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.json_walk import Path, Value
from cpam_desktop.ingest.documents import BOM, Document
from cpam_desktop.ingest.files import read_head
from cpam_desktop.ingest.importers import START, Importer, Item, Mark
from cpam_desktop.ingest.records import read_record


def _recognises(head: bytes, path: FilePath) -> bool:
    return head.removeprefix(BOM).lstrip().startswith(b"[") and path.is_file()


class Array(Document):
    """Every element is a record."""

    def wants(self, path: Path) -> bool:
        """An element of the outermost array."""
        return path == (None,)

    def read(self, value: Value) -> Item:
        """An element, as a line of its own would be."""
        return read_record(value.data)


def _open(path: FilePath, mark: Mark = START) -> Array:
    if not _recognises(read_head(path), path):
        raise InputError(f"{path.name} is no JSON array", hint="Leave the format to be found (auto).")
    return Array(path, mark)


IMPORTER = Importer("json", _recognises, _open)
