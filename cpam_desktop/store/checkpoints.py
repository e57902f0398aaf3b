"""Keeps the write-ahead log short: SQLite alone cuts it only when somebody writes while nobody reads.

A reader that stays open holds the log, and after it nothing shrinks the file until the next commit; with readers that
overlap, not even then. So the writer looks when it has nothing to do, and now and then while it never has.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

IDLE_SECONDS = 2.0
IDLE_BYTES = 4_194_304
LONG_BYTES = 134_217_728
LONG_SECONDS = 10.0


class Checkpoints:
    """The writer thread's own. `wait` is how long it may sleep before it calls `idle`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._wal = path.with_name(path.name + "-wal")
        self._changed = True  # a killed process may have left a long one
        self._looked = 0.0

    @property
    def wait(self) -> float | None:
        """Seconds; None where nothing is to be done before the next commit."""
        return IDLE_SECONDS if self._changed else None

    def committed(self) -> None:
        """Called after each transaction."""
        self._changed = True
        now = time.monotonic()
        if now - self._looked >= LONG_SECONDS:
            self._looked = now
            if self._size() > LONG_BYTES:
                cut_wal(self._connection)

    def idle(self) -> None:
        """Nothing came for a while; while a reader still needs the log it is tried again."""
        self._changed = self._size() > IDLE_BYTES and not cut_wal(self._connection)

    def _size(self) -> int:
        try:
            return self._wal.stat().st_size
        except OSError:
            return 0


def cut_wal(connection: sqlite3.Connection) -> bool:
    """Move the log into the database and cut it to nothing; False where a reader still needs it. Never waits."""
    wait = int(connection.execute("pragma busy_timeout").fetchone()[0])
    connection.execute("pragma busy_timeout = 0")
    try:
        # The first moves what it can and keeps nobody from writing, so that the second has little left to do.
        connection.execute("pragma wal_checkpoint(passive)")
        return connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0
    except sqlite3.Error:
        return False
    finally:
        connection.execute(f"pragma busy_timeout = {wait}")
