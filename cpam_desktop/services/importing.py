"""Import of events from files: streamed, in batches of one transaction, resumable, with a report a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

from cpam_desktop.analytics.live_run import LiveRun, seal_rest
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.batches import Batch, batches
from cpam_desktop.ingest.files import fingerprint
from cpam_desktop.ingest.importers import START, Importer, Item, Mark, Reading, choose_importer
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.ingest.workers import read_in_workers, worth_workers
from cpam_desktop.services.sealing import LEAST_ROWS
from cpam_desktop.store import import_marks, records
from cpam_desktop.store.block_rows import Inserted
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.events import NewEvent
from cpam_desktop.store.import_marks import ImportMark
from cpam_desktop.store.seen import Seen

BATCH = 5_000
WARNINGS = 20
"""So many reasons are told one by one; the dead-letter table keeps them all."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file's records; `total` counts records that were read, also before an interruption.

    `failed` are kept as dead letters; `unsupported` are requests that the file knows in sums only.
    """

    file: str
    format: str
    total: int = 0
    added: int = 0
    duplicates: int = 0
    failed: int = 0
    unsupported: int = 0
    warnings: tuple[str, ...] = ()

    def plus(self, batch: Batch, added: int, duplicates: int, failed: int) -> ImportReport:
        """This report with another batch."""
        return replace(
            self,
            total=self.total + batch.records,
            added=self.added + added,
            duplicates=self.duplicates + duplicates,
            failed=self.failed + failed,
            warnings=(*self.warnings, *batch.complaints[: max(0, WARNINGS - len(self.warnings))]),
        )

    def noting(self, *notes: str) -> ImportReport:
        """This report with what is to be said of the file as a whole."""
        return replace(self, warnings=(*self.warnings, *notes))


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a file is; bytes as far as its format tells."""

    report: ImportReport
    bytes_read: int
    bytes_total: int


Progress = Callable[[ImportProgress], None]


class ImportService:
    """Files to events under one server name. Its methods block: call them on a worker thread.

    `progress` is called on that thread after each batch. When `cancel` is set, the batch in hand is finished and the
    report so far returned; the next import of the unchanged file goes on there, as after a crash.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def import_file(
        self,
        path: Path,
        form: str,
        *,
        server_uid: str | None,
        server_name: str,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> ImportReport:
        """Read a file to its end; bad records are counted, kept as dead letters, and told in `warnings`."""
        with _reading(path):
            importer = self._choose(path, form)
            target = _Target(self._database, importer, fingerprint(path, importer.name), server_uid, server_name)
            mark = target.resume()
            reading = importer.open(path, START if mark is None else Mark(mark.position, mark.line))
            report = ImportReport(str(path), importer.name)
            if mark is not None:
                report = replace(
                    report, total=mark.total, added=mark.added, duplicates=mark.duplicates, failed=mark.failed
                ).noting(f"went on behind {reading.unit} {mark.line:,}, where an earlier import was broken off")
            with self._records(importer, reading) as (found, sealing):
                for batch in found:
                    report = target.store(batch, report, sealing)
                    if _tell(progress, cancel, report, reading, batch):
                        if sealing is not None:
                            sealing.stop()
                        return report.noting("stopped; importing this file again goes on from here")
            target.finish()
        seal_rest(self._database, LEAST_ROWS, cancel)
        return _complete(report, reading)

    def dry_run(
        self,
        path: Path,
        form: str,
        *,
        server_uid: str | None,
        server_name: str,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> ImportReport:
        """What an import would do; nothing is written."""
        with _reading(path), Seen() as seen:
            importer = self._choose(path, form)
            reading = importer.open(path, START)
            report = ImportReport(str(path), importer.name)
            server = self._database.read(lambda c: _known_server(c, server_uid, server_name)).result()
            for batch in batches(reading, BATCH, WARNINGS):
                keys = self._database.read(_unknown_job(server, batch.items, importer.partial)).result()
                failed = sum(isinstance(item, DeadLetter) for item in batch.items)
                added = seen.add(keys)
                report = report.plus(batch, added, len(batch.items) - failed - added, failed)
                if _tell(progress, cancel, report, reading, batch):
                    return report.noting("stopped")
        return _complete(report, reading)

    @contextmanager
    def _records(self, importer: Importer, reading: Reading) -> Generator[tuple[Iterator[Batch], LiveRun | None]]:
        """A large file is read by other processes, and sealed as it is stored."""
        if not worth_workers(importer, reading):
            yield batches(reading, BATCH, WARNINGS), None
            return
        with closing(read_in_workers(importer.open, reading, BATCH, WARNINGS)) as found, LiveRun(self._database) as run:
            yield found, run

    def _choose(self, path: Path, form: str) -> Importer:
        importer = choose_importer(path, form)
        if path.samefile(self._database.path):
            raise InputError(f"{path} is the history that events would be added to")
        return importer


class _Target:
    """One file's way into one server's history."""

    def __init__(
        self, database: Database, importer: Importer, file: str, server_uid: str | None, server_name: str
    ) -> None:
        self._database = database
        self._partial = importer.partial
        self._file = file
        self._uid = server_uid
        self._name = server_name
        self._intake: Intake | None = None

    def resume(self) -> ImportMark | None:
        """Where an earlier import of the same file was broken off."""

        def find(connection: Connection) -> ImportMark | None:
            server = _known_server(connection, self._uid, self._name)
            return None if server is None else import_marks.find(connection, self._file, server)

        return self._database.read(find).result()

    def store(self, batch: Batch, report: ImportReport, sealing: LiveRun | None) -> ImportReport:
        """The batch and the mark behind it in one transaction; returns the report with it."""

        def job(writing: Writing) -> tuple[Intake, ImportReport, Inserted | None]:
            intake = self._intake or Intake(_server(writing, self._uid, self._name))
            server, now = intake.dims.server_id, time.time_ns()
            inserted = None
            if batch.block is not None:
                inserted = intake.store_block(writing.connection, batch.block, batch.letters, now)
                after = report.plus(batch, inserted.added, inserted.rows - inserted.added, len(batch.items))
            else:
                items = _without_twins(writing.connection, server, batch.items) if self._partial else batch.items
                added, duplicates, failed = intake.store_items(writing.connection, items, now)
                after = report.plus(batch, added, duplicates + len(batch.items) - len(items), failed)
            counts = (after.total, after.added, after.duplicates, after.failed)
            mark = ImportMark(batch.mark.position, batch.mark.number, *counts)
            import_marks.keep(writing.connection, self._file, server, mark, now)
            return intake, after, inserted

        self._intake, after, inserted = self._database.write(job, durable=False).result()
        if sealing is not None and inserted is not None:
            sealing.add(inserted)
        return after

    def finish(self) -> None:
        """The file was read to its end: its mark goes, and everything before is safe on the disk."""
        now = time.time_ns()

        def job(writing: Writing) -> None:
            server = _known_server(writing.connection, self._uid, self._name)
            if server is not None:
                import_marks.drop(writing.connection, self._file, server, now)

        self._database.write(job).result()


@contextmanager
def _reading(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise WorkError(f"{path} cannot be read ({error.strerror})") from error


def _tell(
    progress: Progress | None, cancel: threading.Event | None, report: ImportReport, reading: Reading, batch: Batch
) -> bool:
    """Whether the work is to be stopped."""
    if progress is not None:
        progress(ImportProgress(report, batch.bytes_read, reading.bytes_total))
    return cancel is not None and cancel.is_set()


def _complete(report: ImportReport, reading: Reading) -> ImportReport:
    nothing = () if report.total or reading.unsupported else ("there are no records in it",)
    return replace(report, unsupported=reading.unsupported).noting(*reading.notes, *nothing)


def _unknown_job(
    server: int | None, items: Sequence[Item], partial: bool
) -> Callable[[Connection], list[tuple[int, bytes]]]:
    """Keys of the events that the server does not have."""

    def unknown(connection: Connection) -> list[tuple[int, bytes]]:
        events = [item for item in items if isinstance(item, NewEvent)]
        return [
            (event.time_ns, event.identity) for event in events if not _is_known(connection, server, event, partial)
        ]

    return unknown


def _is_known(connection: Connection, server: int | None, event: NewEvent, partial: bool) -> bool:
    if server is None:
        return False
    if partial and records.has_twin(connection, server, event):
        return True
    return records.has_event(connection, server, event.time_ns, event.identity)


def _without_twins(connection: Connection, server: int, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if isinstance(item, DeadLetter) or not records.has_twin(connection, server, item)]


def _server(writing: Writing, uid: str | None, name: str) -> int:
    if uid is not None:
        return records.server_id(writing, uid=uid, base_url="", name=name)
    return records.imported_server_id(writing, name)


def _known_server(connection: Connection, uid: str | None, name: str) -> int | None:
    rows = records.servers(connection)
    return next((row.id for row in rows if (row.uid == uid if uid else row.name == name)), None)
