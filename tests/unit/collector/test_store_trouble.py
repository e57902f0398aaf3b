"""A database that cannot be written for a while, and records that it never takes: nothing received is lost."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.collector.writer import BatchWriter
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import Mode, State, Stored
from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.events import Snapshot
from cpam_desktop.ingest.intake import Intake
from tests.kit.collecting import BRISK, Rig, facts, made, query, rig_in, stored
from tests.kit.demo import running_demo

REFUSE = (
    "create trigger refuse before insert on event when new.request_id in ('poison-1', 'poison-2')"
    " begin select raise(abort, 'refused by the test'); end"
)


def locked(path: Path) -> sqlite3.Connection:
    """As another process that writes for long."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("pragma busy_timeout = 10000")
    other.execute("begin immediate")
    return other


@pytest.fixture
def hasty(rig: Rig) -> Rig:
    """Its writer does not wait the 5 s for another process."""
    rig.set_busy(0)
    return rig


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_database_that_another_process_keeps_locked(hasty: Rig, mode: Mode) -> None:
    events = made(700)
    async with running_demo() as server, hasty.collecting(server, mode) as collector:
        await collector.running()
        with closing(locked(hasty.path)) as other:
            server.publish(*events)
            status = await collector.until(lambda now: "locked" in now.last_error)
            assert status.state is State.RUNNING
            assert status.inserted == 0
            other.execute("rollback")
        status = await collector.until(lambda now: now.inserted == 700 and not now.last_error)
        assert status.gaps == ()
        assert server.seen.commands["auth"] <= 1  # the connection was kept
    assert stored(hasty.path) == facts(events)


async def test_reading_goes_on_while_the_database_is_locked(hasty: Rig) -> None:
    async with running_demo() as server, hasty.collecting(server, Mode.SUBSCRIBE) as collector:
        await collector.running()
        with closing(locked(hasty.path)) as other:
            await server.feed(made(5_000))
            status = await collector.until(lambda now: now.received == 5_000)
            assert (status.inserted, status.gaps) == (0, ())
            other.execute("rollback")
        await collector.inserted(5_000)
    assert stored(hasty.path) == facts(made(5_000))


async def test_a_pop_waits_for_the_commit_of_the_one_before(hasty: Rig) -> None:
    async with running_demo() as server, hasty.collecting(server, Mode.RESP) as collector:
        await collector.running()
        with closing(locked(hasty.path)) as other:
            server.publish(*made(1_200))
            await collector.until(lambda now: "locked" in now.last_error)
            assert len(server.state.queue) == 700
            other.execute("rollback")
        await collector.inserted(1_200)


@pytest.mark.parametrize("mode", [Mode.SUBSCRIBE, Mode.HTTP])
async def test_stopping_waits_for_the_database(hasty: Rig, mode: Mode) -> None:
    events = made(300)
    async with running_demo() as server, hasty.collecting(server, mode) as collector:
        await collector.running()
        with closing(locked(hasty.path)) as other:
            server.publish(*events)
            await collector.until(lambda now: "locked" in now.last_error)
            collector.collector.stop()
            await collector.until(lambda now: now.received == 300)
            other.execute("rollback")
        await collector.ended()
        assert collector.status.inserted == 300
    assert stored(hasty.path) == facts(events)


@pytest.mark.parametrize("mode", [Mode.SUBSCRIBE, Mode.HTTP])
async def test_stopping_does_not_wait_for_ever_and_tells_what_is_lost(hasty: Rig, mode: Mode) -> None:
    async with running_demo() as server:
        collector = hasty.collector(server.url, server.key, mode, hasty.with_pace(last_chance=0.2))
        collector.start()
        await collector.running()
        with closing(locked(hasty.path)):
            server.publish(*made(30))
            await collector.until(lambda now: "locked" in now.last_error)
            collector.collector.stop()
            with pytest.raises(StoreError, match="30 received events could not be stored"):
                await collector.ended()
    assert stored(hasty.path).total() == 0


async def test_a_full_database_is_filled_up_later(rig: Rig) -> None:
    events = made(3_000)
    ((pages,),) = query(rig.path, "pragma page_count")
    await rig.write(lambda c: c.execute(f"pragma max_page_count = {pages + 40}"))
    async with running_demo() as server, rig.collecting(server) as collector:
        await collector.running(Mode.SUBSCRIBE)
        await server.feed(events)
        status = await collector.until(lambda now: "is full" in now.last_error)
        assert status.inserted < 3_000
        await rig.write(lambda c: c.execute("pragma max_page_count = 1000000"))
        status = await collector.until(lambda now: now.inserted == 3_000 and not now.last_error)
        assert (status.received, status.duplicates, status.dead_letters) == (3_000, 0, 0)
    assert stored(rig.path) == facts(events)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MiB, where this may be made."""
    if os.geteuid() != 0:
        pytest.skip("needs root for a file system of its own")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


async def test_a_full_disk_is_waited_for(small_disk: Path) -> None:
    """The commit fails, not the statement: the transaction must not stay open."""
    events = made(4_000)
    ballast = small_disk / "ballast"
    with rig_in(small_disk) as rig:
        ballast.write_bytes(bytes(4_500_000))
        async with running_demo() as server, rig.collecting(server) as collector:
            await collector.running(Mode.SUBSCRIBE)
            await server.feed(events)
            await collector.until(lambda now: now.last_error.startswith("The history database cannot be used"))
            ballast.unlink()
            await collector.until(lambda now: now.inserted == 4_000 and not now.last_error)
        assert stored(rig.path) == facts(events)


def poisoned(events: list[bytes], *at: int) -> list[bytes]:
    """The same events, of which some cannot be stored."""
    found = list(events)
    for number, index in enumerate(at, 1):
        event = json.loads(found[index])
        found[index] = json.dumps({**event, "request_id": f"poison-{number}"}).encode()
    return found


@pytest.mark.parametrize("mode", [Mode.SUBSCRIBE, Mode.HTTP])
async def test_a_record_that_the_database_refuses_is_buried_alone(rig: Rig, mode: Mode) -> None:
    events = made(301)
    await rig.write(lambda c: c.execute(REFUSE))
    async with running_demo() as server:
        server.publish(*poisoned(events, 17, 200))
        async with rig.collecting(server, mode) as collector:
            status = await collector.inserted(299)
    assert (status.received, status.dead_letters, status.duplicates) == (301, 2, 0)
    assert status.last_error == ""
    assert stored(rig.path) == facts(event for at, event in enumerate(events) if at not in (17, 200))
    letters = query(rig.path, "select payload, error from dead_letter order by id")
    assert [json.loads(payload)["request_id"] for payload, _ in letters] == ["poison-1", "poison-2"]
    assert {error for _, error in letters} == {"could not be stored: RowRefused"}
    for at, (payload, _) in zip((17, 200), letters, strict=True):
        event = json.loads(events[at])
        assert event["api_key"] not in payload
        assert event["source"] not in payload or "@" in event["source"]


async def test_dead_letters_are_in_the_transaction_of_their_batch(hasty: Rig) -> None:
    events = made(10)
    async with running_demo() as server, hasty.collecting(server, Mode.HTTP) as collector:
        await collector.running()
        with closing(locked(hasty.path)) as other:
            server.publish(*events[:5], b'{"no":"time"}', b'{"timestamp":"soon"}', *events[5:])
            await collector.until(lambda now: "locked" in now.last_error)
            assert query(hasty.path, "select count(*) from event") == [(0,)]
            assert query(hasty.path, "select count(*) from dead_letter") == [(0,)]
            other.execute("rollback")
        status = await collector.inserted(10)
    assert (status.received, status.dead_letters) == (12, 2)
    assert query(hasty.path, "select payload, error from dead_letter order by id") == [
        ('{"no":"time"}', "no usable time"),
        ('{"timestamp":"soon"}', "no usable time"),
    ]


async def test_closing_waits_for_the_batch_that_is_on_its_way(hasty: Rig) -> None:
    """A commit that is being tried again has left the queue of waiting records already."""
    server = 1
    told: list[Stored] = []
    trouble: asyncio.Queue[str] = asyncio.Queue()
    snapshots: Mapping[str, Snapshot] = {}
    writer = BatchWriter(hasty.database, Intake(server), lambda: snapshots, told.append, trouble.put_nowait, BRISK)
    with closing(locked(hasty.path)) as other:
        writer.push(made(5))
        assert "locked" in await trouble.get()
        closing_down = spawn(writer.close(), "test-close")
        await asyncio.sleep(0)
        assert not closing_down.done()
        other.execute("rollback")
    await closing_down
    assert sum(batch.inserted for batch in told) == 5
    assert stored(hasty.path) == facts(made(5))


async def test_a_database_that_cannot_be_read_at_the_start_is_waited_for(rig: Rig) -> None:
    async with running_demo() as server:
        server.publish(*made(5))
        await rig.write(lambda c: c.execute("alter table watch rename to hidden"))
        async with rig.collecting(server, Mode.HTTP) as collector:
            status = await collector.until(lambda now: now.state is State.WAITING)
            assert "no such table: watch" in status.last_error
            await rig.write(lambda c: c.execute("alter table hidden rename to watch"))
            await collector.inserted(5)
    assert stored(rig.path) == facts(made(5))  # the pop that was made before is not lost
