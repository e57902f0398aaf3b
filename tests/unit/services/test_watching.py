"""Commits of other processes are told on the bus; our own are not told twice."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.services.watching import CommitService
from cpam_desktop.store.commits import CommitWatch
from cpam_desktop.store.database import Database


def _commit_elsewhere(path: Path, name: str) -> None:
    """As another process would: a connection that our Database knows nothing of."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("insert into server (uid, base_url, name) values (?, '', ?)", (name, name))


def test_a_commit_of_another_connection_is_seen_once(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "history.sqlite")
    watch = CommitWatch(database.path)
    try:
        assert not watch.changed()
        _commit_elsewhere(database.path, "a")
        assert watch.changed()
        assert not watch.changed()
    finally:
        watch.close()
        database.close()


async def test_the_bus_hears_of_foreign_commits_only(tmp_path: Path) -> None:
    database, bus = Database.open(tmp_path / "history.sqlite"), Bus()
    heard: asyncio.Queue[EventsStored] = asyncio.Queue()
    bus.subscribe(EventsStored, heard.put_nowait)
    service = CommitService(database, bus, interval=0.02)
    service.start()
    service.start()
    told: EventsStored | None = None
    try:
        for number in range(50):  # the first look happens in a thread: commit until one is told
            await asyncio.to_thread(_commit_elsewhere, database.path, f"s{number}")
            with suppress(TimeoutError):
                told = await asyncio.wait_for(heard.get(), 0.2)
                break
    finally:
        await service.stop()
        database.close()
    assert told == EventsStored("", None)
    assert heard.empty()
