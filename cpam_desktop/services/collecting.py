"""Collectors of servers: start, stop, status. Lives on the network thread's loop."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.runner import Collector, Target
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import CollectorStatus, Mode, State, StatusChanged
from cpam_desktop.domain.errors import AppError
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.store.database import Database

CANCEL_SECONDS = 15.0
"""How long a collector that has not stopped in time gets to save what it has, once it is cancelled."""
STOP_SECONDS = Pace().ending + CANCEL_SECONDS
"""What stopping may take altogether; usually it is a moment."""


class CollectorService:
    """One collector a server; a second `start` of the same server replaces the first."""

    def __init__(self, database: Database, bus: Bus, latch: KeyLatch, pace: Pace | None = None) -> None:
        self._database = database
        self._bus = bus
        self._latch = latch
        self._pace = pace or Pace()
        self._turns: dict[str, asyncio.Lock] = {}
        self._running: dict[str, tuple[Collector, asyncio.Task[None]]] = {}
        self._ended: dict[str, CollectorStatus] = {}

    def make(self, target: Target, mode: Mode) -> Collector:
        """A collector that the caller runs itself (command line)."""
        return Collector(target, mode, self._database, self._bus, self._latch, self._pace)

    async def start(self, target: Target, mode: Mode) -> None:
        """Collect in the background. What ends it stands in its status."""
        name = target.uid or target.base_url
        async with self._turn(name):
            await self._stop(name)
            collector = self.make(target, mode)
            self._running[name] = (collector, spawn(self._run(name, collector), f"collector {target.name}"))

    async def stop(self, name: str) -> None:
        """Stop one server's collector after everything received is committed."""
        async with self._turn(name):
            await self._stop(name)

    def _turn(self, name: str) -> asyncio.Lock:
        """One start or stop at a time: a new collector would find the lock of the one that is just ending."""
        return self._turns.setdefault(name, asyncio.Lock())

    async def _stop(self, name: str) -> None:
        entry = self._running.pop(name, None)
        if entry is None:
            return
        collector, task = entry
        collector.stop()
        await asyncio.wait({task}, timeout=self._pace.ending)
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_SECONDS)

    async def stop_all(self) -> None:
        """Stop every collector, side by side."""
        await asyncio.gather(*(self.stop(name) for name in list(self._running)))

    def status(self, name: str) -> CollectorStatus | None:
        """The status of a server's collector, also of one that ended; None where there was none."""
        entry = self._running.get(name)
        return entry[0].status if entry else self._ended.get(name)

    def try_again(self, target: Target) -> None:
        """The user said "try again" after a refused key: forget the refusal."""
        self._latch.clear(target.base_url, target.key)

    async def _run(self, name: str, collector: Collector) -> None:
        try:
            await collector.run_when_free()
        except AppError as error:
            self._end(name, collector, error.sentence())
        except Exception:
            self._end(name, collector, AppError("the collector has an error of its own; its log tells more").sentence())
            raise
        except asyncio.CancelledError:
            self._end(name, collector, "")
            raise
        else:
            self._end(name, collector, "")

    def _end(self, name: str, collector: Collector, why: str) -> None:
        """Keep and tell the last status; `why` is empty where the collector was told to stop."""
        status = collector.status
        if why:
            ended = replace(status, state=State.BLOCKED, last_error=why, transport=None)
        else:
            ended = replace(status, state=State.STOPPED, last_error="")
        self._ended[name] = ended
        if self._running.get(name, (None,))[0] is collector:
            del self._running[name]
        self._bus.publish(StatusChanged(ended))
