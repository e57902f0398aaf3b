"""Carries out a retention plan: archive, delete in short transactions, then drop texts that nothing refers to."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from contextlib import closing
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from threading import Event
from typing import TypeVar

from cpam_desktop.analytics import segments as files
from cpam_desktop.analytics.members import Members
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.upkeep import Progress, Retained, RetentionPlan
from cpam_desktop.services.archiving import Archive
from cpam_desktop.store import manifest, upkeep
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.manifest import Segment
from cpam_desktop.store.upkeep import Doomed

T = TypeVar("T")
_ADDED = 50_000
"""Row ids that the archive is given at a time."""


class Retention:
    """One run. The caller holds the sealer's role, so that what the plan's cutoff means cannot change meanwhile."""

    def __init__(self, database: Database, plan: RetentionPlan, progress: Progress, cancel: Event) -> None:
        self._database = database
        self._plan = plan
        self._progress = progress
        self._cancel = cancel
        self._folder = files.folder_of(database.path)
        self._events = self._segments = self._letters = self._texts = 0

    def run(self, archive_to: Path | None) -> Retained:
        """Nothing is deleted before the archive is complete; a cancel during the deletion keeps what was done."""
        rows = self._read(partial(upkeep.doomed, cutoff_ns=self._plan.cutoff_ns, through_id=self._plan.through_id))
        archive, finished = None, False
        try:
            archive = self._archive(rows, archive_to) if archive_to is not None and self._plan.events else None
            self._delete(rows)
            self._drop_texts()
            finished = True
        except CancelledError:
            pass
        return Retained(self._events, self._segments, self._letters, self._texts, archive, finished)

    def _read(self, query: Callable[[Connection], T]) -> T:
        return self._database.read(query).result()

    def _archive(self, rows: Doomed, parent: Path) -> Path:
        archive = Archive(self._database, parent, self._plan.events, self._progress, self._cancel)
        try:
            for _, ids in self._members(rows):
                archive.add(ids)
            tail = self._read(partial(upkeep.tail_ids, rows=rows))
            for start in range(0, len(tail), _ADDED):
                archive.add(tail[start : start + _ADDED])
            return archive.finish()
        finally:
            archive.discard()

    def _members(self, rows: Doomed) -> Generator[tuple[Segment, list[int]]]:
        """Segments with their row ids. One whose rows cannot be told is left out, and stays until it was made anew."""
        members: Members | None = None
        try:
            for segment in rows.segments:
                ids = self._read(partial(upkeep.segment_ids, segment=segment))
                if ids is None:
                    members = members or Members(self._folder)
                    try:
                        ids = members.ids(segment)
                    except WorkError:
                        continue
                yield segment, ids
        finally:
            if members is not None:
                members.close()

    def _delete(self, rows: Doomed) -> None:
        with closing(self._members(rows)) as members:
            for segment, ids in members:
                deleted = self._write(partial(upkeep.delete_segment, segment=segment, row_ids=ids))
                files.retire(self._folder, [segment])
                self._segments += 1
                self._count(deleted)
        after = 0
        while True:
            deleted, after = self._write(partial(upkeep.delete_tail, rows=rows, after_ns=after))
            if not deleted:
                break
            self._count(deleted)
        while letters := self._write(partial(upkeep.delete_dead_letters, cutoff_ns=rows.cutoff_ns)):
            self._letters += letters
        files.sweep(self._folder, self._read(manifest.segments))

    def _count(self, deleted: int) -> None:
        self._events += deleted
        self._progress("delete", self._events, self._plan.events)

    def _drop_texts(self) -> None:
        if not self._events:
            return
        for vocabulary in upkeep.VOCABULARIES:
            ids, seen = self._read(partial(upkeep.unused, vocabulary=vocabulary))
            for start in range(0, len(ids), upkeep.CHUNK):
                part = ids[start : start + upkeep.CHUNK]
                self._texts += self._write(partial(upkeep.delete_unused, vocabulary=vocabulary, ids=part, seen_id=seen))

    def _write(self, job: Callable[[Writing], T]) -> T:
        """One transaction, then as long a rest: other processes wait at most that long for their turn."""
        if self._cancel.is_set():
            raise CancelledError
        begin = time.monotonic()
        result = self._database.write(job).result()
        self._cancel.wait(max(0.005, time.monotonic() - begin))
        return result
