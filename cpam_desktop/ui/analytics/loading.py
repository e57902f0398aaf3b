"""Reads what Analytics shows: figures by step of what is shown and of what it is compared with, and what stands out."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from cpam_desktop.domain.analysis import Overview, OverviewQuery
from cpam_desktop.domain.anomalies import DIMENSIONS, Anomaly, Cause, causes, find
from cpam_desktop.domain.clock import from_datetime
from cpam_desktop.domain.figures import Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange, day_start
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS, edges, fold
from cpam_desktop.ui.analytics.periods import MOST_HOURS, SHIFTS, Period, period_of
from cpam_desktop.ui.monitoring.ranges import now_utc
from cpam_desktop.ui.session import Session

_LEARN_DAYS = 14
"""So long before a short range is read too, to know what is usual."""
_FIND_SECONDS = 20.0
OFF, BEFORE, SIDE, SERVER = "", "before", "side:", "server:"
"""What to compare with: nothing; the period before, as changes; the same as two columns; another server (uid)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose. `shown` are keys of metrics in the chart, `compare` as the words above say."""

    span: str = "7d"
    step: str = "auto"
    everywhere: bool = False
    compare: str = BEFORE
    shown: tuple[str, ...] = ("attempts", "cost")


@dataclass(frozen=True, slots=True)
class Side:
    """One of what is compared: its figures, and those of each step of the chart; the first `unknown` steps ended before
    the history began."""

    overview: Overview
    edges: tuple[int, ...] = (0, HOUR_NS)
    steps: tuple[Figures, ...] = ()
    buckets: tuple[TimeBucket, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class AnalyticsState:
    """All of the page. `edges` are those of the steps, `seen` is how many have begun."""

    choice: Choice
    period: Period
    edges: tuple[int, ...]
    seen: int
    this: Side
    other: Side | None = None
    anomalies: tuple[Anomaly, ...] = field(default=())
    wanted: EventFilter = field(default_factory=EventFilter)


async def load(session: Session, choice: Choice) -> AnalyticsState:
    """Ask the services. InputError where the range is none."""
    now, zone = now_utc(), session.zone
    now_ns = from_datetime(now)
    ask, context = session.tasks.ask, session.context
    server = session.server
    assert server is not None
    first = (await ask(context.events.file_info)).first_ns
    period = period_of(choice.span, now, zone, first)
    servers = () if choice.everywhere else (server.profile.uid,)
    wanted = await ask(lambda: context.rules.applied(EventFilter(range=period.shown, servers=servers)))
    at = edges(period.start_ns, period.end_ns, zone, daily=period.daily(choice.step))
    seen = max(1, min(len(at) - 1, bisect_right(at, now_ns)))
    other = _other(choice, wanted, period, now_ns, zone)
    if choice.compare == BEFORE and other is not None and other[1][-1] <= (first or now_ns):
        other = None  # nothing was known then
    this, than, learnt = await asyncio.gather(
        _side(session, wanted, at, first, choice, period),
        _none() if other is None else _side(session, *other, first, choice, period),
        _learnt(session, wanted, period),
    )
    known = (*learnt, *this.buckets)
    step_ns = HOUR_NS if period.hours <= MOST_HOURS else DAY_NS
    found = await session.tasks.run_blocking(
        lambda: tuple(find(known, step_ns, period.start_ns)), seconds=_FIND_SECONDS
    )
    return AnalyticsState(choice, period, at, seen, this, than, found, wanted)


async def explain(session: Session, state: AnalyticsState, anomaly: Anomaly) -> list[Cause]:
    """Who contributed most to what stands out."""
    wanted = replace(state.wanted, range=TimeRange(anomaly.start_ns, anomaly.end_ns))
    query = OverviewQuery(wanted, groups=DIMENSIONS)
    then = await session.tasks.ask(lambda: session.context.analysis.overview(query, session.zone))
    return causes(anomaly, then.groups, state.this.overview.groups)


async def _none() -> None:
    return None


def _other(
    choice: Choice, wanted: EventFilter, period: Period, now_ns: int, zone: tzinfo
) -> tuple[EventFilter, tuple[int, ...]] | None:
    """What is asked for to compare with, and its steps."""
    daily = period.daily(choice.step)
    if choice.compare.startswith(SERVER):
        at = edges(period.start_ns, period.end_ns, zone, daily=daily)
        return replace(wanted, servers=(choice.compare.removeprefix(SERVER),)), at
    if choice.compare == OFF or choice.span == "all":
        return None
    days = SHIFTS.get(choice.compare.removeprefix(SIDE), period.days())
    earlier = period.earlier(days, now_ns, zone)
    assert earlier.start_ns is not None
    at = edges(earlier.start_ns, earlier.start_ns + period.end_ns - period.start_ns, zone, daily=daily)
    return replace(wanted, range=earlier), at


async def _side(
    session: Session, wanted: EventFilter, at: Sequence[int], first: int | None, choice: Choice, period: Period
) -> Side:
    analysis, zone = session.context.analysis, session.zone
    long = period.hours > MOST_HOURS
    kinds = (*DIMENSIONS, "day") if long else DIMENSIONS
    query = OverviewQuery(wanted, None, None if long else HOUR_NS, kinds, quarters=True)
    overview = await session.tasks.ask(lambda: analysis.overview(query, zone))
    buckets = _days(overview.groups.get("day", ()), zone) if long else overview.steps
    steps = fold(buckets, at)
    if "ttft" in choice.shown:
        kind = "day" if period.daily(choice.step) else "hour"
        _, rows = await session.tasks.ask(lambda: analysis.groups(wanted, kind, zone))
        _with_ttft(steps, at, rows, zone)
    return Side(overview, tuple(at), tuple(steps), buckets, max(0, bisect_right(at, first or 0) - 1))


async def _learnt(session: Session, wanted: EventFilter, period: Period) -> tuple[TimeBucket, ...]:
    """Hours before a short range."""
    if period.hours > _LEARN_DAYS * 24:
        return ()
    start = max(0, period.start_ns - _LEARN_DAYS * DAY_NS)
    before = replace(wanted, range=TimeRange(start, period.start_ns))
    query = OverviewQuery(before, step_ns=HOUR_NS)
    found = await session.tasks.ask(lambda: session.context.analysis.overview(query, session.zone))
    return found.steps


def _days(rows: Sequence[Group], zone: tzinfo) -> tuple[TimeBucket, ...]:
    """Days of the calendar as steps."""
    return tuple(
        TimeBucket(
            _moment(row.key, zone), row.figures.requests, row.figures.failed, row.figures.tokens.total, 0, row.figures
        )
        for row in rows
    )


def _with_ttft(steps: list[Figures], at: Sequence[int], rows: Sequence[Group], zone: tzinfo) -> None:
    """Put in the time to first token, which only groups know."""
    for row in rows:
        place = bisect_right(at, _moment(row.key, zone)) - 1
        if 0 <= place < len(steps):
            steps[place] = replace(steps[place], ttft_ms=row.figures.ttft_ms)


def _moment(key: str, zone: tzinfo) -> int:
    """The start of the day or hour that a group is called by."""
    if len(key) == len("2026-11-23"):
        return from_datetime(day_start(date.fromisoformat(key), zone))
    return from_datetime(datetime.fromisoformat(key))
