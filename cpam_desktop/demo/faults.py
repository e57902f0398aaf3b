"""Ways in which a server can go wrong, switched on by tests: each route and the RESP side, until cleared."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

RespFault = Literal["", "closed", "auth_disabled", "no_subscribe", "not_resp"]
"""closed: hangs up at once; auth_disabled: as 7.1.17; no_subscribe: as 6.10.8; not_resp: a plain HTTP proxy."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request on its way through a fault. `respond()` runs the real route (a pop really pops)."""

    scope: Scope
    receive: Receive
    send: Send
    respond: Callable[[], Response]
    headers: dict[str, str]

    @property
    def transport(self) -> asyncio.Transport:
        """The connection below, for hanging up in the middle."""
        return self.scope["state"]["transport"]

    def dressed(self, response: Response) -> Response:
        """The response with the server's usual headers."""
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response

    async def reply(self, response: Response) -> None:
        """Send a whole response."""
        await self.dressed(response)(self.scope, self.receive, self.send)

    async def gone(self) -> None:
        """Wait until the client or the server has closed the connection."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


class RouteFault(Protocol):
    """Answers in place of the route."""

    async def __call__(self, exchange: Exchange) -> None:
        """Answer, or do not."""
        ...


class Hang:
    """Never answers; `reached` is set as soon as a request waits in vain."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()

    async def __call__(self, exchange: Exchange) -> None:
        """Wait for the other side to give up."""
        self.reached.set()
        await exchange.gone()


@dataclass(frozen=True, slots=True)
class Slow:
    """Answers rightly, late."""

    seconds: float

    async def __call__(self, exchange: Exchange) -> None:
        """Run the route first, so that what it takes is taken even if the client has gone."""
        response = exchange.respond()
        await asyncio.sleep(self.seconds)
        await exchange.reply(response)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same answer: an error status, an old version's empty 404, somebody else's HTML."""

    status: int
    body: bytes = b""
    media_type: str | None = None

    async def __call__(self, exchange: Exchange) -> None:
        """Send it."""
        await exchange.reply(Response(self.body, self.status, media_type=self.media_type))


@dataclass(frozen=True, slots=True)
class Half:
    """Runs the route and sends `share` of its body; then hangs up, or ends as if that were all."""

    share: float = 0.5
    hangs_up: bool = True

    async def __call__(self, exchange: Exchange) -> None:
        """What the route took (popped events) is gone, as in a real cut."""
        response = exchange.respond()
        body = bytes(response.body)
        part = body[: int(len(body) * self.share)]
        if not self.hangs_up:
            await exchange.reply(Response(part, response.status_code, media_type=response.headers["content-type"]))
            return
        headers = exchange.dressed(response).raw_headers
        await exchange.send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": part, "more_body": True})
        exchange.transport.close()
        await exchange.gone()


@dataclass(frozen=True, slots=True)
class Huge:
    """An endless JSON array of `size` bytes after decompression, in chunks without a length."""

    size: int = 300 << 20
    gzip: bool = False

    async def __call__(self, exchange: Exchange) -> None:
        """Stream until all is sent or the client has gone."""
        headers = [(b"content-type", b"application/json; charset=utf-8")]
        if self.gzip:
            headers.append((b"content-encoding", b"gzip"))
        headers += [(name.encode(), value.encode()) for name, value in exchange.headers.items()]
        await exchange.send({"type": "http.response.start", "status": 200, "headers": headers})
        for chunk in self._chunks():
            await exchange.send({"type": "http.response.body", "body": chunk, "more_body": True})
            await asyncio.sleep(0)
            if exchange.transport.is_closing():
                return
        await exchange.send({"type": "http.response.body", "body": b"", "more_body": False})

    def _chunks(self) -> Iterator[bytes]:
        filler = b'{"filler":"%s"},' % (b"x" * 65_520)
        packer = zlib.compressobj(wbits=31) if self.gzip else None
        yield from _packed(packer, b"[")
        for _ in range(self.size // len(filler)):
            yield from _packed(packer, filler)
        yield from _packed(packer, b"{}]")
        if packer is not None:
            yield packer.flush()


def _packed(packer: zlib._Compress | None, data: bytes) -> Iterator[bytes]:  # pyright: ignore[reportPrivateUsage]
    chunk = data if packer is None else packer.compress(data)
    if chunk:
        yield chunk


@dataclass
class Faults:
    """The faults in force. Routes are named as in `routes/`: `usage-queue`, `/healthz`; `*` is every one."""

    resp: RespFault = ""
    _routes: dict[str, tuple[RouteFault, int]] = field(default_factory=dict[str, tuple[RouteFault, int]])

    def put(self, route: str, fault: RouteFault, *, times: int = 0) -> None:
        """Break a route for its next `times` requests (0: until cleared). Refused keys never get this far."""
        self._routes[route] = (fault, times)

    def take(self, route: str) -> RouteFault | None:
        """The fault for this request, counting it."""
        name = route if route in self._routes else "*"
        if name not in self._routes:
            return None
        fault, left = self._routes[name]
        if left == 1:
            del self._routes[name]
        elif left:
            self._routes[name] = (fault, left - 1)
        return fault

    def missing(self, route: str) -> None:
        """As an older version without this route: 404 with an empty body."""
        self.put(route, Fixed(404))

    def clear(self) -> None:
        """Everything works again."""
        self.resp = ""
        self._routes.clear()
