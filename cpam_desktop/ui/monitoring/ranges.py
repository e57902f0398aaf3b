"""The range switch of a page: what is shown, what it is compared with, and the step of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.figures import TimeBucket
from cpam_desktop.domain.ranges import TimeRange, day_start
from cpam_desktop.ui.charts.data import SeriesData

KEYS = ("15m", "1h", "today", "24h", "7d", "30d", "all")
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
    """The span of a choice, read against one `now`; `first_ns` is the oldest event, for `all`.

    A rolling range has no end: events of this moment belong to it.
    """
    now_ns = from_datetime(now)
    if key == "today":
        midnight = day_start(now.astimezone(zone).date(), zone)
        start = from_datetime(midnight)
        day = timedelta(days=1)
        end = from_datetime(day_start((midnight + day).date(), zone))
        before = TimeRange(from_datetime(midnight - day), from_datetime(now - day))
        return Span(TimeRange(start, None), before, (start, end), _step(end - start))
    if key == "all":
        start = first_ns if first_ns is not None else now_ns - 3_600 * NS_PER_SECOND
        step = _step(max(1, now_ns - start))
        start -= start % step
        return Span(TimeRange(None, None), None, (start, now_ns + step), step)
    length = _LENGTHS[key] * NS_PER_SECOND
    step = _step(length)
    start = now_ns - length
    start -= start % step
    return Span(TimeRange(start, None), TimeRange(start - length, start), (start, now_ns + step), step)


def _step(length_ns: int) -> int:
    seconds = length_ns / NS_PER_SECOND
    return next((step for step in _STEPS if seconds / step <= _BARS), _STEPS[-1]) * NS_PER_SECOND


def chart_data(span: Span, buckets: Sequence[TimeBucket], now_ns: int, previous: Sequence[int] = ()) -> SeriesData:
    """Buckets as bars; steps without events are zero, steps still to come are left out."""
    start, end = span.chart
    total = max(1, -(-(end - start) // span.step_ns))
    seen = min(total, max(1, -(-(now_ns - start) // span.step_ns)))
    calls, failed, tokens = [0] * seen, [0] * seen, [0] * seen
    for bucket in buckets:
        place = (bucket.start_ns - start) // span.step_ns
        if 0 <= place < seen:
            calls[place], failed[place], tokens[place] = bucket.requests, bucket.failed, bucket.tokens
    return SeriesData(start, span.step_ns, calls, failed, tokens, total, previous)


def now_utc() -> datetime:
    """This moment."""
    return datetime.now(UTC)
