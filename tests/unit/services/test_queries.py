from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest

from cpam_desktop.domain.aio import spawn
from cpam_desktop.services.queries import ask
from cpam_desktop.store.database import Database

FOREVER = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000000) select sum(i) from n"


async def test_an_answer_comes_back(database: Database) -> None:
    assert await ask(database, lambda connection: connection.execute("select 7").fetchone()) == (7,)


async def test_an_error_comes_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await ask(database, lambda _connection: 1 // 0)


@pytest.mark.parametrize("times", [1, 2 * Database.READERS])
async def test_cancelling_the_task_stops_the_work(database: Database, times: int) -> None:
    """A superseded page must not keep a reader busy: there are three."""
    for _ in range(times):
        await _cancel_one(database)
    assert await ask(database, lambda connection: connection.execute("select 7").fetchone()) == (7,)


async def _cancel_one(database: Database) -> None:
    running, ended = threading.Event(), threading.Event()

    def tell() -> int:
        running.set()
        return 1

    def query(connection: sqlite3.Connection) -> None:
        connection.create_function("tell", 0, tell)
        try:
            connection.execute(f"select tell(), ({FOREVER})").fetchone()
        finally:
            ended.set()

    task = spawn(ask(database, query), "a page")
    assert await asyncio.to_thread(running.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 10)
