"""Times as integer nanoseconds UTC, cut from RFC 3339 text without losing digits (decision 2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

NS_PER_SECOND = 1_000_000_000
NS_PER_MS = 1_000_000
# SQLite integers and our arithmetic end here: 2262-04-11. Earlier than 1970 is Go's zero time or nonsense.
MAX_NS = 2**63 - 1

_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?\s*(Z|z|[+-]\d\d:?\d\d)?", re.ASCII)
# Events of one minute share this prefix; the cache is emptied when it grows, so memory stays bounded.
_minutes: dict[str, int] = {}
_SECONDS = {f":{second:02d}.": second for second in range(60)}


def parse_time_ns(text: str) -> int | None:
    """Nanoseconds UTC of an RFC 3339 text (an absent offset counts as UTC), or None where it is no usable time."""
    if len(text) > 20 and text[-1] == "Z" and text[19] == ".":
        minute = _minutes.get(text[:16])
        second = _SECONDS.get(text[16:20])
        fraction = text[20:-1]
        if minute is not None and second is not None and fraction.isascii() and fraction.isdigit():
            return (minute + second) * NS_PER_SECOND + int(fraction[:9].ljust(9, "0"))
    return _parse_slowly(text.strip())


def _parse_slowly(text: str) -> int | None:
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=_zone(offset))
        seconds = int(moment.timestamp())
    except (ValueError, OverflowError):
        return None
    nanos = seconds * NS_PER_SECOND + int((fraction or "0")[:9].ljust(9, "0"))
    if not 0 < nanos < MAX_NS:  # ranges and prices end before it
        return None
    minute = seconds - seconds % 60
    if offset in ("Z", "z") and 0 < minute < MAX_NS // NS_PER_SECOND - 60:  # with any second and fraction it is good
        if len(_minutes) > 4096:
            _minutes.clear()
        _minutes[f"{day}T{clock[:5]}"] = minute
    return nanos


def _zone(offset: str | None) -> tzinfo:
    if offset is None or offset in ("Z", "z"):
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def rfc3339_nano(nanos: int) -> str:
    """UTC text as Go's RFC3339Nano writes it: trailing zeros of the fraction trimmed, `Z` at the end."""
    seconds, fraction = divmod(nanos, NS_PER_SECOND)
    minute, second = divmod(seconds, 60)
    text = f"{_minute_text(minute)}:{second:02d}"
    return f"{text}.{fraction:09d}".rstrip("0") + "Z" if fraction else text + "Z"


@lru_cache(maxsize=4096)
def _minute_text(minute: int) -> str:
    return datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%dT%H:%M")


def to_iso(nanos: int, zone: tzinfo | None = None) -> str:
    """ISO 8601 with offset, microseconds, in `zone` (default UTC): the form of every JSON answer."""
    seconds, fraction = divmod(nanos, NS_PER_SECOND)
    moment = datetime.fromtimestamp(seconds, zone or UTC).replace(microsecond=fraction // 1000)
    return moment.isoformat()


def from_datetime(moment: datetime) -> int:
    """Nanoseconds UTC of an aware datetime, exact to the microsecond."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * NS_PER_SECOND + delta.microseconds * 1000
