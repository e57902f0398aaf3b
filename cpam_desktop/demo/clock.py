"""The demo server's time: the machine's, steady, and movable so that tests need not wait for retention or bans."""

from __future__ import annotations

import time
from datetime import UTC, datetime

NS = 1_000_000_000


class DemoClock:
    """Wall clock time that never jumps back; `advance` moves it forward."""

    def __init__(self) -> None:
        self._wall_ns = time.time_ns()
        self._steady_ns = time.monotonic_ns()
        self._ahead_ns = 0

    def now_ns(self) -> int:
        """Nanoseconds UTC."""
        return self._wall_ns + (time.monotonic_ns() - self._steady_ns) + self._ahead_ns

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once: queued events age, bans end."""
        self._ahead_ns += int(seconds * NS)


def local_time(ns: int) -> datetime:
    """The moment in the machine's zone: CPA writes logs and request buckets in local time without naming it."""
    return datetime.fromtimestamp(ns // NS, UTC).astimezone()
