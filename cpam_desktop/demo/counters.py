"""Successes and failures by credential since start, with the 20 ten-minute buckets of `recent_requests`."""

from __future__ import annotations

import re
from typing import Any

from cpam_desktop.demo.clock import NS, DemoClock, local_time

BUCKETS = 20
BUCKET_SECONDS = 600

_AUTH_INDEX = re.compile(rb'"auth_index":\s*"([^"]*)"')
_FAILED = re.compile(rb'"failed":\s*true')


class Counters:
    """Counts by `auth_index`; CPA counts whether or not anybody reads the queue."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self._totals: dict[str, list[int]] = {}
        self._buckets: dict[str, dict[int, list[int]]] = {}

    def count(self, raw: bytes) -> bool:
        """Count one event as it goes out; true where it was a failure."""
        failed = _FAILED.search(raw) is not None
        if found := _AUTH_INDEX.search(raw):
            self.add(found[1].decode("ascii", "replace"), failed=failed)
        return failed

    def add(self, auth_index: str, *, failed: bool) -> None:
        """One more attempt of this credential, now."""
        number = self._clock.now_ns() // (BUCKET_SECONDS * NS)
        total = self._totals.setdefault(auth_index, [0, 0])
        buckets = self._buckets.setdefault(auth_index, {})
        bucket = buckets.setdefault(number, [0, 0])
        total[failed] += 1
        bucket[failed] += 1
        for old in [n for n in buckets if n <= number - BUCKETS]:
            del buckets[old]

    def wire(self, auth_index: str) -> dict[str, Any]:
        """`{success, failed, recent_requests}` as in auth-files and api-key-usage, oldest bucket first."""
        success, failed = self._totals.get(auth_index, (0, 0))
        last = self._clock.now_ns() // (BUCKET_SECONDS * NS)
        buckets = self._buckets.get(auth_index, {})
        recent = [_bucket(number, buckets.get(number, [0, 0])) for number in range(last - BUCKETS + 1, last + 1)]
        return {"success": success, "failed": failed, "recent_requests": recent}

    def clear(self) -> None:
        """Back to zero, as a restart does."""
        self._totals.clear()
        self._buckets.clear()


def _bucket(number: int, counts: list[int]) -> dict[str, Any]:
    start = local_time(number * BUCKET_SECONDS * NS)
    end = local_time((number + 1) * BUCKET_SECONDS * NS)
    return {"time": f"{start:%H:%M}-{end:%H:%M}", "success": counts[0], "failed": counts[1]}
