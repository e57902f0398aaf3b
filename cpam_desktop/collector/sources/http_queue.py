"""The HTTP usage queue: works through any reverse proxy; each poll costs the server about 100 ms (bcrypt)."""

from __future__ import annotations

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.sources import Received
from cpam_desktop.cpa.batches import POP_LIMIT, Popped
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.usage import pop_http
from cpam_desktop.domain.collecting import Mode

QUIET_AFTER = 30
"""So many empty polls make a quiet time."""


class HttpQueue:
    """Polls `GET usage-queue` with the server's shared client, which it does not own."""

    mode = Mode.HTTP
    interruptible = False

    def __init__(self, client: CpaClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._first: Popped | None = None
        self._empty_polls = 0
        self.pause = 0.0

    async def open(self) -> None:
        """Pop once: only that tells whether this server has the route."""
        self._client.forget_absent()
        self._first = await pop_http(self._client, POP_LIMIT)

    async def read(self) -> Received:
        """One pop."""
        popped = self._first or await pop_http(self._client, POP_LIMIT)
        self._first = None
        self._empty_polls = 0 if popped.items else self._empty_polls + 1
        quiet = self._empty_polls > QUIET_AFTER
        full = len(popped.items) >= POP_LIMIT
        self.pause = 0.0 if full else self._pace.http_quiet if quiet else self._pace.http_busy
        return Received(popped.items, cut=popped.asked if popped.cut else 0)

    async def finish(self) -> Received:
        """What the first pop brought, where it was not read yet; a later pop is whole or failed."""
        popped, self._first = self._first, None
        if popped is None:
            return Received(silent=None)
        return Received(popped.items, cut=popped.asked if popped.cut else 0)

    async def close(self) -> None:
        """The client belongs to the runner."""
