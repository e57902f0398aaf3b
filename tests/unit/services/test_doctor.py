"""The doctor's checks: what passes, what fails, what waits, and which remedy is offered."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cpam_desktop.collector.runner import Target
from cpam_desktop.demo.faults import Fixed
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.domain.errors import KeyRefused
from cpam_desktop.domain.fleet import Check
from cpam_desktop.services.doctor import DoctorService
from cpam_desktop.services.events import EventService
from cpam_desktop.services.fixes import turn_on_statistics
from tests.kit.analysis import engine
from tests.kit.collecting import Rig, made, rig_in
from tests.kit.demo import running_demo

WAITS = "waits for the check above"
IDS = ("server", "key", "statistics", "retention", "transport", "consumer", "received")
RUNNING = CollectorStatus("s", state=State.RUNNING)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with rig_in(tmp_path) as found:
        yield found


@pytest.fixture
def doctor(rig: Rig) -> DoctorService:
    return DoctorService(rig.latch, EventService(rig.database, engine(rig.database)))


def at(server: DemoServer, key: str | None = None) -> Target:
    return Target(None, "test", server.url, key or server.key, proxy="direct")


async def examined(
    doctor: DoctorService, target: Target, collector: CollectorStatus | None = None
) -> Mapping[str, Check]:
    checks = await doctor.examine(target, collector)
    assert tuple(check.id for check in checks) == IDS
    return {check.id: check for check in checks}


def oks(checks: Mapping[str, Check]) -> tuple[bool | None, ...]:
    return tuple(check.ok for check in checks.values())


async def test_all_is_well(doctor: DoctorService) -> None:
    async with running_demo(retention_seconds=600) as server:
        now = time.time_ns()
        checks = await examined(doctor, at(server), replace(RUNNING, last_event_ns=now))
        assert oks(checks) == (True,) * 7
        assert checks["server"].detail.startswith(f"{server.url} answered in ")
        assert checks["key"].detail == "the management key was accepted; CPA 7.2.140"
        assert checks["retention"].detail == "unread events are kept for 600 s"
        assert checks["transport"].detail == "direct delivery (RESP) works"
        assert {check.fix + check.action for check in checks.values()} == {""}
        assert dict(server.seen.requests) == {"/healthz": 1, "config": 1}  # and nothing was taken from the queue
        assert dict(server.seen.commands) == {"auth": 1}


async def test_settings_that_lose_events_have_a_remedy(doctor: DoctorService) -> None:
    async with running_demo(retention_seconds=299, statistics=False) as server:
        checks = await examined(doctor, at(server))
        assert oks(checks) == (True, True, False, False, True, None, False)
        assert checks["statistics"].action == "turn_on_statistics"
        assert checks["retention"].action == "extend_retention"
        assert checks["statistics"].detail == "usage-statistics-enabled is false, so CPA records nothing"
        assert checks["consumer"].detail == "needs a running collector to tell"
        assert (checks["received"].detail, checks["received"].fix) == (
            "no event was ever stored",
            "Send one request through CPA.",
        )


async def test_a_wrong_key_is_asked_for_once_and_the_rest_waits(doctor: DoctorService) -> None:
    async with running_demo() as server:
        for strikes in (1, 1):
            checks = await examined(doctor, at(server, "fake-wrong-key"))
            assert oks(checks) == (True, False, None, None, None, None, False)
            assert checks["key"].action == "enter_key"
            assert {checks[name].detail for name in ("statistics", "retention", "transport")} == {WAITS}
            assert server.state.gate.strikes == strikes
        assert checks["key"].detail == (
            "The server refused the management key: it was refused before; nothing was sent"
        )


async def test_nobody_there(doctor: DoctorService) -> None:
    async with running_demo() as server:
        await server.pause()
        checks = await examined(doctor, at(server))
    assert oks(checks) == (False, None, None, None, None, None, False)
    assert "refused the connection" in checks["server"].detail
    assert checks["server"].fix == "Check the address, the network and whether CPA runs."


async def test_somebody_else_is_there(doctor: DoctorService) -> None:
    async with running_demo() as server:
        server.faults.put("*", Fixed(200, b"<html>hello</html>", "text/html"))
        checks = await examined(doctor, at(server))
    assert checks["server"].ok is False
    assert checks["server"].detail.startswith("There is no CPA at this address")


async def test_an_old_server_without_a_health_check_is_checked_further(doctor: DoctorService) -> None:
    async with running_demo(version="6.9.5", retention_seconds=600) as server:
        checks = await examined(doctor, at(server))
    assert oks(checks)[:5] == (None, True, True, True, True)
    assert checks["transport"].detail.startswith("events are read over HTTP, because ")


@pytest.mark.parametrize(
    ("fault", "ok", "words"),
    [
        ("not_resp", True, "events are read over HTTP, because an HTTP server or proxy answers there"),
        ("auth_disabled", True, "events are read over HTTP, because RESP AUTH disabled; use mTLS"),
    ],
)
async def test_an_address_without_resp(doctor: DoctorService, fault: str, ok: bool, words: str) -> None:
    async with running_demo() as server:
        server.faults.resp = fault  # pyright: ignore[reportAttributeAccessIssue]
        checks = await examined(doctor, at(server))
    assert checks["transport"].ok is ok
    assert checks["transport"].detail.startswith(words)


async def test_another_reader_of_the_queue(doctor: DoctorService) -> None:
    async with running_demo() as server:
        checks = await examined(doctor, at(server), replace(RUNNING, warnings=("starved",)))
        assert checks["consumer"].ok is False
        assert checks["consumer"].fix.startswith("Another tool reads the same queue")
        waiting = await examined(doctor, at(server), replace(RUNNING, state=State.WAITING))
        assert waiting["consumer"].ok is None


async def test_what_was_received(rig: Rig, doctor: DoctorService) -> None:
    async with running_demo() as server:
        server.publish(*made(3))
        async with rig.collecting(server) as collector:
            await collector.inserted(3)
        checks = await examined(doctor, at(server))
        assert checks["received"].ok is None  # they are of last week
        assert checks["received"].detail.startswith("the newest stored event is of 2026-11-20T10:00:0")
        long_ago = replace(RUNNING, last_event_ns=time.time_ns() - 601 * 10**9)
        assert (await examined(doctor, at(server), long_ago))["received"].ok is None
        fresh = replace(RUNNING, last_event_ns=time.time_ns() - 590 * 10**9)
        assert (await examined(doctor, at(server), fresh))["received"].ok is True


async def test_a_key_that_another_path_saw_refused_is_not_sent(rig: Rig, doctor: DoctorService) -> None:
    async with running_demo() as server:
        target = at(server, "fake-wrong-key")
        with pytest.raises(KeyRefused, match="invalid management key"):
            await turn_on_statistics(target, rig.latch)
        checks = await examined(doctor, target)
        assert checks["key"].ok is False
        assert server.state.gate.strikes == 1
