"""Servers that hang, drip, cut, flood or lie, on real sockets: each ends within its deadline, in words."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import time
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from httpcore._async import http11

from cpam_desktop.domain.errors import CpaError, InputError, NotACpa, NotReachable
from cpam_desktop.net.http import MAX_BODY, Answer, Timeouts, fetch, make_client
from cpam_desktop.net.tls import TlsOptions
from tests.kit.certificates import unknown_authority
from tests.kit.raw_server import HTTP_OK, Peer, RawServer, http_answer

QUICK = Timeouts(connect=0.3, read=0.3, total=0.6)


async def get(
    url: str,
    *,
    tls: TlsOptions | None = None,
    timeouts: Timeouts = QUICK,
    via: str | None = None,
    max_body: int = MAX_BODY,
) -> Answer:
    async with make_client(url, tls or TlsOptions(), timeouts, via) as client:
        request = client.build_request("GET", f"{url}/v0/management/debug")
        return await fetch(client, request, total=timeouts.total, via=via, max_body=max_body)


async def failure(
    url: str, *, tls: TlsOptions | None = None, timeouts: Timeouts = QUICK, via: str | None = None
) -> CpaError:
    started = time.monotonic()
    with pytest.raises(CpaError) as caught:
        await get(url, tls=tls, timeouts=timeouts, via=via)
    assert time.monotonic() - started < timeouts.total + 1.0
    return caught.value


async def test_whole_answer() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b'{"debug":true}'))

    async with RawServer(script) as server:
        answer = await get(server.url)
    assert (answer.status, answer.body, answer.cut) == (200, b'{"debug":true}', "")
    assert answer.headers["x-cpa-version"] == "7.2.140"
    assert b"accept-encoding: gzip\r\n" in server.received.lower()


async def test_a_connection_that_was_idle_for_long_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    monkeypatch.setattr(http11, "time", SimpleNamespace(monotonic=lambda: now))

    async def script(peer: Peer) -> None:
        while True:
            await peer.until(b"\r\n\r\n")
            await peer.send(http_answer(b"[]"))

    async with RawServer(script) as server, make_client(server.url, TlsOptions(), QUICK) as client:
        for idle, connections in ((0.0, 1), (2.0, 1), (4.9, 1), (5.1, 2), (60.0, 3)):
            now += idle
            await fetch(client, client.build_request("GET", server.url), total=5.0)
            assert len(server.peers) == connections


async def test_hangs_without_a_word() -> None:
    async def script(peer: Peer) -> None:
        await peer.eof()

    async with RawServer(script) as server:
        error = await failure(server.url)
    assert isinstance(error, NotReachable)
    assert (error.reason, error.sent) == ("timeout", True)
    assert f"127.0.0.1:{server.port} did not answer within 0.3 s" in error.sentence()


async def test_headers_then_silence_is_a_cut_answer() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b"Content-Length: 100\r\n\r\n{")
        await peer.eof()

    async with RawServer(script) as server:
        answer = await get(server.url)
    assert (answer.status, answer.body, answer.cut) == (200, b"{", "nothing more arrived in time")


async def test_one_byte_now_and_then_meets_the_overall_deadline() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b"Content-Length: 100000\r\n\r\n")
        loop = asyncio.get_running_loop()
        while not peer.reader.at_eof():
            await peer.send(b"[")
            tick = loop.create_future()
            loop.call_later(0.05, tick.set_result, None)
            await tick

    async with RawServer(script) as server:
        started = time.monotonic()
        answer = await get(server.url, timeouts=Timeouts(connect=1, read=5, total=0.6))
    assert 0.5 < time.monotonic() - started < 1.5
    assert answer.cut == "it was not complete after 0.6 s"
    assert 2 <= len(answer.body) <= 20


async def test_drip_of_headers_meets_the_overall_deadline() -> None:
    async def script(peer: Peer) -> None:
        loop = asyncio.get_running_loop()
        for byte in HTTP_OK * 10:
            await peer.send(bytes([byte]))
            tick = loop.create_future()
            loop.call_later(0.05, tick.set_result, None)
            await tick

    async with RawServer(script) as server:
        error = await failure(server.url, timeouts=Timeouts(connect=1, read=5, total=0.6))
    assert isinstance(error, NotReachable)
    assert error.reason == "timeout"


async def test_half_an_answer() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b'Content-Length: 50\r\n\r\n[{"a":1},{"b"')

    async with RawServer(script) as server:
        answer = await get(server.url)
    assert answer.body == b'[{"a":1},{"b"'
    assert answer.cut == "the connection ended before it was complete"


async def test_300_megabytes_stop_at_32() -> None:
    sent = 0

    async def script(peer: Peer) -> None:
        nonlocal sent
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b"Content-Length: 314572800\r\n\r\n")
        while sent < 314572800:
            await peer.send(bytes(1 << 20))
            sent += 1 << 20

    async with RawServer(script) as server:
        answer = await get(server.url, timeouts=Timeouts(connect=1, read=5, total=20))
    assert len(answer.body) == 32 * 1024 * 1024
    assert answer.cut == "it is larger than 32 MiB"
    assert sent < 100 * 1024 * 1024


async def test_gzip_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(40 * 1024 * 1024))

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(bomb, headers="Content-Encoding: gzip\r\n"))

    async with RawServer(script) as server:
        answer = await get(server.url, timeouts=Timeouts(1, 5, 20), max_body=1024 * 1024)
    assert len(bomb) < 100_000
    assert (len(answer.body), answer.cut) == (1024 * 1024, "it is larger than 1 MiB")


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_packed_answers(name: str, pack: object) -> None:
    assert callable(pack)
    body = pack(b'{"a":1}')
    assert isinstance(body, bytes)

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(body, headers=f"Content-Encoding: {name}\r\n"))

    async with RawServer(script) as server:
        answer = await get(server.url)
    assert (answer.body, answer.cut) == (b'{"a":1}', "")


@pytest.mark.parametrize(
    ("encoding", "cut"), [("br", "it is packed in an unknown way"), ("gzip", "it cannot be unpacked")]
)
async def test_wrongly_packed(encoding: str, cut: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"not packed at all", headers=f"Content-Encoding: {encoding}\r\n"))

    async with RawServer(script) as server:
        answer = await get(server.url)
    assert answer.cut == cut


async def test_refused_connection() -> None:
    async with RawServer(lambda peer: peer.eof()) as server:
        url = server.url
    error = await failure(url)
    assert isinstance(error, NotReachable)
    assert (error.reason, error.sent) == ("refused", False)
    assert "refused the connection" in error.sentence()


async def test_unknown_name() -> None:
    error = await failure("http://no-such-host.invalid:8317", timeouts=Timeouts(3, 3, 6))
    assert isinstance(error, NotReachable)
    assert error.reason in ("name", "timeout")
    assert "no-such-host.invalid:8317" in error.sentence()


async def test_closed_without_an_answer() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")

    async with RawServer(script) as server:
        error = await failure(server.url)
    assert isinstance(error, NotReachable)
    assert (error.reason, error.sent) == ("closed", True)


async def test_something_else_than_http() -> None:
    async def script(peer: Peer) -> None:
        await peer.send(b"220 mail.example ready\r\n\r\n")
        await peer.eof()

    async with RawServer(script) as server:
        error = await failure(server.url)
    assert isinstance(error, NotACpa)
    assert "does not speak HTTP" in error.detail


async def test_unknown_certificate(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path)

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"{}"))

    async with RawServer(script, context) as server:
        error = await failure(server.url)
        assert isinstance(error, NotReachable)
        assert error.reason == "tls"
        assert "self-signed and not known here" in error.sentence()
        assert "CA" in error.hint
        assert server.received == b""
        known = await get(server.url, tls=TlsOptions(ca_file=str(ca_file)))
        unchecked = await get(server.url, tls=TlsOptions(verify=False))
    assert known.status == unchecked.status == 200


async def test_certificate_of_another_host(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path, "other.example")
    async with RawServer(lambda peer: peer.eof(), context) as server:
        error = await failure(server.url, tls=TlsOptions(ca_file=str(ca_file)))
    assert isinstance(error, NotReachable)
    assert "issued for another IP address" in error.detail


async def test_https_to_a_plain_port() -> None:
    async def script(peer: Peer) -> None:
        await peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await peer.eof()

    async with RawServer(script) as server:
        error = await failure(server.url.replace("http:", "https:"))
    assert isinstance(error, NotReachable)
    assert error.reason == "tls"
    assert "http://" in error.hint


@pytest.mark.parametrize(("content", "words"), [(None, "No such file"), ("no certificate", "no PEM file")])
def test_ca_file_that_cannot_be_used(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError) as caught:
        TlsOptions(ca_file=str(path)).context()
    assert words in caught.value.sentence()


def test_each_context_is_new() -> None:
    options = TlsOptions()
    assert options.context() is not options.context()
    assert options.context().verify_mode is ssl.CERT_REQUIRED
    assert TlsOptions(verify=False).context().verify_mode is ssl.CERT_NONE


async def test_request_goes_through_the_proxy() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"{}"))

    async with RawServer(script) as proxy:
        answer = await get("http://cpa.example:8317", via=proxy.url)
    assert answer.status == 200
    assert proxy.received.startswith(b"GET http://cpa.example:8317/v0/management/debug HTTP/1.1\r\n")


async def test_proxy_that_is_away_or_refuses() -> None:
    async with RawServer(lambda peer: peer.eof()) as server:
        gone = server.url
    error = await failure("http://cpa.example:8317", via=gone)
    assert isinstance(error, NotReachable)
    assert error.reason == "proxy"
    assert "proxy" in error.detail

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"", status="403 Forbidden"))

    async with RawServer(script) as proxy:
        error = await failure("https://cpa.example:8317", via=proxy.url)
    assert isinstance(error, NotReachable)
    assert error.reason == "proxy"
