"""Ways to read usage events, one module a transport; the runner chooses and never knows which one it drives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.collecting import Mode


@dataclass(frozen=True, slots=True)
class Received:
    """What one read brought. `refresh`: credentials changed on the server.

    `cut`: how many records were asked for in an answer that broke off, 0 where it was whole. `silent`: seconds since
    the server gave its last sign of life; None where this read says nothing about that.
    """

    records: tuple[bytes, ...] | list[bytes] = ()
    refresh: bool = False
    cut: int = 0
    silent: float | None = 0.0


class Source(Protocol):
    """Opened once, read until it fails or is told to stop, then closed.

    The runner waits `pause` seconds before a read. Only an `interruptible` read may be cancelled: a pop in flight
    has taken its records out of the server's queue.
    """

    mode: Mode
    interruptible: bool
    pause: float

    async def open(self) -> None:
        """Connect and log in; NotSupported or RouteMissing where this server cannot do it."""
        ...

    async def read(self) -> Received:
        """The next records; may be empty after a while without any. A pop is not repeated by itself."""
        ...

    async def finish(self) -> Received:
        """Stop receiving and hand over what is still on its way; never fails, also not on a dead connection."""
        ...

    async def close(self) -> None:
        """Close connections; safe after any failure."""
        ...


Opener = Callable[[], Source]
Connect = Callable[[], Awaitable[RespLink]]
"""Opens and logs in one RESP connection."""
