"""Rows in the Usage Service's export shape, oldest first.

`event_hash` follows CPA-Manager-Plus (the requested model inside), so that Plus recognises an event it has. Addresses,
user agents and access-token hashes stay here (decision 6); keys leave as hash and mask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any

import msgspec

from cpam_desktop.domain.clock import NS_PER_MS, rfc3339_nano
from cpam_desktop.domain.events import RawTokens, UsageEvent, identity_text
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store.query import EVENT_TABLES, condition

COLUMN_TYPES = {
    "request_id": "VARCHAR", "event_hash": "VARCHAR", "timestamp_ms": "BIGINT", "timestamp": "VARCHAR",
    "server": "VARCHAR", "provider": "VARCHAR", "executor_type": "VARCHAR", "model": "VARCHAR",
    "requested_model": "VARCHAR", "resolved_model": "VARCHAR", "endpoint": "VARCHAR", "method": "VARCHAR",
    "path": "VARCHAR", "auth_type": "VARCHAR", "auth_index": "VARCHAR", "source": "VARCHAR", "source_hash": "VARCHAR",
    "api_key_hash": "VARCHAR", "account_snapshot": "VARCHAR", "auth_label_snapshot": "VARCHAR",
    "auth_file_snapshot": "VARCHAR", "auth_provider_snapshot": "VARCHAR", "auth_project_id_snapshot": "VARCHAR",
    "auth_snapshot_at_ms": "BIGINT", "reasoning_effort": "VARCHAR", "service_tier": "VARCHAR",
    "request_service_tier": "VARCHAR", "response_service_tier": "VARCHAR", "input_tokens": "BIGINT",
    "output_tokens": "BIGINT", "reasoning_tokens": "BIGINT", "cached_tokens": "BIGINT", "cache_tokens": "BIGINT",
    "cache_read_tokens": "BIGINT", "cache_creation_tokens": "BIGINT", "total_tokens": "BIGINT",
    "token_breakdown": "JSON", "latency_ms": "BIGINT", "ttft_ms": "BIGINT", "failed": "BOOLEAN",
    "generate": "BOOLEAN", "accounting_version": "BIGINT",
    "fail_status_code": "BIGINT", "fail_summary": "VARCHAR", "response_headers": "JSON",
}  # fmt: skip
"""Columns of every format, in order, with their DuckDB types."""

_SELECT = f"""
select e.time_ns, s.name, e.request_id, u.provider, u.executor, u.auth_type, c.auth_index, c.source, c.source_hash,
  c.account, c.label, c.file, c.provider, c.project, c.snapshot_ns, k.hash, m.text, a.text, p.text, f.text, t.text,
  w.text, r.text, q.text, x.text, e.failed, e.status, e.latency_ms, e.ttft_ms, e.uncached, e.cache_read, e.cache_write,
  e.output, e.reasoning, e.unclassified, e.raw_input, e.raw_output, e.raw_reasoning, e.raw_cached, e.raw_cache_read,
  e.raw_cache_creation, e.raw_total, e.headers, e.generate, e.accounting_version
{EVENT_TABLES}
left join term w on w.id = e.request_tier_id
"""
_decode = msgspec.json.Decoder(dict[str, str]).decode


def rows_of(connection: Connection, ids: Sequence[int]) -> Iterator[dict[str, object]]:
    """The events with these row ids, as `rows`."""
    sql = f"{_SELECT} where e.id in (select value from json_each(?)) order by e.time_ns, e.id"
    for row in connection.execute(sql, (msgspec.json.encode(ids).decode(),)):
        yield _export(row)


def rows(connection: Connection, wanted: EventFilter) -> Iterator[dict[str, object]]:
    """Every matching event as a dictionary with all of `COLUMN_TYPES`, None where nothing is known."""
    where = condition(connection, wanted)
    sql = f"{_SELECT} where {where.sql} order by e.time_ns, e.id"
    for row in connection.execute(sql, where.params):
        yield _export(row)


def _export(row: tuple[Any, ...]) -> dict[str, object]:
    (time_ns, server, request_id, provider, executor, auth_type, auth_index, source, source_hash) = row[:9]
    (account, label, file, snapshot_provider, project, snapshot_ns, key_hash) = row[9:16]
    (model, alias, endpoint, effort, tier, request_tier, response_tier, quality, error) = row[16:25]
    (failed, status, latency_ms, ttft_ms) = row[25:29]
    raw = RawTokens(*row[35:42])
    event = UsageEvent(
        "", latency_ms, request_id=request_id, endpoint=endpoint, auth_index=auth_index, tokens=raw, failed=bool(failed)
    )
    method, _, path = endpoint.partition(" ")
    return {
        "request_id": request_id,
        "event_hash": hashlib.sha256(identity_text(event, time_ns, source_hash, alias).encode()).hexdigest(),
        "timestamp_ms": time_ns // NS_PER_MS,
        "timestamp": rfc3339_nano(time_ns),
        "server": server,
        "provider": provider,
        "executor_type": executor or None,
        "model": alias,
        "requested_model": alias,
        "resolved_model": model,
        "endpoint": endpoint,
        "method": method if path else None,
        "path": path or None,
        "auth_type": auth_type or None,
        "auth_index": auth_index or None,
        "source": source or None,
        "source_hash": source_hash or None,
        "api_key_hash": key_hash or None,
        "account_snapshot": account or None,
        "auth_label_snapshot": label or None,
        "auth_file_snapshot": file or None,
        "auth_provider_snapshot": snapshot_provider if account or label or file or project else None,
        "auth_project_id_snapshot": project or None,
        "auth_snapshot_at_ms": snapshot_ns // NS_PER_MS or None,
        "reasoning_effort": effort or None,
        "service_tier": tier or None,
        "request_service_tier": request_tier,
        "response_service_tier": response_tier,
        "input_tokens": raw.input_tokens,
        "output_tokens": raw.output_tokens,
        "reasoning_tokens": raw.reasoning_tokens,
        "cached_tokens": raw.cached_tokens,
        "cache_tokens": 0,
        "cache_read_tokens": raw.cache_read_tokens,
        "cache_creation_tokens": raw.cache_creation_tokens,
        "total_tokens": raw.total_tokens,
        "token_breakdown": _breakdown(quality, *row[29:35]),
        "latency_ms": latency_ms,
        "ttft_ms": ttft_ms,
        "failed": bool(failed),
        "generate": bool(row[43]),
        "accounting_version": row[44],
        "fail_status_code": status,
        "fail_summary": error,
        "response_headers": {name: [value] for name, value in _decode(row[42]).items()} if row[42] else None,
    }


def _breakdown(
    quality: str | None, uncached: int, read: int, write: int, output: int, reasoning: int, unclassified: int
) -> dict[str, object]:
    """The buckets as CPA writes them, so that an import of our export keeps them exactly."""
    return {
        "schema_version": 2,
        "quality": quality or "",
        "total_tokens": uncached + read + write + output + unclassified,
        "input": {
            "total_tokens": uncached + read + write,
            "uncached_tokens": uncached,
            "cache_read_tokens": read,
            "cache_write_tokens": write,
        },
        "output": {
            "total_tokens": output,
            "non_reasoning_tokens": output - reasoning,
            "reasoning_tokens": reasoning,
        },
        "unclassified_tokens": unclassified,
    }
