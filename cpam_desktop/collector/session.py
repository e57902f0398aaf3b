"""From one successful connection to its end: look at the server, open a transport, drain, read, watch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from cpam_desktop.collector.choice import UNSUPPORTED, Choice
from cpam_desktop.collector.gaps import GapWatch
from cpam_desktop.collector.health import Health, Look
from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.progress import Progress
from cpam_desktop.collector.sources import Received, Source
from cpam_desktop.collector.writer import BatchWriter
from cpam_desktop.cpa.batches import POP_LIMIT
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import Mode, State
from cpam_desktop.domain.errors import CpaError, CutAnswer, NotACpa, NotReachable, ServerFailed

T = TypeVar("T")
PASSING = (NotReachable, ServerFailed, CutAnswer, NotACpa)
"""Troubles of a side task that are no reason to leave a subscription that works."""


class Session:
    """`run()` returns when told to stop, and raises the CpaError that ended the connection."""

    def __init__(
        self,
        choice: Choice,
        health: Health,
        gaps: GapWatch,
        writer: BatchWriter,
        progress: Progress,
        stopping: asyncio.Event,
        pace: Pace,
    ) -> None:
        self._choice = choice
        self._health = health
        self._gaps = gaps
        self._writer = writer
        self._progress = progress
        self._stopping = stopping
        self._pace = pace
        self._side: set[asyncio.Task[None]] = set()
        self._drains: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        self._starved = False
        self._counters: Mapping[int, int] = {}
        self.reached = False
        self.was_good = False

    async def run(self) -> None:
        """One connection from its start to its end."""
        self.was_good = False
        self._ending.clear()
        self._health.forget()
        look = await self._unless_stopped(self._health.look())
        if look is None:
            return
        source = await self._choice.open()
        try:
            if self.reached:
                self._gaps.back(look.retention_s, look.calls, restarted=look.restarted_since(self._counters))
            else:
                await self._gaps.begin(look.retention_s, look.calls)
            self.reached = self.was_good = True
            self._counters = look.counters
            self._judge(look)
            self._spawn(self._look_again_and_again(), "collector-looks")
            while source is not None:
                self._opened(source)
                left, source = source, await self._read_until_better(source)
                await self._leave(left)
        finally:
            await self._end(source)

    def _opened(self, source: Source) -> None:
        why = tuple(f"{mode}: {reason}" for mode, reason in self._choice.why_not.items())
        self._progress.update(state=State.RUNNING, transport=source.mode, last_error="", why_not=why)
        if source.mode is Mode.SUBSCRIBE:
            self._drains.add(self._spawn(self._drain(), "collector-drain"))

    async def _read_until_better(self, source: Source) -> Source | None:
        """Read until stopped (None) or until a better transport is open."""
        climbs = iter(self._pace.climb)
        wait = next(climbs)
        climb_at = time.monotonic() + wait
        while True:
            self._raise_from_side_tasks()
            if await _wait(self._stopping, source.pause):
                return None
            received = await self._read(source)
            if received is None:
                return None
            await self._take(source, received)
            if source.mode is not Mode.SUBSCRIBE and time.monotonic() > climb_at:
                wait = next(climbs, wait)
                climb_at = time.monotonic() + wait
                better = await self._choice.open_better(source.mode)
                if better is not None:
                    return better

    async def _leave(self, source: Source) -> None:
        """Stop receiving and keep what was on its way."""
        try:
            await self._take(source, await source.finish())
        finally:
            await source.close()

    async def _end(self, source: Source | None) -> None:
        """However the session ends: what the server has handed out already is still stored."""
        self._ending.set()
        if source is not None:
            await self._leave(source)
        # A drain ends after the pop it is in: cancelling it would lose what that pop took out of the queue.
        await asyncio.gather(*self._drains, return_exceptions=True)
        for task in self._side:
            task.cancel()
        await asyncio.gather(*self._side, return_exceptions=True)
        self._side.clear()
        self._drains.clear()

    async def _read(self, source: Source) -> Received | None:
        """One read; None where `stop` came first. A pop in flight is always waited for."""
        if not source.interruptible:
            try:
                return await source.read()
            except asyncio.CancelledError as cancelled:
                self._gaps.unanswered(cancelled)
                raise
        read = spawn(source.read(), "collector-read")
        stop = spawn(self._stopping.wait(), "collector-stop")
        try:
            while not read.done() and not stop.done():
                self._raise_from_side_tasks()
                await asyncio.wait({read, stop, *self._side}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            read.cancel()  # loses nothing: what has arrived stays in the connection's buffer, see `finish`
            stop.cancel()
            await asyncio.gather(read, stop, return_exceptions=True)
        return None if read.cancelled() else read.result()

    async def _take(self, source: Source, received: Received) -> None:
        """Note what the read says at once, then keep what it brought, which may take a while."""
        self._progress.received(len(received.records))
        if received.cut:
            self._gaps.cut(received.cut)
        if received.silent is not None and self._gaps.good(received.silent, subscribed=source.mode is Mode.SUBSCRIBE):
            self._health.forget()
        if received.refresh:
            self._spawn(self._health.refresh_accounts(), "collector-accounts")
        if received.records:
            if source.interruptible:
                self._writer.push(received.records)
                await self._writer.room()
            else:
                await self._store(received.records)

    async def _store(self, records: Sequence[bytes]) -> None:
        try:
            await self._writer.store(records)
        except asyncio.CancelledError:
            self._gaps.cut(len(records))
            raise

    async def _drain(self) -> None:
        """Events queued while nobody was subscribed stay in the queue: pop them (identities remove duplicates).

        New events come by the subscription meanwhile, so what fails here is tried again without leaving it.
        """
        ways, failures = [Mode.HTTP, Mode.RESP], 0
        while ways and not self._ending.is_set():
            try:
                await self._drain_by(ways[0])
            except UNSUPPORTED:
                ways.pop(0)
            except PASSING as error:
                self._progress.update(last_error=error.sentence())
                backoff = self._pace.backoff
                await _wait(self._ending, backoff[min(failures, len(backoff) - 1)])
                failures += 1
            else:
                if failures:
                    self._progress.update(last_error="")
                return

    async def _drain_by(self, mode: Mode) -> None:
        queue = self._choice.opener(mode)()
        try:
            await self._pop(queue.open())
            while not self._ending.is_set():
                received = await self._pop(queue.read())
                await self._take(queue, replace(received, silent=None))
                if len(received.records) < POP_LIMIT and not received.cut:
                    return
                await _wait(self._ending, queue.pause)
        finally:
            await self._leave(queue)

    async def _pop(self, work: Coroutine[Any, Any, T]) -> T:
        """Beside a subscription nothing else tells of an answer that was lost."""
        try:
            return await work
        except (CpaError, asyncio.CancelledError) as error:
            self._gaps.unanswered(error)
            raise

    async def _look_again_and_again(self) -> None:
        while not await _wait(self._ending, self._pace.look):
            try:
                look = await self._health.look()
            except PASSING:
                continue  # the reading itself tells when the server is gone; a slow answer here is no reason to leave
            self._gaps.counted(
                look.calls,
                restarted=look.restarted_since(self._counters),
                retention_s=None if look.statistics is None else look.retention_s,
            )
            self._counters = look.counters
            self._judge(look)

    def _judge(self, look: Look) -> None:
        starved = self._health.judge(look, self._progress.status.received)
        if starved is not None:
            self._starved = starved
            self._gaps.starved(starved)
        self._progress.update(warnings=look.warnings(starved=self._starved))

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result; None where `stop` came first, which cancels the work."""
        task = spawn(work, "collector-first-look")
        stop = spawn(self._stopping.wait(), "collector-stop")
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            stop.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)
        return None if task.cancelled() else task.result()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = spawn(work, name)
        self._side.add(task)
        return task

    def _raise_from_side_tasks(self) -> None:
        """A refused key ends the session wherever it was noticed."""
        for task in [task for task in self._side if task.done()]:
            self._side.discard(task)
            task.result()


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait; True where the event ended it."""
    if seconds <= 0:
        return event.is_set()
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
