"""Legacy usage snapshots with request details: CPA's own statistics until 6.9, and the `usage` of Usage Services.

Shapes: `{"apis": …}` bare, inside `{"usage": …}`, or inside `{"version": …, "exported_at": …, "usage": …}`. Under
`apis` stand client keys (CPA) or endpoints (Usage Services), under these models, under these `details`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import cast

import msgspec

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.domain.json_walk import Path, Value, Walker
from cpam_desktop.ingest.documents import BOM, Document
from cpam_desktop.ingest.exported import from_flat
from cpam_desktop.ingest.files import HEAD, read_head
from cpam_desktop.ingest.hiding import clean_bytes
from cpam_desktop.ingest.importers import START, Importer, Item, Mark

_decode = msgspec.json.Decoder(dict[str, object]).decode
_PARTIAL = "a legacy snapshot knows neither the request id nor the provider of a request"


def _recognises(head: bytes, path: FilePath) -> bool:
    found = False

    def look(place: Path) -> bool:
        nonlocal found
        found = found or place in (("apis",), ("usage", "apis"))
        return found

    text = head.removeprefix(BOM)
    for _ in Walker(io.BytesIO(text), look, HEAD) if text.lstrip().startswith(b"{") else ():
        break
    return found and path.is_file()


class Snapshot(Document):
    """Every request detail is a record; requests that stand in sums only are counted as unsupported."""

    unit = "detail"

    def __init__(self, path: FilePath, mark: Mark = START) -> None:
        super().__init__(path, mark)
        self.notes.append(_PARTIAL)
        self._missing: dict[tuple[str | None, ...], int] = {}

    def wants(self, path: Path) -> bool:
        """A detail, or how many requests a model had."""
        start = 1 if path[:1] == ("usage",) else 0
        length = len(path) - start
        if length < 5 or path[start] != "apis" or path[start + 2] != "models":
            return False
        return path[start + 4] == ("details" if length == 6 else "total_requests") and (length == 5 or path[-1] is None)

    def is_record(self, value: Value) -> bool:
        """A detail; a model's number of requests says how many there should be."""
        if value.path[-1] is None:
            self._count(value.path[:-2], -1)
            return True
        if value.data.isdigit():
            self._count(value.path[:-1], min(int(value.data[:12]), 10**9))
        return False

    def _count(self, model: Path, requests: int) -> None:
        self._missing[model] = self._missing.get(model, 0) + requests

    def records(self) -> Iterator[Item]:
        """As of any document; InputError where there is no detail at all."""
        yield from super().records()
        self.unsupported = sum(max(0, missing) for missing in self._missing.values())
        if not self.number:
            raise InputError(
                f"{self.path.name} is a usage snapshot without request details: sums by day and model are no events",
                hint="Export the events of the Usage Service instead, or take a snapshot with details.",
            )
        if self.unsupported:
            self.notes.append(f"{self.unsupported:,} requests stand in sums only; they hold no events")

    def read(self, value: Value) -> Item:
        """The detail in the shape of an export, with the names it stands under."""
        try:
            detail = _decode(value.data)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            return DeadLetter(clean_bytes(value.data), f"no JSON: {str(error).splitlines()[0][:200]}")
        tokens = detail.pop("tokens", None)
        names = {"endpoint": value.path[-5], "model": value.path[-3]}
        flat = {**names, **detail, **(cast("dict[str, object]", tokens) if isinstance(tokens, dict) else {})}
        return from_flat(flat, value.data)


def _open(path: FilePath, mark: Mark = START) -> Snapshot:
    if not _recognises(read_head(path), path):
        raise InputError(f"{path.name} is no legacy usage snapshot", hint="Leave the format to be found (auto).")
    return Snapshot(path, mark)


IMPORTER = Importer("legacy", _recognises, _open, partial=True)
