"""The connection test against the demo server and against what is no CPA, counting what was sent."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.errors import Banned, InputError, KeyRefused, NotACpa, NotReachable, RemoteDisabled
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.connecting import check_connection
from tests.kit.certificates import unknown_authority
from tests.kit.demo import running_demo
from tests.kit.raw_server import Peer, RawServer, http_answer

WRONG = "fake-wrong-key"


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with running_demo(retention_seconds=600) as server:
        yield server


def at(url: str) -> ServerProfile:
    return ServerProfile("", "", url)


async def test_a_good_server_tells_version_settings_and_time(demo: DemoServer) -> None:
    found = await check_connection(at(f"{demo.url}/management.html"), demo.key, KeyLatch(None))
    assert found.ok
    assert found.url == demo.url
    assert found.version == "7.2.140"
    assert found.usage_enabled is True
    assert found.retention_s == 600
    assert found.warnings == ()
    assert found.latency_ms is not None
    assert 0 <= found.latency_ms < 5_000
    assert demo.seen.requests.total() == 1


async def test_settings_that_lose_events_are_warned_of() -> None:
    async with running_demo(retention_seconds=60, statistics=False) as server:
        found = await check_connection(at(server.url), server.key, KeyLatch(None))
    assert found.ok
    assert found.usage_enabled is False
    assert found.warnings == ("statistics_off", "short_retention")


async def test_a_wrong_key_is_sent_once_and_only_again_when_the_user_says_so(demo: DemoServer) -> None:
    latch = KeyLatch(None)
    for again, requests in ((False, 1), (False, 1), (True, 2)):
        found = await check_connection(at(demo.url), WRONG, latch, again=again)
        assert type(found.error) is KeyRefused
        assert WRONG not in repr(found)
        assert demo.seen.connections == requests
    assert (await check_connection(at(demo.url), demo.key, latch)).ok


async def test_a_ban_tells_the_time_left(demo: DemoServer) -> None:
    found = ConnectionTest("")
    for number in range(6):
        found = await check_connection(at(demo.url), f"{WRONG}-{number}", KeyLatch(None))
    assert isinstance(found.error, Banned)
    assert found.error.seconds_left is not None
    assert 1700 < found.error.seconds_left <= 1800


async def test_no_key_is_no_request(demo: DemoServer) -> None:
    found = await check_connection(at(demo.url), "", KeyLatch(None))
    assert isinstance(found.error, InputError)
    assert demo.seen.connections == 0


async def test_remote_management_that_is_off_is_named() -> None:
    async def refuse(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b'{"error":"remote management disabled"}', status="403 Forbidden"))

    async with RawServer(refuse) as server:
        found = await check_connection(at(server.url), WRONG, KeyLatch(None))
    assert isinstance(found.error, RemoteDisabled)


async def test_a_web_page_is_no_cpa() -> None:
    async def page(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(b"<html>hello</html>", headers="Content-Type: text/html\r\n"))

    async with RawServer(page) as server:
        found = await check_connection(at(server.url), WRONG, KeyLatch(None))
    assert isinstance(found.error, NotACpa)
    assert len(server.peers) == 1


async def test_an_unknown_certificate_is_refused_unless_its_authority_is_named(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path)
    assert isinstance(context, ssl.SSLContext)
    async with running_demo(tls=context) as server:
        profile = ServerProfile("", "", server.url)
        refused = await check_connection(profile, server.key, KeyLatch(None))
        assert isinstance(refused.error, NotReachable)
        assert refused.error.reason == "tls"
        named = ServerProfile("", "", server.url, ca_file=str(ca_file))
        assert (await check_connection(named, server.key, KeyLatch(None))).ok
        unverified = ServerProfile("", "", server.url, verify=False)
        assert (await check_connection(unverified, server.key, KeyLatch(None))).ok


async def test_a_closed_port_is_not_reachable() -> None:
    async with running_demo() as server:
        url = server.url
    found = await check_connection(at(url), WRONG, KeyLatch(None))
    assert isinstance(found.error, NotReachable)
    assert found.error.reason == "refused"


async def test_an_address_that_is_none_is_an_input_error() -> None:
    found = await check_connection(at("ftp://h"), WRONG, KeyLatch(None))
    assert isinstance(found.error, InputError)
    assert found.url == "ftp://h"
