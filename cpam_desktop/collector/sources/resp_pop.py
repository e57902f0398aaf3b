"""Polling pops over one RESP connection: logged in once, so a poll costs the server next to nothing."""

from __future__ import annotations

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.sources import Connect, Received
from cpam_desktop.cpa.batches import POP_LIMIT
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.collecting import Mode


class RespPop:
    """`LPOP usage 500` in a loop."""

    mode = Mode.RESP
    interruptible = False

    def __init__(self, connect: Connect, pace: Pace) -> None:
        self._connect = connect
        self._pace = pace
        self._link: RespLink | None = None
        self.pause = 0.0

    async def open(self) -> None:
        """Connect and log in."""
        self._link = await self._connect()

    async def read(self) -> Received:
        """One pop."""
        assert self._link is not None
        popped = await self._link.pop(POP_LIMIT)
        self.pause = 0.0 if len(popped.items) >= POP_LIMIT else self._pace.resp_poll
        return Received(popped.items, cut=popped.asked if popped.cut else 0)

    async def finish(self) -> Received:
        """A pop is whole or failed: nothing is on its way."""
        return Received(silent=None)

    async def close(self) -> None:
        """Close the connection."""
        if self._link is not None:
            await self._link.close()
