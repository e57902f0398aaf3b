"""Events that other processes store are told on the bus; our own are not told twice, and marks not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.services.watching import CommitService
from cpam_desktop.store import records
from cpam_desktop.store.commits import CommitWatch
from cpam_desktop.store.database import Database
from cpam_desktop.store.records import WatchMark
from tests.kit.collecting import made


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(tmp_path / "history.sqlite")) as found:
        yield found


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Database]:
    """As another process has it."""
    with closing(Database.open(database.path)) as found:
        yield found


def _store(database: Database, *events: bytes) -> None:
    """As a collector does it; other connections see it when this returns."""
    database.write(Intake(1).job(events, 1, {})).result()


def _mark(database: Database, second: int) -> None:
    """As every collector does it every 10 s."""
    database.write(lambda w: records.keep_watch(w, 1, WatchMark(second, 60, None))).result()


def test_events_of_another_connection_are_seen_once(database: Database, elsewhere: Database) -> None:
    with closing(CommitWatch(database.path)) as watch:
        assert not watch.changed()
        _store(elsewhere, *made(2))
        assert watch.changed()
        assert not watch.changed()


def test_commits_without_events_are_none_of_our_business(database: Database, elsewhere: Database) -> None:
    first, second = made(2)
    _store(elsewhere, first)
    with closing(CommitWatch(database.path)) as watch:
        for number, writer in enumerate((database, elsewhere)):
            _mark(writer, number)
            assert not watch.changed()
        _store(elsewhere, first)  # it is there already
        assert not watch.changed()
        _store(elsewhere, second)
        assert watch.changed()


async def test_the_bus_hears_of_foreign_events_only(database: Database, elsewhere: Database) -> None:
    bus = Bus()
    heard: asyncio.Queue[EventsStored] = asyncio.Queue()
    bus.subscribe(EventsStored, heard.put_nowait)
    service = CommitService(database, bus, interval=0.02)
    service.start()
    service.start()
    told: EventsStored | None = None
    try:
        for event in made(50):  # the first look happens in a thread: store until one is told
            await asyncio.to_thread(_store, elsewhere, event)
            with suppress(TimeoutError):
                told = await asyncio.wait_for(heard.get(), 0.2)
                break
    finally:
        await service.stop()
    assert told == EventsStored("", None)
    assert heard.empty()
