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
# Events of one second share this prefix; the cache is emptied when it grows, so memory stays bounded.
_seconds: dict[str, int] = {}


def parse_time_ns(text: str) -> int | None:
    """Nanoseconds UTC of an RFC 3339 text (an absent offset counts as UTC), or None where it is no usable time."""
    if len(text) > 20 and text[-1] == "Z" and text[19] == ".":
        seconds = _seconds.get(text[:19])
        fraction = text[20:-1]
        if seconds is not None and fraction.isascii() and fraction.isdigit():
            return seconds * NS_PER_SECOND + int(fraction[:9].ljust(9, "0"))
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
    if not 0 < nanos <= MAX_NS:
        return None
    if offset in ("Z", "z") and seconds < MAX_NS // NS_PER_SECOND:  # a cached second is good with any fraction
        if len(_seconds) > 4096:
            _seconds.clear()
        _seconds[f"{day}T{clock}"] = seconds
    return nanos


def _zone(offset: str | None) -> tzinfo:
    if offset is None or offset in ("Z", "z"):
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def rfc3339_nano(nanos: int) -> str:
    """UTC text as Go's RFC3339Nano writes it: trailing zeros of the fraction trimmed, `Z` at the end."""
    seconds, fraction = divmod(nanos, NS_PER_SECOND)
    text = _second_text(seconds)
    return f"{text}.{fraction:09d}".rstrip("0") + "Z" if fraction else text + "Z"


@lru_cache(maxsize=4096)
def _second_text(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def to_iso(nanos: int, zone: tzinfo | None = None) -> str:
    """ISO 8601 with offset, microseconds, in `zone` (default UTC): the form of every JSON answer."""
    seconds, fraction = divmod(nanos, NS_PER_SECOND)
    moment = datetime.fromtimestamp(seconds, zone or UTC).replace(microsecond=fraction // 1000)
    return moment.isoformat()


def from_datetime(moment: datetime) -> int:
    """Nanoseconds UTC of an aware datetime, exact to the microsecond."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * NS_PER_SECOND + delta.microseconds * 1000
