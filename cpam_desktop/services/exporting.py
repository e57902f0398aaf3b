"""Export of what matches a filter, streamed: JSONL in the Usage Service's shape, CSV, Parquet. Secrets never leave."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection
from threading import Event
from typing import BinaryIO

import msgspec

from cpam_desktop.analytics.parquet import jsonl_to_parquet
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import exports
from cpam_desktop.store.database import Database

FORMATS = ("jsonl", "csv", "parquet")
_EVERY = 2_000
"""Rows between two looks at progress and cancellation."""
_encode = msgspec.json.Encoder().encode


class ExportService:
    """Its method blocks: call it on a worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(
        self,
        wanted: EventFilter,
        form: str,
        target: Path,
        progress: Callable[[int], None] | None = None,
        cancel: Event | None = None,
    ) -> int:
        """Write the file as a whole or not at all, oldest event first; returns the number of events.

        `progress` is told, on another thread, how many events were written so far. Once `cancel` is set the export
        ends with `concurrent.futures.CancelledError` and leaves what was at the target. WorkError where the file
        cannot be written.
        """
        part = target.with_name(target.name + ".part")
        count = _Count(progress or _nobody, cancel or Event())
        try:
            written = self._database.read(lambda connection: _write(connection, wanted, form, part, count)).result()
            count.check()
            part.replace(target)
        except OSError as error:
            raise WorkError(f"{target} cannot be written ({error.strerror})") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return written


class _Count:
    """Rows that went by: tells now and then how many, and ends the work when it is called off."""

    def __init__(self, progress: Callable[[int], None], cancel: Event) -> None:
        self._progress, self._cancel = progress, cancel
        self.done = 0

    def over(self, rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
        """The rows, counted."""
        for row in rows:
            if self.done % _EVERY == 0:
                self.check()
                self._progress(self.done)
            self.done += 1
            yield row
        self._progress(self.done)

    def check(self) -> None:
        """Raise where the export was called off."""
        if self._cancel.is_set():
            raise CancelledError


def _nobody(_done: int) -> None:
    """Progress that nobody asked for."""


def _write(connection: Connection, wanted: EventFilter, form: str, part: Path, count: _Count) -> int:
    rows = count.over(exports.rows(connection, wanted))
    if form == "csv":
        _write_csv(rows, part)
    elif form == "jsonl":
        with part.open("wb") as file:
            _write_jsonl(rows, file)
    else:
        with tempfile.TemporaryDirectory(prefix=".cpam-export-", dir=part.parent) as folder:
            lines = Path(folder) / "events.jsonl"
            with lines.open("wb") as file:
                _write_jsonl(rows, file)
            count.check()
            jsonl_to_parquet(lines, part, exports.COLUMN_TYPES)
    return count.done


def _write_jsonl(rows: Iterable[dict[str, object]], file: BinaryIO) -> None:
    for row in rows:
        file.write(_encode({name: value for name, value in row.items() if value is not None}) + b"\n")


def _write_csv(rows: Iterable[dict[str, object]], part: Path) -> None:
    with part.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(exports.COLUMN_TYPES)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in exports.COLUMN_TYPES])


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return "'" + value
    if isinstance(value, dict):
        return _encode(value).decode()
    return value
