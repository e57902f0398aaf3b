"""The manifest of sealed segments, and the rows that sealing reads: narrow tuples in the order of their ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cpam_desktop.store.database import Writing

SEALED_COLUMNS = (
    "id", "server_id", "time_ns", "upstream_id", "credential_id", "key_id", "model_id", "alias_id", "endpoint_id",
    "tier_id", "failed", "status", "error_id", "latency_ms", "ttft_ms", "uncached", "cache_read", "cache_write",
    "output", "reasoning", "unclassified", "request_id",
)  # fmt: skip
"""What `rows_after` yields; -1 stands for null. `tier_id` is the service tier that is billed."""

# Codex answers "default" even where the fast tier was asked for and is billed; elsewhere the answer counts.
BILLED_TIER = (
    "case when e.upstream_id in"
    " (select id from upstream where case executor when '' then provider else executor end like 'codex%')"
    " then coalesce(e.request_tier_id, e.tier_id) else coalesce(e.response_tier_id, e.request_tier_id, e.tier_id) end"
)
_EXPRESSIONS = {
    "tier_id": BILLED_TIER,
    "error_id": "coalesce(e.error_id, -1)",
    "latency_ms": "coalesce(e.latency_ms, -1)",
}
_SELECT = f"select {', '.join(_EXPRESSIONS.get(name, f'e.{name}') for name in SEALED_COLUMNS)} from event e"


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of one server's events; `min_ns` and `max_ns` are the first and the last time in it."""

    server_id: int
    file: str
    version: int
    first_id: int
    last_id: int
    rows: int
    min_ns: int
    max_ns: int
    bytes: int
    checksum: str
    id: int = 0


def segments(connection: sqlite3.Connection) -> list[Segment]:
    """All segments, oldest first."""
    rows = connection.execute(
        "select server_id, file, version, first_id, last_id, rows, min_ns, max_ns, bytes, checksum, id from segment"
        " order by min_ns, id"
    )
    return [Segment(*row) for row in rows]


def sealed_through(connection: sqlite3.Connection) -> int:
    """Every event up to this row id is in a segment; 0 where nothing is sealed."""
    return int(connection.execute("select coalesce(max(last_id), 0) from segment").fetchone()[0])


def newest_id(connection: sqlite3.Connection) -> int:
    """The highest row id, 0 for an empty history."""
    return int(connection.execute("select coalesce(max(id), 0) from event").fetchone()[0])


def rows_after(
    connection: sqlite3.Connection, after_id: int, through_id: int, limit: int, server: int | None = None
) -> list[tuple[Any, ...]]:
    """Up to `limit` rows with after_id < id <= through_id, by id; of one server, or of all."""
    only = "" if server is None else f" and e.server_id = {server}"
    sql = f"{_SELECT} where e.id > ? and e.id <= ?{only} order by e.id limit ?"
    return connection.execute(sql, (after_id, through_id, limit)).fetchall()


def replace_segments(
    writing: Writing, gone: Sequence[Segment], made: Sequence[Segment], sealed: int | None = None
) -> None:
    """Exchange rows of the manifest in one transaction.

    Superseded, and nothing is changed, where somebody else was faster: one of `gone` is not there any more, or
    sealing does not stand at `sealed`.
    """
    connection = writing.connection
    if sealed is not None and sealed_through(connection) != sealed:
        raise Superseded
    for segment in gone:
        if connection.execute("delete from segment where id = ?", (segment.id,)).rowcount != 1:
            raise Superseded
    connection.executemany(
        "insert into segment (server_id, file, version, first_id, last_id, rows, min_ns, max_ns, bytes, checksum)"
        " values (?,?,?,?,?,?,?,?,?,?)",
        [
            (s.server_id, s.file, s.version, s.first_id, s.last_id, s.rows, s.min_ns, s.max_ns, s.bytes, s.checksum)
            for s in made
        ],
    )


class Superseded(Exception):
    """The segments that were to be replaced are gone: the transaction is rolled back."""


def forget_segments(writing: Writing) -> None:
    """Empty the manifest: everything will be sealed anew."""
    writing.connection.execute("delete from segment")
