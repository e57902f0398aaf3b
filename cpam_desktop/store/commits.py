"""Sees events that other processes stored (decision 11): SQLite's `data_version`, on a connection of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_NEWEST = "select coalesce(max(id), 0) || coalesce((select value from setting where name = 'lineage'), '') from event"
"""Changes with new events, with deleted ones, and with a restored backup."""


class CommitWatch:
    """`changed()` tells whether anybody stored or deleted events since the last call. One thread at a time."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        self._version, self._newest = self._ask("pragma data_version"), self._ask(_NEWEST)

    def changed(self) -> bool:
        """Whether there are other events than before; costs a fraction of a millisecond."""
        version = self._ask("pragma data_version")
        if version == self._version:
            return False
        # Collectors commit marks all the time, which show nowhere.
        newest = self._ask(_NEWEST)
        changed = newest != self._newest
        self._version, self._newest = version, newest
        return changed

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, sql: str) -> object:
        return self._connection.execute(sql).fetchone()[0]
