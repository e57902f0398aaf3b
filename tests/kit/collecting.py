"""A collector on a real database against a real socket: starts it, waits for what it says, reads what it stored."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.runner import Collector, Target
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.demo.traffic import generate
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.clock import parse_time_ns
from cpam_desktop.domain.collecting import CollectorStatus, Gap, GapReason, Mode, State, StatusChanged
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.store import records
from cpam_desktop.store.database import Database

PATIENCE = 20.0
"""Seconds after which a test gives up waiting; a busy machine needs some."""
BRISK = Pace(
    climb=(0.05,),
    look=30.0,
    mark=0.05,
    http_busy=0.02,
    http_quiet=0.02,
    resp_poll=0.02,
    ping_after=5.0,
    silence=10.0,
    read=0.2,
    commit=0.02,
    backoff=(0.02, 0.05),
    store_retry=(0.02, 0.05),
    last_chance=5.0,
    publish=0.0,
    timeouts=Timeouts(connect=5.0, read=5.0, total=10.0),
)
"""Everything at once, except for looks at the server, which a test asks for."""

BUCKETS = ("uncached", "cache_read", "cache_write", "output", "reasoning", "unclassified")
Fact = tuple[str, int, str, str, bool, tuple[int, ...]]
"""Request id, time (ns UTC), model, auth_index, failed, tokens by bucket: what tells one event from another."""


def made(count: int, *, seed: int = 1) -> list[bytes]:
    """So many events of a seeded server, of all kinds."""
    start = parse_time_ns("2026-11-20T10:00:00Z")
    assert start is not None
    events = generate(seed, start_ns=start, rate=50.0)
    return [next(events) for _ in range(count)]


def facts(events: Iterable[bytes]) -> Counter[Fact]:
    """What was published, read from the bytes by hand."""
    return Counter(fact(json.loads(raw)) for raw in events)


def fact(event: dict[str, Any]) -> Fact:
    """One event as it must be found in the database."""
    parts = event["token_breakdown"]
    buckets = (
        parts["input"]["uncached_tokens"],
        parts["input"]["cache_read_tokens"],
        parts["input"]["cache_write_tokens"],
        parts["output"]["non_reasoning_tokens"] + parts["output"]["reasoning_tokens"],
        parts["output"]["reasoning_tokens"],
        parts["unclassified_tokens"],
    )
    time_ns = parse_time_ns(event["timestamp"])
    assert time_ns is not None
    return event["request_id"], time_ns, event["model"], event["auth_index"], event["failed"], buckets


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows read past the product."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def stored(path: Path) -> Counter[Fact]:
    """Every event row."""
    rows = query(
        path,
        f"select request_id, time_ns, t.text, c.auth_index, failed, {', '.join(BUCKETS)} from event e"
        " join term t on t.id = e.model_id join credential c on c.id = e.credential_id",
    )
    return Counter((row[0], row[1], row[2], row[3], bool(row[4]), tuple(row[5:])) for row in rows)


def gap_rows(path: Path) -> list[Gap]:
    """Every recorded gap, oldest first."""
    rows = query(path, "select from_ns, to_ns, reason, certain, detail from gap order by from_ns, id")
    return [Gap(row[0], row[1], GapReason(row[2]), bool(row[3]), row[4]) for row in rows]


@dataclass
class Rig:
    """Where a test's collectors work."""

    path: Path
    database: Database
    bus: Bus
    latch: KeyLatch

    def collector(self, url: str, key: str, mode: Mode = Mode.AUTO, pace: Pace = BRISK) -> Running:
        """A collector that does not run yet."""
        target = Target(None, "test", url, key, proxy="direct")
        return Running(Collector(target, mode, self.database, self.bus, self.latch, pace), self.bus)

    @asynccontextmanager
    async def collecting(
        self, server: DemoServer | str, mode: Mode = Mode.AUTO, *, key: str = "fake-key", **pace: Any
    ) -> AsyncGenerator[Running]:
        """A collector that runs until the end of the block and then stops cleanly."""
        url, key = (server, key) if isinstance(server, str) else (server.url, server.key)
        running = self.collector(url, key, mode, replace(BRISK, **pace))
        running.start()
        try:
            yield running
        finally:
            await running.stop()

    def with_pace(self, **pace: Any) -> Pace:
        """The tests' pace with something else in it."""
        return replace(BRISK, **pace)

    def set_busy(self, milliseconds: int) -> None:
        """How long the product's writer waits for another process: 5 s otherwise."""
        # In a transaction this pragma works as well, and it is the only way onto the writer thread.
        self.database.write(lambda w: w.connection.execute(f"pragma busy_timeout = {milliseconds}")).result()

    def now(self) -> int:
        """Nanoseconds UTC."""
        return time.time_ns()

    async def write(self, job: Callable[[sqlite3.Connection], Any]) -> None:
        """A transaction on the product's writer connection."""
        await asyncio.wrap_future(self.database.write(lambda w: job(w.connection)))

    async def read(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows on one of the product's readers: awaiting it lets the collector go on."""
        return await asyncio.wrap_future(self.database.read(lambda c: c.execute(sql).fetchall()))

    async def last_session(self, url: str, mark: records.WatchMark, *gaps: Gap) -> None:
        """As a collector left it that ended some time ago."""

        def job(writing: Any) -> None:
            server = records.server_id(writing, uid=None, base_url=url, name="test")
            records.keep_watch(writing, server, mark)
            for gap in gaps:
                records.open_gap(writing, server, gap)

        await asyncio.wrap_future(self.database.write(job))


class Running:
    """A collector and the statuses that it published."""

    def __init__(self, collector: Collector, bus: Bus) -> None:
        self.collector = collector
        self.seen: list[CollectorStatus] = []
        self._news = asyncio.Event()
        self._subscription = bus.subscribe(StatusChanged, self._heard)
        self.task: asyncio.Task[None] | None = None

    @property
    def status(self) -> CollectorStatus:
        """Its status now."""
        return self.collector.status

    def start(self, *, when_free: bool = False) -> None:
        """Run it in the background (once no other process collects from this server)."""
        work = self.collector.run_when_free() if when_free else self.collector.run()
        self.task = spawn(work, "test-collector")
        self.task.add_done_callback(lambda _: self._news.set())

    async def until(self, holds: Callable[[CollectorStatus], bool]) -> CollectorStatus:
        """Wait until the status is so; fails with the status where the collector ends or stays otherwise."""
        assert self.task is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds(self.status):
                    if self.task.done():
                        self.task.result()
                        raise AssertionError(f"it ended as {self.status}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError as error:
            raise AssertionError(f"it stayed {self.status}") from error
        return self.status

    async def running(self, transport: Mode | None = None) -> CollectorStatus:
        """Wait until events are read (by this transport)."""
        return await self.until(lambda now: now.state is State.RUNNING and transport in (None, now.transport))

    async def inserted(self, count: int) -> CollectorStatus:
        """Wait until so many events are stored."""
        return await self.until(lambda now: now.inserted >= count)

    async def stop(self) -> None:
        """Stop it cleanly; what ended it before is raised."""
        self.collector.stop()
        await self.ended()

    async def ended(self) -> None:
        """Wait for its end; raises what ended it."""
        assert self.task is not None
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({self.task})
        self._subscription.close()
        self.task.result()

    def _heard(self, news: StatusChanged) -> None:
        self.seen.append(news.status)
        self._news.set()


@contextmanager
def rig_in(folder: Path) -> Generator[Rig]:
    """A database and a latch in a folder, closed at the end of the block."""
    path = folder / "history.sqlite"
    database = Database.open(path)
    try:
        yield Rig(path, database, Bus(), KeyLatch(folder / "latch.json"))
    finally:
        database.close()
