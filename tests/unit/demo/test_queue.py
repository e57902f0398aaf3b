"""The usage queue over HTTP and RESP: one FIFO, destructive pops, retention, fan-out."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from cpam_desktop.demo.auth_files import AuthFile
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.aio import spawn
from tests.kit.demo import management, raw_resp, redis_client, running_demo


def events(*numbers: int) -> list[bytes]:
    return [b'{"n":%d}' % number for number in numbers]


async def popped(server: DemoServer, count: int) -> list[int]:
    async with management(server) as client:
        return [item["n"] for item in (await client.get(f"usage-queue?count={count}")).json()]


async def test_http_and_resp_share_one_queue_oldest_first() -> None:
    async with running_demo() as server, redis_client(server) as redis:
        server.publish(*events(1, 2, 3, 4, 5, 6))
        assert await popped(server, 2) == [1, 2]
        assert await redis.lpop("usage") == b'{"n":3}'
        assert await redis.rpop("usage", 2) == [b'{"n":4}', b'{"n":5}']
        assert await redis.lpop("USAGE", 100) == [b'{"n":6}']
        assert await redis.lpop("usage", 100) == []
        assert await redis.lpop("usage") is None
        assert await popped(server, 100) == []


async def test_without_count_one_event() -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(*events(1, 2))
        assert (await client.get("usage-queue")).json() == [{"n": 1}]
        assert (await client.get("usage-queue?count=")).json() == [{"n": 2}]


@pytest.mark.parametrize("count", ["0", "-1", "abc", "1.5"])
async def test_bad_counts_are_refused_and_take_nothing(count: str) -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(*events(1))
        answer = await client.get("usage-queue", params={"count": count})
        assert (answer.status_code, answer.json()) == (400, {"error": "count must be a positive integer"})
        assert len(server.state.queue) == 1


async def test_an_item_that_is_no_json_comes_as_a_string() -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(b'{"n":1', b'{"n":2}')
        assert (await client.get("usage-queue?count=5")).json() == ['{"n":1', {"n": 2}]


async def test_events_expire_from_their_enqueue_on() -> None:
    async with running_demo(retention_seconds=60) as server:
        server.publish(*events(1))
        server.clock.advance(50)
        server.publish(*events(2))
        server.clock.advance(11)
        assert len(server.state.queue) == 2  # nothing is pruned before the next pop or publish
        assert await popped(server, 10) == [2]


@pytest.mark.parametrize(("configured", "kept_for"), [(0, 60), (-5, 60), (2, 2), (9999, 3600)])
async def test_retention_is_clamped(configured: int, kept_for: int) -> None:
    async with running_demo(retention_seconds=configured) as server:
        server.publish(*events(1))
        server.clock.advance(kept_for - 1)
        server.publish(*events(2))
        server.clock.advance(1.5)
        assert await popped(server, 10) == [2]


async def test_statistics_off_drops_events_but_counts_them() -> None:
    async with running_demo() as server, management(server) as client:
        await client.put("usage-statistics-enabled", json={"value": False})
        assert (await client.get("usage-statistics-enabled")).json() == {"usage-statistics-enabled": False}
        file = server.state.auth_files[0]
        server.publish(json.dumps({"auth_index": file.auth_index, "failed": True}).encode())
        await client.patch("usage-statistics-enabled", json={"value": True})
        server.publish(*events(2))
        assert (await client.get("usage-queue?count=9")).json() == [{"n": 2}]
        shown = (await client.get("auth-files", params={"name": file.name})).json()["files"]
        assert [(entry["success"], entry["failed"]) for entry in shown] == [(0, 1)]
        assert sum(bucket["failed"] for bucket in shown[0]["recent_requests"]) == 1


async def test_subscribers_get_everything_and_the_queue_nothing() -> None:
    async with running_demo() as server, redis_client(server) as redis:
        server.publish(*events(1))
        async with redis.pubsub() as one, redis.pubsub() as two:
            for pubsub in (one, two):
                await pubsub.subscribe("usage")
                assert await messages(pubsub, 2) == [1, b'{"support_refresh":true}']
            server.publish(*events(2, 3))
            assert await messages(one, 2) == [b'{"n":2}', b'{"n":3}']
            assert await messages(two, 2) == [b'{"n":2}', b'{"n":3}']
            assert await popped(server, 10) == [1]  # what was queued before stays and is not replayed
            server.change_credentials([AuthFile("claude-x.json", "claude")])
            assert await messages(one, 1) == [b'{"refresh":true}']


async def messages(pubsub: Any, count: int) -> list[Any]:
    found = [await pubsub.get_message(timeout=5) for _ in range(count)]
    return [message and message["data"] for message in found]


async def test_the_queue_fills_again_when_the_last_subscriber_leaves() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        await raw.exactly(b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n")
        raw.send("UNSUBSCRIBE", "usage")
        assert (await raw.rest()).endswith(b"*3\r\n$11\r\nunsubscribe\r\n$5\r\nusage\r\n:0\r\n")
        server.publish(*events(1))
        assert await popped(server, 10) == [1]


async def test_a_reader_that_does_not_read_is_dropped_with_one_event_lost() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        await raw.exactly(b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n")
        filler = "x" * 4000
        sent = 0
        while server.state.queue.subscribers:
            server.publish(json.dumps({"n": sent, "filler": filler}).encode())
            sent += 1
            await asyncio.sleep(0)
        server.publish(*events(sent))
        delivered = (await raw.rest()).count(b'"filler"')
        assert delivered == sent - 1
        assert await popped(server, 10) == [sent]
        assert sent > 256


async def test_feeding_never_outruns_its_subscribers() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        await raw.exactly(b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n")
        stream = (b'{"n":%d,"filler":"%s"}' % (number, b"x" * 2000) for number in range(5000))
        feeding = spawn(server.feed(stream), "feed")
        last = 0
        while last < 4999:
            line = await raw.line()
            if line.startswith('{"n":'):
                assert json.loads(line)["n"] in (0, last + 1)
                last = json.loads(line)["n"]
        assert await feeding == 5000
        assert server.state.queue.subscribers == 1
