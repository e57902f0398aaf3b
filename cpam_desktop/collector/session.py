"""From one successful connection to its end: look at the server, open a transport, drain, read, watch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from cpam_desktop.collector.choice import UNSUPPORTED, Choice
from cpam_desktop.collector.gaps import GapWatch
from cpam_desktop.collector.health import LOOK_SECONDS, SHORT_RETENTION, STARVED, STATISTICS_OFF, Health, Look
from cpam_desktop.collector.progress import Progress
from cpam_desktop.collector.sources import Received, Source
from cpam_desktop.collector.writer import BatchWriter
from cpam_desktop.cpa.batches import POP_LIMIT
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.usage import pop_http
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import Mode, State
from cpam_desktop.domain.errors import CpaError, NotACpa, NotReachable

CLIMB_SECONDS = 300.0
"""How often a better transport is tried while a worse one works."""
LONG_ENOUGH_RETENTION = 300
"""Seconds of queue retention below which a short absence already loses events."""


class Session:
    """`run()` returns when told to stop, and raises the CpaError that ended the connection."""

    def __init__(
        self,
        choice: Choice,
        client: CpaClient,
        health: Health,
        gaps: GapWatch,
        writer: BatchWriter,
        progress: Progress,
        stopping: asyncio.Event,
    ) -> None:
        self._choice = choice
        self._client = client
        self._health = health
        self._gaps = gaps
        self._writer = writer
        self._progress = progress
        self._stopping = stopping
        self._side: set[asyncio.Task[None]] = set()
        self.reached = False
        self.was_good = False

    async def run(self) -> None:
        """One connection from its start to its end."""
        self.was_good = False
        first = await self._health.look()
        if self.reached:
            await self._gaps.back(first.retention_s, first.calls)
        else:
            await self._gaps.begin(first.retention_s, first.calls)
        self._judge(first)
        source = await self._choice.open()
        self.reached = self.was_good = True
        try:
            while True:
                self._opened(source)
                better = await self._read_until_better(source)
                if better is None:
                    return
                await self._leave(source)
                source = better
        finally:
            await self._cancel_side_tasks()
            await source.close()

    def _opened(self, source: Source) -> None:
        why = tuple(f"{mode}: {reason}" for mode, reason in self._choice.why_not.items())
        self._progress.update(
            state=State.RUNNING, transport=source.mode, last_error="", why_not=why, gaps=self._gaps.current()
        )
        if source.mode is Mode.SUBSCRIBE:
            self._spawn(self._drain(), "collector-drain")
        if not any(task.get_name() == "collector-looks" for task in self._side):
            self._spawn(self._look_again_and_again(), "collector-looks")

    async def _read_until_better(self, source: Source) -> Source | None:
        """Read until stopped (None) or until a better transport is open."""
        climb_at = time.monotonic() + CLIMB_SECONDS
        while not self._stopping.is_set():
            self._raise_from_side_tasks()
            if await self._wait(source.pause):
                break
            received = await self._read(source)
            if received is None:
                break
            await self._take(source, received)
            if source.mode is not Mode.SUBSCRIBE and time.monotonic() > climb_at:
                climb_at = time.monotonic() + CLIMB_SECONDS
                better = await self._choice.open_better(source.mode)
                if better is not None:
                    return better
        await self._leave(source)
        return None

    async def _leave(self, source: Source) -> None:
        """Stop receiving, keep what was on its way, and finish a drain that had begun."""
        with suppress(CpaError):  # the connection may be gone already; what arrived is committed
            await self._take(source, await source.finish())
        drains = [task for task in self._side if task.get_name() == "collector-drain"]
        await asyncio.gather(*drains, return_exceptions=True)
        await self._writer.flush()

    async def _read(self, source: Source) -> Received | None:
        """One read; None where `stop` came first. A pop in flight is always waited for."""
        if not source.interruptible:
            return await source.read()
        read = spawn(source.read(), "collector-read")
        stop = spawn(self._stopping.wait(), "collector-stop")
        try:
            while not read.done() and not stop.done():
                self._raise_from_side_tasks()
                await asyncio.wait({read, stop, *self._side}, return_when=asyncio.FIRST_COMPLETED)
            if read.done():
                return read.result()
            read.cancel()
            await asyncio.gather(read, return_exceptions=True)
            return None if read.cancelled() or read.exception() else read.result()
        finally:
            stop.cancel()
            read.cancel()

    async def _take(self, source: Source, received: Received) -> None:
        self._progress.received(len(received.records))
        if received.records:
            if source.interruptible:
                self._writer.push(received.records)
                await self._writer.room()
            else:
                await self._writer.store(received.records)
        if received.cut:
            await self._gaps.cut(received.cut)
            self._progress.update(gaps=self._gaps.current())
        if received.refresh:
            self._spawn(self._health.refresh_accounts(), "collector-accounts")
        await self._gaps.good()

    async def _drain(self) -> None:
        """Events queued while nobody was subscribed stay in the queue: pop them (identities remove duplicates)."""
        try:
            while not self._stopping.is_set():
                popped = await pop_http(self._client, POP_LIMIT)
                self._progress.received(len(popped.items))
                await self._writer.store(popped.items)
                if popped.cut:
                    await self._gaps.cut(popped.asked)
                if len(popped.items) < POP_LIMIT and not popped.cut:
                    return
        except UNSUPPORTED:
            await self._drain_by_resp()

    async def _drain_by_resp(self) -> None:
        queue = self._choice.opener(Mode.RESP)()
        try:
            await queue.open()
            while not self._stopping.is_set():
                received = await queue.read()
                self._progress.received(len(received.records))
                await self._writer.store(received.records)
                if len(received.records) < POP_LIMIT:
                    return
        finally:
            await queue.close()

    async def _look_again_and_again(self) -> None:
        while not await self._wait(LOOK_SECONDS):
            try:
                look = await self._health.look()
            except (NotReachable, NotACpa):
                continue  # the reading itself tells when the server is gone; a slow answer here is no reason to leave
            await self._gaps.counted(look.calls)
            self._judge(look)
            self._progress.update(gaps=self._gaps.current())

    def _judge(self, look: Look) -> None:
        starved = self._health.judge(look.calls, self._progress.status.received)
        if starved is not None:
            self._spawn(self._gaps.starved(starved), "collector-starved")
        warnings = [
            (look.statistics is False, STATISTICS_OFF),
            (look.retention_s < LONG_ENOUGH_RETENTION, SHORT_RETENTION),
            (bool(starved), STARVED),
        ]
        self._progress.update(warnings=tuple(name for holds, name in warnings if holds))

    async def _wait(self, seconds: float) -> bool:
        """Wait; True where `stop` ended it."""
        if seconds <= 0:
            return self._stopping.is_set()
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._side.add(spawn(work, name))

    def _raise_from_side_tasks(self) -> None:
        """A drain or a look that failed ends the session like a failed read does."""
        for task in [task for task in self._side if task.done()]:
            self._side.discard(task)
            task.result()

    async def _cancel_side_tasks(self) -> None:
        for task in self._side:
            task.cancel()
        await asyncio.gather(*self._side, return_exceptions=True)
        self._side.clear()
