"""What Analytics shows and what it is compared with: whole hours for a day, whole days beyond. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.ranges import TimeRange, day_start, parse_range
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS, hour_start

MOST_HOURS = 92 * 24
"""So many hours are looked at one by one; a longer range is read in days."""
_AUTO_HOURS = 14 * 24
_MINUTE_NS = 60 * NS_PER_SECOND
_DAYS = {"today": 1, "7d": 7, "30d": 30}
SHIFTS = {"week": 7, "month": 28}
"""Comparisons with the same time so many days earlier."""


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end) of the charts, and what is counted: `shown` has no end where it is still going on."""

    start_ns: int
    end_ns: int
    shown: TimeRange
    going_on: bool

    @property
    def hours(self) -> int:
        """Length in hours."""
        return -(-(self.end_ns - self.start_ns) // HOUR_NS)

    def daily(self, step: str) -> bool:
        """Whether steps are days, for a choice of auto, hour or day."""
        if self.hours > MOST_HOURS:
            return True
        return step == "day" or (step == "auto" and self.hours > _AUTO_HOURS)

    def earlier(self, days: int, now_ns: int, zone: tzinfo) -> TimeRange:
        """As much of the time so many days of the calendar earlier as has gone by of this one."""
        end = min(self.end_ns, now_ns // _MINUTE_NS * _MINUTE_NS)  # what is asked for again comes from memory
        return TimeRange(_moved(self.start_ns, days, zone), max(1, _moved(end, days, zone)))

    def days(self) -> int:
        """Length in days, at least one: how far back the period before lies."""
        return max(1, round((self.end_ns - self.start_ns) / DAY_NS))


def _moved(nanos: int, days: int, zone: tzinfo) -> int:
    return max(0, from_datetime(datetime.fromtimestamp(nanos // NS_PER_SECOND, zone) - timedelta(days=days)))


def period_of(key: str, now: datetime, zone: tzinfo, first_ns: int | None = None) -> Period:
    """The period of a choice (24h, today, 7d, 30d, yesterday, all, or FROM..TO); `first_ns` is the oldest event.

    7d is today and the six days before. InputError where a text is no range.
    """
    if key == "24h":
        end = hour_start(now + timedelta(hours=1), zone)
        return Period(end - DAY_NS, end, TimeRange(end - DAY_NS, None), True)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = from_datetime(day_start(tomorrow, zone))
    if key in _DAYS:
        start = from_datetime(day_start(tomorrow - timedelta(days=_DAYS[key]), zone))
        return Period(start, midnight, TimeRange(start, None), True)
    asked = parse_range(key, now, zone)
    start = asked.start_ns
    if start is None:
        first = first_ns if first_ns is not None else from_datetime(now)
        day = datetime.fromtimestamp(first // NS_PER_SECOND, zone).date()
        start = min(from_datetime(day_start(day, zone)), (asked.end_ns or midnight) - HOUR_NS)
    if asked.end_ns is None or asked.end_ns > from_datetime(now):
        return Period(start, max(midnight, start + HOUR_NS), TimeRange(start, None), True)
    return Period(start, asked.end_ns, TimeRange(start, asked.end_ns), False)
