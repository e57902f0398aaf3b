"""What a dry run has seen: a set of events that grows on disk and not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from types import TracebackType


class Seen:
    """Times and identities of events seen in a file, in a file without a name that is gone afterwards."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "pragma journal_mode = off",
            "pragma cache_size = -16384",
            "create table seen (time_ns integer, identity blob, primary key (time_ns, identity)) without rowid",
        ):
            self._file.execute(statement)

    def add(self, keys: Sequence[tuple[int, bytes]]) -> int:
        """How many of them are new."""
        before = self._file.total_changes
        self._file.execute("begin")
        self._file.executemany("insert or ignore into seen values (?,?)", keys)
        self._file.execute("commit")
        return self._file.total_changes - before

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
