"""Import of events from files: streamed, in batches of one transaction, with a report a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from sqlite3 import Connection

from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import Item, choose_importer
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import records
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.events import NewEvent

BATCH = 5_000
WARNINGS = 20
"""So many reasons are told one by one; the dead-letter table keeps them all."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file's records; `total` counts records that were read."""

    file: str
    format: str
    total: int = 0
    added: int = 0
    duplicates: int = 0
    failed: int = 0
    unsupported: int = 0
    warnings: tuple[str, ...] = ()

    def plus(self, total: int, added: int, duplicates: int, failed: int) -> ImportReport:
        """This report with another batch."""
        return replace(
            self,
            total=self.total + total,
            added=self.added + added,
            duplicates=self.duplicates + duplicates,
            failed=self.failed + failed,
        )


class ImportService:
    """Files to events under one server name. Its methods block: call them on a worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def import_file(self, path: Path, form: str, *, server_uid: str | None, server_name: str) -> ImportReport:
        """Read a file to its end; bad records are counted, kept as dead letters, and told in `warnings`."""
        with _reading(path):
            report, batches = self._open(path, form)
            intake = Intake(self._database.write(lambda w: _server(w, server_uid, server_name), durable=False).result())
            for batch in batches:
                job = _store_job(intake, batch)
                report = report.plus(len(batch), *self._database.write(job, durable=False).result())
                report = _warn(report, batch)
        return report

    def dry_run(self, path: Path, form: str, *, server_uid: str | None, server_name: str) -> ImportReport:
        """What an import would do; nothing is written."""
        with _reading(path):
            report, batches = self._open(path, form)
            server = self._database.read(lambda c: _known_server(c, server_uid, server_name)).result()
            seen: set[bytes] = set()
            for batch in batches:
                found = self._database.read(_count_job(server, batch, seen)).result()
                report = _warn(report.plus(len(batch), *found), batch)
        return report

    def _open(self, path: Path, form: str) -> tuple[ImportReport, Iterator[list[Item]]]:
        if not path.is_file():
            raise InputError(f"there is no file {path}")
        importer = choose_importer(path, form)
        items = iter(importer.read(path))
        return ImportReport(str(path), importer.name), iter(lambda: list(islice(items, BATCH)), [])


@contextmanager
def _reading(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise WorkError(f"{path} cannot be read ({error.strerror})") from error


def _store_job(intake: Intake, batch: list[Item]) -> Callable[[Writing], tuple[int, int, int]]:
    return lambda writing: intake.store_items(writing.connection, batch, time.time_ns())


def _count_job(server: int | None, batch: list[Item], seen: set[bytes]) -> Callable[[Connection], tuple[int, int, int]]:
    def count(connection: Connection) -> tuple[int, int, int]:
        added = duplicates = failed = 0
        for item in batch:
            if isinstance(item, DeadLetter):
                failed += 1
            elif item.identity in seen or _is_known(connection, server, item):
                duplicates += 1
            else:
                seen.add(item.identity)
                added += 1
        return added, duplicates, failed

    return count


def _is_known(connection: Connection, server: int | None, event: NewEvent) -> bool:
    return server is not None and records.has_event(connection, server, event.time_ns, event.identity)


def _server(writing: Writing, uid: str | None, name: str) -> int:
    if uid is not None:
        return records.server_id(writing, uid=uid, base_url="", name=name)
    return records.imported_server_id(writing, name)


def _known_server(connection: Connection, uid: str | None, name: str) -> int | None:
    rows = records.servers(connection)
    return next((row.id for row in rows if (row.uid == uid if uid else row.name == name)), None)


def _warn(report: ImportReport, batch: list[Item]) -> ImportReport:
    room = WARNINGS - len(report.warnings)
    first = report.total - len(batch) + 1
    new = (f"record {first + n}: {item.error}" for n, item in enumerate(batch) if isinstance(item, DeadLetter))
    return replace(report, warnings=(*report.warnings, *islice(new, max(0, room))))
