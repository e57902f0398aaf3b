"""Commits what was received: a batch is one transaction, and no batch is dropped while there is a way to keep it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.events import DeadLetter, Snapshot
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store.database import Database

COMMIT_SECONDS = 0.1
COMMIT_EVENTS = 200
MAX_BATCH = 2_000
HIGH_WATER = 200_000
"""So many records may wait in memory (about 300 MB) before reading pauses; the server keeps the rest."""
RETRY_SECONDS = (0.25, 0.5, 1.0, 2.0, 5.0)

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
    ) -> None:
        self._database = database
        self._intake = intake
        self._snapshots = snapshots
        self._on_stored = on_stored
        self._on_trouble = on_trouble
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._turn = asyncio.Lock()
        self._task = spawn(self._commit_waiting(), "collector-commits")

    async def store(self, records: Sequence[bytes]) -> None:
        """Commit these records; returns when they are on disk."""
        for start in range(0, len(records), MAX_BATCH):
            async with self._turn:
                await self._commit(records[start : start + MAX_BATCH])

    def push(self, records: Sequence[bytes]) -> None:
        """Take records without waiting for a commit."""
        self._waiting.extend(records)
        if len(self._waiting) >= HIGH_WATER:
            self._room.clear()
        self._wake.set()

    async def room(self) -> None:
        """Returns at once, except while far too much waits for a disk that does not take it."""
        await self._room.wait()

    async def flush(self) -> None:
        """Commit everything that waits."""
        while self._waiting:
            await self.store(self._take())

    async def close(self) -> None:
        """Flush, then stop the background commits."""
        await self.flush()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _commit_waiting(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            deadline = time.monotonic() + COMMIT_SECONDS
            while len(self._waiting) < COMMIT_EVENTS and (left := deadline - time.monotonic()) > 0:
                try:
                    await asyncio.wait_for(self._wake.wait(), left)
                except TimeoutError:
                    break
                self._wake.clear()
            while self._waiting:
                async with self._turn:
                    if batch := self._take():
                        await asyncio.shield(spawn(self._commit(batch), "collector-commit"))
                if len(self._waiting) < COMMIT_EVENTS:
                    break
            if self._waiting:
                self._wake.set()

    def _take(self) -> list[bytes]:
        batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
        if len(self._waiting) < HIGH_WATER // 2:
            self._room.set()
        return batch

    async def _commit(self, batch: Sequence[bytes]) -> None:
        tried = 0
        while True:
            try:
                await self._commit_once(batch)
                return
            except StoreError as error:
                # Disk full, locked by another process: the batch stays, reading pauses by itself.
                self._intake.forget()
                self._on_trouble(error.sentence())
                await asyncio.sleep(RETRY_SECONDS[min(tried, len(RETRY_SECONDS) - 1)])
                tried += 1

    async def _commit_once(self, batch: Sequence[bytes]) -> None:
        job = self._intake.job(batch, time.time_ns(), self._snapshots())
        try:
            stored = await asyncio.wrap_future(self._database.write(job))
        except StoreError:
            raise
        except Exception as error:
            self._intake.forget()
            await self._commit_around(batch, error)
            return
        self._on_stored(stored)

    async def _commit_around(self, batch: Sequence[bytes], error: Exception) -> None:
        """One record cannot be stored: halve until it stands alone, and bury it."""
        if len(batch) > 1:
            middle = len(batch) // 2
            await self._commit_once(batch[:middle])
            await self._commit_once(batch[middle:])
            return
        _log.error("a record could not be stored: %s", type(error).__name__)
        letter = DeadLetter(f"[{len(batch[0])} bytes]", f"could not be stored: {type(error).__name__}")
        await asyncio.wrap_future(
            self._database.write(lambda writing: self._intake.bury(writing.connection, letter, time.time_ns()))
        )
        self._on_stored(Stored(dead_letters=1))
