"""RESP login and pops against scripted servers: every refusal told apart, one connection and one AUTH each."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cpa.batches import Popped
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.errors import (
    Banned,
    CpaError,
    InputError,
    KeyRefused,
    NotReachable,
    NotSupported,
    RemoteDisabled,
    ServerFailed,
)
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.tls import TlsOptions
from tests.kit.certificates import unknown_authority
from tests.kit.raw_server import Peer, RawServer

KEY = "fake-management-key"
QUICK = Timeouts(connect=0.3, read=0.3, total=0.6)
AUTH = b"*2\r\n$4\r\nAUTH\r\n$19\r\nfake-management-key\r\n"
HTTP_400 = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n400 Bad Request"


def bulk(*items: bytes) -> bytes:
    """An array reply of bulk strings."""
    return b"*%d\r\n" % len(items) + b"".join(b"$%d\r\n%s\r\n" % (len(item), item) for item in items)


async def link_to(server: RawServer, latch: KeyLatch | None = None, **options: Any) -> RespLink:
    options.setdefault("timeouts", QUICK)
    return await RespLink.connect(server.url, KEY, latch=latch or KeyLatch(None), **options)


def answering(*replies: bytes) -> RawServer:
    """Logs anybody in and gives one of `replies` to each command, then waits for the end."""

    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"+OK\r\n")
        for reply in replies:
            await peer.command()
            await peer.send(reply)
        await peer.eof()

    return RawServer(script)


async def test_login_and_pop_on_the_wire() -> None:
    replies = bulk(b'{"a":1}', b'{"b":"\r\n"}'), b"*0\r\n", bulk(b"{}")
    async with answering(*replies) as server, await link_to(server) as link:
        assert await link.pop(100) == Popped([b'{"a":1}', b'{"b":"\r\n"}'], 100)
        assert await link.pop() == Popped([], 500)
        assert await link.pop(10_000) == Popped([b"{}"], 500)
    pop = b"*3\r\n$4\r\nLPOP\r\n$5\r\nusage\r\n$3\r\n%d\r\n"
    assert server.received == AUTH + pop % 100 + pop % 500 + pop % 500
    assert len(server.peers) == 1


@pytest.mark.parametrize("reply", [b"$-1\r\n", b"*-1\r\n", b"*1\r\n$-1\r\n"])
async def test_null_replies_are_empty(reply: bytes) -> None:
    async with answering(reply) as server, await link_to(server) as link:
        assert await link.pop(1) == Popped([], 1)


async def test_events_split_over_many_packets() -> None:
    reply = bulk(*(b'{"n":%d}' % n for n in range(500)))

    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"+OK\r\n")
        await peer.command()
        for start in range(0, len(reply), 7):
            await peer.send(reply[start : start + 7])
            await asyncio.sleep(0)
        await peer.eof()

    async with RawServer(script) as server, await link_to(server, timeouts=Timeouts(1, 2, 5)) as link:
        result = await link.pop()
    assert result.items == [b'{"n":%d}' % n for n in range(500)]


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (b"-ERR invalid management key\r\n", KeyRefused, "invalid management key"),
        (b"-ERR missing management key\r\n", KeyRefused, "missing management key"),
        (b"-WRONGPASS invalid username-password pair\r\n", KeyRefused, "refused the management key"),
        (b"-ERR IP banned due to too many failed attempts. Try again in 29m54s\r\n", Banned, "banned"),
        (b"-ERR remote management disabled\r\n", RemoteDisabled, "remote management disabled"),
        (b"-ERR RESP AUTH disabled; use mTLS\r\n", NotSupported, "RESP AUTH disabled"),
        (b"-ERR usage output is disabled in home mode\r\n", NotSupported, "home mode"),
        (b"-ERR unknown command 'auth'\r\n", NotSupported, "unknown command"),
        (b"-ERR something new\r\n", ServerFailed, "something new"),
        (HTTP_400, NotSupported, "unsupported RESP prefix 'H'"),
        (b"<html>", NotSupported, "does not speak RESP"),
        (b"", NotSupported, "without a word"),
    ],
)
async def test_login_refusals_cost_one_connection_and_one_auth(reply: bytes, kind: type[CpaError], words: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(reply)

    async with RawServer(script) as server:
        latch = KeyLatch(None)
        results = await asyncio.gather(*(link_to(server, latch) for _ in range(3)), return_exceptions=True)
        for result in results[: 3 if issubclass(kind, KeyRefused) else 1]:
            assert type(result) is kind
        assert words in str(results[0])
        assert KEY not in str(results[0])
    if issubclass(kind, KeyRefused):
        assert len(server.peers) == 1
        assert server.received == AUTH
    else:
        assert [bytes(peer.received) for peer in server.peers] == [AUTH] * 3


async def test_refused_key_is_latched_for_http_and_later_processes(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"-ERR IP banned due to too many failed attempts. Try again in 10m0s\r\n")

    path = tmp_path / "refused.json"
    async with RawServer(script) as server:
        with pytest.raises(Banned) as caught:
            await link_to(server, KeyLatch(path))
        assert caught.value.seconds_left == 600
        with pytest.raises(Banned):
            KeyLatch(path).check(server.url, KEY)
        with pytest.raises(Banned, match="nothing was sent"):
            await link_to(server, KeyLatch(path))
    assert len(server.peers) == 1


async def test_where_resp_cannot_work_nothing_is_sent() -> None:
    async with answering() as server:
        with pytest.raises(NotSupported, match="path"):
            await RespLink.connect(f"{server.url}/cpa", KEY, latch=KeyLatch(None))
        with pytest.raises(NotSupported, match="HTTP proxy"):
            await RespLink.connect(server.url, KEY, latch=KeyLatch(None), proxy="http://proxy.example:3128")
        with pytest.raises(InputError):
            await RespLink.connect(server.url, "a\nb", latch=KeyLatch(None))
    assert server.peers == []


async def test_hanging_login_ends_with_its_deadline() -> None:
    async with RawServer(lambda peer: peer.eof()) as server:
        started = time.monotonic()
        with pytest.raises(NotReachable) as caught:
            await link_to(server)
        assert time.monotonic() - started < 2
    assert (caught.value.reason, caught.value.sent) == ("timeout", False)
    assert len(server.peers) == 1


async def test_nobody_listens() -> None:
    async with answering() as server:
        pass
    with pytest.raises(NotReachable, match="refused the connection") as caught:
        await link_to(server)
    assert caught.value.reason == "refused"


async def test_unknown_certificate_sends_no_key(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path)
    context.set_alpn_protocols(["h2", "http/1.1"])
    offered: list[str | None] = []

    async def script(peer: Peer) -> None:
        offered.append(peer.writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await peer.command()
        await peer.send(b"+OK\r\n")
        await peer.command()
        await peer.send(bulk(b"{}"))
        await peer.eof()

    async with RawServer(script, context) as server:
        with pytest.raises(NotReachable, match="not known here") as caught:
            await link_to(server)
        assert caught.value.reason == "tls"
        assert server.received == b""
        for tls in (TlsOptions(ca_file=str(ca_file)), TlsOptions(verify=False)):
            async with await link_to(server, tls=tls) as link:
                assert await link.pop(1) == Popped([b"{}"], 1)
    assert offered == [None, None]


@pytest.mark.parametrize("closes", [True, False])
async def test_cut_reply_keeps_the_complete_events(closes: bool) -> None:
    reply = bulk(b'{"a":1}', b'{"b":2}', b'{"c":3}')

    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"+OK\r\n")
        await peer.command()
        await peer.send(reply[:-8])
        if not closes:
            await peer.eof()

    async with RawServer(script) as server, await link_to(server) as link:
        assert await link.pop(3) == Popped([b'{"a":1}', b'{"b":2}'], 3, cut=True)
        with pytest.raises(NotReachable):
            await link.pop(3)
    assert len(server.peers) == 1


async def test_300_megabytes_keep_the_complete_events() -> None:
    event = b"x" * 1_048_576

    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"+OK\r\n")
        await peer.command()
        await peer.send(b"*300\r\n")
        for _ in range(300):
            await peer.send(b"$1048576\r\n%s\r\n" % event)

    async with RawServer(script) as server, await link_to(server, timeouts=Timeouts(1, 5, 20)) as link:
        result = await link.pop()
    assert result.cut
    assert 31 <= len(result.items) <= 32
    assert set(result.items) == {event}


@pytest.mark.parametrize("closes", [True, False])
async def test_no_reply_may_have_taken_events(closes: bool) -> None:
    async def script(peer: Peer) -> None:
        await peer.command()
        await peer.send(b"+OK\r\n")
        await peer.command()
        if not closes:
            await peer.eof()

    async with RawServer(script) as server, await link_to(server) as link:
        with pytest.raises(NotReachable) as caught:
            await link.pop(3)
    assert caught.value.sent
    assert caught.value.reason == ("closed" if closes else "timeout")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (b"-ERR unsupported channel 'usage'\r\n", NotSupported),
        (b"-ERR unknown command 'lpop'\r\n", NotSupported),
        (b"-ERR value is not an integer or out of range\r\n", ServerFailed),
        (HTTP_400, NotSupported),
    ],
)
async def test_pop_errors(reply: bytes, kind: type[CpaError]) -> None:
    async with answering(reply) as server, await link_to(server) as link:
        if reply == HTTP_400:
            assert await link.pop() == Popped([], 500, cut=True)
            return
        with pytest.raises(kind):
            await link.pop()
