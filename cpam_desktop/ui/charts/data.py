"""Values of a time chart, and the round numbers at its axes. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil, floor, log10

_NS = 1_000_000_000
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_STEPS = (
    1, 5, 15, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE,
    _HOUR, 2 * _HOUR, 3 * _HOUR, 4 * _HOUR, 6 * _HOUR, 12 * _HOUR,
    _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 28 * _DAY, 91 * _DAY,
)  # fmt: skip


UNITS = {"tokens": "s2", "usd": "s3", "ms": "s5"}
"""What the line of a chart may show, and the token of its colour (DESIGN 2)."""


@dataclass(frozen=True, slots=True)
class SeriesData:
    """Buckets of `step_ns` from `start_ns` on: all calls, the failed among them, and the line's values: tokens, or
    what `unit` says (cost in US dollars, latency in milliseconds).

    `total` is how many buckets the axis has; those after the last value are still to come. `previous` are the calls
    of the period before, drawn dashed where given.
    """

    start_ns: int
    step_ns: int
    calls: Sequence[int] = ()
    failed: Sequence[int] = ()
    tokens: Sequence[float] = ()
    total: int = 1
    previous: Sequence[int] = ()
    unit: str = "tokens"

    def as_table(self, zone: tzinfo) -> str:
        """The chart as tab-separated lines: time, calls, failed, tokens."""
        lines = [f"time\tcalls\tfailed\t{self.unit}"]
        for place, values in enumerate(zip(self.calls, self.failed, self.tokens, strict=True)):
            moment = datetime.fromtimestamp((self.start_ns + place * self.step_ns) / _NS, zone)
            lines.append("\t".join([moment.isoformat(timespec="seconds"), *map(str, values)]))
        return "\n".join(lines)


def nice_top(highest: float, parts: int) -> tuple[float, float]:
    """Top of an axis and its step: the smallest round step (1, 2, 2.5, 5 x 10^n) whose `parts` reach `highest`."""
    if highest <= 0:
        return float(parts), 1.0
    raw = highest / parts
    size = 10 ** floor(log10(raw))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw * (1 - 1e-9))
    if highest >= 1 and step < 1:
        step = 1.0
    return step * parts, step


def time_ticks(data: SeriesData, zone: tzinfo, most: int) -> list[tuple[float, str]]:
    """Ticks in bucket units with their texts: round times of the zone, at most `most` of them."""
    length = data.total * data.step_ns / _NS
    step = next((one for one in _STEPS if length / one <= most), ceil(length / most))
    start = datetime.fromtimestamp(data.start_ns / _NS, UTC).astimezone(zone)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[float, str]] = []
    count = floor((start - midnight).total_seconds() / step)
    while True:
        # Wall-clock steps, so that 06:00 stays 06:00 across a clock change.
        moment = midnight + timedelta(seconds=count * step)
        place = (moment.timestamp() * _NS - data.start_ns) / data.step_ns
        if place > data.total:
            return ticks
        if place >= 0:
            ticks.append((place, _tick_text(moment, step)))
        count += 1


def _tick_text(moment: datetime, step: int) -> str:
    if step >= _DAY or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.strftime("%m-%d") if step >= _DAY else "00:00"
    return moment.strftime("%H:%M:%S" if step < _MINUTE else "%H:%M")
