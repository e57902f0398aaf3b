"""Pub/Sub: batches, control messages, keep-alive, and an end that loses nothing."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from cpam_desktop.cpa.batches import Batch
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.cpa.subscription import Subscription
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import CpaError, CutAnswer, NotReachable, NotSupported, ServerFailed
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from tests.kit.raw_server import Peer, RawServer

KEY = "fake-management-key"
CONFIRMED = b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n"
UNSUBSCRIBED = b"*3\r\n$11\r\nunsubscribe\r\n$5\r\nusage\r\n:0\r\n"


def message(payload: bytes) -> bytes:
    return b"*3\r\n$7\r\nmessage\r\n$5\r\nusage\r\n$%d\r\n%s\r\n" % (len(payload), payload)


def subscribed(then: Callable[[Peer], Awaitable[None]], confirmation: bytes = CONFIRMED) -> RawServer:
    async def script(peer: Peer) -> None:
        assert (await peer.command())[0] == b"AUTH"
        await peer.send(b"+OK\r\n")
        assert await peer.command() == [b"SUBSCRIBE", b"usage"]
        await peer.send(confirmation)
        await then(peer)

    return RawServer(script)


async def subscription_to(server: RawServer, ping_after: float = 30.0, silence: float = 40.0) -> Subscription:
    timeouts = Timeouts(connect=0.5, read=0.5, total=0.5)
    link = await RespLink.connect(server.url, KEY, latch=KeyLatch(None), timeouts=timeouts)
    return await link.subscribe(ping_after=ping_after, silence=silence)


async def collect(subscription: Subscription, count: int) -> tuple[list[bytes], list[str]]:
    events: list[bytes] = []
    controls: list[str] = []
    async with asyncio.timeout(10):
        while len(events) + len(controls) < count:
            batch = await subscription.next_batch(1.0)
            events += batch.events
            controls += batch.controls
    return events, controls


async def test_messages_that_come_with_the_confirmation_are_kept() -> None:
    first = CONFIRMED + message(b'{"support_refresh":true}') + message(b'{"n":1}') + message(b'{"n":2')[:-3]

    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":2')[-3:])
        await peer.eof()

    async with subscribed(then, first) as server:
        subscription = await subscription_to(server)
        events, controls = await collect(subscription, 3)
        await subscription.close()
    assert events == [b'{"n":1}', b'{"n":2']
    assert controls == ["support_refresh"]


async def test_only_known_single_key_objects_are_control() -> None:
    payloads = [b'{"refresh":true}', b'{"refresh":true,"model":"m"}', b'{"other":true}', b'["refresh"]', b"refresh"]

    async def then(peer: Peer) -> None:
        await peer.send(b"".join(message(payload) for payload in payloads))
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        events, controls = await collect(subscription, 5)
        await subscription.close()
    assert controls == ["refresh"]
    assert events == payloads[1:]


async def test_nothing_within_the_timeout_is_an_empty_batch() -> None:
    async with subscribed(lambda peer: peer.eof()) as server:
        subscription = await subscription_to(server)
        started = time.monotonic()
        batch = await subscription.next_batch(0.1)
        assert 0.09 < time.monotonic() - started < 1
        assert batch == Batch([])
        assert not batch
        await subscription.close()


async def test_ping_keeps_a_quiet_subscription_alive() -> None:
    pings = 0
    fourth = asyncio.Event()

    async def then(peer: Peer) -> None:
        nonlocal pings
        while True:
            assert await peer.command() == [b"PING"]
            pings += 1
            await peer.send(b"*2\r\n$4\r\npong\r\n$-1\r\n")
            if pings == 4:
                fourth.set()

    async with subscribed(then) as server:
        subscription = await subscription_to(server, ping_after=0.3, silence=1.0)
        waiting = spawn(subscription.next_batch(5.0), "next batch")
        async with asyncio.timeout(5):
            await fourth.wait()
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await subscription.close()
    assert pings == 4  # 1.2 s, longer than the silence that would end it


async def test_a_dead_server_is_noticed() -> None:
    async with subscribed(lambda peer: peer.eof()) as server:
        subscription = await subscription_to(server, ping_after=0.1, silence=0.2)
        started = time.monotonic()
        with pytest.raises(NotReachable, match=r"said nothing within 0\.2 s"):
            await subscription.next_batch(30)
        assert time.monotonic() - started < 2
        await subscription.close()
        assert server.received.count(b"PING") == 1


async def test_close_by_the_server_comes_after_the_events() -> None:
    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":1}') + message(b'{"n":2}'))

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        events, _ = await collect(subscription, 2)
        assert events == [b'{"n":1}', b'{"n":2}']
        with pytest.raises(NotReachable, match="closed the connection"):
            await subscription.next_batch(1)
        await subscription.close()


async def test_broken_stream_comes_after_the_events() -> None:
    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":1}') + b"garbage\r\n")
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        assert (await collect(subscription, 1))[0] == [b'{"n":1}']
        with pytest.raises(CutAnswer, match="damaged"):
            await subscription.next_batch(30)
        await subscription.close()


async def test_error_reply_is_raised_after_the_events() -> None:
    second = asyncio.Event()

    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":1}'))
        await second.wait()
        await peer.send(b"-ERR protocol error\r\n")
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        assert (await collect(subscription, 1))[0] == [b'{"n":1}']
        second.set()
        with pytest.raises(ServerFailed, match="protocol error"):
            await subscription.next_batch(30)
        await subscription.close()


async def test_reset_by_the_server() -> None:
    async def then(peer: Peer) -> None:
        linger = struct.pack("ii", 1, 0)  # close sends RST
        peer.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        peer.writer.transport.abort()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        with pytest.raises(NotReachable, match="closed the connection"):
            await subscription.next_batch(30)
        await subscription.close()


async def test_cancelled_reading_loses_nothing() -> None:
    go = asyncio.Event()

    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":0}')[:9])
        await go.wait()
        await peer.send(message(b'{"n":0}')[9:] + message(b'{"n":1}'))
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        for _ in range(3):
            task = spawn(subscription.next_batch(5), "next batch")
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        go.set()
        events, _ = await collect(subscription, 2)
        await subscription.close()
    assert events == [b'{"n":0}', b'{"n":1}']


async def test_unsubscribe_reads_to_the_end() -> None:
    async def then(peer: Peer) -> None:
        await peer.send(b"".join(message(b'{"n":%d}' % n) for n in range(100)))
        assert await peer.command() == [b"UNSUBSCRIBE", b"usage"]
        await peer.send(message(b'{"n":100}') + message(b'{"refresh":true}') + UNSUBSCRIBED)

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        batch = await subscription.unsubscribe_and_drain()
    assert batch.events == [b'{"n":%d}' % n for n in range(101)]
    assert batch.controls == ("refresh",)


async def test_unsubscribe_from_a_server_that_never_closes_ends_in_time() -> None:
    async def then(peer: Peer) -> None:
        await peer.send(message(b'{"n":1}'))
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        started = time.monotonic()
        batch = await subscription.unsubscribe_and_drain(0.2)
        assert time.monotonic() - started < 2
        assert batch.events == [b'{"n":1}']
        assert (await subscription.unsubscribe_and_drain(0.2)).events == []


@pytest.mark.parametrize(
    ("confirmation", "kind"),
    [
        (b"-ERR unknown command 'subscribe'\r\n", NotSupported),
        (b"-ERR unsupported channel 'usage'\r\n", NotSupported),
        (b"+OK\r\n", ServerFailed),
        (b"", NotReachable),
        (b"HTTP/1.1 400 Bad Request\r\n", CutAnswer),
    ],
)
async def test_subscriptions_that_are_refused(confirmation: bytes, kind: type[CpaError]) -> None:
    async def then(peer: Peer) -> None:
        pass

    async with subscribed(then, confirmation) as server:
        with pytest.raises(kind):
            await subscription_to(server)
    assert len(server.peers) == 1


async def test_silence_counts_the_time_that_the_machine_slept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def then(peer: Peer) -> None:
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server)
        asleep = time.time() + 3_600
        monkeypatch.setattr(time, "time", lambda: asleep)
        assert 3_590 < subscription.silent < 3_610
        monkeypatch.setattr(time, "time", lambda: asleep - 7_200)  # set back
        assert 0 <= subscription.silent < 10
        await subscription.close()


async def test_what_came_while_this_process_stood_still_is_read() -> None:
    still = asyncio.Event()

    async def then(peer: Peer) -> None:
        await still.wait()
        peer.writer.write(message(b'{"n":1}') + message(b'{"n":2}'))
        threading.Event().wait(0.5)  # everything in this process stops, for longer than a server may be silent
        peer.writer.transport.close()
        await peer.eof()

    async with subscribed(then) as server:
        subscription = await subscription_to(server, silence=0.3)
        reading = spawn(subscription.next_batch(5.0), "test-read")
        await asyncio.sleep(0)
        still.set()
        assert await reading == Batch([b'{"n":1}', b'{"n":2}'])
        with pytest.raises(NotReachable, match="closed the connection"):
            await subscription.next_batch(5.0)
        await subscription.close()
