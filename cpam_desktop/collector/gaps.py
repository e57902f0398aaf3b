"""When we could not have seen every event, and why (decision 19). How many were lost is never guessed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from cpam_desktop.store.records import WatchMark

KEEP_SECONDS = 10.0


class GapWatch:
    """Holds the last good read of a server, and the gap that is open while the server is away."""

    def __init__(self, database: Database, server_id: int, *, clock: Callable[[], int] = time.time_ns) -> None:
        self._database = database
        self._server = server_id
        self._clock = clock
        self._mark = WatchMark(0, 60, None)
        self._kept_ns = 0
        self._away: tuple[int, Gap] | None = None
        self._starved: tuple[int, Gap] | None = None
        self.found: list[Gap] = []

    @property
    def calls(self) -> int | None:
        """The server's call counters at the last look."""
        return self._mark.calls

    async def begin(self, retention_s: int, calls: int | None) -> None:
        """Called once the server answers for the first time: a gap since the last session is recorded here."""
        last = await asyncio.wrap_future(self._database.read(lambda c: records.last_watch(c, self._server)))
        now = self._clock()
        self._mark = WatchMark(now, retention_s, calls)
        if last is None:
            await self.keep(force=True)
            return
        if calls is not None and last.calls is not None and calls < last.calls:
            await self._record(Gap(last.last_good_ns, now, GapReason.RESTARTED, certain=True))
        elif now - last.last_good_ns > last.retention_s * NS_PER_SECOND:
            end = now - retention_s * NS_PER_SECOND
            await self._record(Gap(last.last_good_ns, max(end, last.last_good_ns), GapReason.APP_CLOSED, certain=True))
        await self.keep(force=True)

    async def good(self) -> None:
        """The queue was read, or the subscription is alive."""
        self._mark = replace(self._mark, last_good_ns=self._clock())
        await self.keep()

    async def keep(self, *, force: bool = False) -> None:
        """Write the mark to the database, every 10 s at most."""
        if self._mark.last_good_ns == 0:
            return
        if force or self._mark.last_good_ns - self._kept_ns > KEEP_SECONDS * NS_PER_SECOND:
            mark = self._mark
            self._kept_ns = mark.last_good_ns
            await asyncio.wrap_future(self._database.write(lambda w: records.keep_watch(w, self._server, mark)))

    async def lost(self, detail: str) -> None:
        """The server ended the connection or stopped answering."""
        if self._away is None and self._mark.last_good_ns:
            gap = Gap(self._mark.last_good_ns, None, GapReason.SERVER_AWAY, certain=False, detail=detail)
            self._away = (await self._open(gap), gap)

    async def back(self, retention_s: int, calls: int | None) -> None:
        """The server answers again: the gap ends; it is certain where its queue was lost or did not reach back."""
        previous, now = self._mark.calls, self._clock()
        self._mark = replace(self._mark, last_good_ns=now, retention_s=retention_s, calls=calls)
        if self._away is None:
            return
        gap_id, gap = self._away
        self._away = None
        restarted = calls is not None and previous is not None and calls < previous
        too_long = now - gap.from_ns > retention_s * NS_PER_SECOND
        reason = GapReason.RESTARTED if restarted else GapReason.SERVER_AWAY
        await self._close(gap_id, replace(gap, to_ns=now, reason=reason, certain=restarted or too_long))

    async def counted(self, calls: int | None) -> None:
        """A new look at the server's counters while connected; a fall means that it restarted in between."""
        previous = self._mark.calls
        if calls is not None and previous is not None and calls < previous and self._away is None:
            await self._record(Gap(self._mark.last_good_ns, self._clock(), GapReason.RESTARTED, certain=True))
        self._mark = replace(self._mark, calls=calls)

    async def cut(self, asked: int) -> None:
        """An answer broke off after its records had left the queue."""
        now = self._clock()
        detail = f"up to {asked} events were in an answer that broke off"
        await self._record(Gap(self._mark.last_good_ns, now, GapReason.CUT_ANSWER, certain=False, detail=detail))

    async def starved(self, yes: bool) -> None:
        """Another consumer takes our events, or no longer does."""
        if yes and self._starved is None:
            gap = Gap(self._clock() - 120 * NS_PER_SECOND, None, GapReason.STARVED, certain=False)
            self._starved = (await self._open(gap), gap)
        elif not yes and self._starved is not None:
            gap_id, gap = self._starved
            self._starved = None
            await self._close(gap_id, replace(gap, to_ns=self._clock()))

    def current(self) -> tuple[Gap, ...]:
        """Gaps of this session, open ones last."""
        open_ones = [entry[1] for entry in (self._away, self._starved) if entry is not None]
        return (*self.found, *open_ones)

    async def _record(self, gap: Gap) -> None:
        await self._open(gap)
        self.found.append(gap)

    async def _open(self, gap: Gap) -> int:
        return await asyncio.wrap_future(self._database.write(lambda w: records.open_gap(w, self._server, gap)))

    async def _close(self, gap_id: int, gap: Gap) -> None:
        self.found.append(gap)
        await asyncio.wrap_future(self._database.write(lambda w: records.set_gap(w, gap_id, gap)))
