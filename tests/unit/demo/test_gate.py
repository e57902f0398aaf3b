"""Keys, strikes and bans, shared by HTTP and RESP."""

from __future__ import annotations

import pytest

from cpam_desktop.demo.clock import NS, DemoClock
from cpam_desktop.demo.gate import Access, Gate, Refusal, go_duration
from tests.kit.demo import management, raw_resp, running_demo

BANNED = "IP banned due to too many failed attempts. Try again in 30m0s"


async def test_strikes_add_up_over_http_and_resp_and_ban_both() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        async with management(server, key="wrong") as client:
            for _ in range(2):
                assert (await client.get("config")).json() == {"error": "invalid management key"}
        assert await raw.ask("PING") == "-NOAUTH Authentication required."
        assert await raw.ask("AUTH", "wrong") == "-ERR invalid management key"
        assert await raw.ask("AUTH", "wrong") == "-ERR invalid management key"
        assert await raw.ask("AUTH", server.key) == f"-ERR {BANNED}"
        async with management(server) as client:
            answer = await client.get("config")
            assert (answer.status_code, answer.json()) == (403, {"error": BANNED})
            assert (await client.get(f"{server.url}/healthz")).status_code == 200
            server.clock.advance(6)
            assert (await client.get("config")).json()["error"].endswith("Try again in 29m54s")
            server.clock.advance(30 * 60)
            assert (await client.get("config")).status_code == 200
        assert await raw.ask("AUTH", server.key) == "+OK"
        assert server.state.gate.strikes == 5


async def test_success_resets_the_count() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        for _ in range(4):
            assert await raw.ask("AUTH", "wrong") == "-ERR invalid management key"
        assert await raw.ask("AUTH", server.key) == "+OK"
        assert await raw.ask("AUTH", "wrong") == "-ERR invalid management key"
        assert await raw.ask("AUTH", server.key) == "+OK"


async def test_a_restart_forgets_bans() -> None:
    async with running_demo() as server, management(server, key="wrong") as client:
        for _ in range(5):
            await client.get("config")
        assert (await client.get("config")).status_code == 403
        await server.restart()
        assert (await client.get("config")).status_code == 401


async def test_unknown_routes_are_behind_the_key() -> None:
    async with running_demo() as server, management(server, key="wrong") as client:
        assert (await client.get("nope")).status_code == 401
        assert server.state.gate.strikes == 1


def test_failures_are_forgotten_after_two_idle_hours() -> None:
    clock = DemoClock()
    gate = Gate(Access("right"), clock)
    for _ in range(4):
        assert gate.check("127.0.0.1", "wrong") == Refusal(401, "invalid management key")
    clock.advance(2 * 3600 + 1)
    for _ in range(2):
        assert gate.check("127.0.0.1", "wrong") == Refusal(401, "invalid management key")
    assert gate.check("127.0.0.1", "right") is None


def test_the_order_of_checks() -> None:
    gate = Gate(Access("right"), DemoClock())
    assert gate.check("192.0.2.1", "right") == Refusal(403, "remote management disabled")
    gate.access.allow_remote = True
    assert gate.check("192.0.2.1", "right") is None
    gate.access.secret = ""
    assert gate.check("192.0.2.1", "") == Refusal(403, "remote management key not set")
    gate.access.environment_password, gate.access.allow_remote = "env", False
    assert gate.check("192.0.2.1", "env") is None
    gate.access.local_password = "local"
    assert gate.check("192.0.2.1", "local") == Refusal(401, "invalid management key")
    assert gate.check("::1", "local") is None
    assert gate.strikes == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1800, "30m0s"), (1793.6, "29m54s"), (54, "54s"), (3723, "1h2m3s"), (0.2, "0s"), (1799.9, "30m0s")],
)
def test_go_duration(seconds: float, text: str) -> None:
    assert go_duration(int(seconds * NS)) == text
