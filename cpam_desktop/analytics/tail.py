"""The rows that are not sealed yet, kept as columns in DuckDB and topped up before a query."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cpam_desktop.analytics import columns
from cpam_desktop.store import manifest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 5_000
_PRUNE_ROWS = 150_000
"""So many sealed rows may lie in the table before they are deleted from it."""


class Tail:
    """A table `tail` with every row from `floor` (exclusive) up to `newest`. Guarded by its owner's lock."""

    def __init__(self, duck: DuckDBPyConnection) -> None:
        self._duck = duck
        self.floor = self.newest = 0
        self._empty = True
        columns.make_table(duck, "fresh")
        columns.make_table(duck, "tail")
        duck.execute("alter table tail add column first BOOLEAN")

    def sync(self, connection: sqlite3.Connection, sealed: int, newest: int, earlier: str | None) -> None:
        """Take in the rows of (sealed, newest] that are not here yet; `earlier` is for `columns.with_first`."""
        if self._empty or sealed > self.newest:
            self._duck.execute("delete from tail")
            self.floor = self.newest = sealed
            self._empty = False
        after, count = self.newest, 0
        if after < newest:
            self._duck.execute("delete from fresh")  # what a query that was broken off left behind
        while rows := manifest.rows_after(connection, after, newest, _CHUNK):
            columns.append(self._duck, "fresh", rows)
            after, count = rows[-1][0], count + len(rows)
        if count:
            known = "select server_id, request_id, time_ns, id from tail where request_id <> ''"
            look = known if earlier is None else f"{known} union all {earlier}"
            self._duck.execute(f"insert into tail by name {columns.with_first('fresh', look)}")
            self._duck.execute("delete from fresh")
        self.newest = max(self.newest, newest)
        if sealed - self.floor > _PRUNE_ROWS:
            self._duck.execute(f"delete from tail where id <= {sealed}")
            self.floor = sealed

    def clear(self) -> None:
        """Forget everything: the history was replaced."""
        self._duck.execute("delete from tail")
        self._empty = True
        self.floor = self.newest = 0
