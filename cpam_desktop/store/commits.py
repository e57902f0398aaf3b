"""Sees commits of other processes (decision 11): SQLite's `data_version`, asked on a connection of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class CommitWatch:
    """`changed()` tells whether anybody committed since the last call. Use it from one thread at a time."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        self._version = self._ask()

    def changed(self) -> bool:
        """Whether there was a commit; costs a fraction of a millisecond."""
        version = self._ask()
        changed, self._version = version != self._version, version
        return changed

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self) -> int:
        return int(self._connection.execute("pragma data_version").fetchone()[0])
