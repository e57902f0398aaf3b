"""Time ranges as people write them, read once into half-open nanosecond intervals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cpam_desktop.domain.clock import MAX_NS, from_datetime
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.zones import system_zone

_ROLLING = {"1h": 1, "24h": 24, "7d": 24 * 7, "30d": 24 * 30}
RANGE_HELP = "1h, 24h, 7d, 30d, today, yesterday, all, or FROM..TO (ISO 8601, either side may be empty)"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """[start, end) in nanoseconds UTC; None is open."""

    start_ns: int | None = None
    end_ns: int | None = None


ALL_TIME = TimeRange()


def read_zone(name: str | None) -> tzinfo:
    """The IANA zone of that name, or the system's own for None."""
    if name is None:
        return system_zone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"there is no time zone “{name}”", hint="Give an IANA name such as Europe/Berlin.") from error


def parse_range(text: str, now: datetime, zone: tzinfo) -> TimeRange:
    """Read a range against one aware `now`; days are those of `zone`."""
    text = text.strip()
    if text == "all":
        return ALL_TIME
    if text in _ROLLING:
        return TimeRange(from_datetime(now - timedelta(hours=_ROLLING[text])), from_datetime(now))
    today = now.astimezone(zone).date()
    if text == "today":
        return _days(today, today, zone)
    if text == "yesterday":
        day = today - timedelta(days=1)
        return _days(day, day, zone)
    if ".." in text:
        return _explicit(text, zone)
    raise InputError(f"“{text}” is no time range", hint=f"Use {RANGE_HELP}.")


def day_start(day: date, zone: tzinfo) -> datetime:
    """Midnight of that day in the zone (the first moment that exists, where a clock change skips it)."""
    return datetime.combine(day, time(), zone)


def _days(first: date, last: date, zone: tzinfo) -> TimeRange:
    return TimeRange(from_datetime(day_start(first, zone)), from_datetime(day_start(last + timedelta(days=1), zone)))


def _explicit(text: str, zone: tzinfo) -> TimeRange:
    left, _, right = text.partition("..")
    start = _moment(left, zone, end=False)
    end = _moment(right, zone, end=True)
    if start is not None and end is not None and start >= end:
        raise InputError(f"the range “{text}” is empty", hint="FROM must be before TO.")
    return TimeRange(_storable(start), _storable(end))


def _storable(nanos: int | None) -> int | None:
    """No event lies outside 1970 to 2262, and no number beyond fits into the database."""
    return None if nanos is None else min(max(nanos, 0), MAX_NS)


def _moment(text: str, zone: tzinfo, *, end: bool) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = _date(text)
        if day is not None:
            return from_datetime(day_start(day + timedelta(days=1 if end else 0), zone))
        moment = datetime.fromisoformat(text)
        return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError, OSError) as error:  # OSError: Windows knows local times of 1970 to 3000 only
        raise InputError(f"“{text}” is no date or time", hint="Write ISO 8601, such as 2026-11-01T08:00.") from error


def _date(text: str) -> date | None:
    """A date alone, in any form of ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
