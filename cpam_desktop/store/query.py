"""An `EventFilter` as an SQL condition over `event e`."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store.vocabulary import contains, is_one_of, matching_ids

_COLUMN = {
    "model": "model_id",
    "endpoint": "endpoint_id",
    "provider": "upstream_id",
    "channel": "upstream_id",
    "api-key": "key_id",
    "account": "credential_id",
    "project": "credential_id",
}


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
        text, value = _search(connection, wanted.search.strip())
        parts.append(text)
        params.append(value)
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


def _search(connection: sqlite3.Connection, text: str) -> tuple[str, object]:
    """Request id, model, alias, account, key, path, error text."""
    terms = {
        kind: matching_ids(connection, kind, contains(text)) for kind in ("model", "endpoint", "account", "api-key")
    }
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    errors = "select id from term where kind = 'error' and text like ?1 escape '\\'"
    models = _ids(terms["model"])
    sql = (
        f"(e.request_id like ? escape '\\' or e.model_id in ({models}) or e.alias_id in ({models})"
        f" or e.endpoint_id in ({_ids(terms['endpoint'])}) or e.credential_id in ({_ids(terms['account'])})"
        f" or e.key_id in ({_ids(terms['api-key'])})"
        f" or e.error_id in ({_ids(_error_ids(connection, errors, pattern))}))"
    )
    return sql, pattern


def _error_ids(connection: sqlite3.Connection, sql: str, pattern: str) -> list[int]:
    return [row[0] for row in connection.execute(sql, (pattern,))]
