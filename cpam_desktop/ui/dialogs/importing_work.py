"""Files to import, one after the other: what became of each, and how fast they go."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from cpam_desktop.domain.errors import AppError
from cpam_desktop.ui.format import bytes_text, span
from cpam_desktop.ui.i18n import translate

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.importing import ImportProgress, ImportReport

_TELLING_S = 1.0
"""Before that, how fast it goes cannot be told."""
_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file; `report` or `error` once it was looked at or imported."""

    path: Path
    size: int | None = None
    report: ImportReport | None = None
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose events they become: the server of this uid, or with None the one known by this name only."""

    uid: str | None
    name: str


class Act(Protocol):
    """`ImportService.dry_run` or `import_file`."""

    def __call__(
        self,
        path: Path,
        form: str,
        *,
        server_uid: str | None,
        server_name: str,
        progress: Callable[[ImportProgress], None] | None,
        cancel: Event | None,
    ) -> ImportReport:
        """One file's report."""
        ...


def measured(rows: Sequence[FileRow]) -> list[FileRow]:
    """The rows with the sizes of their files; a file that is gone has none, and tells so when it is read."""
    return [row if row.size is not None else replace(row, size=_size(row.path)) for row in rows]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def work_through(
    act: Act, rows: Sequence[FileRow], owner: Owner, hear: Callable[[str, int, int], None], cancel: Event
) -> list[FileRow]:
    """Every file in turn, until called off; one that cannot be used keeps no other from it. Blocks.

    `hear` is told the file's name and the bytes of all files that are done.
    """
    total, before = sum(row.size or 0 for row in rows), 0
    done: list[FileRow] = []
    for row in rows:
        if cancel.is_set():
            done.append(replace(row, report=None, error=None))
            continue
        hear(row.path.name, before, total)
        tell = _teller(hear, row, before, total)
        try:
            report = act(row.path, "auto", server_uid=owner.uid, server_name=owner.name, progress=tell, cancel=cancel)
            done.append(replace(row, report=report, error=None))
        except AppError as error:
            done.append(replace(row, report=None, error=error))
        before += row.size or 0
    return done


def _teller(
    hear: Callable[[str, int, int], None], row: FileRow, before: int, total: int
) -> Callable[[ImportProgress], None]:
    def tell(progress: ImportProgress) -> None:
        hear(row.path.name, before + min(progress.bytes_read, row.size or 0), total)

    return tell


class Pace:
    """What the line says while files are read: which one, bytes, rate and rest. An import that goes on behind an
    earlier one begins in the middle of a file, so the rate counts from the first bytes that were told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None

    def begin(self) -> None:
        """Other work starts."""
        self._first = None

    def words(self, name: str, done: int, total: int) -> str:
        """`done` and `total` in bytes; an empty name before the first file."""
        if not name or not total:
            return translate("importing", "Reading…")
        if done >= total:
            return translate("importing", "Finishing…")
        if len(name) > _LONGEST_NAME:
            name = f"{name[: _LONGEST_NAME - 12]}…{name[-11:]}"
        parts = [name, translate("importing", "{0} of {1}").format(bytes_text(done), bytes_text(total))]
        now = self._clock()
        if done and self._first is None:
            self._first = now, done
        since, start = self._first or (now, done)
        if now - since >= _TELLING_S and done > start:
            rate = (done - start) / (now - since)
            parts.append(translate("importing", "{0}/s").format(bytes_text(int(rate))))
            parts.append(translate("importing", "{0} left").format(span((total - done) / rate + 0.5)))
        return " · ".join(parts)
