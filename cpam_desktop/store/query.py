"""An `EventFilter` as an SQL condition over `event e`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.store.vocabulary import contains, is_one_of, matching_ids, of_kind

_COLUMN = {
    "model": "model_id",
    "endpoint": "endpoint_id",
    "provider": "upstream_id",
    "channel": "upstream_id",
    "api-key": "key_id",
    "account": "credential_id",
    "project": "credential_id",
}


EVENT_TABLES = """
from event e
join server s on s.id = e.server_id
join upstream u on u.id = e.upstream_id
join credential c on c.id = e.credential_id
join api_key k on k.id = e.key_id
join term m on m.id = e.model_id
join term a on a.id = e.alias_id
join term p on p.id = e.endpoint_id
join term f on f.id = e.effort_id
join term t on t.id = e.tier_id
left join term r on r.id = e.response_tier_id
left join term q on q.id = e.quality_id
left join term x on x.id = e.error_id
"""
"""An event with what its ids mean: `s`erver, `u`pstream, `c`redential, api `k`ey, and terms: `m`odel, `a`lias,
end`p`oint, e`f`fort, `t`ier, `r`esponse tier, `q`uality, error te`x`t."""


MOST_SEARCHED = 1_000
"""Characters of a search; SQLite refuses patterns of more than 50,000 bytes."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`where` text (never empty) and its parameters; `failed` is the expression of what counts as a failure.

    `timeless` is the text without the range, for rows that are known to lie in it; its parameters are the same.
    """

    sql: str
    params: tuple[object, ...]
    failed: str
    timeless: str


class Dialect(Enum):
    """Who reads the text: SQLite over the table, or DuckDB over columns of the same names."""

    SQLITE = "sqlite"
    DUCKDB = "duckdb"


def condition(connection: sqlite3.Connection, wanted: EventFilter, dialect: Dialect = Dialect.SQLITE) -> Condition:
    """Translate; names are resolved to ids first, so that the scan compares integers only."""
    failed = failure(wanted.forgiven)
    parts: list[str] = []
    params: list[object] = []
    if wanted.servers:
        parts.append(f"e.server_id in ({_ids(server_ids(connection, wanted.servers))})")
    for kind, values in _named(wanted):
        parts += _members(connection, kind, values)
    if wanted.statuses:
        parts.append(_statuses(wanted.statuses, failed))
    parts += _measures(wanted)
    if wanted.search.strip():
        text, values = _search(connection, wanted.search.strip()[:MOST_SEARCHED], dialect)
        parts.append(text)
        params += values
    times = [f"e.time_ns {sign} {int(ns)}" for sign, ns in _ends(wanted.range) if ns is not None]
    return Condition(" and ".join((*times, *parts)) or "true", tuple(params), failed, " and ".join(parts) or "true")


def _ends(span: TimeRange) -> tuple[tuple[str, int | None], ...]:
    return (">=", span.start_ns), ("<", span.end_ns)


def failure(forgiven: tuple[int, ...]) -> str:
    """What counts as failed: everything that CPA says failed, but for forgiven status codes."""
    return f"(e.failed and e.status not in ({_ids(list(forgiven))}))" if forgiven else "e.failed"


def server_ids(connection: sqlite3.Connection, uids: Sequence[str]) -> list[int]:
    """Ids of servers by uid."""
    marks = ",".join("?" * len(uids))
    return [row[0] for row in connection.execute(f"select id from server where uid in ({marks})", tuple(uids))]


def _named(wanted: EventFilter) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("model", wanted.models),
        ("account", wanted.accounts),
        ("api-key", wanted.api_keys),
        ("provider", wanted.providers),
        ("channel", wanted.channels),
        ("endpoint", wanted.endpoints),
        ("project", wanted.projects),
    ]


def _members(connection: sqlite3.Connection, kind: str, values: tuple[str, ...]) -> list[str]:
    """OR of the values, AND NOT of those with a leading `!`."""
    wanted = [value for value in values if not value.startswith("!")]
    unwanted = [value[1:] for value in values if value.startswith("!")]
    column = f"e.{_COLUMN[kind]}"
    parts: list[str] = []
    if wanted:
        parts.append(f"{column} in ({_ids(matching_ids(connection, kind, is_one_of(wanted)))})")
    if unwanted and (ids := matching_ids(connection, kind, is_one_of(unwanted))):
        parts.append(f"{column} not in ({_ids(ids)})")
    return parts


def _measures(wanted: EventFilter) -> list[str]:
    parts: list[str] = []
    if wanted.min_latency_ms is not None:
        parts.append(f"e.latency_ms >= {int(wanted.min_latency_ms)}")
    if wanted.max_latency_ms is not None:
        parts.append(f"e.latency_ms <= {int(wanted.max_latency_ms)}")
    if wanted.cache:
        parts.append("e.cache_read > 0" if wanted.cache == "hit" else "e.cache_read = 0")
    return parts


def _ids(ids: list[int]) -> str:
    return ",".join(map(str, ids)) or "null"


def _statuses(words: tuple[str, ...], failed: str) -> str:
    """OR of the positive words, AND NOT of each negative one."""
    positive = [_status(word, failed) for word in words if not word.startswith("!")]
    negative = [f"not {_status(word[1:], failed)}" for word in words if word.startswith("!")]
    parts = ([f"({' or '.join(positive)})"] if positive else []) + negative
    return " and ".join(parts)


def _status(word: str, failed: str) -> str:
    if word in ("ok", "failed"):
        return f"({failed})" if word == "failed" else f"(not {failed})"
    if word.endswith("xx"):
        low = int(word[0]) * 100
        return f"(e.status >= {low} and e.status < {low + 100})"
    return f"(e.status = {int(word)})"


def _search(connection: sqlite3.Connection, text: str, dialect: Dialect) -> tuple[str, tuple[object, ...]]:
    """Request id, model, alias, account, key, path, error text."""
    terms = {
        kind: matching_ids(connection, kind, contains(text)) for kind in ("model", "endpoint", "account", "api-key")
    }
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    errors = f"select id from term where {of_kind('error')} and text like ? escape '\\'"
    params: tuple[object, ...] = (pattern, pattern)
    request = "e.request_id like ? escape '\\'"
    if dialect is Dialect.DUCKDB:
        errors = _ids([row[0] for row in connection.execute(errors, (pattern,))])
        request, params = "contains(e.request_id, ?)", (text.lower(),)
    models = _ids(terms["model"])
    sql = (
        f"({request} or e.model_id in ({models}) or e.alias_id in ({models})"
        f" or e.endpoint_id in ({_ids(terms['endpoint'])}) or e.credential_id in ({_ids(terms['account'])})"
        f" or e.key_id in ({_ids(terms['api-key'])})"
        f" or e.error_id in ({errors}))"
    )
    return sql, params
