"""Polling pops over one RESP connection: logged in once, so a poll costs the server next to nothing."""

from __future__ import annotations

from cpam_desktop.collector.sources import Connect, Received
from cpam_desktop.cpa.batches import POP_LIMIT
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.collecting import Mode

POLL_SECONDS = 0.25


class RespPop:
    """`LPOP usage 500` in a loop."""

    mode = Mode.RESP
    interruptible = False

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._link: RespLink | None = None
        self.pause = 0.0

    async def open(self) -> None:
        """Connect and log in."""
        self._link = await self._connect()

    async def read(self) -> Received:
        """One pop."""
        assert self._link is not None
        popped = await self._link.pop(POP_LIMIT)
        self.pause = 0.0 if len(popped.items) >= POP_LIMIT else POLL_SECONDS
        return Received(popped.items, cut=popped.asked if popped.cut else 0)

    async def finish(self) -> Received:
        """A pop is whole or failed: nothing is on its way."""
        return Received()

    async def close(self) -> None:
        """Close the connection."""
        if self._link is not None:
            await self._link.close()
