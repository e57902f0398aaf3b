"""Events over RESP on CPA's own port: destructive pops, and the Pub/Sub channel `usage`."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, cast

import hiredis

from cpam_desktop.cpa.batches import POP_LIMIT, Popped
from cpam_desktop.cpa.keys import management_key
from cpam_desktop.cpa.resp_errors import closed, reply_error
from cpam_desktop.cpa.resp_wire import Wire, complete_items
from cpam_desktop.cpa.subscription import PING_AFTER, SILENCE, Subscription
from cpam_desktop.domain.errors import CpaError, KeyRefused, NotSupported, ServerFailed
from cpam_desktop.net.failures import timed_out
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM, proxy_for
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.net.urls import normalise_base_url, path_prefix


class RespLink:
    """One logged-in RESP connection; after an error it is closed and a new one is needed."""

    def __init__(self, wire: Wire, base_url: str, key: str, timeouts: Timeouts) -> None:
        self.base_url = base_url
        self._wire = wire
        self._key = key
        self._timeouts = timeouts

    @classmethod
    async def connect(
        cls,
        base_url: str,
        key: str,
        *,
        latch: KeyLatch,
        tls: TlsOptions | None = None,
        proxy: str = SYSTEM,
        timeouts: Timeouts | None = None,
    ) -> RespLink:
        """One connection, one AUTH. NotSupported: RESP is impossible there, HTTP may work; else any CpaError.

        Behind a path prefix or an HTTP proxy RESP cannot work, so nothing is sent there.
        """
        base_url, key, limits = normalise_base_url(base_url), management_key(key), timeouts or Timeouts()
        if path_prefix(base_url):
            raise NotSupported("a reverse proxy with a path stands in front; only HTTP passes it")
        if proxy_for(base_url, proxy) is not None:
            raise NotSupported("the connection goes through an HTTP proxy; only HTTP passes it")
        async with latch.turn(base_url, key):
            try:
                wire = await Wire.open(base_url, key, tls or TlsOptions(), limits)
            except KeyRefused as error:
                latch.refuse(base_url, key, error)
                raise
            latch.accept(base_url, key)
        return cls(wire, base_url, key, limits)

    async def __aenter__(self) -> RespLink:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connection."""
        await self._wire.close()

    async def pop(self, count: int = POP_LIMIT) -> Popped:
        """`LPOP usage n`: up to `count` (at most 500) oldest events as raw JSON bytes.

        A reply that was cut yields its complete events with `cut` set. NotReachable with `sent`: nothing came back,
        and the events asked for may be lost.
        """
        asked = max(1, min(count, POP_LIMIT))
        try:
            self._wire.send("LPOP", "usage", str(asked))
            replies, chunks, error = await self._replies()
            if error is not None:
                if not chunks:
                    raise error
                await self.close()
                return Popped(complete_items(chunks), asked, cut=True)
            if isinstance(replies[0], hiredis.ReplyError):
                raise reply_error(str(replies[0]), self._key)
        except (CpaError, asyncio.CancelledError):
            await self.close()
            raise
        items = cast("list[Any]", replies[0]) if isinstance(replies[0], list) else replies[:1]
        return Popped([item for item in items if isinstance(item, bytes)], asked)

    async def subscribe(self, *, ping_after: float = PING_AFTER, silence: float = SILENCE) -> Subscription:
        """`SUBSCRIBE usage`: from the answer on, new events come here and no longer enter the queue.

        The link belongs to the subscription afterwards. `ping_after`, `silence`: seconds (see Subscription).
        """
        self._wire.hold_little()
        try:
            self._wire.send("SUBSCRIBE", "usage")
            replies, _, error = await self._replies()
            if error is not None:
                raise error
            first = replies.pop(0)
            if isinstance(first, hiredis.ReplyError):
                raise reply_error(str(first), self._key)
            if not (isinstance(first, list) and cast("list[Any]", first)[:1] == [b"subscribe"]):
                raise ServerFailed("the subscription was not confirmed")
        except (CpaError, asyncio.CancelledError):
            await self.close()
            raise
        return Subscription(self._wire, self.base_url, replies, ping_after=ping_after, silence=silence)

    async def _replies(self) -> tuple[list[Any], list[bytes], CpaError | None]:
        """At least one reply; or, where it was cut, the bytes of it that came, and why."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeouts.total
        chunks: list[bytes] = []
        while True:
            try:
                data = await self._wire.read(min(self._timeouts.read, deadline - loop.time()))
                if data is None:
                    raise timed_out(self.base_url, self._timeouts.read, sent=True)
                if not data:
                    raise closed(self.base_url, sent=True)
                chunks.append(data)
                if replies := self._wire.parse(data):
                    return replies, chunks, None
            except CpaError as error:
                return [], chunks, error
