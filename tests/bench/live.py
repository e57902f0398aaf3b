"""The same questions while 500 events a second arrive, and how soon a new event is in every view."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from datetime import UTC
from itertools import islice

from cpam_desktop.analytics.segments import folder_of
from cpam_desktop.demo.population import populate
from cpam_desktop.demo.traffic import generate
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.analysis import TABS, OverviewQuery
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.services.context import Context
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.large import DAY_NS
from tests.bench.questions import ONE
from tests.bench.workload import ACCOUNTS, KEYS, MODELS, SEED

RATE = 500
_BATCH = 50
_SECONDS, _QUICK_SECONDS = 60.0, 3.0
_SLOWER = 1.5
_SEEN_MS = 1_500


def live(bench: Bench) -> Iterator[Figure]:
    """A copy of the history of 30 days grows while pages are read again and again."""
    path = bench.large.folder / "live.sqlite"
    shutil.copy(bench.large.one(), path)
    shutil.copytree(folder_of(bench.large.one()), folder_of(path))
    bench.say(f"{RATE} events/s while pages are read")
    with Context.open(path) as context:
        watch = _Watch(context, bench.large.end_ns)
        asyncio.run(watch.run(_SECONDS if bench.runs > 1 else _QUICK_SECONDS))
    shutil.rmtree(folder_of(path))
    path.unlink()
    wrong = "too few events came" if watch.fed < watch.seconds * RATE * 0.8 else ""
    goals = {"page of 7 d": ONE.week, "page of all": ONE.everything, "rows, first": ONE.page, "search": ONE.search}
    for name, milliseconds in watch.milliseconds.items():
        goal = Goal(most=goals[name] * _SLOWER)
        yield Figure(f"{bench.large.count:,} and {RATE}/s: {name}", "ms", milliseconds, goal, wrong=wrong)
    seen = Goal(most=_SEEN_MS)
    yield Figure("  from commit to every view", "ms", watch.seen, seen, note="longest of each round")


class _Watch:
    def __init__(self, context: Context, end_ns: int) -> None:
        self._context = context
        self._end_ns = end_ns
        self.milliseconds: dict[str, list[float]] = {}
        self.seen: list[float] = []
        self.fed = 0
        self.seconds = 0.0

    async def run(self, seconds: float) -> None:
        """Feed and read for so long."""
        context, begin = self._context, time.monotonic()
        await context.pricing.update_catalogue()
        uid = (await context.events.servers())[0].uid
        context.sealing.start()
        feeding = spawn(self._feed(begin + seconds), "feed")
        while not feeding.done():
            committed, told = self.fed, time.perf_counter()
            total = await self._round(EventFilter(servers=(uid,)))
            if total >= committed:
                self.seen.append((time.perf_counter() - told) * 1000)
        await feeding
        await context.sealing.stop()
        self.seconds = time.monotonic() - begin

    async def _round(self, base: EventFilter) -> int:
        """Every view once, as a page that refreshes does; returns how many new events the slowest of them saw."""
        analysis = self._context.analysis
        start = self._end_ns - 7 * DAY_NS + self.fed // RATE * 10**9
        week = replace(base, range=TimeRange(start, None))
        before = replace(base, range=TimeRange(start - 7 * DAY_NS, start))
        step = 6 * 3_600 * 10**9
        await self._time("page of 7 d", analysis.overview(OverviewQuery(week, before, step, TABS, origin_ns=0), UTC))
        await self._time("page of all", analysis.overview(OverviewQuery(base, None, step, TABS), UTC))
        await self._time("rows, first", analysis.page(base, 100))
        await self._time("search", analysis.page(replace(base, search="0ab1"), 100))
        return (await analysis.count(replace(base, range=TimeRange(self._end_ns, None)))) if self.fed else 0

    async def _time(self, name: str, question: Awaitable[object]) -> None:
        begin = time.perf_counter()
        await question
        self.milliseconds.setdefault(name, []).append((time.perf_counter() - begin) * 1000)

    async def _feed(self, until: float) -> None:
        people = populate(SEED, n_models=MODELS, n_accounts=ACCOUNTS, n_keys=KEYS)
        events = generate(SEED + 1, start_ns=self._end_ns, rate=RATE, people=people)
        server = (await self._context.events.servers())[0].id
        intake, begin = Intake(server), time.monotonic()
        while time.monotonic() < until:
            batch = list(islice(events, _BATCH))
            await asyncio.wrap_future(self._context.database.write(intake.job(batch, time.time_ns(), {})))
            self.fed += _BATCH
            await asyncio.sleep(max(0.0, self.fed / RATE - (time.monotonic() - begin)))
