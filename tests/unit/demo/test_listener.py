"""One port for both protocols, with and without TLS."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

from tests.kit.certificates import unknown_authority
from tests.kit.demo import management, raw_resp, redis_client, running_demo


async def test_http_and_resp_on_the_same_port() -> None:
    async with running_demo() as server, raw_resp(server) as raw, management(server) as client:
        server.publish(b'{"n":1}', b'{"n":2}')
        assert (await client.get("usage-queue")).json() == [{"n": 1}]
        assert await raw.ask("LPOP", "usage") == "$7"
        assert server.seen.connections == 2
        assert server.seen.requests == {"usage-queue": 1}
        assert server.seen.commands == {"auth": 1, "lpop": 1}


async def test_an_inline_command_is_http_and_wrong() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        raw.writer.write(b"PING\r\n")
        assert (await raw.rest()).startswith(b"HTTP/1.1 400 Bad Request\r\n")


async def test_a_silent_connection_is_dropped() -> None:
    async with running_demo(idle_seconds=0.05) as server, raw_resp(server, login=False) as raw:
        assert await raw.rest() == b""


async def test_a_connection_that_spoke_once_stays() -> None:
    async with running_demo(idle_seconds=0.05) as server, raw_resp(server) as raw:
        loop = asyncio.get_running_loop()
        later = loop.create_future()
        loop.call_later(0.12, later.set_result, None)
        await later
        assert await raw.ask("LPOP", "usage") == "$-1"


async def test_tls_carries_both(tmp_path: Path) -> None:
    context, authority = unknown_authority(tmp_path)
    client_context = ssl.create_default_context(cafile=str(authority))
    async with running_demo(tls=context) as server:
        assert server.url == f"https://127.0.0.1:{server.port}"
        server.publish(b'{"n":1}', b'{"n":2}')
        async with management(server, verify=client_context) as client:
            assert (await client.get("usage-queue")).json() == [{"n": 1}]
        async with redis_client(server, ssl=True, ssl_ca_certs=str(authority)) as redis:
            assert await redis.lpop("usage", 5) == [b'{"n":2}']


async def test_whoever_negotiates_http_gets_http(tmp_path: Path) -> None:
    context, authority = unknown_authority(tmp_path)
    client_context = ssl.create_default_context(cafile=str(authority))
    client_context.set_alpn_protocols(["http/1.1"])
    async with running_demo(tls=context) as server, raw_resp(server, login=False, tls=client_context) as raw:
        raw.send("AUTH", server.key)
        assert await raw.line() == "HTTP/1.1 400 Bad Request"


async def test_plain_bytes_on_a_tls_port_get_no_answer(tmp_path: Path) -> None:
    context, _ = unknown_authority(tmp_path)
    async with running_demo(tls=context) as server, raw_resp(server, login=False) as raw:
        raw.send("AUTH", server.key)
        assert b"OK" not in await raw.rest()
