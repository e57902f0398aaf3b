"""One port for RESP and HTTP: the first byte, after the TLS handshake, decides (usage-events.md 2.3)."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable
from typing import cast
from weakref import WeakSet

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from cpam_desktop.demo import versions
from cpam_desktop.demo.resp import RespConnection
from cpam_desktop.demo.state import DemoState
from cpam_desktop.demo.web import WebApp

_RESP_BYTES = (b"*", b"$", b"+", b"-", b":")
_REQUEST_LINE = re.compile(rb"[A-Za-z]+ \S+ HTTP/1\.[01]")
_BAD_REQUEST = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request"
)
_TURNS_TO_CLOSE = 6
"""Turns of the loop until a connection that is just being accepted has its transport, and an aborted one (TLS over
TCP) has closed its socket."""


class Port:
    """Listens, and hands each connection to the protocol that its first byte asks for."""

    def __init__(self, state: DemoState, *, tls: ssl.SSLContext | None, idle_seconds: float) -> None:
        self._state = state
        self._tls = tls
        if tls is not None:
            tls.set_alpn_protocols(["http/1.1"])
        self.scheme = "https" if tls else "http"
        self._idle_seconds = idle_seconds
        self._config = uvicorn.Config(
            WebApp(state),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=120,
        )
        self._config.load()
        self._http = ServerState()
        self._open: WeakSet[asyncio.Transport] = WeakSet()
        self._server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> int:
        """Open the port; the number that the system gave, where 0 was asked for."""
        loop = asyncio.get_running_loop()
        timeout = self._idle_seconds if self._tls else None
        server = await loop.create_server(
            lambda: _FirstByte(self), host, port, ssl=self._tls, ssl_handshake_timeout=timeout
        )
        self._server = server
        return server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, cut every connection, wait until their handlers have noticed."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
            self.drop_connections()
            await server.wait_closed()
        if tasks := tuple(self._http.tasks):
            await asyncio.wait(tasks)
        for _ in range(_TURNS_TO_CLOSE):
            await asyncio.sleep(0)

    def drop_connections(self) -> None:
        """Cut every connection, as a network would; the port stays open."""
        for transport in tuple(self._open):
            # Ended ones stay here until they are collected, and asyncio cannot abort all of them.
            own = transport.get_extra_info("socket")
            if own is not None and own.fileno() >= 0:
                transport.abort()

    def opened(self, transport: asyncio.Transport) -> None:
        """Count and remember a connection; one that was accepted while the port was closed is cut."""
        if self._server is None:
            transport.abort()
            return
        self._open.add(transport)
        self._state.seen.connections += 1

    def resp_for(self, head: bytes) -> RespConnection | None:
        """RESP for one of its five first bytes, where this server speaks it."""
        if self._state.faults.resp == "not_resp" or self._state.version < versions.RESP_QUEUE:
            return None
        return RespConnection(self._state) if head[:1] in _RESP_BYTES else None

    def http(self, transport: asyncio.Transport) -> asyncio.Protocol:
        """HTTP; faults reach the connection below through the ASGI state."""
        return H11Protocol(self._config, self._http, {"transport": transport})

    @property
    def idle_seconds(self) -> float:
        """How long a connection may stay silent before its first byte."""
        return self._idle_seconds


class _FirstByte(asyncio.Protocol):
    """Waits for the first bytes of one connection, then gives the transport away with them."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._port.opened(self._transport)
        secured = cast("ssl.SSLObject | None", transport.get_extra_info("ssl_object"))
        # Whoever negotiates HTTP gets HTTP, whatever comes first.
        self._http = secured is not None and secured.selected_alpn_protocol() is not None
        give_up: Callable[[], None] = self._transport.abort
        self._timer = asyncio.get_running_loop().call_later(self._port.idle_seconds, give_up)

    def data_received(self, data: bytes) -> None:
        self._stop_timer()
        protocol = None if self._http else self._port.resp_for(data)
        if protocol is None and _no_http(data):
            self._transport.write(_BAD_REQUEST)
            self._transport.close()
            return
        protocol = protocol or self._port.http(self._transport)
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        protocol.data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _no_http(head: bytes) -> bool:
    """Whether the first line is no HTTP request line: CPA's server says so at once, h11 waits for a blank line."""
    line, end, _ = head.partition(b"\r\n")
    return bool(end) and _REQUEST_LINE.fullmatch(line) is None
