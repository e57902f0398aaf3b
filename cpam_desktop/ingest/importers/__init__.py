"""File formats that events can be imported from: one module a format, found by name.

An importer opens a `Reading`, which yields a `NewEvent` or a `DeadLetter` for every record of the file, in the file's
order, and never holds more than one record in memory.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.domain import registry
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.files import read_head
from cpam_desktop.store.events import NewEvent

Item = NewEvent | DeadLetter
RECORD_LIMIT = 16 * 1024 * 1024
"""Bytes of one record: events with every header are a thousandth of it."""
TOO_LONG = f"longer than {RECORD_LIMIT // 1024 // 1024} MiB"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where reading goes on: `position` as the format counts (bytes, ids, records), `number` as people do."""

    position: int = 0
    number: int = 0


START = Mark()


class Reading(ABC):
    """The records of one file behind `mark`, which moves on with each record that `records` yields."""

    unit = "record"
    """What `mark.number` counts."""

    def __init__(self, path: Path, mark: Mark = START) -> None:
        self.path = path
        self.position = mark.position
        self.number = mark.number
        self.bytes_total = path.stat().st_size
        self.unsupported = 0
        """Requests that stand in the file in a form that holds no events, so far."""
        self.notes: list[str] = []
        """What is to be said of the file as a whole."""

    @property
    def mark(self) -> Mark:
        """Behind the last record."""
        return Mark(self.position, self.number)

    @property
    def bytes_read(self) -> int:
        """Of `bytes_total`."""
        return min(self.position, self.bytes_total)

    @abstractmethod
    def records(self) -> Iterator[Item]:
        """Events and dead letters. OSError where the file cannot be read, InputError where it is not of the format."""


@dataclass(frozen=True, slots=True)
class Importer:
    """`recognises(first bytes, path)` is asked for `--format auto`; `open(path, mark)` starts a reading."""

    name: str
    recognises: Callable[[bytes, Path], bool]
    open: Callable[[Path, Mark], Reading]
    last: bool = False
    """Asked after the others: it takes whatever looks remotely like it."""
    partial: bool = False
    """Its records lack the request id: an event of the same moment, model and tokens is taken for the same one."""
    lines: bool = False
    """Its records are lines that mean the same wherever they stand: several processes may read a file."""


def importers() -> list[Importer]:
    """All formats, in the order in which they are asked."""
    return sorted(registry.walk(__name__, "IMPORTER", Importer), key=lambda importer: importer.last)


def choose_importer(path: Path, form: str) -> Importer:
    """The importer of that name, or for `auto` the one that recognises the file; InputError says what is possible."""
    known = importers()
    if form != "auto" and form not in {importer.name for importer in known}:
        names = ", ".join(importer.name for importer in known)
        raise InputError(f"the format “{form}” cannot be imported", hint=f"Known formats: auto, {names}.")
    head = read_head(path)
    for importer in known:
        if importer.name == form or (form == "auto" and importer.recognises(head, path)):
            return importer
    raise InputError(
        f"{path.name} holds no usage events that can be read",
        hint="Expected one JSON object a line or a JSON array (raw CPA events or an export of a Usage Service),"
        " a legacy usage snapshot, or the SQLite file of a CPA-Manager.",
    )
