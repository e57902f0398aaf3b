"""Records of a file in pieces that are stored in one transaction each, with the place where reading goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import Item, Mark, Reading
from cpam_desktop.store.blocks import Block


@dataclass(frozen=True, slots=True)
class Batch:
    """`mark` is behind its last record; `complaints` are the first reasons, each with its place in the file.

    Where events come as a `block`, `items` are dead letters only.
    """

    items: Sequence[Item]
    mark: Mark
    bytes_read: int
    complaints: tuple[str, ...]
    block: Block | None = None

    @property
    def records(self) -> int:
        """Events and dead letters."""
        return len(self.items) + (self.block.rows if self.block else 0)

    @property
    def letters(self) -> list[DeadLetter]:
        """The dead letters."""
        return [item for item in self.items if isinstance(item, DeadLetter)]


def batches(reading: Reading, size: int, complaints: int) -> Iterator[Batch]:
    """All records of the reading; no batch tells more than so many complaints."""
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
