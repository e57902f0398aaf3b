"""SQLite files as CPA-Manager 1.1.4 and CPA-Manager-Plus make them, filled with lines of their recorded exports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

_V114 = """
create table usage_events (id integer primary key autoincrement, request_id text, event_hash text not null unique,
  timestamp_ms integer not null, timestamp text not null, provider text, model text not null, endpoint text,
  method text, path text, auth_type text, auth_index text, source text, source_hash text, api_key_hash text,
  input_tokens integer not null default 0, output_tokens integer not null default 0,
  reasoning_tokens integer not null default 0, cached_tokens integer not null default 0,
  cache_tokens integer not null default 0, total_tokens integer not null default 0, latency_ms integer,
  failed integer not null default 0, raw_json text, created_at_ms integer not null)
"""
_PLUS = (
    "executor_type text", "client_ip text", "x_forwarded_for text", "user_agent text", "account_snapshot text",
    "auth_label_snapshot text", "auth_file_snapshot text", "auth_provider_snapshot text",
    "auth_project_id_snapshot text", "auth_snapshot_at_ms integer", "requested_model text", "resolved_model text",
    "reasoning_effort text", "service_tier text", "request_service_tier text", "response_service_tier text",
    "cache_input_mode text", "cache_read_tokens integer not null default 0",
    "cache_creation_tokens integer not null default 0", "normalized_uncached_input_tokens integer",
    "ttft_ms integer", "fail_status_code integer", "fail_summary text", "fail_body text",
    "response_metadata_json text", "header_quota_recover_at_ms integer", "header_trace_id text",
)  # fmt: skip
_DEAD = "create table dead_letter_events (id integer primary key, payload text, error text, created_at_ms integer)"


def make(path: Path, exported: Sequence[bytes], *, plus: bool = False, without: Sequence[str] = ()) -> Path:
    """The file of a service that stopped in order, with a row for every exported line; columns may be left out."""
    with closing(connect(path)) as connection:
        connection.execute(_V114)
        connection.execute(_DEAD)
        for column in _PLUS if plus else ():
            connection.execute(f"alter table usage_events add column {column}")
        for column in without:
            connection.execute(f"alter table usage_events drop column {column}")
        fill(connection, exported)
        connection.execute("pragma wal_checkpoint(truncate)")
    return path


def connect(path: Path) -> sqlite3.Connection:
    """As the services open it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    return connection


def fill(connection: sqlite3.Connection, exported: Sequence[bytes]) -> None:
    """A row for every exported line, with the columns that the table has."""
    known = {str(row[1]) for row in connection.execute("pragma table_info(usage_events)")}
    for line in exported:
        fields: dict[str, Any] = {name: value for name, value in json.loads(line).items() if name in known}
        marks = ",".join("?" * len(fields))
        connection.execute(
            f"insert into usage_events ({','.join(fields)}) values ({marks})",
            [json.dumps(value) if isinstance(value, dict) else value for value in fields.values()],
        )


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a folder, its bytes and time of change."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())}
