"""Tells the bus when another process (a headless collector, an import) stored events into the same history."""

from __future__ import annotations

import asyncio
import sqlite3

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.store.commits import CommitWatch
from cpam_desktop.store.database import Database

INTERVAL_SECONDS = 0.5


class CommitService:
    """`start()` and `stop()` on the network thread's loop; publishes `EventsStored` with an unknown count."""

    def __init__(self, database: Database, bus: Bus, interval: float = INTERVAL_SECONDS) -> None:
        self._database = database
        self._bus = bus
        self._interval = interval
        self._task: asyncio.Task[None] | None = None
        self._own = False
        self._subscription = bus.subscribe(EventsStored, self._note)

    def start(self) -> None:
        """Begin to watch; a second call changes nothing."""
        if self._task is None:
            self._task = spawn(self._watch(), "commit-watch")

    async def stop(self) -> None:
        """Stop watching."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _note(self, event: EventsStored) -> None:
        """A commit of this process was told already."""
        self._own = self._own or event.count is not None

    async def _watch(self) -> None:
        watch = await asyncio.to_thread(CommitWatch, self._database.path)
        try:
            while True:
                await asyncio.sleep(self._interval)
                try:
                    changed = await asyncio.to_thread(watch.changed)
                except sqlite3.Error:
                    continue  # busy for a moment; the next look tells
                own, self._own = self._own, False
                if changed and not own:
                    self._bus.publish(EventsStored("", None))
        finally:
            watch.close()
