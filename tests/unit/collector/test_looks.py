"""What the management API tells beside the events: warnings, starving, restarts, whose credential it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpam_desktop.collector.attribution import Attribution, snapshot_of
from cpam_desktop.collector.health import Health, Look
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.management import AuthFile
from cpam_desktop.demo.faults import Fixed
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.collecting import GapReason, Mode, State
from cpam_desktop.domain.errors import KeyRefused
from cpam_desktop.net.latch import KeyLatch
from tests.kit.collecting import Rig, gap_rows, made, query
from tests.kit.demo import running_demo
from tests.kit.watched import Watched

OFTEN = 0.02


def watched_looks(server: DemoServer) -> Watched:
    """The last request of each look."""
    watched = Watched()
    server.faults.put("api-key-usage", watched)
    return watched


async def test_settings_that_lose_events_are_warned_of_until_they_are_changed(rig: Rig) -> None:
    async with (
        running_demo(statistics=False, retention_seconds=60) as server,
        rig.collecting(server, look=OFTEN) as collector,
    ):
        status = await collector.running()
        assert status.warnings == ("statistics_off", "short_retention")
        server.state.config["usage-statistics-enabled"] = True
        await collector.until(lambda now: now.warnings == ("short_retention",))
        server.state.config["redis-usage-queue-retention-seconds"] = 300
        await collector.until(lambda now: now.warnings == ())
        server.state.config["redis-usage-queue-retention-seconds"] = 0  # means 60
        await collector.until(lambda now: now.warnings == ("short_retention",))


async def test_a_server_that_does_not_tell_its_settings_is_not_judged(rig: Rig) -> None:
    async with running_demo(retention_seconds=60) as server:
        server.faults.put("config", Fixed(500))
        server.faults.put("auth-files", Fixed(500))
        async with rig.collecting(server, look=OFTEN) as collector:
            status = await collector.running()
            server.publish(*made(2))
            await collector.inserted(2)
        assert status.warnings == ()
    assert query(rig.path, "select retention_s, calls from watch") == [(60, None)]


async def test_another_consumer_is_noticed_and_also_when_it_leaves(rig: Rig) -> None:
    async with (
        running_demo(retention_seconds=600) as server,
        rig.collecting(server, Mode.HTTP, look=OFTEN) as collector,
    ):
        looks = watched_looks(server)
        await collector.running()
        events = iter(made(2_000))
        while not collector.status.warnings:
            server.publish(*(next(events) for _ in range(10)))
            server.state.queue.pop(8)  # before the collector's turn comes
            await looks.again()
        assert collector.status.warnings == ("starved",)
        assert [(gap.reason, gap.to_ns, gap.certain) for gap in collector.status.gaps] == [
            (GapReason.STARVED, None, False)
        ]
        while collector.status.warnings:
            server.publish(*(next(events) for _ in range(10)))
            await looks.again()
        (gap,) = collector.status.gaps
        assert gap.to_ns is not None
    assert gap_rows(rig.path) == [gap]


async def test_statistics_that_are_off_are_no_other_consumer(rig: Rig) -> None:
    async with (
        running_demo(retention_seconds=600, statistics=False) as server,
        rig.collecting(server, Mode.HTTP, look=OFTEN) as collector,
    ):
        looks = watched_looks(server)
        await collector.running()
        for part in range(5):
            server.publish(*made(10, seed=part + 1))
            await looks.again()
        assert collector.status.warnings == ("statistics_off",)
    assert gap_rows(rig.path) == []


async def test_what_was_queued_while_it_was_away_is_no_other_consumer(rig: Rig) -> None:
    """At the first look after a reconnect the counters have grown, and the feed has not yet."""
    async with (
        running_demo(retention_seconds=600) as server,
        rig.collecting(server, Mode.SUBSCRIBE, backoff=(0.3,), look=OFTEN) as collector,
    ):
        looks = watched_looks(server)
        await looks.again(4)
        server.drop_connections()
        await collector.until(lambda now: now.state is State.WAITING)
        server.publish(*made(50))
        await collector.inserted(50)
        await looks.again(4)
        assert [gap.reason for gap in collector.status.gaps] == [GapReason.SERVER_AWAY]
        assert all("starved" not in status.warnings for status in collector.seen)


async def test_counters_that_fall_between_two_looks_mean_a_restart(rig: Rig) -> None:
    async with running_demo(retention_seconds=600) as server:
        server.publish(*made(20))
        async with rig.collecting(server, Mode.HTTP, look=OFTEN) as collector:
            await collector.inserted(20)
            server.state.counters.clear()
            status = await collector.until(lambda now: bool(now.gaps))
            assert [(gap.reason, gap.certain) for gap in status.gaps] == [(GapReason.RESTARTED, True)]


async def test_a_credential_that_was_deleted_takes_its_counters_with_it(rig: Rig) -> None:
    async with running_demo(retention_seconds=600) as server:
        server.publish(*made(200))
        async with rig.collecting(server, Mode.HTTP, look=OFTEN) as collector:
            looks = watched_looks(server)
            await collector.inserted(200)
            await looks.again(2)
            server.change_credentials([])
            await looks.again(3)
            assert collector.status.gaps == ()


async def test_one_credential_in_the_place_of_another_is_no_restart(rig: Rig) -> None:
    async with running_demo(retention_seconds=600) as server:
        server.publish(*made(200))
        async with rig.collecting(server, Mode.SUBSCRIBE, look=OFTEN) as collector:
            looks = watched_looks(server)
            await collector.inserted(200)
            await looks.again(2)
            counters = server.state.counters
            files = sorted(server.state.auth_files, key=lambda file: counters.wire(file.auth_index)["success"])
            assert counters.wire(files[-1].auth_index)["success"] > 10
            server.change_credentials([*files[:-1], replace(files[-1], name="new.json", auth_index="")])
            await looks.again(3)
            assert collector.status.gaps == ()
            server.change_credentials(files[:1])
            server.drop_connections()  # nor where it is noticed after a reconnect
            await collector.until(lambda now: bool(now.gaps) and now.gaps[0].to_ns is not None)
    assert [(gap.reason, gap.certain) for gap in gap_rows(rig.path)] == [(GapReason.SERVER_AWAY, False)]


@pytest.mark.parametrize(
    ("before", "now", "restarted"),
    [
        ({1: 5, 2: 5}, {1: 5, 2: 5}, False),
        ({1: 5, 2: 5}, {1: 6}, False),
        ({1: 5, 2: 5}, {1: 5, 3: 0}, False),
        ({1: 5, 2: 5}, {1: 4, 3: 9}, True),
        ({1: 5, 2: 5}, {1: 0, 2: 7}, True),
        ({1: 5}, {}, False),
        ({}, {1: 0}, False),
    ],
)
def test_a_restart_shows_in_the_counters_that_were_there_before(
    before: dict[int, int], now: dict[int, int], restarted: bool
) -> None:
    assert Look(True, 600, sum(now.values()), now).restarted_since(before) is restarted


async def test_every_event_says_whose_credential_ran_it(rig: Rig) -> None:
    events = made(300)
    async with running_demo() as server:
        files = {file.auth_index: file for file in server.state.auth_files}
        server.publish(*events)
        async with rig.collecting(server) as collector:
            await collector.inserted(300)
    rows = query(rig.path, "select auth_index, account, label, file, provider, project, snapshot_ns from credential")
    known = [row for row in rows if row[0] in files]
    assert len(known) > 5
    for auth_index, account, label, file, provider, project, taken in known:
        expected = files[auth_index]
        assert (file, provider, project) == (expected.name, expected.type, expected.project_id)
        assert account == (expected.email or expected.name)
        assert label
        assert taken > 0
    keys = [row for row in rows if row[0] not in files]
    assert keys
    assert {row[6] for row in keys} == {0}  # keys of the configuration have no file


async def test_credentials_are_read_again_when_the_server_says_so(rig: Rig) -> None:
    events = [raw for raw in made(200) if b'"auth_type":"oauth"' in raw]
    async with running_demo() as server, rig.collecting(server) as collector:
        await collector.running(Mode.SUBSCRIBE)
        server.publish(*events[:10])
        await collector.inserted(10)
        watched = Watched()
        server.faults.put("auth-files", watched)
        for file in server.state.auth_files:
            file.email = f"new-{file.email}"
        server.change_credentials(list(server.state.auth_files))
        await watched.again()
        server.publish(*events[10:20])
        await collector.inserted(20)
    rows = query(
        rig.path,
        "select e.id <= 10, c.account like 'new-%' from event e join credential c on c.id = e.credential_id"
        " where c.snapshot_ns > 0 order by e.id",
    )
    assert {(bool(old), bool(new)) for old, new in rows} == {(True, False), (False, True)}  # a new row, used from then


async def test_credentials_that_cannot_be_read_again_do_no_harm(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server) as collector:
        await collector.running(Mode.SUBSCRIBE)
        server.faults.put("auth-files", Fixed(200, b"<html>not a CPA</html>", "text/html"))
        server.change_credentials([])
        server.publish(*made(5))
        await collector.inserted(5)
        assert server.seen.commands["subscribe"] == 1


@pytest.mark.parametrize(
    ("file", "account", "label"),
    [
        (AuthFile(name="a.json", email="a@b.example", label="Ann"), "a@b.example", "Ann"),
        (AuthFile(name="a.json", account="acc-1", account_type="oauth", email="a@b.example"), "acc-1", "a.json"),
        (AuthFile(name="k.json", account="sk-fake-0123456789abcdef", account_type="api_key"), "k.json", "k.json"),
        (AuthFile(name="l.json", label="Team"), "Team", "Team"),
        (AuthFile(name="n.json"), "n.json", "n.json"),
    ],
)
def test_an_account_is_never_a_key(file: AuthFile, account: str, label: str) -> None:
    snapshot = snapshot_of(file, 1)
    assert (snapshot.account, snapshot.label) == (account, label)


def test_a_snapshot_that_says_nothing_new_keeps_its_time() -> None:
    attribution = Attribution()
    first = AuthFile(name="a.json", auth_index="01", email="a@b.example")
    attribution.update([first, AuthFile(name="no-index.json")])
    before = dict(attribution.snapshots)
    assert before.keys() == {"01"}
    attribution.update([first])
    assert attribution.snapshots["01"] is before["01"]
    attribution.update([AuthFile(name="a.json", auth_index="01", email="other@b.example")])
    assert attribution.snapshots["01"].account == "other@b.example"
    attribution.update([])
    assert attribution.snapshots == {}


def test_warnings_of_a_look() -> None:
    assert Look(None, 60, None).warnings(starved=False) == ()
    assert Look(True, 299, None).warnings(starved=True) == ("short_retention", "starved")
    assert Look(False, 300, 1).warnings(starved=False) == ("statistics_off",)


async def test_a_look_that_fails_leaves_the_connection_alone(rig: Rig) -> None:
    async with running_demo() as server, rig.collecting(server, look=OFTEN) as collector:
        looks = watched_looks(server)
        await collector.running(Mode.SUBSCRIBE)
        server.faults.put("config", Fixed(200, b"<html>not a CPA</html>", "text/html"), times=3)
        await looks.again(2)
        server.publish(*made(5))
        await collector.inserted(5)
        assert server.seen.commands["subscribe"] == 1


async def test_a_key_refused_while_credentials_are_read_again_ends_the_subscription(rig: Rig) -> None:
    async with running_demo() as server:
        collector = rig.collector(server.url, server.key, Mode.SUBSCRIBE)
        collector.start()
        await collector.running()
        server.access.secret = "another-fake-key"
        server.change_credentials([])
        with pytest.raises(KeyRefused, match="invalid management key"):
            await collector.ended()
        assert server.state.gate.strikes == 1


@pytest.mark.parametrize(
    ("looks", "starved"),
    [
        ([(100, 0), (102, 0), (104, 0)], False),  # fewer than 5: a call or two may be on their way
        ([(100, 0), (102, 0), (105, 0)], True),
        ([(100, 0), (110, 5), (120, 9)], True),
        ([(100, 0), (110, 5), (120, 10)], False),  # half of them came
        ([(100, 0), (110, 0)], None),
        ([(100, 0), (110, 0), (None, 0), (130, 0), (140, 0)], None),
        ([(100, 0), (110, 0), (3, 0), (13, 0)], None),  # a restart begins the count anew
        ([(100, 0), (110, 0), (3, 0), (13, 0), (23, 0)], True),
        ([(100, 0), (110, 0), (120, 0), (130, 20), (140, 40)], False),
    ],
)
def test_when_a_feed_starves(looks: list[tuple[int | None, int]], starved: bool | None) -> None:
    health = Health(CpaClient("http://127.0.0.1:9", "fake-key", latch=KeyLatch(None)), Attribution())
    judged = [health.judge(Look(True, 600, calls), fed) for calls, fed in looks]
    assert judged[-1] is starved
