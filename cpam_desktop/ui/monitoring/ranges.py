"""The range switch of a page: what is shown, what it is compared with, and the step of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import nan

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.figures import TimeBucket
from cpam_desktop.domain.ranges import TimeRange, day_start, parse_range
from cpam_desktop.ui.charts.data import SeriesData

KEYS = ("15m", "1h", "today", "yesterday", "24h", "7d", "30d", "all")
"""Ranges by name; any other text is `FROM..TO`, as on the command line."""
_LENGTHS = {"15m": 900, "1h": 3_600, "24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400}
_STEPS = (5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 7 * 86_400, 28 * 86_400)
_BARS = 72


@dataclass(frozen=True, slots=True)
class Span:
    """`shown` is what the page shows, `before` the period that it is compared with (None: nothing to compare).

    `chart` is the extent of the time axis; `step_ns` one bar.
    """

    shown: TimeRange
    before: TimeRange | None
    chart: tuple[int, int]
    step_ns: int

    def minutes(self, now_ns: int) -> float | None:
        """Length up to now, for rates."""
        if self.shown.start_ns is None:
            return None
        end = min(now_ns, self.shown.end_ns or now_ns)
        return max(1.0, (end - self.shown.start_ns) / NS_PER_SECOND / 60)


def span_of(key: str, now: datetime, zone: tzinfo, first_ns: int | None = None) -> Span:
    """The span of a choice, read against one `now`; `first_ns` is the oldest event, where the range has no start.

    A rolling range has no end: events of this moment belong to it. InputError where a text is no range.
    """
    now_ns = from_datetime(now)
    if key == "today":
        midnight = day_start(now.astimezone(zone).date(), zone)
        start = from_datetime(midnight)
        day = timedelta(days=1)
        end = from_datetime(day_start((midnight + day).date(), zone))
        # In whole minutes: what is asked for again is answered from memory.
        before = TimeRange(from_datetime(midnight - day), from_datetime((now - day).replace(second=0, microsecond=0)))
        return Span(TimeRange(start, None), before, (start, end), _step(end - start))
    if key == "all":
        start = first_ns if first_ns is not None else now_ns - 3_600 * NS_PER_SECOND
        step = _step(max(1, now_ns - start))
        start -= start % step
        return Span(TimeRange(None, None), None, (start, now_ns + step), step)
    if key not in _LENGTHS:
        return _fixed(parse_range(key, now, zone), now_ns, first_ns, key, zone)
    length = _LENGTHS[key] * NS_PER_SECOND
    step = _step(length)
    start = now_ns - length
    start -= start % step
    return Span(TimeRange(start, None), TimeRange(start - length, start), (start, now_ns + step), step)


def _fixed(shown: TimeRange, now_ns: int, first_ns: int | None, key: str, zone: tzinfo) -> Span:
    """The span of a range with edges of its own; compared with as much time before it, a day with the day before."""
    end = shown.end_ns if shown.end_ns is not None else now_ns
    start = shown.start_ns
    if start is None:
        start = min(first_ns if first_ns is not None else now_ns, end - NS_PER_SECOND)
        step = _step(end - start)
        return Span(shown, None, (start - start % step, end), step)
    step = _step(max(1, end - start))
    if key == "yesterday":
        day = datetime.fromtimestamp(start / NS_PER_SECOND, zone).date() - timedelta(days=1)
        before = TimeRange(from_datetime(day_start(day, zone)), start)
    else:
        before = TimeRange(max(0, 2 * start - end), start)
    return Span(shown, before, (start, max(end, start + step)), step)


def _step(length_ns: int) -> int:
    seconds = length_ns / NS_PER_SECOND
    return next((step for step in _STEPS if seconds / step <= _BARS), _STEPS[-1]) * NS_PER_SECOND


METRICS = {"tokens": "tokens", "cost": "usd", "latency": "ms"}
"""What the chart's line may show, with its unit."""


def chart_data(
    span: Span,
    buckets: Sequence[TimeBucket],
    now_ns: int,
    previous: Sequence[int] = (),
    metric: str = "tokens",
) -> SeriesData:
    """Buckets as bars, one of `METRICS` as the line; steps without events are zero, steps still to come are left out.

    `previous` are the calls of the period before by step, as `calls_before` gives them.
    """
    start, end = span.chart
    total = max(1, -(-(end - start) // span.step_ns))
    seen = min(total, max(1, -(-(now_ns - start) // span.step_ns)))
    calls, failed = [0] * seen, [0] * seen
    line = [nan if metric == "latency" else 0.0] * seen
    for bucket in buckets:
        place = (bucket.start_ns - start) // span.step_ns
        if 0 <= place < seen:
            calls[place], failed[place] = bucket.requests, bucket.failed
            line[place] = _value(bucket, metric)
    return SeriesData(start, span.step_ns, calls, failed, line, total, previous, METRICS[metric])


def calls_before(span: Span, buckets: Sequence[TimeBucket]) -> list[int]:
    """Calls of the period before, laid over the steps of the chart; empty where there were none."""
    if not buckets or span.before is None or span.before.start_ns is None:
        return []
    end = span.before.end_ns or span.chart[1]
    calls = [0] * max(1, -(-(end - span.before.start_ns) // span.step_ns))
    for bucket in buckets:
        place = (bucket.start_ns - span.before.start_ns) // span.step_ns
        if 0 <= place < len(calls):
            calls[place] = bucket.requests
    return calls


def _value(bucket: TimeBucket, metric: str) -> float:
    if metric == "cost":
        return float(bucket.figures.cost_usd or 0)
    if metric == "latency":
        average = bucket.figures.latency_ms.avg
        return nan if average is None else average
    return float(bucket.tokens)


def now_utc() -> datetime:
    """This moment."""
    return datetime.now(UTC)
