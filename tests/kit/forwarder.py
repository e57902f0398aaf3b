"""A wire in front of a server that tests can freeze or cut: connections die as they do in a network."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import cast


class Forwarder:
    """`async with Forwarder(server.port) as wire`: everything goes through `wire.url` until told otherwise."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._room: int | None = None
        self.url = ""
        self.heard = asyncio.Event()
        """Set whenever something came back from the server."""
        self.cut = asyncio.Event()
        self.swallow_resp = False
        """New RESP connections are taken and never answered; `swallowed` counts them."""
        self.swallowed: list[bytes] = []

    async def __aenter__(self) -> Forwarder:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def freeze(self) -> None:
        """Nothing comes back from the server any more; its connections stay open."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Everything flows again, what was held up first."""
        self._flowing.set()

    def cut_after(self, size: int) -> None:
        """Reset the RESP connection that next gets an array once so many bytes of it have passed."""
        self._room = size

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            head = await reader.read(65_536)
            if self.swallow_resp and head[:1] == b"*":
                self.swallowed.append(head[:1])
                self.heard.set()
                await reader.read()
                raise ConnectionResetError
            back, forth = await asyncio.open_connection("127.0.0.1", self._to, limit=4096)
            forth.write(head)
            try:
                ways = (self._pass(reader, forth), self._pass_back(back, writer))
                async with asyncio.TaskGroup() as group:
                    for way in ways:
                        group.create_task(way)
            except* ConnectionError:
                pass
            finally:
                forth.transport.abort()
        writer.transport.close()
        self._tasks.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        raise ConnectionResetError

    async def _pass_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await self._flowing.wait()
            data = await reader.read(4096)
            await self._flowing.wait()
            self.heard.set()
            if not data:
                raise ConnectionResetError
            if self._room is not None and data[:1] == b"*" and len(data) > 8:
                await self._cut(data, reader, writer)
            writer.write(data)
            await writer.drain()

    async def _cut(self, data: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = cast("int", self._room)
        self._room = None
        while len(data) < size:
            data += await reader.read(4096)
        writer.write(data[:size])
        await writer.drain()
        self.cut.set()
        raise ConnectionResetError
