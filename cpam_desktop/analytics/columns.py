"""The columns of segments and of the unsealed tail, and rows of SQLite turned into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpam_desktop.store.manifest import SEALED_COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VERSION = 3
"""Of the columns below: segments of another version are made again."""

NEAR_NS = 600 * 1_000_000_000
"""Attempts with one request id are one client request where they start within 10 minutes of each other."""

_TYPES = {
    "id": "BIGINT", "server_id": "INTEGER", "time_ns": "BIGINT", "failed": "BOOLEAN", "status": "BIGINT",
    "latency_ms": "BIGINT", "ttft_ms": "BIGINT", "uncached": "BIGINT", "cache_read": "BIGINT",
    "cache_write": "BIGINT", "output": "BIGINT", "reasoning": "BIGINT", "unclassified": "BIGINT",
    "request_id": "VARCHAR",
}  # fmt: skip

COLUMNS = {name: _TYPES.get(name, "INTEGER") for name in SEALED_COLUMNS} | {"first": "BOOLEAN"}
"""Name -> DuckDB type. `first`: the first attempt of its client request."""

_VALUES = {name: f"nullif({name}, -1)" for name in ("error_id", "latency_ms")} | {"request_id": "lower(request_id)"}
"""What differs from the row: null, and small letters, because it is only searched here."""
_CAST = ", ".join(f"{_VALUES.get(name, name)}::{kind} as {name}" for name, kind in COLUMNS.items() if name != "first")


def make_table(connection: DuckDBPyConnection, name: str) -> None:
    """An empty table of these columns, `first` left out."""
    connection.execute(
        f"create or replace table {name} ({', '.join(f'{n} {kind}' for n, kind in COLUMNS.items() if n != 'first')})"
    )


def append(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Append rows of `store.manifest.rows_after` to a table of `make_table`."""
    import numpy

    arrays = {
        name: numpy.array(values, dtype=object if name == "request_id" else numpy.int64)
        for name, values in zip(SEALED_COLUMNS, zip(*rows, strict=True), strict=True)
    }
    append_arrays(connection, table, arrays)


def append_arrays(connection: DuckDBPyConnection, table: str, arrays: Mapping[str, Any]) -> None:
    """Append columns of one length, by name: arrays of integers with -1 for null, `request_id` one of objects."""
    connection.register("appended", arrays)
    try:
        connection.execute(f"insert into {table} select {_CAST} from appended")
    finally:
        connection.unregister("appended")


def with_first(rows: str, earlier: str | None = None) -> str:
    """A query over `rows` (a table of `make_table`) with `first`; `earlier` selects (server_id, request_id, time_ns,
    id) of what may have started the same client requests."""
    look = f" union all by name select *, false as own from ({earlier})" if earlier else ""
    return f"""
select * exclude (own, before_ns), request_id = '' or before_ns is null or time_ns - before_ns > {NEAR_NS} as first
from (
  select *, lag(time_ns) over (partition by server_id, request_id order by time_ns, id) as before_ns
  from (select *, true as own from {rows}{look})
) where own"""
