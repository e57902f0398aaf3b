"""An `EventFilter` as an SQL condition over `event e`."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cpam_desktop.domain.filters import EventFilter
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


@dataclass(frozen=True, slots=True)
class Condition:
    """`where` text (never empty) and its parameters."""

    sql: str
    params: tuple[object, ...]


def condition(connection: sqlite3.Connection, wanted: EventFilter) -> Condition:
    """Translate; names are resolved to ids first, so that the scan compares integers only."""
    parts: list[str] = []
    params: list[object] = []
    if wanted.range.start_ns is not None:
        parts.append("e.time_ns >= ?")
        params.append(wanted.range.start_ns)
    if wanted.range.end_ns is not None:
        parts.append("e.time_ns < ?")
        params.append(wanted.range.end_ns)
    if wanted.servers:
        marks = ",".join("?" * len(wanted.servers))
        rows = connection.execute(f"select id from server where uid in ({marks})", wanted.servers)
        parts.append(f"e.server_id in ({_ids([row[0] for row in rows])})")
    for kind, values in _named(wanted):
        if values:
            ids = matching_ids(connection, kind, is_one_of(values))
            parts.append(f"e.{_COLUMN[kind]} in ({_ids(ids)})")
    if wanted.statuses:
        parts.append(_statuses(wanted.statuses))
    if wanted.search.strip():
        text, values = _search(connection, wanted.search.strip())
        parts.append(text)
        params += values
    return Condition(" and ".join(parts) or "1", tuple(params))


def _named(wanted: EventFilter) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("model", wanted.models),
        ("account", wanted.accounts),
        ("api-key", wanted.api_keys),
        ("provider", wanted.providers),
        ("channel", wanted.channels),
        ("endpoint", wanted.endpoints),
    ]


def _ids(ids: list[int]) -> str:
    return ",".join(map(str, ids)) or "null"


def _statuses(words: tuple[str, ...]) -> str:
    """OR of the positive words, AND NOT of each negative one."""
    positive = [_status(word) for word in words if not word.startswith("!")]
    negative = [f"not {_status(word[1:])}" for word in words if word.startswith("!")]
    parts = ([f"({' or '.join(positive)})"] if positive else []) + negative
    return " and ".join(parts)


def _status(word: str) -> str:
    if word in ("ok", "failed"):
        return f"(e.failed = {int(word == 'failed')})"
    if word.endswith("xx"):
        low = int(word[0]) * 100
        return f"(e.status >= {low} and e.status < {low + 100})"
    return f"(e.status = {int(word)})"


def _search(connection: sqlite3.Connection, text: str) -> tuple[str, tuple[object, ...]]:
    """Request id, model, alias, account, key, path, error text."""
    terms = {
        kind: matching_ids(connection, kind, contains(text)) for kind in ("model", "endpoint", "account", "api-key")
    }
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    errors = f"select id from term where {of_kind('error')} and text like ? escape '\\'"
    models = _ids(terms["model"])
    sql = (
        f"(e.request_id like ? escape '\\' or e.model_id in ({models}) or e.alias_id in ({models})"
        f" or e.endpoint_id in ({_ids(terms['endpoint'])}) or e.credential_id in ({_ids(terms['account'])})"
        f" or e.key_id in ({_ids(terms['api-key'])})"
        f" or e.error_id in ({errors}))"
    )
    return sql, (pattern, pattern)
