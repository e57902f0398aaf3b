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
from cpam_desktop.collector.pace import Pace
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
from cpam_desktop.domain.errors import (
    CpaError,
    InputRefused,
    KeyRefused,
    NotSupported,
    RemoteDisabled,
    RoleTaken,
    RouteMissing,
    StoreError,
)
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock

NEEDS_USER = (KeyRefused, RemoteDisabled, InputRefused, NotSupported, RouteMissing)
NEVER_PASSES = (KeyRefused, RemoteDisabled)
DOUBTS = 5
"""So often what a server could do before is tried again: one that is just ending or starting refuses for a moment."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which server, and how to reach it. Never printed: it holds the key."""

    uid: str | None
    name: str
    base_url: str
    key: str
    tls: TlsOptions = field(default_factory=TlsOptions)
    proxy: str = SYSTEM
    lasting: bool = True
    """False: each start is another server (the demo), so the time between two of them is no gap."""

    def __repr__(self) -> str:
        return f"Target({self.name!r}, {self.base_url!r})"


class Collector:
    """`await run()` until `stop()`; raises the CpaError that needs the user, or RoleTaken."""

    def __init__(
        self, target: Target, mode: Mode, database: Database, bus: Bus, latch: KeyLatch, pace: Pace | None = None
    ) -> None:
        self._target = target
        self._pace = pace or Pace()
        self._mode = mode
        self._database = database
        self._latch = latch
        self._stopping = asyncio.Event()
        self._progress = Progress(target.uid or target.base_url, mode, bus, self._pace)
        self._writer: BatchWriter | None = None
        self.reached = False
        self.trouble: CpaError | None = None
        """What went wrong last with the server, None while all is well."""

    @property
    def status(self) -> CollectorStatus:
        """What it is doing."""
        return self._progress.status

    def stop(self) -> None:
        """End after everything received is committed. Call on the collector's loop."""
        self._stopping.set()
        if self._writer is not None:
            self._writer.last_chance()

    async def run(self) -> None:
        """Collect until stopped. StoreError where the database cannot be used, or did not take what was received."""
        target = self._target
        known = await asyncio.wrap_future(
            self._database.read(lambda c: records.find_server(c, uid=target.uid, base_url=target.base_url))
        )
        # One that only waits for its turn writes nothing.
        server = await self._register() if known is None else known.id
        with RoleLock(Path(self._database.path), f"collector-{server}", "collects from this server already"):
            if known is not None:
                await self._register()
            await self._collect(server)

    async def _register(self) -> int:
        """The id of the server's row, with its name and URL of now."""
        target = self._target
        return await asyncio.wrap_future(
            self._database.write(
                lambda w: records.server_id(w, uid=target.uid, base_url=target.base_url, name=target.name)
            )
        )

    async def run_when_free(self) -> None:
        """As `run`, but while another process collects from this server, wait until it ends and take over."""
        while not self._stopping.is_set():
            try:
                await self.run()
                return
            except RoleTaken as error:
                self._progress.update(state=State.WAITING, last_error=error.sentence(), transport=None)
                self._progress.publish()
                await self._pause(self._pace.role)

    async def _collect(self, server: int) -> None:
        attribution, intake = Attribution(), Intake(server)
        progress, pace = self._progress, self._pace
        gaps = GapWatch(
            self._database,
            server,
            pace=pace,
            lasting=self._target.lasting,
            changed=lambda: progress.update(gaps=gaps.current()),
        )
        writer = self._writer = BatchWriter(
            self._database,
            intake,
            lambda: attribution.snapshots,
            progress.stored,
            lambda words: progress.update(last_error=words),
            pace,
        )
        target = self._target
        try:
            async with CpaClient(
                target.base_url,
                target.key,
                latch=self._latch,
                tls=target.tls,
                proxy=target.proxy,
                timeouts=pace.timeouts,
            ) as client:
                choice = Choice(self._mode, self._openers(client), gaps.unanswered)
                health = Health(client, attribution)
                session = Session(choice, health, gaps, writer, progress, self._stopping, pace)
                await self._sessions(session, gaps)
        finally:
            try:
                await writer.close()
            finally:
                await gaps.close()
                if progress.status.state is not State.BLOCKED:
                    progress.update(state=State.STOPPED)
                progress.publish()

    async def _sessions(self, session: Session, gaps: GapWatch) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await session.run()
                self.trouble = None
            except (CpaError, StoreError) as error:
                self.reached = self.reached or session.reached
                failures = 0 if session.was_good else failures
                if self._final(error, failures):
                    self._progress.update(state=State.BLOCKED, last_error=error.sentence(), transport=None)
                    raise
                self._progress.update(state=State.WAITING, last_error=error.sentence(), transport=None)
                if isinstance(error, CpaError):
                    self.trouble = error
                    gaps.lost(error.detail or error.title)
                backoff = self._pace.backoff
                await self._pause(backoff[min(failures, len(backoff) - 1)])
                failures += 1
        self.reached = self.reached or session.reached

    def _final(self, error: CpaError | StoreError, failures: int) -> bool:
        """Whether only the user can help."""
        if isinstance(error, NEVER_PASSES):
            return True
        return isinstance(error, NEEDS_USER) and (not self.reached or failures >= DOUBTS)

    async def _pause(self, seconds: float) -> None:
        """Wait with jitter, so that many clients do not come back in one moment; `stop` ends it."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds * random.uniform(0.75, 1.25))
        except TimeoutError:
            pass

    def _openers(self, client: CpaClient) -> Mapping[Mode, Opener]:
        target, pace = self._target, self._pace

        async def connect() -> RespLink:
            return await RespLink.connect(
                target.base_url,
                target.key,
                latch=self._latch,
                tls=target.tls,
                proxy=target.proxy,
                timeouts=pace.timeouts,
            )

        return {
            Mode.SUBSCRIBE: lambda: RespSubscribe(connect, pace),
            Mode.HTTP: lambda: HttpQueue(client, pace),
            Mode.RESP: lambda: RespPop(connect, pace),
        }
