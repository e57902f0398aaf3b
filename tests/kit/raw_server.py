"""A scripted TCP server on a real socket: counts connections and keeps every byte it was sent."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType

HTTP_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-CPA-VERSION: 7.2.140\r\n"


def http_answer(body: bytes, *, status: str = "200 OK", headers: str = "X-CPA-VERSION: 7.2.140\r\n") -> bytes:
    """A whole HTTP/1.1 response with Content-Length."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Peer:
    """One accepted connection: what it sent, and how to answer it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.received = bytearray()

    async def until(self, mark: bytes) -> bytes:
        """Read up to and including `mark`."""
        data = await self.reader.readuntil(mark)
        self.received += data
        return data

    async def command(self) -> list[bytes]:
        """Read one RESP command (an array of bulk strings)."""
        count = int((await self.until(b"\r\n"))[1:])
        parts: list[bytes] = []
        for _ in range(count):
            size = int((await self.until(b"\r\n"))[1:])
            data = await self.reader.readexactly(size + 2)
            self.received += data
            parts.append(data[:-2])
        return parts

    async def send(self, data: bytes) -> None:
        """Write and wait until the kernel took it."""
        self.writer.write(data)
        await self.writer.drain()

    async def eof(self) -> None:
        """Wait until the other side closes, keeping what it still sends."""
        while data := await self.reader.read(65536):
            self.received += data


class RawServer:
    """`async with RawServer(script) as server`: each connection runs `script(peer)`, then is closed."""

    def __init__(self, script: Callable[[Peer], Awaitable[None]], tls: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.peers: list[Peer] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Base URL of this server."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def received(self) -> bytes:
        """All bytes of all connections."""
        return b"".join(bytes(peer.received) for peer in self.peers)

    async def __aenter__(self) -> RawServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        peer = Peer(reader, writer)
        self.peers.append(peer)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._script(peer)
        finally:
            self._tasks.discard(task)
            writer.transport.close()
