"""A running Pub/Sub subscription: batches of raw events, control messages apart, and a clean end."""

from __future__ import annotations

import asyncio
import time
from typing import Any, cast

import hiredis
import msgspec

from cpam_desktop.cpa.batches import Batch
from cpam_desktop.cpa.resp_errors import closed, reply_error
from cpam_desktop.cpa.resp_wire import Wire
from cpam_desktop.domain.errors import CpaError
from cpam_desktop.net.failures import timed_out

PING_AFTER = 30.0
"""Seconds without a byte after which a PING is sent; the server sends no keep-alive of its own."""
SILENCE = 40.0
"""Seconds without a byte, PING included, after which the connection counts as dead."""
_CONTROLS = ("support_refresh", "refresh")
_CONTROL_SIZE = 64


class Subscription:
    """Made by `RespLink.subscribe`; for one coroutine at a time. Cancelling `next_batch` loses nothing."""

    def __init__(
        self, wire: Wire, base_url: str, replies: list[Any], *, ping_after: float = PING_AFTER, silence: float = SILENCE
    ) -> None:
        self._wire = wire
        self._base_url = base_url
        self._waiting = _batch(replies)
        self._ping_after = ping_after
        self._silence = silence
        self._last_ping = self._heard()

    @property
    def silent(self) -> float:
        """Seconds since the server sent the last byte, also those that this machine slept through."""
        # The loop's clock stands still while the machine sleeps, and the time of day may be set back.
        return max(self._now() - self._last_read, time.time() - self._last_read_at)

    async def next_batch(self, timeout: float) -> Batch:
        """Everything that has arrived, as soon as something has; empty after `timeout` seconds.

        NotReachable once the server is silent for too long or closed the connection (a slow reader is dropped).
        """
        if self._waiting:
            batch, self._waiting = self._waiting, Batch([])
            return batch
        end = self._now() + timeout
        while True:
            dead = self._last_read + self._silence
            ping = max(self._last_read, self._last_ping) + self._ping_after
            now = self._now()
            if dead > now >= ping:
                self._wire.send("PING")
                self._last_ping = now
                continue
            # Also where the time is over: this process may have stood still, and what came meanwhile is to be read.
            data = await self._wire.read(max(0.0, min(end, dead, ping) - now))
            if data:
                self._heard()
                if batch := self._take(self._wire.parse(data)):
                    return batch
            elif data is not None:
                raise closed(self._base_url)
            elif now >= dead:
                raise timed_out(self._base_url, self._silence, sent=False, what="said nothing")
            if self._now() >= end:
                return Batch([])

    async def unsubscribe_and_drain(self, timeout: float = 5.0) -> Batch:
        """`UNSUBSCRIBE usage`, then everything up to the server's close (at most `timeout` s); never fails."""
        batches, self._waiting = [self._waiting], Batch([])
        end = self._now() + timeout
        try:
            self._wire.send("UNSUBSCRIBE", "usage")
            while data := await self._wire.read(end - self._now()):
                self._heard()
                batches.append(_batch(self._wire.parse(data)))
        except CpaError:
            pass  # what came before it still counts
        finally:
            await self.close()
        return Batch(
            [event for batch in batches for event in batch.events], tuple(name for b in batches for name in b.controls)
        )

    async def close(self) -> None:
        """End the connection without reading on; the server queues the next event again."""
        await self._wire.close()

    def _take(self, replies: list[Any]) -> Batch:
        errors = [reply for reply in replies if isinstance(reply, hiredis.ReplyError)]
        batch = _batch(replies)
        if errors and not batch:
            raise reply_error(str(errors[0]), "")
        return batch

    def _heard(self) -> float:
        self._last_read, self._last_read_at = self._now(), time.time()
        return self._last_read

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _batch(replies: list[Any]) -> Batch:
    """Messages of the channel; pongs and confirmations are dropped."""
    events: list[bytes] = []
    controls: list[str] = []
    for reply in replies:
        if not (isinstance(reply, list) and len(cast("list[Any]", reply)) == 3 and reply[0] == b"message"):
            continue
        payload = cast("bytes", reply[2])
        if len(payload) <= _CONTROL_SIZE and (name := _control(payload)):
            controls.append(name)
        else:
            events.append(payload)
    return Batch(events, tuple(controls))


def _control(payload: bytes) -> str:
    """The name of a control message: an object with exactly one known key, as in `{"refresh":true}`."""
    try:
        keys = list(msgspec.json.decode(payload, type=dict[str, Any]))
    except (msgspec.DecodeError, RecursionError):
        return ""
    return keys[0] if len(keys) == 1 and keys[0] in _CONTROLS else ""
