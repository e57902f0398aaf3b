"""Hours and days of a zone as steps of a chart, and figures of finer steps put together into them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta, tzinfo

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import NO_SPREAD, Figures, Spread, TimeBucket
from cpam_desktop.domain.ranges import day_start

HOUR_NS = 3_600 * NS_PER_SECOND
DAY_NS = 24 * HOUR_NS


def hour_start(moment: datetime, zone: tzinfo) -> int:
    """The full hour of the zone at or before an aware moment, in nanoseconds UTC."""
    local = moment.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return from_datetime(moment - into)


def edges(start_ns: int, end_ns: int, zone: tzinfo, *, daily: bool) -> tuple[int, ...]:
    """Starts of the steps that cover [start, end), and the end of the last: hours, or days of the zone.

    Days are those of the calendar, so the one of a clock change has 23 or 25 hours.
    """
    if not daily:
        count = max(1, -(-(end_ns - start_ns) // HOUR_NS))
        return tuple(start_ns + place * HOUR_NS for place in range(count + 1))
    day = datetime.fromtimestamp(start_ns // NS_PER_SECOND, zone).date()
    found = [from_datetime(day_start(day, zone))]
    while found[-1] < end_ns or len(found) < 2:
        day += timedelta(days=1)
        found.append(from_datetime(day_start(day, zone)))
    return tuple(found)


def fold(steps: Iterable[TimeBucket], at: Sequence[int]) -> list[Figures]:
    """The figures of each step between two edges; steps that begin outside of all are left out."""
    inside: list[list[TimeBucket]] = [[] for _ in at[1:]]
    for step in steps:
        place = bisect_right(at, step.start_ns) - 1
        if 0 <= place < len(inside):
            inside[place].append(step)
    return [together(found) for found in inside]


def together(steps: Sequence[TimeBucket]) -> Figures:
    """Figures of several steps as one; of durations only the average latency."""
    if len(steps) == 1:
        return steps[0].figures
    found = [step.figures for step in steps]
    counts = [round(step.latency_sum_ms / average) if (average := step.figures.latency_ms.avg) else 0 for step in steps]
    measured = sum(counts)
    costs = [one.cost_pico for one in found if one.cost_pico is not None]
    return Figures(
        requests=sum(one.requests for one in found),
        failed=sum(one.failed for one in found),
        tokens=_tokens([one.tokens for one in found]),
        latency_ms=Spread(avg=sum(step.latency_sum_ms for step in steps) / measured) if measured else NO_SPREAD,
        priced_requests=sum(one.priced_requests for one in found),
        cost_pico=sum(costs) if costs else None,
        clients=sum(one.clients for one in found),
        timed_output=sum(one.timed_output for one in found),
        timed_ms=sum(one.timed_ms for one in found),
        last_ns=max((one.last_ns for one in found), default=0),
    )


def _tokens(found: Sequence[Buckets]) -> Buckets:
    return Buckets(**{kind.name: sum(getattr(one, kind.name) for one in found) for kind in fields(Buckets)})
