"""Wrong keys and what only the user can mend: one request, one login, and no second try by any path."""

from __future__ import annotations

import pytest

from cpam_desktop.domain.collecting import Mode, State
from cpam_desktop.domain.errors import Banned, KeyRefused, NotReachable, NotSupported, RemoteDisabled, RouteMissing
from cpam_desktop.net.latch import KeyLatch
from tests.kit.collecting import Rig, Running
from tests.kit.demo import running_demo

WRONG = "fake-wrong-management-key"


async def ends(collector: Running, error: type[Exception], words: str) -> None:
    collector.start()
    with pytest.raises(error, match=words) as caught:
        await collector.ended()
    assert collector.status.state is State.BLOCKED
    assert collector.status.last_error == str(caught.value)
    assert collector.status.transport is None


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_wrong_key_is_sent_once(rig: Rig, mode: Mode) -> None:
    async with running_demo() as server:
        await ends(rig.collector(server.url, WRONG, mode), KeyRefused, "invalid management key")
        assert (server.seen.connections, server.seen.commands.total()) == (1, 0)
        await ends(rig.collector(server.url, WRONG, mode), KeyRefused, "refused before; nothing was sent")
        rig.latch = KeyLatch(rig.path.with_name("latch.json"))  # as another process, or this one started again
        await ends(rig.collector(server.url, WRONG, mode), KeyRefused, "refused before; nothing was sent")
        assert server.seen.connections == 1
        async with rig.collecting(server, mode) as collector:
            await collector.running()


async def test_try_again_sends_it_once_more(rig: Rig) -> None:
    async with running_demo() as server:
        for connections in (1, 2):
            await ends(rig.collector(server.url, WRONG), KeyRefused, "invalid management key")
            assert server.seen.connections == connections
            rig.latch.clear(server.url, WRONG)


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_key_that_is_changed_meanwhile_costs_few_strikes(rig: Rig, mode: Mode) -> None:
    async with running_demo() as server:
        collector = rig.collector(server.url, server.key, mode)
        collector.start()
        await collector.running()
        server.access.secret = "another-fake-key"
        server.drop_connections()
        with pytest.raises(KeyRefused):
            await collector.ended()
        assert server.state.gate.check("127.0.0.1", "another-fake-key") is None  # not banned


async def test_a_ban_is_told_with_its_time(rig: Rig) -> None:
    async with running_demo() as server:
        for _ in range(5):
            server.state.gate.check("127.0.0.1", WRONG)
        await ends(rig.collector(server.url, server.key), Banned, "IP banned due to too many failed attempts")
        await ends(rig.collector(server.url, server.key), Banned, "nothing was sent")
        assert server.seen.connections == 1


async def test_remote_management_that_is_off(rig: Rig) -> None:
    async with running_demo() as server:
        server.access.secret = ""
        await ends(rig.collector(server.url, WRONG), RemoteDisabled, "remote management key not set")


async def test_management_that_is_off(rig: Rig) -> None:
    async with running_demo() as server:
        server.access.enabled = False
        await ends(
            rig.collector(server.url, server.key), RouteMissing, "Management may be disabled there: set a secret-key."
        )


@pytest.mark.parametrize(
    ("version", "mode", "error", "words"),
    [
        ("6.9.38", Mode.SUBSCRIBE, NotSupported, "unknown command 'subscribe'. Choose the mode auto."),
        ("6.9.38", Mode.HTTP, RouteMissing, "usage-queue is not known to it. Its version is too old for this."),
        ("6.10.8", Mode.SUBSCRIBE, NotSupported, "unknown command 'subscribe'. Choose the mode auto."),
        ("7.1.17", Mode.RESP, NotSupported, "RESP AUTH disabled; use mTLS. Choose the mode auto."),
        ("7.1.17", Mode.SUBSCRIBE, NotSupported, "RESP AUTH disabled; use mTLS. Choose the mode auto."),
    ],
)
async def test_a_fixed_mode_that_the_server_lacks(
    rig: Rig, version: str, mode: Mode, error: type[Exception], words: str
) -> None:
    async with running_demo(version=version) as server:
        await ends(rig.collector(server.url, server.key, mode), error, words)


async def test_nobody_there_is_waited_for(rig: Rig) -> None:
    async with running_demo() as server:
        await server.pause()
        async with rig.collecting(server) as collector:
            status = await collector.until(lambda now: now.state is State.WAITING)
            assert status.last_error.startswith("The server could not be reached: 127.0.0.1:")
            assert isinstance(collector.collector.trouble, NotReachable)
            assert not collector.collector.reached
            await server.resume()
            await collector.running()
        assert collector.collector.reached
        assert collector.status.gaps == ()  # nothing was ever read from it before


async def test_the_target_never_shows_its_key(rig: Rig) -> None:
    collector = rig.collector("http://127.0.0.1:1", WRONG)
    assert WRONG not in repr(collector.collector._target)  # pyright: ignore[reportPrivateUsage]
