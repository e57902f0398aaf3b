"""The one request path, against scripted servers on real sockets: what is sent, how often, and what it means."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cpa.capabilities import Capabilities, Feature
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.management import set_usage_statistics, usage_statistics
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import (
    Banned,
    CpaError,
    CutAnswer,
    InputError,
    KeyRefused,
    NotACpa,
    NotReachable,
    RouteMissing,
)
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.tls import TlsOptions
from tests.kit.certificates import unknown_authority
from tests.kit.raw_server import HTTP_OK, Peer, RawServer, http_answer

KEY = "fake-management-key"
QUICK = Timeouts(connect=0.3, read=0.3, total=0.6)
ON = b'{"usage-statistics-enabled":true}'


def client_of(server: RawServer, latch: KeyLatch | None = None, **options: Any) -> CpaClient:
    return CpaClient(server.url, KEY, latch=latch or KeyLatch(None), timeouts=options.pop("timeouts", QUICK), **options)


def always(answer: bytes) -> RawServer:
    async def script(peer: Peer) -> None:
        while True:
            await peer.until(b"\r\n\r\n")
            await peer.send(answer)

    return RawServer(script)


async def test_what_is_sent() -> None:
    async with always(http_answer(ON)) as server, client_of(server) as client:
        assert await usage_statistics(client) is True
        await client.get("logs", dict[str, Any], limit=5)
    requests = server.received.lower().split(b"\r\n\r\n")
    assert requests[0].startswith(b"get /v0/management/usage-statistics-enabled http/1.1\r\n")
    assert b"authorization: bearer fake-management-key" in requests[0]
    assert requests[1].startswith(b"get /v0/management/logs?limit=5 http/1.1\r\n")
    assert len(server.peers) == 1  # kept alive


async def test_put_sends_json() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.until(b"}")
        await peer.send(http_answer(b'{"status":"ok"}'))

    async with RawServer(script) as server, client_of(server) as client:
        await set_usage_statistics(client, True)
    assert server.received.startswith(b"PUT /v0/management/usage-statistics-enabled HTTP/1.1\r\n")
    assert server.received.endswith(b'\r\n\r\n{"value":true}')
    assert b"content-type: application/json\r\n" in server.received.lower()


async def test_prefix_of_a_reverse_proxy_is_kept() -> None:
    async with always(http_answer(ON)) as server:
        pasted = f"{server.url}/cpa/management.html#/login"
        async with CpaClient(pasted, KEY, latch=KeyLatch(None), timeouts=QUICK) as client:
            await usage_statistics(client)
    assert server.received.startswith(b"GET /cpa/v0/management/usage-statistics-enabled ")


async def test_wrong_key_is_one_request(tmp_path: Path) -> None:
    refusal = http_answer(b'{"error":"invalid management key"}', status="401 Unauthorized")
    path = tmp_path / "refused.json"
    async with always(refusal) as server:
        async with client_of(server, KeyLatch(path)) as client:
            results = await asyncio.gather(*(usage_statistics(client) for _ in range(8)), return_exceptions=True)
            assert [type(result) for result in results] == [KeyRefused] * 8
            assert str(results[0]) == (
                "The server refused the management key: invalid management key. "
                "Enter the management key again; nothing is retried until then."
            )
            with pytest.raises(KeyRefused):
                await usage_statistics(client)
        async with client_of(server, KeyLatch(path)) as after_restart:
            with pytest.raises(KeyRefused, match="nothing was sent"):
                await usage_statistics(after_restart)
    assert len(server.peers) == 1
    assert server.received.count(b"GET ") == 1


async def test_try_again_sends_one_more() -> None:
    refusal = http_answer(b'{"error":"invalid management key"}', status="401 Unauthorized")
    latch = KeyLatch(None)
    async with always(refusal) as server, client_of(server, latch) as client:
        for _ in range(2):
            with pytest.raises(KeyRefused):
                await usage_statistics(client)
        latch.clear(client.base_url, KEY)
        with pytest.raises(KeyRefused):
            await usage_statistics(client)
    assert server.received.count(b"GET ") == 2


async def test_key_changed_on_the_server_costs_at_most_three() -> None:
    answer = http_answer(ON)
    waiting: list[Peer] = []
    three = asyncio.Event()

    async def script(peer: Peer) -> None:
        while True:
            await peer.until(b"\r\n\r\n")
            if not changed:
                await peer.send(answer)
                continue
            waiting.append(peer)
            if len(waiting) == 3:
                three.set()

    changed = False
    async with RawServer(script) as server, client_of(server, timeouts=Timeouts(1, 5, 5)) as client:
        await usage_statistics(client)
        changed = True
        polls = [spawn(usage_statistics(client), f"poll {n}") for n in range(8)]
        async with asyncio.timeout(5):
            await three.wait()
        for peer in waiting:
            await peer.send(http_answer(b'{"error":"invalid management key"}', status="401 Unauthorized"))
        results = await asyncio.gather(*polls, return_exceptions=True)
    assert [type(result) for result in results] == [KeyRefused] * 8
    assert len(waiting) == 3


async def test_ban_is_latched_with_its_time() -> None:
    ban = http_answer(
        b'{"error":"IP banned due to too many failed attempts. Try again in 29m54s"}', status="403 Forbidden"
    )
    async with always(ban) as server, client_of(server) as client:
        for _ in range(3):
            with pytest.raises(Banned) as caught:
                await usage_statistics(client)
            assert caught.value.seconds_left is not None
            assert 1790 < caught.value.seconds_left <= 1794
    assert server.received.count(b"GET ") == 1


@pytest.mark.parametrize("key", ["", "   ", "two\r\nlines", "schlüssel", "nul\x00"])
def test_keys_that_cannot_be_sent(key: str) -> None:
    with pytest.raises(InputError):
        CpaClient("http://127.0.0.1:8317", key, latch=KeyLatch(None))


async def test_blanks_around_the_key_are_dropped() -> None:
    async with always(http_answer(ON)) as server, CpaClient(server.url, f" {KEY}\n", latch=KeyLatch(None)) as client:
        await usage_statistics(client)
    assert b"Authorization: Bearer fake-management-key\r\n" in server.received


async def test_version_headers_and_missing_routes() -> None:
    missing = http_answer(b"", status="404 Not Found")
    async with always(missing) as server, client_of(server) as client:
        for _ in range(2):
            with pytest.raises(RouteMissing):
                await client.get("usage-queue", list[Any])
        assert server.received.count(b"GET ") == 1
        assert client.capabilities == Capabilities("7.2.140", absent=frozenset({"usage-queue"}))
        assert not client.capabilities.has(Feature.USAGE_QUEUE)
        client.forget_absent()
        assert client.capabilities.has(Feature.USAGE_QUEUE)
        with pytest.raises(RouteMissing):
            await client.get("usage-queue", list[Any])
    assert server.received.count(b"GET ") == 2


async def test_missing_without_the_key_check_marks_nothing() -> None:
    async with always(http_answer(b"", status="404 Not Found", headers="")) as server, client_of(server) as client:
        with pytest.raises(RouteMissing, match="Management may be disabled"):
            await client.get("usage-queue", list[Any])
        assert client.capabilities == Capabilities()


async def test_an_upgraded_server_is_looked_at_again() -> None:
    answers = [
        http_answer(b"", status="404 Not Found", headers="X-CPA-VERSION: 6.9.38\r\n"),
        http_answer(ON, headers="X-CPA-VERSION: 7.2.140\r\n"),
    ]

    async def script(peer: Peer) -> None:
        while answers:
            await peer.until(b"\r\n\r\n")
            await peer.send(answers.pop(0))

    async with RawServer(script) as server, client_of(server) as client:
        with pytest.raises(RouteMissing):
            await client.get("usage-queue", list[Any])
        await usage_statistics(client)
        assert client.capabilities == Capabilities("7.2.140")


async def hang(peer: Peer) -> None:
    await peer.eof()


async def stall(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(HTTP_OK + b"Content-Length: 100\r\n\r\n{")
    await peer.eof()


async def half(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b'{"usage-statistics-ena'))


async def web_page(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b"<!doctype html><title>Router</title>", headers="Content-Type: text/html\r\n"))


async def other_json(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b'{"hello":"world"}', headers=""))


async def redirect(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b"", status="301 Moved", headers="Location: https://cpa.example/\r\n"))


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (hang, NotReachable, "did not answer within"),
        (stall, CutAnswer, "nothing more arrived in time"),
        (half, CutAnswer, "no complete JSON document"),
        (web_page, NotACpa, "web page"),
        (other_json, NotACpa, "not CPA's"),
        (redirect, NotACpa, "https://cpa.example"),
    ],
)
async def test_servers_that_misbehave(script: Any, kind: type[CpaError], words: str) -> None:
    async with RawServer(script) as server, client_of(server) as client:
        started = time.monotonic()
        with pytest.raises(kind, match=words) as caught:
            await usage_statistics(client)
        assert time.monotonic() - started < 2
    assert len(server.peers) == 1
    assert KEY not in str(caught.value)


async def test_unknown_certificate_sends_no_key(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path)

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(ON))

    async with RawServer(script, context) as server:
        async with client_of(server) as client:
            with pytest.raises(NotReachable, match="not known here"):
                await usage_statistics(client)
        assert server.received == b""
        async with client_of(server, tls=TlsOptions(ca_file=str(ca_file))) as client:
            assert await usage_statistics(client) is True


async def test_waiting_for_another_request_ends_with_the_deadline() -> None:
    async with RawServer(hang) as server, client_of(server, timeouts=Timeouts(0.3, 0.4, 0.4)) as client:
        started = time.monotonic()
        results = await asyncio.gather(*(usage_statistics(client) for _ in range(5)), return_exceptions=True)
        assert time.monotonic() - started < 2
    assert [type(result) for result in results] == [NotReachable] * 5


async def test_healthz_needs_no_key() -> None:
    async with always(http_answer(b'{"status":"ok"}', headers="")) as server, client_of(server) as client:
        await client.healthz()
    assert server.received.startswith(b"GET /healthz HTTP/1.1\r\n")
    assert b"authorization" not in server.received.lower()


@pytest.mark.parametrize(("body", "kind"), [(b'{"status":"up"}', NotACpa), (b"OK", NotACpa), (b'{"a":1}', NotACpa)])
async def test_healthz_of_something_else(body: bytes, kind: type[CpaError]) -> None:
    async with always(http_answer(body, headers="")) as server, client_of(server) as client:
        with pytest.raises(kind):
            await client.healthz()


async def test_healthz_of_an_old_version() -> None:
    missing = http_answer(b"404 page not found", status="404 Not Found", headers="Content-Type: text/plain\r\n")
    async with always(missing) as server, client_of(server) as client:
        with pytest.raises(RouteMissing):
            await client.healthz()


async def test_use_outside_of_the_context() -> None:
    client = CpaClient("http://127.0.0.1:8317", KEY, latch=KeyLatch(None))
    with pytest.raises(RuntimeError, match="outside"):
        await client.healthz()
