"""One server's collector: connect, choose a transport, read, commit, and start again after every failure.

It waits for an absent server for ever, and stops for good only where the user is needed: refused key, remote
management off, a fixed mode that the server lacks. It never changes a server setting.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cpam_desktop.collector.attribution import Attribution
from cpam_desktop.collector.choice import Choice
from cpam_desktop.collector.gaps import GapWatch
from cpam_desktop.collector.health import Health
from cpam_desktop.collector.progress import Progress
from cpam_desktop.collector.session import Session
from cpam_desktop.collector.sources import Opener
from cpam_desktop.collector.sources.http_queue import HttpQueue
from cpam_desktop.collector.sources.resp_pop import RespPop
from cpam_desktop.collector.sources.resp_subscribe import RespSubscribe
from cpam_desktop.collector.writer import BatchWriter
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import CollectorStatus, Mode, State
from cpam_desktop.domain.errors import CpaError, InputRefused, KeyRefused, NotSupported, RemoteDisabled, RouteMissing
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock

NEEDS_USER = (KeyRefused, RemoteDisabled, InputRefused, NotSupported, RouteMissing)
BACKOFF = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


@dataclass(frozen=True, slots=True)
class Target:
    """Which server, and how to reach it. Never printed: it holds the key."""

    uid: str | None
    name: str
    base_url: str
    key: str
    tls: TlsOptions = field(default_factory=TlsOptions)
    proxy: str = SYSTEM

    def __repr__(self) -> str:
        return f"Target({self.name!r}, {self.base_url!r})"


class Collector:
    """`await run()` until `stop()`; raises the CpaError that needs the user, or RoleTaken."""

    def __init__(self, target: Target, mode: Mode, database: Database, bus: Bus, latch: KeyLatch) -> None:
        self._target = target
        self._mode = mode
        self._database = database
        self._latch = latch
        self._stopping = asyncio.Event()
        self._progress = Progress(target.uid or target.base_url, mode, bus)
        self.reached = False

    @property
    def status(self) -> CollectorStatus:
        """What it is doing."""
        return self._progress.status

    def stop(self) -> None:
        """End after everything received is committed. Call on the collector's loop."""
        self._stopping.set()

    async def run(self) -> None:
        """Collect until stopped."""
        target = self._target
        server = await asyncio.wrap_future(
            self._database.write(
                lambda w: records.server_id(w, uid=target.uid, base_url=target.base_url, name=target.name)
            )
        )
        with RoleLock(Path(self._database.path), f"collector-{server}", "collects from this server already"):
            await self._collect(server)

    async def _collect(self, server: int) -> None:
        attribution, intake = Attribution(), Intake(server)
        gaps = GapWatch(self._database, server)
        progress = self._progress
        writer = BatchWriter(
            self._database,
            intake,
            lambda: attribution.snapshots,
            progress.stored,
            lambda words: progress.update(last_error=words),
        )
        target = self._target
        try:
            async with CpaClient(
                target.base_url, target.key, latch=self._latch, tls=target.tls, proxy=target.proxy
            ) as client:
                choice = Choice(self._mode, self._openers(client))
                health = Health(client, attribution)
                session = Session(choice, client, health, gaps, writer, progress, self._stopping)
                await self._sessions(session, gaps)
        finally:
            await writer.close()
            await gaps.keep(force=True)
            if progress.status.state is not State.BLOCKED:
                progress.update(state=State.STOPPED)
            progress.publish()

    async def _sessions(self, session: Session, gaps: GapWatch) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await session.run()
            except NEEDS_USER as error:
                self._progress.update(state=State.BLOCKED, last_error=error.sentence(), transport=None)
                raise
            except CpaError as error:
                self.reached = self.reached or session.reached
                failures = 0 if session.was_good else failures
                self._progress.update(state=State.WAITING, last_error=error.sentence(), transport=None)
                await gaps.lost(error.detail or error.title)
                self._progress.update(gaps=gaps.current())
                await self._pause(BACKOFF[min(failures, len(BACKOFF) - 1)])
                failures += 1
        self.reached = self.reached or session.reached

    async def _pause(self, seconds: float) -> None:
        """Wait with jitter, so that many clients do not come back in one moment; `stop` ends it."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds * random.uniform(0.75, 1.25))
        except TimeoutError:
            pass

    def _openers(self, client: CpaClient) -> Mapping[Mode, Opener]:
        target = self._target

        async def connect() -> RespLink:
            return await RespLink.connect(
                target.base_url, target.key, latch=self._latch, tls=target.tls, proxy=target.proxy
            )

        return {
            Mode.SUBSCRIBE: lambda: RespSubscribe(connect),
            Mode.HTTP: lambda: HttpQueue(client),
            Mode.RESP: lambda: RespPop(connect),
        }
