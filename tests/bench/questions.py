"""How long the history's questions take: pages as a whole, rows, searches, and a `report` process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from cpam_desktop.domain.analysis import TABS, OverviewQuery
from cpam_desktop.domain.figures import Cursor
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.services.analysis import AnalysisService
from cpam_desktop.services.context import Context
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.large import DAY_NS, DAYS, FOLD, bytes_of

_PAGE = 100
_TIMES = 5
_CHART_STEPS = 72
Question = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Limits:
    """Goals in ms; None where there is none."""

    week: float
    month: float
    everything: float
    again: float
    page: float
    search: float
    memory_mb: float


ONE = Limits(150, 300, 300, 300, 20, 150, 250)
TEN = Limits(150, 300, 2_000, 500, 40, 300, 600)


def importing(bench: Bench) -> Iterator[Figure]:
    """A file of events without response headers to committed rows and sealed segments, and what they take on disk."""
    count, wrong, sizes = bench.large.count, "", (0, 0)
    rates: list[float] = []
    bench.say(f"making {count:,} events")
    _ = bench.large.workload
    for _run in range(bench.runs):
        with bench.fresh() as path:
            seconds, found = bench.large.imported(path)
            sizes, wrong = bytes_of(path), wrong or found
        rates.append(count / seconds)
        bench.say(f"import of {count:,}: {rates[-1]:,.0f} events/s")
    yield Figure(f"import of {count:,}, sealed", "events/s", rates, Goal(least=60_000), wrong=wrong)
    yield Figure("  on disk, rows and segments", "bytes/event", [sum(sizes) / count], Goal(most=200))
    yield Figure("    segments alone", "bytes/event", [sizes[1] / count])


def one(bench: Bench) -> Iterator[Figure]:
    """The questions over the events of 30 days."""
    yield from _figures(bench, bench.large.one(), bench.large.count, ONE)


def ten(bench: Bench) -> Iterator[Figure]:
    """The same over ten times as many of 300 days."""
    count = bench.large.count * FOLD
    bench.say(f"making {count:,} rows")
    path, rate = bench.large.ten()
    yield Figure(f"sealing of {count:,} rows", "rows/s", [rate])
    yield from _figures(bench, path, count, TEN)


def _figures(bench: Bench, path: Path, count: int, limits: Limits) -> Iterator[Figure]:
    with Context.open(path) as context:
        found = asyncio.run(_ask_all(context, bench.large.end_ns, limits))
    for name, (milliseconds, goal) in found.items():
        bench.say(f"{count:,}: {name}, {min(milliseconds):,.1f} ms")
        yield Figure(f"{count:,}: {name}", "ms", milliseconds, None if goal is None else Goal(most=goal))
    yield from _process(path, count, limits)


async def _ask_all(context: Context, end_ns: int, limits: Limits) -> dict[str, tuple[list[float], float | None]]:
    await context.pricing.update_catalogue()
    analysis = context.analysis
    base = EventFilter(servers=((await context.events.servers())[0].uid,))
    week = replace(base, range=TimeRange(end_ns - 7 * DAY_NS, None))
    month = replace(base, range=TimeRange(end_ns - DAYS * DAY_NS, None))
    top = await analysis.overview(_page_of(month, end_ns))
    models = tuple(group.key for group in top.groups["model"][:3])
    some: dict[str, Any] = {"models": models, "statuses": ("ok",)}
    others: dict[str, Any] = {
        "accounts": tuple(group.key for group in top.groups["account"][:20]),
        "models": (f"!{models[0]}",),
    }
    answers: dict[str, tuple[list[float], float | None]] = {}
    pages: dict[str, tuple[EventFilter, float]] = {
        "page of 7 d": (week, limits.week),
        "page of 7 d, model and status": (replace(week, **some), limits.week),
        "page of 30 d": (month, limits.month),
        "page of 30 d, account and not model": (replace(month, **others), limits.month),
        "page of all": (base, limits.everything),
        "page of all, model and status": (replace(base, **some), limits.everything),
    }
    for name, (wanted, goal) in pages.items():
        query = _page_of(wanted, end_ns)
        answers[name] = await _time(lambda query=query: analysis.overview(query, UTC), analysis), goal
        again = goal if limits.again > goal else limits.again
        answers[f"{name}, again"] = await _time(lambda query=query: analysis.overview(query, UTC)), again
    for name, (question, goal) in _row_questions(analysis, base, end_ns, limits).items():
        answers[name] = await _time(question), goal
    return answers


def _row_questions(
    analysis: AnalysisService, base: EventFilter, end_ns: int, limits: Limits
) -> Mapping[str, tuple[Question, float | None]]:
    middle = Cursor(end_ns - DAYS // 2 * DAY_NS, 0)
    failed = replace(base, statuses=("failed",))
    return {
        "rows, first": (lambda: analysis.page(base, _PAGE), limits.page),
        "rows, deep": (lambda: analysis.page(base, _PAGE, middle), limits.page),
        "rows, filtered": (lambda: analysis.page(failed, _PAGE), limits.page),
        "rows, filtered, deep": (lambda: analysis.page(failed, _PAGE, middle), limits.page),
        "rows, a jump": (lambda: analysis.skip(base, Cursor(end_ns, 0), 1_000), limits.page),
        "search, found": (lambda: analysis.page(replace(base, search="0ab1"), _PAGE), limits.search),
        "search in texts": (lambda: analysis.page(replace(base, search="quota"), _PAGE), limits.search),
        "search, nothing": (lambda: analysis.page(replace(base, search="no such text"), _PAGE), limits.search),
        "failures of 30 d": (
            lambda: analysis.failures(
                replace(base, range=TimeRange(end_ns - DAYS * DAY_NS, None)), ("model", "account"), DAY_NS
            ),
            None,
        ),
    }


def _page_of(wanted: EventFilter, end_ns: int) -> OverviewQuery:
    """What Monitoring asks for: figures, the period before, the chart, and every tab."""
    start = wanted.range.start_ns
    before = None if start is None else replace(wanted, range=TimeRange(2 * start - end_ns, start))
    length = (end_ns - start) if start is not None else DAYS * FOLD * DAY_NS
    return OverviewQuery(wanted, before, length // _CHART_STEPS, TABS)


async def _time(question: Question, forget: AnalysisService | None = None) -> list[float]:
    """Milliseconds of several times, after one that warms the files; `forget` what it kept of earlier answers."""
    milliseconds: list[float] = []
    for number in range(_TIMES + 1):
        if forget is not None:
            forget._aggregator.forget()  # pyright: ignore[reportPrivateUsage]
        begin = time.perf_counter()
        await question()
        if number:
            milliseconds.append((time.perf_counter() - begin) * 1000)
    return milliseconds


def _process(path: Path, count: int, limits: Limits) -> Iterator[Figure]:
    """`report` as a process of its own: seconds from start to end, and the most memory that it had."""
    milliseconds: list[float] = []
    memory: list[float] = []
    wrong = ""
    peak = path.with_name("peak")
    report = ("report", "--db", str(path), "--range", "all", "--group-by", "model", "--json")
    for _ in range(3):
        begin = time.perf_counter()
        command = [sys.executable, "-m", "tests.bench.measured", str(peak), *report]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        milliseconds.append((time.perf_counter() - begin) * 1000)
        memory.append(float(peak.read_text()))
        wrong = wrong or ("" if told["totals"]["requests"] == count else "the report misses events")
    yield Figure(f"{count:,}: report process", "ms", milliseconds, wrong=wrong)
    yield Figure(f"{count:,}: report process, memory", "MB", memory, Goal(most=limits.memory_mb))
