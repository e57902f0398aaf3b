"""Upkeep of the history: sizes, retention, compacting, backup and restore. What deletes shows first what it means."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from threading import Event

from cpam_desktop.analytics import segments
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.errors import InputError, StoreError, WorkError
from cpam_desktop.domain.upkeep import (
    BackupInfo,
    Compacted,
    HistorySizes,
    Progress,
    Restored,
    Retained,
    RetentionPlan,
    no_progress,
)
from cpam_desktop.services import restoring
from cpam_desktop.services.retention import Retention
from cpam_desktop.store import manifest, upkeep, upkeep_files
from cpam_desktop.store.database import Database
from cpam_desktop.store.upkeep_roles import collecting_processes, sealer_away

DAY_NS = 86_400 * NS_PER_SECOND
QUICK_BYTES = 200_000_000
"""A file of this size is written anew within the 5 s that other processes wait, at 40 MB/s."""


class UpkeepService:
    """Its methods block: call them on a worker thread. `cancel` is asked between steps, `progress` hears of them."""

    def __init__(self, database: Database, now_ns: Callable[[], int] = time.time_ns) -> None:
        self._database = database
        self._now_ns = now_ns

    @property
    def path(self) -> Path:
        """The history's file."""
        return self._database.path

    def sizes(self) -> HistorySizes:
        """Bytes by part and the number of events, without reading the whole table."""
        return self._database.read(partial(upkeep_files.sizes, path=self._database.path)).result()

    def plan_retention(self, days: float | None = None, max_bytes: int | None = None) -> RetentionPlan:
        """What keeping only the last `days` (of 24 hours), or what fits into `max_bytes`, deletes; both: what either
        does. Nothing is deleted. InputError where neither is given or one is not above 0."""
        if days is None and max_bytes is None:
            raise InputError("neither an age nor a size is given", hint="Name at least one of them.")
        for value in (days, max_bytes):
            if value is not None and value <= 0:
                raise InputError(f"{value} is not above 0", hint="Name a number of days or a size above 0.")

        def query(connection: sqlite3.Connection) -> RetentionPlan:
            by_age = 0 if days is None else self._now_ns() - int(days * DAY_NS)
            by_size = 0 if max_bytes is None else upkeep.cutoff_for_size(connection, max_bytes)
            return upkeep.plan(connection, max(0, by_age, by_size))

        return self._database.read(query).result()

    def apply(
        self,
        plan: RetentionPlan,
        archive_to: Path | None = None,
        progress: Progress = no_progress,
        cancel: Event | None = None,
    ) -> Retained:
        """Delete what the plan says, after writing it to Parquet files in a new folder under `archive_to`.

        Other processes go on storing events meanwhile. WorkError where the archive cannot be written: then nothing
        was deleted. RoleTaken where another process seals for longer than a minute.
        """
        cancel = cancel or Event()
        with sealer_away(self._database.path, cancel):
            return Retention(self._database, plan, progress, cancel).run(archive_to)

    def compact(self, progress: Progress = no_progress, cancel: Event | None = None) -> Compacted:
        """Give the free pages back to the disk, in steps of a few milliseconds, so that collectors go on.

        A file of the first versions is written anew instead: that locks it, so WorkError where it would keep another
        process waiting for too long, or where the disk has no room for the copy.
        """
        cancel = cancel or Event()
        before = self._bytes()
        if not self._database.read(upkeep_files.gives_back).result():
            self._write_anew()
        total = left = self._database.read(upkeep_files.free_pages).result()
        while left and not cancel.is_set():
            begin = time.monotonic()
            left = self._database.write(lambda w: upkeep_files.give_back(w.connection), durable=False).result()
            progress("compact", total - left, total)
            cancel.wait(max(0.005, time.monotonic() - begin))
        self._database.write(lambda writing: upkeep_files.cut_log(writing.connection)).result()
        return Compacted(before, self._bytes(), not left)

    def backup(self, target: Path, progress: Progress = no_progress, cancel: Event | None = None) -> BackupInfo:
        """Write the history to one file, as it is at this moment, while collectors go on; checked before it appears.

        A backup that is there already is replaced, any other file is refused (InputError). CancelledError after a
        cancel: then no file is left.
        """
        cancel = cancel or Event()
        self._check_target(target)
        part = target.with_name(f"{target.name}.part")
        try:
            upkeep_files.need_room(target.absolute().parent, upkeep_files.size_of(self._database.path))
            events = self._database.read(partial(_copy, target=part, progress=progress, cancel=cancel)).result()
            progress("check", 0, 1)
            info = upkeep_files.check_history(part, cancel)
            if cancel.is_set():
                raise CancelledError
            if info.events != events:
                raise WorkError(f"the copy holds {info.events:,} events instead of {events:,}", hint="Try again.")
            part.replace(target)
        except OSError as error:
            raise WorkError(f"{target} cannot be written ({error.strerror})", hint="Name another file.") from error
        finally:
            upkeep_files.remove_with_parts(part)
        progress("check", 1, 1)
        return BackupInfo(target, info.bytes, info.version, events, info.first_ns, info.last_ns, info.servers)

    def check_backup(self, path: Path, cancel: Event | None = None) -> BackupInfo:
        """What a backup holds; StoreError where it is damaged, of a newer version, or no history of ours."""
        return upkeep_files.check_history(path, cancel or Event())

    def restore(self, path: Path, progress: Progress = no_progress, cancel: Event | None = None) -> Restored:
        """Put a backup in the place of the history; checked first, and what is replaced is kept beside it.

        RoleTaken while a collector works, also one of this process: its server may have another number there.
        """
        return restoring.restore(self._database, path, progress, cancel or Event())

    def sweep_segments(self) -> None:
        """Delete files of segments that are in no manifest any more and that no query can be reading."""
        segments.sweep(segments.folder_of(self._database.path), self._database.read(manifest.segments).result())

    def _bytes(self) -> int:
        sizes = self.sizes()
        return sizes.database + sizes.wal

    def _write_anew(self) -> None:
        size = upkeep_files.size_of(self._database.path)
        others = collecting_processes(self._database.path)
        if others and size > QUICK_BYTES:
            raise WorkError(
                f"process {others[0]} collects into this history, and would have to wait too long",
                hint="Stop it, then compact again.",
            )
        upkeep_files.need_room(self._database.path.absolute().parent, 2 * size)
        self._database.write(lambda writing: upkeep_files.vacuum(writing.connection)).result()

    def _check_target(self, target: Path) -> None:
        if not target.exists():
            return
        if target.samefile(self._database.path):
            raise InputError("the history cannot be its own backup", hint="Name another file.")
        try:
            upkeep_files.check_ours(target)
        except StoreError as error:
            raise InputError(f"{target} exists and is no backup", hint="Name another file.") from error


def _copy(connection: sqlite3.Connection, target: Path, progress: Progress, cancel: Event) -> int:
    events = int(connection.execute("select count(*) from event").fetchone()[0])
    upkeep_files.copy_history(connection, target, partial(progress, "copy"), cancel)
    return events
