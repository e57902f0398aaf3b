"""DuckDB in this process: always in memory, one database, a cursor a query that can be cancelled (decision 14)."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cpam_desktop.store.database import CancelToken

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = 2
"""For what a person waits for; sealing uses one."""


def open_memory(folder: Path, memory: str, threads: int) -> DuckDBPyConnection:
    """A database in memory; what does not fit there goes to files under `folder`."""
    import duckdb  # takes 200 ms: only who asks for figures pays for it

    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute(f"set temp_directory = {quote(folder / 'spill')}")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set parquet_metadata_cache = true")
    return connection


def quote(text: object) -> str:
    """An SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


@contextmanager
def running(cursor: DuckDBPyConnection, token: CancelToken | None) -> Generator[DuckDBPyConnection]:
    """While inside, `token.cancel()` interrupts the cursor's query. CancelledError where it was cancelled."""
    from concurrent.futures import CancelledError

    import duckdb

    if token is None:
        yield cursor
        return
    if not token.join(cursor):
        raise CancelledError
    try:
        yield cursor
    except duckdb.Error as error:
        if token.cancelled:
            raise CancelledError from error
        raise
    finally:
        token.leave(cursor)
