"""Records of a file in pieces that are stored in one transaction each, with the place where reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import Item, Mark, Reading


@dataclass(frozen=True, slots=True)
class Batch:
    """`mark` is behind its last record; `complaints` are the first reasons, each with its place in the file."""

    items: list[Item]
    mark: Mark
    bytes_read: int
    complaints: tuple[str, ...]


def batches(reading: Reading, size: int, complaints: int) -> Iterator[Batch]:
    """All records of the reading; no batch tells more than so many complaints. Nothing here is shared: it may run
    in another process."""
    records = reading.records()
    while True:
        items: list[Item] = []
        told: list[str] = []
        for item in islice(records, size):
            items.append(item)
            if isinstance(item, DeadLetter) and len(told) < complaints:
                told.append(f"{reading.unit} {reading.number:,}: {item.error}")
        if not items:
            return
        yield Batch(items, reading.mark, reading.bytes_read, tuple(told))
