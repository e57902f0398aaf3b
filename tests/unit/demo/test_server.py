"""Starting, live traffic, history, restarts, settings and logs."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest

from cpam_desktop.demo.server import DemoServer
from cpam_desktop.demo.traffic import generate
from cpam_desktop.domain.clock import parse_time_ns
from tests.kit.demo import management, raw_resp, running_demo


async def test_every_start_has_its_own_key() -> None:
    async with running_demo() as one, running_demo() as two:
        assert one.key != two.key
        assert re.fullmatch(r"demo-[0-9a-f]{24}", one.key)
        assert one.url == f"http://127.0.0.1:{one.port}"
        assert one.seed == 1


async def test_a_taken_port_is_an_error() -> None:
    async with running_demo() as server:
        with pytest.raises(OSError, match="address already in use"):
            await DemoServer.start(port=server.port)


async def read_events(server: DemoServer, count: int) -> list[dict[str, Any]]:
    """The next events, by subscription."""
    found: list[dict[str, Any]] = []
    async with raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        while len(found) < count:
            line = await raw.line()
            if line.startswith('{"timestamp"'):
                found.append(json.loads(line))
    return found


async def test_live_traffic_ends_now_and_is_counted() -> None:
    async with running_demo(rate=400) as server:
        begun = server.clock.now_ns()
        found = await read_events(server, 100)
        ends = [(parse_time_ns(event["timestamp"]) or 0) + event["latency_ms"] * 10**6 for event in found]
        last_attempts = [end for end in ends if end >= begun]
        assert len(last_attempts) > 80
        assert max(ends) <= server.clock.now_ns()
        async with management(server) as client:
            files = (await client.get("auth-files")).json()["files"]
            keys = (await client.get("api-key-usage")).json()
        counted = sum(file["success"] + file["failed"] for file in files)
        counted += sum(one["success"] + one["failed"] for found in keys.values() for one in found.values())
        assert 100 <= counted <= server.seen.published


async def test_every_event_belongs_to_a_listed_credential() -> None:
    async with running_demo(rate=400) as server, management(server) as client:
        found = await read_events(server, 150)
        known = {file["auth_index"] for file in (await client.get("auth-files")).json()["files"]}
        for name in ("gemini-api-key", "claude-api-key", "codex-api-key"):
            known |= {item["auth-index"] for item in (await client.get(name)).json()[name]}
        for item in (await client.get("openai-compatibility")).json()["openai-compatibility"]:
            known |= {entry["auth-index"] for entry in item["api-key-entries"]}
        keys = set((await client.get("api-keys")).json()["api-keys"])
        assert {event["auth_index"] for event in found} <= known
        assert {event["api_key"] for event in found} <= keys
        assert len(known) == 24


async def test_history_waits_in_the_queue() -> None:
    async with running_demo(days=2, history_per_day=300) as server, management(server) as client:
        found = (await client.get("usage-queue?count=100000")).json()
        times = [parse_time_ns(event["timestamp"]) or 0 for event in found]
        assert 500 < len(found) < 700
        assert server.clock.now_ns() - min(times) < 2 * 86_400 * 10**9
        assert min(times) < server.clock.now_ns() - 40 * 3600 * 10**9
        assert server.seen.published == len(found)
        counters = (await client.get("auth-files")).json()["files"]
        assert sum(file["success"] for file in counters) == 0  # the past is not of this process


async def test_a_restart_forgets_queue_and_counters_but_keeps_port_and_key() -> None:
    async with running_demo() as server, management(server) as client, raw_resp(server) as raw:
        key, port = server.key, server.port
        file = server.state.auth_files[0]
        server.publish(json.dumps({"auth_index": file.auth_index}).encode())
        await server.pause()
        with pytest.raises(httpx.ConnectError):
            await client.get("debug")
        assert await raw.rest() == b""
        await server.resume()
        assert (server.key, server.port) == (key, port)
        assert (await client.get("usage-queue?count=9")).json() == []
        shown = (await client.get("auth-files", params={"auth_index": file.auth_index})).json()["files"]
        assert [entry["success"] for entry in shown] == [0]


async def test_live_traffic_goes_on_after_a_restart() -> None:
    async with running_demo(rate=200) as server:
        await read_events(server, 3)
        await server.restart()
        assert len(await read_events(server, 3)) >= 3


async def test_stopping_twice_is_harmless() -> None:
    async with running_demo(rate=100) as server:
        await server.stop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", server.port)


@pytest.mark.parametrize(
    ("route", "sent", "status", "read"),
    [
        ("request-retry", -4, 200, {"request-retry": -4}),
        ("logs-max-total-size-mb", -4, 200, {"logs-max-total-size-mb": 0}),
        ("error-logs-max-files", -4, 200, {"error-logs-max-files": 10}),
        ("routing/strategy", "ff", 200, {"strategy": "fill-first"}),
        ("routing/strategy", "WRR", 200, {"strategy": "weighted-round-robin"}),
        ("routing/strategy", "bogus", 400, {"strategy": "round-robin"}),
        ("quota-exceeded/switch-project", False, 200, {"switch-project": False}),
        ("proxy-url", "http://127.0.0.1:1", 200, {"proxy-url": "http://127.0.0.1:1"}),
        ("request-retry", True, 400, {"request-retry": 2}),
        ("debug", 1, 400, {"debug": False}),
    ],
)
async def test_single_values_are_kept(route: str, sent: object, status: int, read: dict[str, object]) -> None:
    async with running_demo() as server, management(server) as client:
        assert (await client.put(route, json={"value": sent})).status_code == status
        assert (await client.get(route)).json() == read


async def test_a_changed_value_shows_in_the_whole_configuration() -> None:
    async with running_demo() as server, management(server) as client:
        await client.patch("request-log", json={"value": True})
        assert (await client.get("config")).json()["request-log"] is True
        assert "\nrequest-log: true\n" in (await client.get("config.yaml")).text
        await client.delete("proxy-url")
        assert (await client.get("proxy-url")).json() == {"proxy-url": ""}


async def test_the_log_is_followed_by_cursor() -> None:
    async with running_demo() as server, management(server) as client:
        await client.get("debug")
        await client.get("nope")
        start = (await client.get("logs?limit=2")).json()
        assert [line.split("|")[0][-4:].strip() for line in start["lines"]] == ["200", "404"]
        await client.get("config")
        following = (await client.get("logs", params={"cursor": start["next-cursor"]})).json()
        assert [re.findall(r'"(/v0[^"]*)"', line) for line in following["lines"]] == [
            ["/v0/management/logs?limit=2"],
            ["/v0/management/config"],
        ]
        one = (await client.get("logs", params={"cursor": start["next-cursor"], "limit": 1})).json()
        assert one["lines"] == following["lines"][:1]
        assert "cursor-reset" not in one


async def test_failed_requests_leave_a_file_with_masked_keys() -> None:
    async with running_demo() as server, management(server) as client:
        server.publish(next(raw for raw in generate(1, start_ns=server.clock.now_ns()) if b'"failed":true' in raw))
        file = (await client.get("request-error-logs")).json()["files"][0]
        text = (await client.get(f"request-error-logs/{file['name']}")).text
        assert len(text.encode()) == file["size"]
        assert re.search(r"Authorization: Bearer sk-d\.\.\.[0-9a-f]{4}\n", text)
        assert len(server.state.config["api-keys"]) == 24
        assert not any(key in text for key in server.state.config["api-keys"])
