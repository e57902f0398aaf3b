"""Events a second from a server's bytes to committed rows, through the real collector into a real file."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.collector.runner import Collector, Target
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import CollectorStatus, Mode, StatusChanged
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.store.database import Database
from tests.bench import canned_files
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal

_GOALS = {
    Mode.RESP: ("RESP pop", canned_files.POP, Goal(least=20_000)),
    Mode.SUBSCRIBE: ("Pub/Sub", canned_files.PUSH, Goal(least=10_000)),
    Mode.HTTP: ("HTTP queue", canned_files.HTTP, None),
}
_SLOWEST = 500
"""Events a second below which a run is given up."""
_CHECKOUT = Path(__file__).parents[2]


@dataclass
class _Feed:
    """A running canned server; the last two are known after its end."""

    port: int
    first_ns: int = 0
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Run:
    rate: float
    own_us: float
    server_us: float
    wrong: str


def resp(bench: Bench) -> Iterator[Figure]:
    """`LPOP` of 500, each committed before the next."""
    return _measure(bench, Mode.RESP)


def subscribe(bench: Bench) -> Iterator[Figure]:
    """Messages pushed as fast as the socket takes them."""
    return _measure(bench, Mode.SUBSCRIBE)


def http(bench: Bench) -> Iterator[Figure]:
    """`GET usage-queue` of 500, each committed before the next."""
    return _measure(bench, Mode.HTTP)


def _measure(bench: Bench, mode: Mode) -> Iterator[Figure]:
    name, prepared, goal = _GOALS[mode]
    bench.say(f"{name}: preparing answers")
    canned_files.write(bench.folder, prepared, bench.workload.events(), bench.workload.routes)
    runs: list[_Run] = []
    for number in range(bench.runs):
        runs.append(_run(bench, mode, prepared))
        bench.say(f"{name}: run {number + 1} of {bench.runs}, {runs[-1].rate:,.0f} events/s")
    (bench.folder / prepared).unlink()
    wrong = next((run.wrong for run in runs if run.wrong), "")
    yield Figure(f"{name} to committed rows", "events/s", [run.rate for run in runs], goal, wrong=wrong)
    served = max(run.server_us for run in runs)
    yield Figure(
        f"  processor time, {name}", "us/event", [run.own_us for run in runs], note=f"byte server {served:.1f} more"
    )


def _run(bench: Bench, mode: Mode, prepared: str) -> _Run:
    count = bench.workload.sent.count
    with bench.fresh() as path:
        database = Database.open(path)
        try:
            with _feed(bench.folder, prepared) as feed:
                begin = time.process_time()
                status = asyncio.run(_collect(database, mode, feed.port, count))
                used = time.process_time() - begin
        finally:
            database.close()
        seconds = ((status.last_stored_ns or time.time_ns()) - feed.first_ns) / 1e9
        return _Run(count / seconds, used / count * 1e6, feed.cpu_s / count * 1e6, bench.check(path))


async def _collect(database: Database, mode: Mode, port: int, count: int) -> CollectorStatus:
    """Collect until `count` records are stored in one way or another."""
    loop, done, bus = asyncio.get_running_loop(), asyncio.Event(), Bus()

    def look(event: StatusChanged) -> None:
        status = event.status
        if status.inserted + status.duplicates + status.dead_letters >= count:
            loop.call_soon_threadsafe(done.set)

    subscription = bus.subscribe(StatusChanged, look)
    target = Target(None, "bench", f"http://127.0.0.1:{port}", "bench-key")
    collector = Collector(target, mode, database, bus, KeyLatch(None))
    running = spawn(collector.run(), "bench-collector")
    stopped = spawn(done.wait(), "bench-done")
    await asyncio.wait({running, stopped}, timeout=30 + count / _SLOWEST, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    collector.stop()
    await running
    subscription.close()
    return collector.status


@contextmanager
def _feed(folder: Path, prepared: str) -> Generator[_Feed]:
    command = [sys.executable, "-m", "tests.bench.canned", str(folder), prepared]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_CHECKOUT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            feed = _Feed(int(process.stdout.readline()))
            yield feed
            process.stdin.close()
            told = json.loads(process.stdout.readline())
            feed.first_ns, feed.cpu_s = told["first_ns"], told["cpu_s"]
        finally:
            process.kill()
