"""The service of collectors: one a server, started, replaced, stopped, and what ended it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpam_desktop.collector.pace import Pace
from cpam_desktop.collector.runner import Target
from cpam_desktop.demo.faults import Hang, Slow
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.collecting import CollectorStatus, GapReason, Mode, State, StatusChanged
from cpam_desktop.services.collecting import STOP_SECONDS, CollectorService
from cpam_desktop.services.runtime import NetworkThread
from tests.kit.collecting import BRISK, Rig, facts, gap_rows, made, rig_in, stored
from tests.kit.demo import running_demo


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with rig_in(tmp_path) as found:
        yield found


@pytest.fixture
def service(rig: Rig) -> CollectorService:
    return CollectorService(rig.database, rig.bus, rig.latch, BRISK)


def at(server: DemoServer, key: str = "") -> Target:
    return Target("uid-1", "test", server.url, key or server.key, proxy="direct")


class Told:
    """The newest status on the bus, to wait for."""

    def __init__(self, rig: Rig) -> None:
        self._news = asyncio.Event()
        self._subscription = rig.bus.subscribe(StatusChanged, self._heard)
        self.last: CollectorStatus | None = None

    def _heard(self, news: StatusChanged) -> None:
        self.last = news.status
        self._news.set()

    async def until(self, state: State, transport: Mode | None = None) -> CollectorStatus:
        async with asyncio.timeout(10):
            while self.last is None or self.last.state is not state or transport not in (None, self.last.transport):
                self._news.clear()
                await self._news.wait()
        return self.last


async def test_a_second_start_replaces_the_first(rig: Rig, service: CollectorService) -> None:
    told = Told(rig)
    events = made(30)
    async with running_demo() as server:
        await service.start(at(server), Mode.HTTP)
        await told.until(State.RUNNING, Mode.HTTP)
        server.publish(*events[:10])
        await service.start(at(server), Mode.SUBSCRIBE)
        await told.until(State.RUNNING, Mode.SUBSCRIBE)
        server.publish(*events[10:])
        await service.stop("uid-1")
        status = service.status("uid-1")
    assert status is not None
    assert status.state is State.STOPPED
    assert stored(rig.path) == facts(events)


async def test_many_starts_at_once_leave_one_collector(rig: Rig, service: CollectorService) -> None:
    told = Told(rig)
    async with running_demo() as server:
        modes = [Mode.HTTP, Mode.RESP, Mode.HTTP, Mode.SUBSCRIBE]
        await asyncio.gather(*(service.start(at(server), mode) for mode in modes))
        await told.until(State.RUNNING, Mode.SUBSCRIBE)
        assert server.state.queue.subscribers == 1
        await service.stop_all()
        assert server.state.queue.subscribers == 0
    status = service.status("uid-1")
    assert status is not None
    assert (status.state, status.last_error) == (State.STOPPED, "")


async def test_what_ended_a_collector_stands_in_its_status(rig: Rig, service: CollectorService) -> None:
    told = Told(rig)
    async with running_demo() as server:
        assert service.status("uid-1") is None
        await service.start(at(server, "fake-wrong-key"), Mode.AUTO)
        status = await told.until(State.BLOCKED)
        assert status.last_error.startswith("The server refused the management key: invalid management key.")
        await service.stop("uid-1")  # harmless
        assert service.status("uid-1") == status
        await service.start(at(server, "fake-wrong-key"), Mode.AUTO)
        await service.stop_all()
        assert server.state.gate.strikes == 1
        service.try_again(at(server, "fake-wrong-key"))
        told.last = None
        await service.start(at(server, "fake-wrong-key"), Mode.AUTO)
        await told.until(State.BLOCKED)
        assert server.state.gate.strikes == 2


async def test_an_error_of_its_own_is_told_too(
    rig: Rig, service: CollectorService, caplog: pytest.LogCaptureFixture
) -> None:
    told = Told(rig)
    async with running_demo() as server:
        await service.start(Target("uid-1", "test", server.url, server.key, proxy=3), Mode.AUTO)  # pyright: ignore[reportArgumentType]
        status = await told.until(State.BLOCKED)
        assert status.last_error == "Something went wrong: the collector has an error of its own; its log tells more."
        await service.stop_all()
    assert "task collector test failed" in caplog.text
    gc.collect()


def test_stopping_may_take_as_long_as_a_pop_and_the_way_to_the_disk() -> None:
    pace = Pace()
    assert pace.ending >= max(pace.timeouts.total, pace.last_chance) + 10
    assert pace.ending + 10 <= STOP_SECONDS


@pytest.mark.slow
async def test_a_slow_pop_is_waited_for_at_the_end(rig: Rig) -> None:
    service = CollectorService(rig.database, rig.bus, rig.latch)
    told = Told(rig)
    async with running_demo() as server:
        await service.start(at(server), Mode.HTTP)
        await told.until(State.RUNNING)
        server.publish(*made(20))
        server.faults.put("usage-queue", Slow(12.0), times=1)
        while len(server.state.queue):
            await rig.read("select 1")
        await service.stop("uid-1")
    assert stored(rig.path) == facts(made(20))
    assert gap_rows(rig.path) == []


@pytest.mark.parametrize("mode", [Mode.HTTP, Mode.SUBSCRIBE])
async def test_a_pop_that_is_cancelled_all_the_same_is_a_gap(rig: Rig, service: CollectorService, mode: Mode) -> None:
    """As when the network thread ends before its collectors have."""
    network, told = NetworkThread(), Told(rig)
    hang = Hang()
    async with running_demo() as server:
        network.start()
        if mode is Mode.SUBSCRIBE:
            server.faults.put("usage-queue", hang)
        await asyncio.wrap_future(network.submit(service.start(at(server), mode)))
        await told.until(State.RUNNING)
        server.faults.put("usage-queue", hang)
        await asyncio.wait_for(hang.reached.wait(), 10)
        await asyncio.to_thread(network.stop)
    assert [(gap.reason, gap.certain) for gap in gap_rows(rig.path)] == [(GapReason.CUT_ANSWER, False)]
    status = service.status("uid-1")
    assert status is not None
    assert (status.state, status.last_error) == (State.STOPPED, "")
    assert told.last == status


async def test_one_that_waited_for_another_process_is_stopped_too(rig: Rig, service: CollectorService) -> None:
    async with running_demo() as server, rig.collecting(server) as first:
        await first.running()
        told = Told(rig)
        await service.start(at(server), Mode.HTTP)
        waiting = await told.until(State.WAITING)
        assert "collects from this server already" in waiting.last_error
        await service.stop("uid-1")
    status = service.status("uid-1")
    assert status is not None
    assert (status.state, status.last_error) == (State.STOPPED, "")


async def test_collectors_of_several_servers_stop_side_by_side(rig: Rig, service: CollectorService) -> None:
    async with running_demo() as one, running_demo(seed=2) as two:
        for name, server in (("a", one), ("b", two)):
            await service.start(Target(name, name, server.url, server.key, proxy="direct"), Mode.SUBSCRIBE)
        async with asyncio.timeout(10):
            while not (one.state.queue.subscribers and two.state.queue.subscribers):
                await rig.read("select 1")
        one.publish(*made(5))
        two.publish(*made(5))
        await service.stop_all()
    assert stored(rig.path).total() == 10  # the same events of two servers are two
