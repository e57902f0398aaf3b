"""Commits what was received: a batch is one transaction, and no batch is dropped while there is a way to keep it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

import msgspec

from cpam_desktop.collector.pace import Pace
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.errors import RowRefused, StoreError
from cpam_desktop.domain.events import DeadLetter, Snapshot
from cpam_desktop.ingest.hiding import clean_bytes, clean_record
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store.database import Database, Writing

COMMIT_EVENTS = 200
MAX_BATCH = 2_000
HIGH_WATER = 200_000
"""So many records may wait in memory (about 300 MB) before reading pauses; the server keeps the rest."""

_log = logging.getLogger(__name__)


class BatchWriter:
    """`store` commits now (pop modes: before the next pop); `push` buffers for a commit within 100 ms (Pub/Sub)."""

    def __init__(
        self,
        database: Database,
        intake: Intake,
        snapshots: Callable[[], Mapping[str, Snapshot]],
        on_stored: Callable[[Stored], None],
        on_trouble: Callable[[str], None],
        pace: Pace | None = None,
        high_water: int = HIGH_WATER,
    ) -> None:
        """`on_trouble` hears why nothing can be written, and an empty text when it can be again."""
        self._database = database
        self._intake = intake
        self._snapshots = snapshots
        self._on_stored = on_stored
        self._on_trouble = on_trouble
        self._pace = pace or Pace()
        self._high_water = high_water
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._turn = asyncio.Lock()
        self._give_up_at: float | None = None
        self._gave_up = False
        self._lost = 0
        self._task = spawn(self._commit_waiting(), "collector-commits")

    async def store(self, records: Sequence[bytes]) -> None:
        """Commit these records; returns when they are on disk."""
        for start in range(0, len(records), MAX_BATCH):
            async with self._turn:
                await self._commit(records[start : start + MAX_BATCH])

    def push(self, records: Sequence[bytes]) -> None:
        """Take records without waiting for a commit."""
        self._waiting.extend(records)
        if len(self._waiting) >= self._high_water:
            self._room.clear()
        self._wake.set()

    async def room(self) -> None:
        """Returns at once, except while far too much waits for a disk that does not take it."""
        await self._room.wait()

    async def flush(self) -> None:
        """Commit everything that waits; returns when it is on disk, also what was on its way there already."""
        while self._waiting:
            async with self._turn:
                await self._commit(self._take())
        async with self._turn:
            pass

    def last_chance(self) -> None:
        """The collector was told to stop: from now on a database that cannot be written is not waited for for ever."""
        if self._give_up_at is None:
            self._give_up_at = time.monotonic() + self._pace.last_chance

    async def close(self) -> None:
        """Flush, then stop the background commits. StoreError where received records could not be stored."""
        self.last_chance()
        try:
            await self.flush()
        finally:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._lost:
            raise StoreError(f"{self._lost} received events could not be stored")

    async def _commit_waiting(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            deadline = time.monotonic() + self._pace.commit
            while len(self._waiting) < COMMIT_EVENTS and (left := deadline - time.monotonic()) > 0:
                try:
                    await asyncio.wait_for(self._wake.wait(), left)
                except TimeoutError:
                    break
                self._wake.clear()
            while self._waiting:
                async with self._turn:
                    if batch := self._take():
                        await self._commit(batch)
                if len(self._waiting) < COMMIT_EVENTS:
                    break
            if self._waiting:
                self._wake.set()

    def _take(self) -> list[bytes]:
        batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
        if len(self._waiting) < self._high_water // 2:
            self._room.set()
        return batch

    async def _commit(self, batch: Sequence[bytes]) -> None:
        """Returns when each record is stored or buried; where that was given up, they are counted as lost.

        A record that makes its transaction fail is found by halving, so that it is buried alone.
        """
        pieces: list[tuple[Sequence[bytes], str]] = [(batch, "")] if batch else []
        while pieces:
            piece, flaw = pieces.pop()
            if self._gave_up:  # one try takes seconds where the database is locked, and there may be many
                self._lost += len(piece)
                continue
            try:
                stored = await self._write_patiently(piece, flaw)
            except StoreError as error:
                if isinstance(error, RowRefused):
                    pieces += self._smaller(piece, flaw, error)
                else:
                    self._gave_up = True
                    self._lost += len(piece)
            except Exception as error:
                # Not about the database: one of these records is of a kind that nobody thought of.
                self._intake.forget()
                pieces += self._smaller(piece, flaw, error)
            else:
                self._on_stored(stored)

    def _smaller(self, piece: Sequence[bytes], flaw: str, error: Exception) -> list[tuple[Sequence[bytes], str]]:
        """What to try next, last first: the two halves, or the burial of a single record."""
        if len(piece) > 1:
            middle = len(piece) // 2
            return [(piece[middle:], ""), (piece[:middle], "")]
        _log.error("a record could not be %s: %s", "buried" if flaw else "stored", type(error).__name__)
        if flaw:
            self._lost += 1
            self._on_trouble(f"{self._lost} received events could not be stored")
            return []
        return [(piece, f"could not be stored: {type(error).__name__}")]

    async def _write_patiently(self, piece: Sequence[bytes], flaw: str) -> Stored:
        """One transaction, again and again while the database cannot be written: nobody else has these records."""
        tried = 0
        while True:
            job = self._bury(piece, flaw) if flaw else self._intake.job(piece, time.time_ns(), self._snapshots())
            try:
                stored = await asyncio.wrap_future(self._database.write(job))
            except StoreError as error:
                self._intake.forget()
                if isinstance(error, RowRefused):
                    raise
                self._on_trouble(error.sentence())
                if self._give_up_at is not None and time.monotonic() >= self._give_up_at:
                    raise
                retry = self._pace.store_retry
                await asyncio.sleep(retry[min(tried, len(retry) - 1)])
                tried += 1
            else:
                if tried:
                    self._on_trouble("")
                return stored

    def _bury(self, piece: Sequence[bytes], flaw: str) -> Callable[[Writing], Stored]:
        letters = [DeadLetter(_readable(raw), flaw) for raw in piece]

        def bury(writing: Writing) -> Stored:
            for letter in letters:
                self._intake.bury(writing.connection, letter, time.time_ns())
            return Stored(dead_letters=len(letters))

        return bury


def _readable(raw: bytes) -> str:
    """The record without its secrets, so that a later version may replay it."""
    try:
        return clean_record(msgspec.json.decode(raw), raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return clean_bytes(raw)
