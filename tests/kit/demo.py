"""A running demo server, and the three ways to talk to it: httpx, redis-py as the product sets it, raw bytes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from cpam_desktop.demo.server import DemoServer


@asynccontextmanager
async def running_demo(**options: Any) -> AsyncGenerator[DemoServer]:
    """A demo server without live traffic (unless `rate` says so), stopped at the end."""
    options.setdefault("rate", 0)
    server = await DemoServer.start(**options)
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def management(
    server: DemoServer, *, key: str | None = None, **options: Any
) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the management routes; paths stand without `/v0/management/`."""
    headers = {"Authorization": f"Bearer {server.key if key is None else key}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/v0/management/", headers=headers, **options) as client:
        yield client


@asynccontextmanager
async def redis_client(server: DemoServer, *, key: str | None = None, **options: Any) -> AsyncGenerator[Any]:
    """redis-py with the settings that work with CPA (usage-events.md 2.6)."""
    client: Any = redis.asyncio.Redis(
        host="127.0.0.1",
        port=server.port,
        password=server.key if key is None else key,
        protocol=2,
        driver_info=None,
        client_name=None,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=5,
        socket_timeout=5,
        **options,
    )
    try:
        yield client
    finally:
        await client.aclose()


class RawResp:
    """One plain connection: send bytes or commands, read exact replies."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, *parts: str) -> None:
        """One command as an array of bulk strings."""
        encoded = [part.encode() for part in parts]
        self.writer.write(b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in encoded))

    async def ask(self, *parts: str) -> str:
        """Send a command whose reply is one line; that line."""
        self.send(*parts)
        return await self.line()

    async def line(self) -> str:
        """The next line, without its end; empty where the server hung up."""
        return (await asyncio.wait_for(self.reader.readline(), 5)).decode().rstrip("\r\n")

    async def exactly(self, expected: bytes) -> None:
        """Read as many bytes as expected and compare them."""
        assert await asyncio.wait_for(self.reader.readexactly(len(expected)), 5) == expected

    async def rest(self) -> bytes:
        """Everything until the server hangs up."""
        return await asyncio.wait_for(self.reader.read(), 5)


@asynccontextmanager
async def raw_resp(
    server: DemoServer, *, login: bool = True, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[RawResp]:
    """A raw connection, logged in unless told otherwise."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=tls)
    raw = RawResp(reader, writer)
    try:
        if login:
            assert await raw.ask("AUTH", server.key) == "+OK"
        yield raw
    finally:
        writer.close()
