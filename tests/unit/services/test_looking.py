"""A look at a server: what it tells about itself, what it costs, and what is not asked again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.errors import KeyRefused, NotReachable
from cpam_desktop.domain.fleet import ConfigSummary, ServerFacts, ServerState
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services import fleet as fleet_module
from cpam_desktop.services import looking
from cpam_desktop.services.collecting import CollectorService
from cpam_desktop.services.context import Context
from cpam_desktop.services.demonstration import DEMO_UID
from cpam_desktop.services.fleet import Fleet
from cpam_desktop.services.looking import look_at
from cpam_desktop.store.database import Database
from tests.kit.collecting import BRISK
from tests.kit.demo import running_demo
from tests.kit.history import one


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with running_demo(retention_seconds=600) as server:
        yield server


def at(server: DemoServer) -> ServerProfile:
    return ServerProfile("uid-1", "home", server.url, proxy="direct")


async def seen(server: DemoServer, database: Database) -> ServerFacts:
    test, facts = await look_at(at(server), server.key, KeyLatch(None), database)
    assert test.ok
    assert facts is not None
    return facts


async def test_a_server_tells_of_itself(demo: DemoServer, database: Database) -> None:
    config = demo.state.config
    config.update(dict.fromkeys([name for name in config if name.endswith("-api-key")]))
    config["api-keys"] = ["sk-client-one", "sk-client-two"]
    config["routing"] = {"strategy": "fill-first"}
    config["proxy-url"] = "http://user:secret@proxy.example:3128"
    config["request-log"] = True
    config["gemini-api-key"] = [{"api-key": "fake-a"}, {"api-key": "fake-b"}]
    config["openai-compatibility"] = [{"name": "x", "base-url": "u", "api-key-entries": [{"api-key": "fake-c"}]}]
    facts = await seen(demo, database)
    assert facts.config == ConfigSummary(
        "fill-first",
        2,
        logs_to_file=True,
        logs_requests=True,
        uses_proxy=True,
        client_keys=2,
        provider_keys=3,
    )
    assert facts.build_date == "2026-08-22T00:00:00Z"
    assert facts.credentials is not None
    assert facts.models == 40
    assert facts.newer == ""
    assert "secret" not in repr(facts)
    assert demo.seen.requests == {"config": 1, "auth-files": 1, "latest-version": 1, "/v1/models": 1}


async def test_the_newest_release_is_asked_for_once_a_day(
    demo: DemoServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.state.latest_version = "v7.2.141"
    assert (await seen(demo, database)).newer == "v7.2.141"
    demo.state.latest_version = "v7.2.150"
    assert (await seen(demo, database)).newer == "v7.2.141"
    assert demo.seen.requests["latest-version"] == 1
    monkeypatch.setattr(looking, "DAY_NS", 0)
    assert (await seen(demo, database)).newer == "v7.2.150"


async def test_a_server_that_cannot_tell_says_nothing_and_is_left_alone(demo: DemoServer, database: Database) -> None:
    demo.state.latest_version = ""  # GitHub refuses it
    for _ in range(2):
        assert (await seen(demo, database)).newer == ""
    assert demo.seen.requests["latest-version"] == 1


async def test_an_old_version_has_no_such_route_and_is_not_asked(database: Database) -> None:
    async with running_demo(version="6.5.40") as server:
        assert (await seen(server, database)).newer == ""
        assert server.seen.requests["latest-version"] == 0
        assert one(database, "select count(*) from setting") == 0


async def test_a_refused_key_is_sent_once(demo: DemoServer, database: Database) -> None:
    latch = KeyLatch(None)
    for _ in range(3):
        test, facts = await look_at(at(demo), "fake-wrong-key", latch, database)
        assert isinstance(test.error, KeyRefused)
        assert facts is None
    assert demo.state.gate.strikes == 1


class Look:
    """A fleet that visits one server."""

    def __init__(self, context: Context) -> None:
        self.fleet = Fleet(context)

    async def visit(self, server: DemoServer) -> str:
        return (await self.fleet.visit(ServerProfile("", "home", server.url, proxy="direct"), server.key)).uid


@pytest.fixture
async def looker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Look]:
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Context.open(tmp_path / "data" / "history.sqlite") as context:
        context.collectors = CollectorService(context.database, context.bus, context.latch, BRISK)
        found = Look(context)
        yield found
        await found.fleet.close()


def models_asked(server: DemoServer) -> int:
    """Only looks ask for models; collectors ask for the rest too."""
    return server.seen.requests["/v1/models"]


async def test_one_look_serves_everybody_for_a_minute(
    demo: DemoServer, looker: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = await looker.visit(demo)
    states: list[ServerState] = await asyncio.gather(*(looker.fleet.look(uid) for _ in range(5)))
    assert {state.facts.models for state in states} == {40}
    await looker.fleet.look(uid)
    assert models_asked(demo) == 1
    await looker.fleet.test(uid)  # the user asked for it
    assert models_asked(demo) == 2
    monkeypatch.setattr(fleet_module, "LOOK_NS", 0)
    await looker.fleet.look(uid)
    assert models_asked(demo) == 3


async def test_what_was_seen_stays_where_the_server_goes_away(demo: DemoServer, looker: Look) -> None:
    uid = await looker.visit(demo)
    good = (await looker.fleet.test(uid)).good_ns
    assert good is not None
    await demo.pause()
    gone = await looker.fleet.test(uid)
    assert gone.test is not None
    assert isinstance(gone.test.error, NotReachable)
    assert (gone.good_ns, gone.facts.models) == (good, 40)


async def test_the_demo_never_mixes_with_the_history(looker: Look) -> None:
    fleet: Any = looker.fleet
    own = fleet.home("anybody")
    await fleet.start_demo(rate=0, days=0.01)
    apart = fleet.home(DEMO_UID)
    assert apart is not own
    async with asyncio.timeout(20):
        while (status := apart.collectors.status(DEMO_UID)) is None or status.inserted == 0:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert one(apart.database, "select count(*) from event") > 0
    assert one(own.database, "select count(*) from event") == 0
    assert one(own.database, "select count(*) from server") == 0
    folder = apart.database.path.parent
    await fleet.remove(DEMO_UID)
    assert fleet.home(DEMO_UID) is own
    await fleet.start_demo(rate=0, days=0)
    assert not folder.exists()  # a demo that begins is a new one
    latest = fleet.home(DEMO_UID).database.path.parent
    assert one(fleet.home(DEMO_UID).database, "select count(*) from event") == 0
    await fleet.close()
    assert not latest.exists()
