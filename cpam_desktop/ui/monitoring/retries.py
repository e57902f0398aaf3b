"""Which attempt of its client request a row is, as far as the rows that were read tell. No Qt here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from cpam_desktop.domain.figures import EventRow

NEAR_NS = 600 * 1_000_000_000
"""Attempts with one request id are one client request where they start within 10 minutes of each other."""
_MOST = 50_000


class Retries:
    """Remembers the attempts of the newest 50,000 request ids that were seen."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], set[tuple[int, int]]] = OrderedDict()

    def note(self, rows: Iterable[EventRow]) -> None:
        """Take rows as they are read, in any order."""
        for row in rows:
            if row.request_id:
                place = (row.server, row.request_id)
                self._seen.setdefault(place, set()).add((row.time_ns, row.id))
                self._seen.move_to_end(place)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)

    def number(self, row: EventRow) -> int:
        """1 for the first attempt that is known of, 2 for the first retry."""
        known = self._seen.get((row.server, row.request_id), set())
        earlier = sorted(place for place in known if place < (row.time_ns, row.id))
        count, last = 1, row.time_ns
        for time_ns, _id in reversed(earlier):
            if last - time_ns > NEAR_NS:
                break
            count, last = count + 1, time_ns
        return count
