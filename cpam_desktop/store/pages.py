"""Rows of the history, newest first, by keyset (time, id): any depth costs the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec

from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Cursor, EventRow
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store.aliases import AliasBook, read
from cpam_desktop.store.manifest import BILLED_TIER
from cpam_desktop.store.query import EVENT_TABLES, condition
from cpam_desktop.store.vocabulary import account_label, key_label

_SELECT = f"""
select e.id, e.time_ns, s.name, e.request_id, u.provider, u.executor, u.auth_type, u.channel, m.text, a.text,
  c.account, c.source, c.source_hash, c.label, c.file, c.auth_index, c.project, k.mask, k.hash, p.text,
  e.failed, e.generate, e.status, x.text, e.latency_ms, e.ttft_ms, f.text, t.text, r.text, l.ip, l.forwarded_for,
  l.user_agent, q.text, e.uncached, e.cache_read, e.cache_write, e.output, e.reasoning, e.unclassified, e.headers,
  b.text
{EVENT_TABLES}
join term b on b.id = {BILLED_TIER}
join client l on l.id = e.client_id
"""
_decode_headers = msgspec.json.Decoder(dict[str, str]).decode


def page(
    connection: sqlite3.Connection, wanted: EventFilter, limit: int, before: Cursor | None = None
) -> list[EventRow]:
    """Up to `limit` rows before the cursor (or the newest)."""
    where = condition(connection, wanted)
    after, params = _keyset(before)
    # The inner query walks the time index alone; only the rows of the page are joined.
    sql = (
        f"{_SELECT} where e.id in (select e.id from event e where {where.sql}{after}"
        " order by e.time_ns desc, e.id desc limit ?) order by e.time_ns desc, e.id desc"
    )
    return _rows(connection, sql, (*where.params, *params, limit))


def added_since(connection: sqlite3.Connection, wanted: EventFilter, last_id: int, limit: int) -> list[EventRow]:
    """Matching rows stored after row `last_id`, newest first: what a live table has to show next."""
    where = condition(connection, wanted)
    # "not indexed" leaves the row ids: along the time index, a tail shorter than `limit` would read the whole history.
    sql = (
        f"{_SELECT} where e.id in (select e.id from event e not indexed where e.id > ? and {where.sql}"
        " order by e.time_ns desc, e.id desc limit ?) order by e.time_ns desc, e.id desc"
    )
    return _rows(connection, sql, (last_id, *where.params, limit))


def by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[EventRow]:
    """The rows with these ids, newest first."""
    marks = ",".join(map(str, ids))
    return _rows(connection, f"{_SELECT} where e.id in ({marks}) order by e.time_ns desc, e.id desc", ())


def same_request(connection: sqlite3.Connection, row_id: int) -> list[EventRow]:
    """Every attempt that shares the request id of a row (within 10 minutes on its server), oldest first."""
    base = connection.execute("select server_id, time_ns, request_id from event where id = ?", (row_id,)).fetchone()
    if base is None or not base[2]:
        return []
    window = 600 * 1_000_000_000
    sql = f"{_SELECT} where e.time_ns between ? and ? and e.server_id = ? and e.request_id = ? order by e.time_ns, e.id"
    params = (base[1] - window, base[1] + window, base[0], base[2])
    return _rows(connection, sql, params)


def newest_id(connection: sqlite3.Connection) -> int:
    """The highest row id, 0 for an empty history."""
    return int(connection.execute("select coalesce(max(id), 0) from event").fetchone()[0])


def _keyset(before: Cursor | None) -> tuple[str, tuple[int, ...]]:
    if before is None:
        return "", ()
    return " and e.time_ns <= ? and (e.time_ns < ? or e.id < ?)", (before.time_ns, before.time_ns, before.id)


def _rows(connection: sqlite3.Connection, sql: str, params: tuple[object, ...]) -> list[EventRow]:
    book = read(connection)
    return [to_row(row, book) for row in connection.execute(sql, params)]


def to_row(row: tuple[Any, ...], book: AliasBook) -> EventRow:
    """One row of `_SELECT` as a value, under the names of the book."""
    account = account_label(row[10], row[11], row[12])
    return EventRow(
        id=row[0],
        time_ns=row[1],
        server=row[2],
        request_id=row[3],
        provider=row[4],
        executor=row[5],
        auth_type=row[6],
        channel=row[7],
        model=row[8],
        alias=row[9],
        account=book.label("account", account, account),
        label=row[13],
        auth_file=row[14],
        auth_index=row[15],
        project=row[16],
        source=row[11],
        api_key=book.label("api-key", row[18], key_label(row[17], row[18])),
        api_key_hash=row[18],
        endpoint=row[19],
        failed=bool(row[20]),
        generate=bool(row[21]),
        status_code=row[22],
        error=row[23] or "",
        latency_ms=row[24],
        ttft_ms=row[25],
        effort=row[26],
        tier=row[27],
        response_tier=row[28] or "",
        client_ip=row[29],
        forwarded_for=row[30],
        user_agent=row[31],
        quality=row[32] or "",
        tokens=Buckets(*row[33:39]),
        headers=_decode_headers(row[39]) if row[39] else {},
        account_key=account,
        provider_label=book.label("provider", row[4], row[4]),
        channel_label=book.label("channel", row[7], row[7]),
        billed_tier=row[40],
    )
