"""When we could not have seen every event, and why (decision 19). How many were lost is never guessed.

Everything happens in memory first: reading never waits for the disk. A task of its own writes what changed, and
again later where the database cannot be written.
"""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio import CancelledError
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cpam_desktop.collector.pace import Pace
from cpam_desktop.cpa.batches import POP_LIMIT
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.domain.errors import CutAnswer, NotReachable, StoreError
from cpam_desktop.store import records
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.records import WatchMark

SHOWN = 200
"""So many gaps of a session stand in its status."""
TOGETHER = 60
"""Seconds within which answers that broke off, or pauses of ours, are one gap."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Entry:
    """A gap and what of it is on disk."""

    gap: Gap
    row_id: int | None = None
    saved: Gap | None = None
    asked: int = 0


class GapWatch:
    """Holds the last good read of a server and the gaps of this session. `close()` writes the rest."""

    def __init__(
        self,
        database: Database,
        server_id: int,
        *,
        pace: Pace | None = None,
        lasting: bool = True,
        clock: Callable[[], int] = time.time_ns,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._server = server_id
        self._pace = pace or Pace()
        self._clock = clock
        self._tell = changed
        self._lasting = lasting
        self._mark = WatchMark(0, 60, None)
        self._saved_mark = self._mark
        self._entries: list[_Entry] = []
        self._away: _Entry | None = None
        self._starved: _Entry | None = None
        self._cuts: _Entry | None = None
        self._asleep: _Entry | None = None
        self._subscribed = False
        self._queued_since: int | None = 0
        self._unheard_since = 0
        self._wake = asyncio.Event()
        self._closing = False
        self._keeper = spawn(self._keep(), "collector-gaps")

    async def begin(self, retention_s: int, calls: int | None) -> None:
        """Called once events can be read for the first time: what was missed since the last session is recorded.

        StoreError where the last session's mark cannot be read.
        """
        last, left_open = await asyncio.wrap_future(
            self._database.read(lambda c: (records.last_watch(c, self._server), records.open_gaps(c, self._server)))
        )
        now = self._clock()
        self._mark = WatchMark(now, retention_s, calls)
        if last is not None and self._lasting:
            self._queued_since = last.last_good_ns
            self._since(last, left_open, now)
        self._wake.set()

    def _since(self, last: WatchMark, left_open: Sequence[tuple[int, Gap]], now: int) -> None:
        """The time between two sessions, together with gaps that were open when the last one ended."""
        away: _Entry | None = None
        for row_id, gap in left_open:
            entry = _Entry(gap, row_id, gap)
            self._entries.append(entry)
            if gap.reason is GapReason.SERVER_AWAY and away is None:
                away = entry
            else:
                entry.gap = replace(gap, to_ns=max(gap.from_ns, last.last_good_ns))
        start = away.gap.from_ns if away else last.last_good_ns
        found: Gap | None = None
        # Where the retention was changed meanwhile, nobody knows which one held when it mattered.
        shorter, longer = sorted((last.retention_s, self._mark.retention_s))
        certain = now - last.last_good_ns > longer * NS_PER_SECOND
        if last.calls is not None and self._mark.calls is not None and self._mark.calls < last.calls:
            # Whose counters they were is not known any more: a credential may have gone, and its calls with it.
            found = Gap(start, now, GapReason.RESTARTED, certain)
        elif now - last.last_good_ns > last.retention_s * NS_PER_SECOND:
            end = max(start, now - shorter * NS_PER_SECOND)
            found = Gap(start, end, GapReason.SERVER_AWAY if away else GapReason.APP_CLOSED, certain)
        elif away:
            found = Gap(start, now, GapReason.SERVER_AWAY, certain=False)
        if found is not None and away is not None:
            away.gap = replace(found, detail=away.gap.detail)
        elif found is not None:
            self._entries.append(_Entry(found))
        self._changed()

    def good(self, silent: float = 0.0, *, subscribed: bool = False) -> bool:
        """The queue was read now, or the server gave its last sign of life `silent` seconds ago.

        True where so much time has passed since the one before that events may have been lost: this machine slept.
        """
        last, heard = self._mark.last_good_ns, self._clock() - int(silent * NS_PER_SECOND)
        if not last or heard <= last:
            return False
        # Before the first read of a subscription, the queue had kept everything.
        slept = self._sleep(last, heard, subscribed and self._subscribed)
        self._subscribed = subscribed
        if not subscribed:
            self._queued_since = None
        self._mark = replace(self._mark, last_good_ns=heard)
        return slept

    def _sleep(self, last: int, heard: int, subscribed: bool) -> bool:
        """A queue has forgotten what is older than its retention; a subscriber that did not read may be dropped."""
        allowed = int((self._pace.silence if subscribed else self._mark.retention_s) * NS_PER_SECOND)
        if heard - last <= allowed:
            return False
        entry, end = self._asleep, heard if subscribed else heard - allowed
        if entry is None or last - (entry.gap.to_ns or 0) > TOGETHER * NS_PER_SECOND:
            self._asleep = self._add(Gap(last, end, GapReason.APP_CLOSED, certain=not subscribed))
        else:
            entry.gap = replace(entry.gap, to_ns=end, certain=entry.gap.certain or not subscribed)
            self._changed()
        return True

    def lost(self, detail: str) -> None:
        """The server ended the connection or stopped answering."""
        last, slept, cuts = self._mark.last_good_ns, self._asleep, self._cuts
        if self._away is not None or not last:
            return
        if slept is not None and last - (slept.gap.to_ns or 0) <= self._pace.silence * NS_PER_SECOND:
            # What was heard after waking had come before: it was lost meanwhile.
            self._asleep, self._unheard_since = None, slept.gap.from_ns
            self._reopen(slept, replace(slept.gap, to_ns=None, detail=detail))
            return
        gap, self._unheard_since = Gap(last, None, GapReason.SERVER_AWAY, certain=False, detail=detail), last
        if cuts is not None and (cuts.gap.to_ns or 0) >= last:
            # The answer of a pop was the first thing that was lost.
            self._cuts = None
            self._reopen(cuts, replace(gap, from_ns=min(last, cuts.gap.from_ns)))
        else:
            self._away = self._add(gap)

    def _reopen(self, entry: _Entry, gap: Gap) -> None:
        entry.gap, self._away = gap, entry
        self._changed()

    def back(self, retention_s: int, calls: int | None, *, restarted: bool = False) -> None:
        """Events can be read again: the gap ends; it is certain where the queue was lost or did not reach back."""
        now = self._clock()
        self._mark = replace(self._mark, last_good_ns=now, retention_s=retention_s, calls=calls)
        self._subscribed = False
        if self._away is None:
            return
        entry, self._away = self._away, None
        self._queued_since = entry.gap.from_ns
        too_long = now - self._unheard_since > retention_s * NS_PER_SECOND
        reason = GapReason.RESTARTED if restarted else entry.gap.reason
        entry.gap = replace(entry.gap, to_ns=now, reason=reason, certain=restarted or too_long)
        self._changed()

    def counted(self, calls: int | None, *, restarted: bool = False, retention_s: int | None = None) -> None:
        """A new look at the server while connected: it may have `restarted` since the one before.

        `retention_s` is None where it does not tell.
        """
        if restarted and self._away is None:
            self._add(Gap(self._mark.last_good_ns, self._clock(), GapReason.RESTARTED, certain=True))
        self._mark = replace(self._mark, calls=calls, retention_s=retention_s or self._mark.retention_s)

    def cut(self, asked: int) -> None:
        """An answer broke off after its records had left the queue; several in a short time are one gap."""
        now, entry = self._clock(), self._cuts
        if entry is None or now - (entry.gap.to_ns or 0) > TOGETHER * NS_PER_SECOND:
            entry = self._cuts = self._add(Gap(self._oldest_queued(now), now, GapReason.CUT_ANSWER, certain=False))
        entry.asked += asked
        detail = f"up to {entry.asked} events were in an answer that broke off"
        entry.gap = replace(entry.gap, to_ns=now, detail=detail)
        self._changed()

    def _oldest_queued(self, now: int) -> int:
        """Since when the queue holds what we have not read: the last poll, or as long as it keeps anything."""
        if self._queued_since is None:
            return self._mark.last_good_ns
        return max(self._queued_since, now - self._mark.retention_s * NS_PER_SECOND)

    def unanswered(self, error: BaseException) -> None:
        """A pop ended so. Where the server may have carried it out, its events are in nobody's hands now."""
        carried_out = error.sent if isinstance(error, NotReachable) else isinstance(error, CutAnswer | CancelledError)
        if carried_out and self._away is None:
            self.cut(POP_LIMIT)

    def starved(self, yes: bool) -> None:
        """Another consumer takes our events, or no longer does."""
        if yes and self._starved is None:
            began = self._clock() - int(2 * self._pace.look * NS_PER_SECOND)
            self._starved = self._add(Gap(began, None, GapReason.STARVED, certain=False))
        elif not yes and self._starved is not None:
            entry, self._starved = self._starved, None
            entry.gap = replace(entry.gap, to_ns=self._clock())
            self._changed()

    def current(self) -> tuple[Gap, ...]:
        """Gaps of this session, in the order in which they were noticed."""
        return tuple(entry.gap for entry in self._entries[-SHOWN:])

    async def close(self) -> None:
        """Write what is not on disk yet; a database that cannot be written is tried twice."""
        self.starved(False)
        self._closing = True
        self._wake.set()
        await asyncio.gather(self._keeper, return_exceptions=True)  # where everything is cancelled, it is as well
        try:
            await self._save()
        except StoreError as error:
            _log.warning("gaps could not be written: %s", error.sentence())

    def _add(self, gap: Gap) -> _Entry:
        entry = _Entry(gap)
        self._entries.append(entry)
        self._changed()
        return entry

    def _changed(self) -> None:
        self._wake.set()
        self._tell()

    async def _keep(self) -> None:
        while not self._closing:
            try:
                await asyncio.wait_for(self._wake.wait(), self._pace.mark)
            except TimeoutError:
                pass
            self._wake.clear()
            try:
                await self._save()
            except StoreError:
                # The next turn tries again; what cannot be written stands in the status meanwhile.
                continue

    async def _save(self) -> None:
        """Gaps and mark in one transaction; nothing is written where nothing changed."""
        mark, server = self._mark, self._server
        entries = [(entry, entry.gap) for entry in self._entries if entry.saved is not entry.gap]
        if not entries and mark == self._saved_mark:
            return

        def store(writing: Writing) -> list[int]:
            if mark.last_good_ns:  # until then, that of the last session is needed
                records.keep_watch(writing, server, mark)
            return [_write(writing, server, entry.row_id, gap) for entry, gap in entries]

        row_ids = await asyncio.wrap_future(self._database.write(store))
        self._saved_mark = mark
        for (entry, gap), row_id in zip(entries, row_ids, strict=True):
            entry.row_id, entry.saved = row_id, gap
        self._entries = [entry for entry in self._entries[:-SHOWN] if not self._over(entry)] + self._entries[-SHOWN:]

    def _over(self, entry: _Entry) -> bool:
        """On disk, and nothing will change it any more."""
        open_ones = (self._away, self._starved, self._cuts, self._asleep)
        return entry.saved is entry.gap and not any(entry is other for other in open_ones)


def _write(writing: Writing, server: int, row_id: int | None, gap: Gap) -> int:
    if row_id is None:
        return records.open_gap(writing, server, gap)
    records.set_gap(writing, row_id, gap)
    return row_id
