"""Export of what matches a filter, streamed: JSONL in the Usage Service's shape, CSV, Parquet. Secrets never leave."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection
from typing import BinaryIO

import msgspec

from cpam_desktop.analytics.parquet import jsonl_to_parquet
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import exports
from cpam_desktop.store.database import Database

FORMATS = ("jsonl", "csv", "parquet")
_encode = msgspec.json.Encoder().encode


class ExportService:
    """Its method blocks: call it on a worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, wanted: EventFilter, form: str, target: Path) -> int:
        """Write the file as a whole or not at all, oldest event first; returns the number of events."""
        part = target.with_name(target.name + ".part")
        try:
            written = self._database.read(lambda connection: _write(connection, wanted, form, part)).result()
            part.replace(target)
        except OSError as error:
            raise WorkError(f"{target} cannot be written ({error.strerror})") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return written


def _write(connection: Connection, wanted: EventFilter, form: str, part: Path) -> int:
    rows = exports.rows(connection, wanted)
    if form == "csv":
        return _write_csv(rows, part)
    if form == "jsonl":
        with part.open("wb") as file:
            return _write_jsonl(rows, file)
    with tempfile.TemporaryDirectory(prefix="cpam-export-") as folder:
        lines = Path(folder) / "events.jsonl"
        with lines.open("wb") as file:
            written = _write_jsonl(rows, file)
        jsonl_to_parquet(lines, part, exports.COLUMN_TYPES)
    return written


def _write_jsonl(rows: Iterable[dict[str, object]], file: BinaryIO) -> int:
    count = 0
    for row in rows:
        file.write(_encode({name: value for name, value in row.items() if value is not None}) + b"\n")
        count += 1
    return count


def _write_csv(rows: Iterable[dict[str, object]], part: Path) -> int:
    count = 0
    with part.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(exports.COLUMN_TYPES)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in exports.COLUMN_TYPES])
            count += 1
    return count


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return "'" + value
    if isinstance(value, dict):
        return _encode(value).decode()
    return value
