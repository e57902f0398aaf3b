"""Keeps the history sealed: in the background while events arrive, and at once where a question needs it."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Event, Lock

from cpam_desktop.analytics.sealer import Sealer, Sealing
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.analysis import HistoryPreparing
from cpam_desktop.domain.bus import Bus
from cpam_desktop.store.database import Database

LEAST_ROWS = 20_000
"""Sealed in the background from so many rows on; fewer are read from SQLite in a moment."""
MOST_TAIL = 150_000
"""A question waits for sealing where more rows than this are not sealed."""
INTERVAL_SECONDS = 5.0

_log = logging.getLogger(__name__)


class SealService:
    """`start()` and `stop()` on the network thread's loop; `seal_now` from any thread."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._sealer = Sealer(database)
        self._bus = bus
        self._turn = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sealing")
        self._running: Future[bool] | None = None
        self._cancel = Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to seal in the background; a second call changes nothing."""
        if self._task is None:
            self._cancel.clear()
            self._task = spawn(self._work(), "sealing")

    async def stop(self) -> None:
        """Stop; what is being sealed is thrown away and sealed again another time."""
        task, self._task = self._task, None
        if task is not None:
            self._cancel.set()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def request(self, least: int = 1) -> Future[bool]:
        """Seal what waits, on the thread for it; who asks meanwhile gets the same future. False where another process
        holds the role; SealingFailed where the segments cannot be written."""
        with self._turn:
            if self._running is None or self._running.done():
                self._cancel.clear()
                self._running = self._thread.submit(self._sealer.run, least, self._tell, self._cancel)
            return self._running

    def seal_now(self) -> bool:
        """As `request`, and wait for it."""
        return self.request().result()

    def unsealed(self) -> int:
        """About how many rows wait."""
        return self._sealer.unsealed()

    def needs_sealing(self) -> bool:
        """Whether so much waits that figures should not be asked for before."""
        return self._sealer.unsealed() > MOST_TAIL

    def _tell(self, sealing: Sealing) -> None:
        self._bus.publish(HistoryPreparing(sealing.done, sealing.total))

    async def _work(self) -> None:
        while True:
            try:
                if await asyncio.to_thread(self._sealer.unsealed) >= LEAST_ROWS:
                    await asyncio.shield(asyncio.wrap_future(self.request(LEAST_ROWS)))
            except CancelledError:
                return
            except Exception:
                _log.exception("the history could not be sealed; it is tried again later")
            await asyncio.sleep(INTERVAL_SECONDS)
