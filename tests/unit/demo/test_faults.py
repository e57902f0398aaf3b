"""Each way of going wrong, seen from outside."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from cpam_desktop.demo.faults import Fixed, Half, Hang, Huge, Slow
from cpam_desktop.domain.aio import spawn
from tests.kit.demo import management, raw_resp, running_demo


async def test_a_hanging_route_hangs_alone() -> None:
    async with running_demo() as server, management(server) as client:
        server.faults.put("usage-queue", Hang())
        with pytest.raises(httpx.ReadTimeout):
            await client.get("usage-queue", timeout=0.1)
        assert (await client.get("debug")).status_code == 200
        server.faults.clear()
        assert (await client.get("usage-queue")).json() == []


async def test_stopping_does_not_wait_for_a_hanging_request() -> None:
    async with running_demo() as server, management(server) as client:
        hang = Hang()
        server.faults.put("*", hang)
        asking = spawn(client.get("config", timeout=30), "asking")
        await hang.reached.wait()
        await asyncio.wait_for(server.stop(), 5)
        with pytest.raises(httpx.TransportError):
            await asking


@pytest.mark.parametrize("hangs_up", [True, False])
async def test_half_a_document_takes_whole_events(hangs_up: bool) -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(*(b'{"n":%d}' % number for number in range(10)))
        server.faults.put("usage-queue", Half(0.5, hangs_up=hangs_up), times=1)
        received = b""
        try:
            async with client.stream("GET", "usage-queue?count=10") as answer:
                async for chunk in answer.aiter_raw():
                    received += chunk
            ended_early = False
        except httpx.RemoteProtocolError:
            ended_early = True
        assert ended_early is hangs_up
        assert received == b'[{"n":0},{"n":1},{"n":2},{"n":3},{"n":4},'[:40]
        assert len(server.state.queue) == 0
        assert (await client.get("usage-queue")).json() == []


async def test_errors_and_missing_routes() -> None:
    async with running_demo() as server, management(server) as client:
        server.faults.put("config", Fixed(500, b'{"error":"boom"}', "application/json"))
        server.faults.missing("usage-queue")
        broken = await client.get("config")
        assert (broken.status_code, broken.json(), broken.headers["x-cpa-version"]) == (
            500,
            {"error": "boom"},
            "7.2.140",
        )
        old = await client.get("usage-queue")
        assert (old.status_code, old.content) == (404, b"")


async def test_a_fault_for_the_first_requests_only() -> None:
    async with running_demo() as server, management(server) as client:
        server.faults.put("debug", Fixed(503), times=2)
        assert [(await client.get("debug")).status_code for _ in range(3)] == [503, 503, 200]


async def test_a_slow_route_answers_late() -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(b'{"n":1}')
        server.faults.put("usage-queue", Slow(0.2))
        with pytest.raises(httpx.ReadTimeout):
            await client.get("usage-queue", timeout=0.05)
        assert len(server.state.queue) == 0  # taken although nobody heard the answer
        assert (await client.get("usage-queue", timeout=5)).json() == []


@pytest.mark.parametrize("gzip", [False, True])
async def test_a_huge_answer_is_one_json_document(gzip: bool) -> None:
    async with running_demo() as server, management(server) as client:
        server.faults.put("usage-queue", Huge(1 << 20, gzip=gzip))
        answer = await client.get("usage-queue")
        assert 900_000 < len(answer.content) < 1_200_000
        assert answer.json()[-1] == {}
        assert ("content-encoding" in answer.headers) is gzip
        assert (answer.num_bytes_downloaded < 50_000) is gzip


async def test_a_client_may_leave_a_huge_answer() -> None:
    async with running_demo() as server, management(server) as client:
        server.faults.put("usage-queue", Huge())
        async with client.stream("GET", "usage-queue") as answer:
            async for chunk in answer.aiter_raw():
                assert chunk
                break
        assert (await client.get("debug")).status_code == 200


async def test_resp_faults() -> None:
    async with running_demo() as server:
        server.faults.resp = "closed"
        async with raw_resp(server, login=False) as raw:
            raw.send("AUTH", server.key)
            assert await raw.rest() == b""
        server.faults.resp = "auth_disabled"
        async with raw_resp(server, login=False) as raw:
            assert await raw.ask("AUTH", server.key) == "-ERR RESP AUTH disabled; use mTLS"
        server.faults.resp = "no_subscribe"
        async with raw_resp(server) as raw:
            assert await raw.ask("SUBSCRIBE", "usage") == "-ERR unknown command 'subscribe'"
        server.faults.resp = "not_resp"
        async with raw_resp(server, login=False) as raw:
            assert await raw.ask("AUTH", server.key) == "HTTP/1.1 400 Bad Request"
        server.faults.clear()
        async with raw_resp(server) as raw:
            assert await raw.ask("LPOP", "usage") == "$-1"
        assert server.state.gate.strikes == 0


async def test_dropped_connections() -> None:
    async with running_demo() as server, raw_resp(server) as raw, management(server) as client:
        raw.send("SUBSCRIBE", "usage")
        assert await raw.line() == "*3"
        server.drop_connections()
        await raw.rest()
        server.publish(b'{"n":1}')
        assert json.loads((await client.get("usage-queue")).content) == [{"n": 1}]
