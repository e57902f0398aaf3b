"""The system's time zone with all its rules: a bare offset would put the other half of the year an hour off."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")


def system_zone() -> tzinfo:
    """The system's zone by its IANA name, or by the C library's rules where it has no name that can be found."""
    try:
        return ZoneInfo(_system_name())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return LocalZone()


def _system_name() -> str:
    if "TZ" in os.environ:
        return os.environ["TZ"].removeprefix(":") or "UTC"
    return _LOCALTIME.resolve().as_posix().rpartition("/zoneinfo/")[2]


class LocalZone(tzinfo):
    """Local time as the C library counts it (`TZ` rules without a name, Windows)."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        """Offset at that local time; `fold` tells the second of two equal ones."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """Not told apart from the offset."""
        return None

    def tzname(self, dt: datetime | None, /) -> str | None:
        """Abbreviation at that local time."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime, /) -> datetime:
        """Local time of a moment, with its `fold`."""
        seconds = int(dt.replace(tzinfo=UTC, microsecond=0).timestamp())
        return datetime.fromtimestamp(seconds).replace(microsecond=dt.microsecond, tzinfo=self)  # noqa: DTZ006

    def __str__(self) -> str:
        return "/".join(dict.fromkeys(time.tzname))
