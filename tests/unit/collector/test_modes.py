"""Four ways to the same rows: queued before the start, published while collecting, none twice, none missing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from cpam_desktop.demo.faults import Exchange, Fixed
from cpam_desktop.domain.collecting import Mode, State
from cpam_desktop.domain.errors import KeyRefused
from cpam_desktop.net.http import Timeouts
from tests.kit.collecting import Rig, facts, gap_rows, made, query, stored
from tests.kit.demo import running_demo
from tests.kit.forwarder import Forwarder

MODES = list(Mode)
TRANSPORT = {Mode.AUTO: Mode.SUBSCRIBE, Mode.SUBSCRIBE: Mode.SUBSCRIBE, Mode.HTTP: Mode.HTTP, Mode.RESP: Mode.RESP}


@pytest.mark.parametrize("mode", MODES)
async def test_every_event_is_stored_once(rig: Rig, mode: Mode) -> None:
    events = made(1_700)
    async with running_demo(retention_seconds=3600) as server:
        server.publish(*events[:700])  # more than one pop
        async with rig.collecting(server, mode) as collector:
            await collector.running(TRANSPORT[mode])
            await server.feed(events[700:])
            status = await collector.inserted(1_700)
    assert status.received == status.inserted == 1_700
    assert status.duplicates == status.dead_letters == 0
    assert status.gaps == status.warnings == ()
    assert stored(rig.path) == facts(events)
    assert gap_rows(rig.path) == []


@pytest.mark.parametrize("mode", MODES)
async def test_an_event_that_comes_twice_is_stored_once(rig: Rig, mode: Mode) -> None:
    events = made(20)
    async with running_demo(retention_seconds=3600) as server:
        server.publish(*events, *events[:5])
        async with rig.collecting(server, mode) as collector:
            await collector.running(TRANSPORT[mode])
            server.publish(*events[5:8])
            status = await collector.until(lambda now: now.received == 28 and now.duplicates == 8)
    assert status.inserted == 20
    assert stored(rig.path) == facts(events)


@pytest.mark.parametrize("mode", MODES)
async def test_a_clean_stop_leaves_the_rest_to_the_next_start(rig: Rig, mode: Mode) -> None:
    events = made(900)
    async with running_demo(retention_seconds=3600) as server:
        for part in (events[:300], events[300:600], events[600:]):
            async with rig.collecting(server, mode) as collector:
                await collector.running()
                await server.feed(part[:250])
            server.publish(*part[250:])
        assert server.state.queue.subscribers == 0
        async with rig.collecting(server, mode) as collector:
            await collector.inserted(50)
    assert stored(rig.path) == facts(events)
    assert gap_rows(rig.path) == []


@pytest.mark.parametrize(
    ("version", "mode", "chosen", "why_not"),
    [
        ("6.9.38", Mode.AUTO, Mode.RESP, ("subscribe", "http")),
        ("6.10.8", Mode.AUTO, Mode.HTTP, ("subscribe",)),
        ("7.0.7", Mode.AUTO, Mode.SUBSCRIBE, ()),
        ("7.1.17", Mode.AUTO, Mode.HTTP, ("subscribe",)),
        ("7.1.43", Mode.AUTO, Mode.SUBSCRIBE, ()),
        ("7.2.140", Mode.AUTO, Mode.SUBSCRIBE, ()),
        ("dev", Mode.AUTO, Mode.SUBSCRIBE, ()),
        ("6.9.38", Mode.RESP, Mode.RESP, ()),
        ("6.10.8", Mode.RESP, Mode.RESP, ()),
        ("7.1.17", Mode.HTTP, Mode.HTTP, ()),
    ],
)
async def test_old_servers(rig: Rig, version: str, mode: Mode, chosen: Mode, why_not: tuple[str, ...]) -> None:
    events = made(60)
    async with running_demo(version=version) as server:
        server.publish(*events[:30])
        async with rig.collecting(server, mode, climb=(60.0,)) as collector:
            status = await collector.running()
            server.publish(*events[30:])
            await collector.inserted(60)
    assert status.transport is chosen
    assert tuple(text.partition(":")[0] for text in status.why_not) == why_not
    assert stored(rig.path) == facts(events)


async def test_the_backlog_comes_by_resp_where_the_server_has_no_http_queue(rig: Rig) -> None:
    events = made(1_200)
    async with running_demo() as server:
        server.faults.missing("usage-queue")
        server.publish(*events)
        async with rig.collecting(server, Mode.SUBSCRIBE) as collector:
            await collector.inserted(1_200)
        assert server.seen.commands["lpop"] == 3  # 500, 500, 200
    assert stored(rig.path) == facts(events)


async def test_a_drain_that_fails_is_tried_again_while_the_subscription_goes_on(rig: Rig) -> None:
    events = made(40)
    async with running_demo() as server:
        server.publish(*events[:20])
        server.faults.put("usage-queue", Fixed(500, b'{"error":"overloaded"}', "application/json"), times=3)
        async with rig.collecting(server, Mode.SUBSCRIBE) as collector:
            await collector.until(lambda now: "overloaded" in now.last_error)
            server.publish(*events[20:])
            status = await collector.until(lambda now: now.inserted == 40 and not now.last_error)
        assert server.seen.commands["subscribe"] == 1
        assert server.seen.requests["usage-queue"] == 4
    assert status.gaps == ()
    assert stored(rig.path) == facts(events)


async def test_it_climbs_back_up_and_misses_nothing_on_the_way(rig: Rig) -> None:
    events = made(90)
    async with running_demo() as server:
        server.faults.resp = "not_resp"
        server.publish(*events[:30])
        async with rig.collecting(server) as collector:
            status = await collector.running(Mode.HTTP)
            assert status.why_not == ("subscribe: an HTTP server or proxy answers there (unsupported RESP prefix 'H')",)
            server.publish(*events[30:60])
            await collector.inserted(60)
            server.faults.clear()
            status = await collector.running(Mode.SUBSCRIBE)
            server.publish(*events[60:])
            await collector.inserted(90)
    assert status.why_not == status.gaps == ()
    assert stored(rig.path) == facts(events)


async def test_from_resp_polling_it_climbs_to_http_and_closes_what_it_leaves(rig: Rig) -> None:
    events = made(40)
    async with running_demo() as server:
        server.faults.resp = "no_subscribe"
        server.faults.missing("usage-queue")
        server.publish(*events[:20])
        async with rig.collecting(server, climb=(0.1,)) as collector:
            await collector.running(Mode.RESP)
            await collector.inserted(20)
            server.faults.clear()
            server.faults.resp = "no_subscribe"
            await collector.running(Mode.HTTP)
            polls = server.seen.commands["lpop"]
            server.publish(*events[20:])
            await collector.inserted(40)
            assert server.seen.commands["lpop"] == polls
    assert stored(rig.path) == facts(events)


async def test_a_fixed_mode_never_climbs(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server, Mode.HTTP, climb=(0.0,)) as collector:
        await collector.running()
        server.publish(*made(5))
        await collector.inserted(5)
        assert server.seen.commands.total() == 0


async def test_control_messages_are_no_events(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server) as collector:
        await collector.running()
        server.change_credentials([])
        server.publish(*made(1))
        status = await collector.inserted(1)
    assert (status.received, status.dead_letters) == (1, 0)
    assert query(rig.path, "select count(*) from dead_letter") == [(0,)]


async def test_a_better_way_that_only_fails_does_not_end_the_one_that_works(rig: Rig) -> None:
    """A firewall that lets HTTP through and swallows the rest looks like this."""
    async with running_demo() as server, Forwarder(server.port) as wire:
        server.faults.resp = "not_resp"
        pace: dict[str, Any] = {"climb": (0.05,), "timeouts": Timeouts(connect=0.3, read=0.3, total=0.6)}
        async with rig.collecting(wire.url, key=server.key, **pace) as collector:
            await collector.running(Mode.HTTP)
            wire.swallow_resp = True
            tried = len(wire.swallowed)
            while len(wire.swallowed) < tried + 2:
                wire.heard.clear()
                await wire.heard.wait()
            server.publish(*made(5))
            status = await collector.inserted(5)
    assert status.transport is Mode.HTTP
    assert status.gaps == ()


async def test_a_key_that_is_refused_on_the_way_up_stops_everything(rig: Rig) -> None:
    async def refuse_afterwards(exchange: Exchange) -> None:
        await exchange.reply(exchange.respond())
        rig.latch.refuse(server.url, server.key, KeyRefused("elsewhere"))

    async with running_demo() as server:
        server.faults.resp = "not_resp"
        collector = rig.collector(server.url, server.key, pace=rig.with_pace(climb=(0.0,)))
        collector.start()
        await collector.running(Mode.HTTP)
        server.faults.put("usage-queue", refuse_afterwards)
        with pytest.raises(KeyRefused):
            await collector.ended()


async def test_one_that_waits_for_its_turn_writes_nothing(rig: Rig) -> None:
    rig.set_busy(0)
    async with running_demo() as server, rig.collecting(server, mark=60.0) as first:
        await first.running()
        second = rig.collector(server.url, server.key, pace=rig.with_pace(role=0.02))
        with closing(sqlite3.connect(rig.path, isolation_level=None)) as other:
            other.execute("begin immediate")  # whoever writes now fails
            second.start(when_free=True)
            await second.until(lambda now: now.state is State.WAITING)
            told = len(second.seen)
            await second.until(lambda _: len(second.seen) >= told + 3)
            other.execute("rollback")
        await second.stop()


async def test_one_that_waits_for_its_turn_takes_over(rig: Rig) -> None:
    events = made(20)
    async with running_demo() as server:
        second = rig.collector(server.url, server.key, pace=rig.with_pace(role=0.02))
        async with rig.collecting(server) as first:
            await first.running()
            second.start(when_free=True)
            status = await second.until(lambda now: "collects from this server already" in now.last_error)
            assert status.state is State.WAITING
            server.publish(*events[:10])
            await first.inserted(10)
        await second.running()
        server.publish(*events[10:])
        await second.inserted(10)
        await second.stop()
    assert stored(rig.path) == facts(events)
