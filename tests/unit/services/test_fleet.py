"""The servers of the window: saved ones, the demo, what changes while collecting, and that nothing runs afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cpam_desktop.domain.collecting import CollectorStatus, Mode, State, StatusChanged
from cpam_desktop.domain.errors import InputError, KeyRefused
from cpam_desktop.domain.fleet import FleetChanged, ServerState
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.services.collecting import CollectorService
from cpam_desktop.services.context import Context
from cpam_desktop.services.demonstration import DEMO_UID
from cpam_desktop.services.fleet import Fleet
from tests.kit.collecting import BRISK, made, query
from tests.kit.demo import running_demo

WRONG = "fake-wrong-key"


@pytest.fixture
async def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Context]:
    """Folders of its own and no keyring: keys live for the session."""
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Context.open(tmp_path / "data" / "history.sqlite") as found:
        found.collectors = CollectorService(found.database, found.bus, found.latch, BRISK)
        yield found


class Watched(Fleet):
    """A fleet whose collectors can be waited for."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._news = asyncio.Event()
        self._heard = context.bus.subscribe(StatusChanged, lambda _: self._news.set())

    def collector(self, uid: str) -> CollectorStatus | None:
        """The newest status of a server's collector."""
        return {state.profile.uid: state.collector for state in self.servers}.get(uid)

    async def until(self, uid: str, state: State, *, transport: Mode | None = None, inserted: int = 0) -> None:
        """Wait for the collector of one server."""
        async with asyncio.timeout(10):
            while True:
                self._news.clear()
                now = self.collector(uid)
                if now and now.state is state and transport in (None, now.transport) and now.inserted >= inserted:
                    return
                await self._news.wait()


@pytest.fixture
async def fleet(context: Context) -> AsyncIterator[Watched]:
    before = asyncio.all_tasks()
    found = Watched(context)
    yield found
    await found.close()
    assert asyncio.all_tasks() - before <= {asyncio.current_task()}


async def test_saved_servers_are_collected_from_where_a_key_is_known(context: Context, fleet: Watched) -> None:
    async with running_demo() as server:
        known = await context.servers.add(ServerProfile("", "known", server.url, proxy="direct"))
        unknown = await context.servers.add(ServerProfile("", "unknown", "http://127.0.0.1:9"))
        await context.servers.set_key(known.uid, server.key)
        opened = await fleet.open()
        assert [(state.profile.name, state.has_key) for state in opened] == [("known", True), ("unknown", False)]
        await fleet.until(known.uid, State.RUNNING)
        assert [state.collector for state in fleet.servers if state.profile.uid == unknown.uid] == [None]
        await fleet.close()
        assert server.state.queue.subscribers == 0
        status = fleet.collector(known.uid)
        assert status is not None
        assert status.state is State.STOPPED


async def test_connecting_saves_the_server_and_collects(context: Context, fleet: Watched) -> None:
    heard: list[tuple[ServerState, ...]] = []
    subscription = context.bus.subscribe(FleetChanged, lambda news: heard.append(news.servers))
    async with running_demo() as server:
        saved, trouble = await fleet.connect(ServerProfile("", "home", server.url, proxy="direct"), f" {server.key} ")
        assert trouble is not None  # no keyring here: the key is kept for this session
        assert context.servers.list() == [saved]
        assert [state.profile for state in heard[-1]] == [saved]
        await fleet.until(saved.uid, State.RUNNING, transport=Mode.SUBSCRIBE)
        server.publish(*made(5))
        await fleet.until(saved.uid, State.RUNNING, inserted=5)
        await fleet.set_mode(saved.uid, Mode.HTTP)
        await fleet.until(saved.uid, State.RUNNING, transport=Mode.HTTP)
        assert context.servers.list()[0].mode is Mode.HTTP
        assert await fleet.remove(saved.uid) is None
        assert fleet.servers == ()
        assert context.servers.list() == []
    assert query(context.database.path, "select count(*) from event") == [(5,)]  # its history stays
    subscription.close()


async def test_a_wrong_key_is_told_and_sent_again_only_when_the_user_says_so(fleet: Watched) -> None:
    async with running_demo() as server:
        saved, _ = await fleet.connect(ServerProfile("", "home", server.url, proxy="direct"), WRONG)
        await fleet.until(saved.uid, State.BLOCKED)
        status = fleet.collector(saved.uid)
        assert status is not None
        assert "refused the management key" in status.last_error
        tested = await fleet.test(saved.uid)
        assert tested.test is not None
        assert isinstance(tested.test.error, KeyRefused)
        assert tested.good_ns is None
        checks = {check.id: check for check in await fleet.examine(saved.uid)}
        assert checks["key"].action == "enter_key"
        assert server.state.gate.strikes == 1
        await fleet.retry(saved.uid)
        await fleet.until(saved.uid, State.BLOCKED)
        assert server.state.gate.strikes == 2
        await fleet.connect(saved, server.key)
        await fleet.until(saved.uid, State.RUNNING)
        assert (await fleet.test(saved.uid)).good_ns is not None


async def test_trying_a_connection_saves_nothing(context: Context, fleet: Watched) -> None:
    async with running_demo() as server:
        found = await fleet.try_connection(ServerProfile("", "home", server.url, proxy="direct"), server.key)
        assert found.ok
        assert context.servers.list() == []
        assert fleet.servers == ()


async def test_fixes_are_carried_out_on_the_server(fleet: Watched) -> None:
    async with running_demo(statistics=False, retention_seconds=60) as server:
        saved, _ = await fleet.connect(ServerProfile("", "home", server.url, proxy="direct"), server.key)
        await fleet.fix(saved.uid, "turn_on_statistics")
        await fleet.fix(saved.uid, "extend_retention")
        assert server.state.config["usage-statistics-enabled"] is True
        assert server.state.config["redis-usage-queue-retention-seconds"] == 3600
        await fleet.fix(saved.uid, "try_again")
        await fleet.until(saved.uid, State.RUNNING)


async def test_the_demo_runs_until_it_is_removed_and_is_never_saved(context: Context, fleet: Watched) -> None:
    profile = await fleet.start_demo(rate=200.0, days=0)
    assert (profile.uid, profile.proxy) == (DEMO_UID, "direct")
    assert [state.demo for state in fleet.servers] == [True]
    await fleet.until(DEMO_UID, State.RUNNING, inserted=20)
    again = await fleet.start_demo(rate=200.0, days=0)
    assert again == profile
    await fleet.until(DEMO_UID, State.RUNNING)
    await fleet.set_mode(DEMO_UID, Mode.HTTP)
    await fleet.until(DEMO_UID, State.RUNNING, transport=Mode.HTTP)
    assert await fleet.remove(DEMO_UID) is None
    assert fleet.servers == ()
    assert context.servers.list() == []
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.1", int(profile.url.rpartition(":")[2]))


async def test_another_demo_is_not_the_one_of_yesterday(context: Context, fleet: Watched) -> None:
    for inserted in (20, 5):  # fewer calls than before look like a restart
        await fleet.start_demo(rate=200.0, days=0, apart=False)
        await fleet.until(DEMO_UID, State.RUNNING, inserted=inserted)
        await fleet.close()
    status = fleet.collector(DEMO_UID)
    assert status is not None
    assert status.gaps == ()
    assert query(context.database.path, "select count(*) from gap") == [(0,)]


async def test_a_visited_server_is_never_saved(context: Context, fleet: Watched) -> None:
    async with running_demo() as server:
        visited = await fleet.visit(ServerProfile("", "", server.url, proxy="direct"), server.key)
        assert visited.name == server.url.partition("://")[2]
        await fleet.until(visited.uid, State.RUNNING, transport=Mode.SUBSCRIBE)
        await fleet.set_mode(visited.uid, Mode.RESP)
        await fleet.until(visited.uid, State.RUNNING, transport=Mode.RESP)
        await fleet.remove(visited.uid)
    assert context.servers.list() == []


async def test_what_is_gone_is_said(fleet: Watched) -> None:
    for work in (fleet.retry("none"), fleet.test("none"), fleet.examine("none"), fleet.set_mode("none", Mode.HTTP)):
        with pytest.raises(InputError, match="not connected any more"):
            await work
