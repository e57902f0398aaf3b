"""Servers that go away, hang, cut their answers or fall silent: gaps with the right reason, nothing that came lost."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest

from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.demo.faults import Half, Hang, Huge, Slow
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.collecting import CollectorStatus, GapReason, Mode, State
from cpam_desktop.net.http import Timeouts
from tests.kit.collecting import Rig, Running, facts, gap_rows, made, query, stored
from tests.kit.demo import running_demo
from tests.kit.forwarder import Forwarder

WAYS = [Mode.SUBSCRIBE, Mode.HTTP, Mode.RESP]
QUICK = Timeouts(connect=5.0, read=0.3, total=0.6)


def waiting(status: CollectorStatus) -> bool:
    return status.state is State.WAITING


@pytest.mark.parametrize("mode", WAYS)
async def test_a_restart_is_told_by_counters_that_fell(rig: Rig, mode: Mode) -> None:
    events = made(60)
    async with running_demo() as server:
        server.publish(*events[:30])  # counted before the first look
        async with rig.collecting(server, mode) as collector:
            await collector.inserted(30)
            await server.pause()
            status = await collector.until(waiting)
            assert status.transport is None
            assert status.last_error.startswith("The server could not be reached: ")
            await server.resume()
            status = await collector.running(mode)
            server.publish(*events[30:])
            await collector.inserted(60)
        assert status.last_error == ""
    assert stored(rig.path) == facts(events)
    (gap,) = gap_rows(rig.path)
    assert (gap.reason, gap.certain) == (GapReason.RESTARTED, True)
    assert gap.to_ns is not None
    assert gap.from_ns < gap.to_ns
    assert status.gaps == (gap,)


@pytest.mark.parametrize("mode", [Mode.SUBSCRIBE, Mode.RESP])
async def test_a_server_that_was_away_for_a_moment_may_have_lost_events(rig: Rig, mode: Mode) -> None:
    events = made(20)
    async with running_demo() as server, rig.collecting(server, mode) as collector:
        await collector.running(mode)
        server.drop_connections()
        await collector.until(lambda now: bool(now.gaps) and now.state is State.RUNNING)
        server.publish(*events)
        await collector.inserted(20)
    assert stored(rig.path) == facts(events)
    (gap,) = gap_rows(rig.path)
    assert (gap.reason, gap.certain) == (GapReason.SERVER_AWAY, False)
    assert gap.to_ns is not None


async def test_a_connection_that_ends_between_two_http_polls_loses_nothing(rig: Rig) -> None:
    events = made(20)
    async with running_demo() as server, rig.collecting(server, Mode.HTTP) as collector:
        await collector.running()
        for part in (events[:10], events[10:]):
            server.publish(*part)
            await collector.inserted(len(part))
            server.drop_connections()
        status = await collector.inserted(20)
    assert status.gaps == ()
    assert stored(rig.path) == facts(events)


async def test_an_absence_longer_than_the_retention_lost_events_for_certain(rig: Rig) -> None:
    async with running_demo(retention_seconds=1) as server, rig.collecting(server, timeouts=QUICK) as collector:
        await collector.running(Mode.SUBSCRIBE)
        server.faults.put("config", Hang())
        server.drop_connections()
        await collector.until(waiting)
        await asyncio.sleep(1.1)  # the time itself is what is tested: a second of retention passes
        server.faults.clear()
        await collector.running()
    (gap,) = gap_rows(rig.path)
    assert (gap.reason, gap.certain) == (GapReason.SERVER_AWAY, True)


@pytest.mark.parametrize(("mode", "route"), [(Mode.HTTP, "usage-queue"), (Mode.RESP, "config"), (Mode.AUTO, "config")])
async def test_a_server_that_hangs_is_left_at_its_deadline_and_tried_again(rig: Rig, mode: Mode, route: str) -> None:
    events = made(10)
    async with running_demo() as server:
        hang = Hang()
        server.faults.put(route, hang)
        server.publish(*events)
        async with rig.collecting(server, mode, timeouts=QUICK) as collector:
            status = await collector.until(waiting)
            assert hang.reached.is_set()
            assert "did not answer within 0.3 s" in status.last_error
            server.faults.clear()
            await collector.inserted(10)
    assert stored(rig.path) == facts(events)


async def test_stopping_does_not_wait_for_a_server_that_hangs(rig: Rig) -> None:
    async with running_demo() as server:
        hang = Hang()
        server.faults.put("config", hang)
        async with rig.collecting(server, timeouts=Timeouts(5.0, 60.0, 60.0)) as collector:
            await asyncio.wait_for(hang.reached.wait(), 10)
            async with asyncio.timeout(2):
                await collector.stop()
            assert collector.status.state is State.STOPPED


async def test_a_pop_that_is_answered_too_late_is_a_gap(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server, Mode.HTTP, timeouts=QUICK) as collector:
        await collector.running()
        server.faults.put("usage-queue", Slow(1.0), times=1)
        server.publish(*made(7))
        await collector.until(waiting)
        status = await collector.until(lambda now: now.state is State.RUNNING)
        assert status.received == 0
        assert [(gap.reason, gap.certain) for gap in status.gaps] == [(GapReason.SERVER_AWAY, False)]


async def lost_pop(collector: Running) -> None:
    """A pop whose answer never came is told as a gap of its own, while events go on coming."""
    status = await collector.until(lambda now: bool(now.gaps) and now.state is State.RUNNING)
    assert [(gap.reason, gap.certain, gap.detail) for gap in status.gaps] == [
        (GapReason.CUT_ANSWER, False, "up to 500 events were in an answer that broke off")
    ]


async def test_a_drain_whose_answer_is_lost_is_a_gap(rig: Rig) -> None:
    async with running_demo() as server:
        server.publish(*made(40))
        server.faults.put("usage-queue", Slow(2.0), times=1)
        async with rig.collecting(server, timeouts=QUICK) as collector:
            await lost_pop(collector)
            server.publish(*made(3, seed=2))
            status = await collector.inserted(3)
    assert (status.transport, status.received) == (Mode.SUBSCRIBE, 3)
    assert gap_rows(rig.path) == list(status.gaps)


async def test_the_very_first_pop_may_be_the_one_that_is_lost(rig: Rig) -> None:
    async with running_demo() as server:
        server.publish(*made(40))
        server.faults.put("usage-queue", Slow(2.0), times=1)
        async with rig.collecting(server, Mode.HTTP, timeouts=QUICK) as collector:
            await lost_pop(collector)


async def test_a_pop_that_tries_a_better_way_may_be_the_one_that_is_lost(rig: Rig) -> None:
    async with running_demo() as server:
        server.faults.resp = "no_subscribe"
        server.faults.missing("usage-queue")
        async with rig.collecting(server, timeouts=QUICK) as collector:
            await collector.running(Mode.RESP)
            server.faults.put("usage-queue", Slow(2.0), times=1)
            await lost_pop(collector)
            await collector.running(Mode.HTTP)


@pytest.mark.parametrize("hangs_up", [True, False])
@pytest.mark.parametrize("mode", [Mode.HTTP, Mode.SUBSCRIBE])
async def test_of_half_an_answer_every_whole_event_is_kept(rig: Rig, mode: Mode, hangs_up: bool) -> None:
    events = made(10)
    whole = b"[" + b",".join(events) + b"]"
    kept = [event for at, event in enumerate(events) if len(b",".join(events[: at + 1])) + 1 <= len(whole) // 2]
    assert 0 < len(kept) < 10
    async with running_demo() as server:
        server.publish(*events)
        server.faults.put("usage-queue", Half(hangs_up=hangs_up), times=1)
        async with rig.collecting(server, mode) as collector:
            await collector.inserted(len(kept))
            server.publish(*made(3, seed=2))
            status = await collector.inserted(len(kept) + 3)
        assert status.state is State.RUNNING
    assert stored(rig.path) == facts([*kept, *made(3, seed=2)])
    (gap,) = gap_rows(rig.path)
    assert (gap.reason, gap.certain) == (GapReason.CUT_ANSWER, False)
    assert gap.detail == "up to 500 events were in an answer that broke off"


async def test_answers_cut_one_after_the_other_are_one_gap(rig: Rig) -> None:
    async with running_demo() as server:
        server.publish(*made(3))
        server.faults.put("usage-queue", Half(0.0), times=3)
        async with rig.collecting(server, Mode.HTTP) as collector:
            await collector.until(lambda now: any("1500" in gap.detail for gap in now.gaps))
            server.publish(*made(2, seed=2))
            await collector.inserted(2)
    (gap,) = gap_rows(rig.path)
    assert gap.detail == "up to 1500 events were in an answer that broke off"


async def test_a_huge_answer_is_cut_at_32_mib_and_its_records_are_kept(rig: Rig) -> None:
    async with running_demo() as server:
        server.faults.put("usage-queue", Huge(size=300 << 20, gzip=True), times=1)
        async with rig.collecting(server, Mode.HTTP) as collector:
            status = await collector.until(lambda now: now.dead_letters > 0)
            assert status.state is State.RUNNING
            assert status.received == 512  # records of 65,534 bytes in 33,554,431
            server.publish(*made(4))
            await collector.inserted(4)
    (gap,) = gap_rows(rig.path)
    assert gap.reason is GapReason.CUT_ANSWER
    assert query(rig.path, "select count(*), error from dead_letter") == [(1, "no usable time")]  # all alike


async def test_a_reset_in_the_middle_of_a_resp_pop(rig: Rig) -> None:
    events = made(40)
    async with (
        running_demo() as server,
        Forwarder(server.port) as wire,
        rig.collecting(wire.url, Mode.RESP, key=server.key) as collector,
    ):
        await collector.running()
        wire.cut_after(20_000)
        server.publish(*events)
        await wire.cut.wait()
        status = await collector.until(lambda now: now.state is State.RUNNING and len(now.gaps) == 2)
        server.publish(*made(5, seed=2))
        await collector.until(lambda now: now.inserted == status.inserted + 5)
    kept = status.inserted
    assert 8 < kept < 20  # events have 1 to 2 kB
    assert stored(rig.path) == facts([*events[:kept], *made(5, seed=2)])
    found = {gap.reason: gap for gap in gap_rows(rig.path)}
    assert found.keys() == {GapReason.CUT_ANSWER, GapReason.SERVER_AWAY}
    assert found[GapReason.CUT_ANSWER].detail == "up to 500 events were in an answer that broke off"


async def test_a_slow_reader_is_dropped_and_loses_one_event(rig: Rig) -> None:
    """As a real server does it (usage-events.md 2.4): what did not fit comes by the queue."""
    events = made(9_000)
    async with (
        running_demo() as server,
        Forwarder(server.port) as wire,
        rig.collecting(wire.url, key=server.key) as collector,
    ):
        await collector.running(Mode.SUBSCRIBE)
        wire.freeze()
        server.publish(*events)
        assert len(server.state.queue) > 0
        assert server.state.queue.subscribers == 0
        wire.thaw()
        await collector.inserted(8_999)
        status = await collector.running()
    missing = facts(events) - stored(rig.path)
    assert missing.total() == 1
    assert not stored(rig.path) - facts(events)
    assert [(gap.reason, gap.certain) for gap in status.gaps] == [(GapReason.SERVER_AWAY, False)]


async def test_a_silent_death_is_noticed_and_its_gap_begins_at_the_last_sign_of_life(rig: Rig) -> None:
    events = made(10)
    async with running_demo() as server, Forwarder(server.port) as wire:
        pace: dict[str, Any] = {"ping_after": 0.1, "silence": 0.6, "read": 0.05}
        async with rig.collecting(wire.url, Mode.SUBSCRIBE, key=server.key, **pace) as collector:
            await collector.running()
            server.publish(*events[:5])
            status = await collector.inserted(5)
            while server.seen.commands["ping"] < 2:
                wire.heard.clear()
                await wire.heard.wait()
            assert collector.status.state is State.RUNNING  # silence alone is no death: pings are answered
            wire.freeze()
            await collector.until(waiting)
            lost_at = rig.now()
            wire.thaw()
            await collector.until(lambda now: now.state is State.RUNNING)
            server.publish(*events[5:])
            status = await collector.inserted(10)
    assert stored(rig.path) == facts(events)
    (gap,) = gap_rows(rig.path)
    assert (gap.reason, gap.certain) == (GapReason.SERVER_AWAY, False)
    assert 0.4e9 < lost_at - gap.from_ns < 2e9
    assert "said nothing within 0.6 s" in gap.detail
    assert status.gaps == (gap,)


async def test_a_process_that_stood_still_for_longer_than_the_retention_lost_events(rig: Rig) -> None:
    async with running_demo(retention_seconds=1) as server, rig.collecting(server, Mode.HTTP) as collector:
        await collector.running()
        before = rig.now()
        threading.Event().wait(1.3)  # everything in this process stops, as in a laptop that sleeps
        status = await collector.until(lambda now: bool(now.gaps))
        (gap,) = status.gaps
        assert (gap.reason, gap.certain) == (GapReason.APP_CLOSED, True)
        assert abs(gap.from_ns - before) < 1e9
    assert gap_rows(rig.path) == [gap]


async def test_a_server_that_ends_refuses_for_a_moment_and_is_still_waited_for(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server, Mode.SUBSCRIBE) as collector:
        await collector.running()
        server.faults.resp = "closed"  # what a CPA does that is just going down
        server.drop_connections()
        await collector.until(lambda now: waiting(now) and "without a word" in now.last_error)
        server.faults.clear()
        await collector.running(Mode.SUBSCRIBE)


async def test_what_a_server_cannot_do_any_more_ends_a_fixed_mode_in_the_end(rig: Rig) -> None:
    async with running_demo() as server:
        collector = rig.collector(server.url, server.key, Mode.SUBSCRIBE)
        collector.start()
        await collector.running()
        server.faults.resp = "no_subscribe"
        server.drop_connections()
        with pytest.raises(Exception, match=r"unknown command 'subscribe'\. Choose the mode auto\."):
            await collector.ended()
        assert collector.status.state is State.BLOCKED


async def test_what_a_lost_subscription_had_brought_is_kept(rig: Rig) -> None:
    """The look fails for good while events wait in the socket: they are read before the connection is left."""
    events = made(400)

    async def lose(server: DemoServer) -> None:
        server.publish(*events)
        server.access.secret = "another-fake-key"

    async with running_demo() as server:
        collector = rig.collector(server.url, server.key, Mode.SUBSCRIBE, rig.with_pace(look=0.05))
        collector.start()
        await collector.running()
        await lose(server)
        with pytest.raises(Exception, match="refused the management key"):
            await collector.ended()
    assert stored(rig.path) == facts(events)


async def test_little_waits_unread_while_the_process_stands_still(rig: Rig) -> None:
    """Decision 18: a kill loses what was received and not committed, so not much is received ahead."""
    async with running_demo() as server:
        link = await RespLink.connect(server.url, server.key, latch=rig.latch, proxy="direct")
        subscription = await link.subscribe()
        connected = link._wire._writer.get_extra_info("socket")  # pyright: ignore[reportPrivateUsage]
        assert connected.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) <= 2 * 65_536  # Linux doubles it
        await subscription.close()
