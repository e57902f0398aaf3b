"""File formats that events can be imported from: one module a format, found by name.

An importer yields a `NewEvent` or a `DeadLetter` for every record of the file, in the file's order, and never holds
more than one record in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.domain import registry
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.store.events import NewEvent

Item = NewEvent | DeadLetter


@dataclass(frozen=True, slots=True)
class Importer:
    """`recognises(first bytes, path)` is asked for `--format auto`; `read(path)` streams the records."""

    name: str
    recognises: Callable[[bytes, Path], bool]
    read: Callable[[Path], Iterator[Item]]


def importers() -> list[Importer]:
    """All formats."""
    return registry.walk(__name__, "IMPORTER", Importer)


def choose_importer(path: Path, form: str) -> Importer:
    """The importer of that name, or for `auto` the one that recognises the file; InputError says what is possible."""
    known = importers()
    if form != "auto":
        for importer in known:
            if importer.name == form:
                return importer
        raise InputError(
            f"the format “{form}” cannot be imported", hint=f"Known formats: {', '.join(i.name for i in known)}."
        )
    with path.open("rb") as file:
        head = file.read(4096)
    for importer in known:
        if importer.recognises(head, path):
            return importer
    raise InputError(
        f"{path.name} holds no usage events that can be read",
        hint="Expected one JSON object a line: raw CPA events, or an export of a Usage Service.",
    )
