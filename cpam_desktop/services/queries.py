"""Runs a read query from a coroutine; cancelling the task interrupts the query."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from cpam_desktop.store.database import CancelToken, Database

T = TypeVar("T")


async def ask(database: Database, query: Callable[[sqlite3.Connection], T]) -> T:
    """The query's answer; a superseded page cancels its task and thereby the work in SQLite."""
    token = CancelToken()
    try:
        return await asyncio.wrap_future(database.read(query, token))
    except asyncio.CancelledError:
        token.cancel()
        raise
