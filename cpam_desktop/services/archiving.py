"""Events that retention will delete, written to Parquet files first, in the columns of an export."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from threading import Event

import msgspec

from cpam_desktop.analytics.parquet import jsonl_to_parquet, parquet_rows
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.upkeep import Progress
from cpam_desktop.store import exports
from cpam_desktop.store.database import Database

FILE_EVENTS = 200_000
"""Events a file: so much lies beside it as text (about 250 MB) while it is written."""
READ_EVENTS = 5_000
_encode = msgspec.json.Encoder().encode


class Archive:
    """A folder of Parquet files that appears whole or not at all: `add` events, then `finish` or `discard`."""

    def __init__(self, database: Database, parent: Path, total: int, progress: Progress, cancel: Event) -> None:
        """`parent` is made where it does not exist; WorkError where it cannot be written."""
        self._database = database
        self._total = total
        self._progress = progress
        self._cancel = cancel
        self._done = 0
        self._files = 0
        self._waiting: list[int] = []
        self._target = _free_name(parent, datetime.now(UTC))
        self._part = self._target.with_name(self._target.name + ".part")
        try:
            self._part.mkdir(parents=True)
        except OSError as error:
            raise _trouble(self._part, error) from error

    def add(self, ids: Sequence[int]) -> None:
        """Events by row id, in the order of time."""
        self._waiting += ids
        while len(self._waiting) >= FILE_EVENTS:
            self._write(self._waiting[:FILE_EVENTS])
            del self._waiting[:FILE_EVENTS]

    def finish(self) -> Path:
        """Write what waits, and give the folder its name: every file of it was read back and counted."""
        if self._waiting:
            self._write(self._waiting)
        if self._cancel.is_set():
            raise CancelledError
        try:
            self._part.rename(self._target)
        except OSError as error:
            raise _trouble(self._target, error) from error
        return self._target

    def discard(self) -> None:
        """Remove what was written; a finished archive stays."""
        shutil.rmtree(self._part, ignore_errors=True)

    def _write(self, ids: Sequence[int]) -> None:
        self._files += 1
        target = self._part / f"events-{self._files:04d}.parquet"
        lines = self._part / "events.jsonl"
        try:
            with lines.open("wb") as file:
                for start in range(0, len(ids), READ_EVENTS):
                    if self._cancel.is_set():
                        raise CancelledError
                    file.writelines(self._lines(ids[start : start + READ_EVENTS]))
                    self._done += min(READ_EVENTS, len(ids) - start)
                    self._progress("archive", self._done, self._total)
            jsonl_to_parquet(lines, target, exports.COLUMN_TYPES)
            lines.unlink()
            found = parquet_rows(target)
        except OSError as error:
            raise _trouble(target, error) from error
        if found != len(ids):
            raise WorkError(f"{target} holds {found:,} events instead of {len(ids):,}", hint="Nothing was deleted.")

    def _lines(self, ids: Sequence[int]) -> list[bytes]:
        return self._database.read(partial(_read, ids=ids)).result()


def _read(connection: Connection, ids: Sequence[int]) -> list[bytes]:
    return list(_rows(connection, ids))


def _rows(connection: Connection, ids: Sequence[int]) -> Iterator[bytes]:
    for row in exports.rows_of(connection, ids):
        yield _encode({name: value for name, value in row.items() if value is not None}) + b"\n"


def _free_name(parent: Path, now: datetime) -> Path:
    stem = f"history-archive-{now:%Y%m%d-%H%M%S}"
    target, number = parent / stem, 1
    while target.exists() or target.with_name(target.name + ".part").exists():
        number += 1
        target = parent / f"{stem}-{number}"
    return target


def _trouble(path: Path, error: OSError) -> WorkError:
    return WorkError(f"{path} cannot be written ({error.strerror})", hint="Nothing was deleted.")
