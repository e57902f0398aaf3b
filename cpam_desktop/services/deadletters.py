"""Dead letters once more: records that an earlier version could not understand or store become events."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cpam_desktop.domain.errors import RowRefused, StoreError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store import records
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.events import NewEvent
from cpam_desktop.store.records import DeadLetterRow

BATCH = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What became of `total` dead letters; the `failed` ones stay where they are."""

    total: int = 0
    added: int = 0
    duplicates: int = 0
    failed: int = 0

    def plus(self, other: ReplayReport) -> ReplayReport:
        """Both together."""
        return ReplayReport(
            self.total + other.total,
            self.added + other.added,
            self.duplicates + other.duplicates,
            self.failed + other.failed,
        )


class DeadLetterService:
    """Its method blocks: call it on a worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replay(self, server_uids: Sequence[str] = ()) -> ReplayReport:
        """Read the dead letters of these servers (none named: of all) again; what is an event now is moved."""
        known = self._database.read(records.servers).result()
        report = ReplayReport()
        for server in known:
            if not server_uids or server.uid in server_uids:
                report = report.plus(self._replay_server(server.id))
        return report

    def _replay_server(self, server: int) -> ReplayReport:
        intake, report, after = Intake(server), ReplayReport(), 0
        while letters := self._letters(after):
            after = letters[-1].id
            report = report.plus(self._replay(intake, [one for one in letters if one.server_id == server]))
        return report

    def _letters(self, after: int) -> list[DeadLetterRow]:
        return self._database.read(lambda c: records.dead_letters(c, after, BATCH)).result()

    def _replay(self, intake: Intake, letters: Sequence[DeadLetterRow]) -> ReplayReport:
        read = [(letter.id, read_record(letter.payload.encode())) for letter in letters]
        events = [(id_, item) for id_, item in read if not isinstance(item, DeadLetter)]
        moved = self._move(intake, events)
        return moved.plus(ReplayReport(total=len(letters) - len(events), failed=len(letters) - len(events)))

    def _move(self, intake: Intake, events: Sequence[tuple[int, NewEvent]]) -> ReplayReport:
        """Events in and dead letters out, in one transaction; halved where one of them cannot be stored."""
        if not events:
            return ReplayReport()

        def job(writing: Writing) -> tuple[int, int, int]:
            stored = intake.store_items(writing.connection, [event for _, event in events], time.time_ns())
            records.drop_dead_letters(writing, [id_ for id_, _ in events])
            return stored

        try:
            added, duplicates, _ = self._database.write(job).result()
        except Exception as error:
            intake.forget()
            if isinstance(error, StoreError) and not isinstance(error, RowRefused):
                raise
            if len(events) == 1:
                _log.error("dead letter %d still cannot be stored: %s", events[0][0], type(error).__name__)
                return ReplayReport(total=1, failed=1)
            middle = len(events) // 2
            return self._move(intake, events[:middle]).plus(self._move(intake, events[middle:]))
        return ReplayReport(len(events), added, duplicates)
