"""Pub/Sub: the server pushes each event; events queued before or between subscriptions are drained by the runner."""

from __future__ import annotations

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.sources import Connect, Received
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.cpa.subscription import Subscription
from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import CpaError


class RespSubscribe:
    """`SUBSCRIBE usage`."""

    mode = Mode.SUBSCRIBE
    interruptible = True
    pause = 0.0

    def __init__(self, connect: Connect, pace: Pace) -> None:
        self._connect = connect
        self._pace = pace
        self._link: RespLink | None = None
        self._subscription: Subscription | None = None
        self._failed = False

    async def open(self) -> None:
        """Connect, log in, subscribe."""
        self._link = await self._connect()
        self._subscription = await self._link.subscribe(ping_after=self._pace.ping_after, silence=self._pace.silence)

    async def read(self) -> Received:
        """All messages that have arrived."""
        assert self._subscription is not None
        try:
            batch = await self._subscription.next_batch(self._pace.read)
        except CpaError:
            self._failed = True  # all that came before it was read, and a dead server answers no good-bye
            raise
        return Received(batch.events, refresh="refresh" in batch.controls, silent=self._subscription.silent)

    async def finish(self) -> Received:
        """Unsubscribe and read to the end of the connection: what the server sent before is still ours."""
        if self._subscription is None or self._failed:
            return Received(silent=None)
        batch = await self._subscription.unsubscribe_and_drain()
        return Received(batch.events, silent=self._subscription.silent)

    async def close(self) -> None:
        """Close the connection."""
        if self._link is not None:
            await self._link.close()
