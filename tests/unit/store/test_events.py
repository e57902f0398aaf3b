from __future__ import annotations

import msgspec
import pytest

from cpam_desktop.domain.events import Buckets, RawTokens
from cpam_desktop.ingest.importers.jsonl import read_record
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.dimensions import Dimensions, SourceId
from cpam_desktop.store.events import COLUMNS, NewEvent, event_row, insert_rows
from tests.kit.history import one, select, server

EVENT = NewEvent(
    time_ns=1,
    identity=b"0123456789abcdef",
    request_id="r",
    provider="codex",
    executor="CodexExecutor",
    auth_type="oauth",
    auth_index="index",
    source=SourceId("hash", "shown"),
    key_hash="key",
    key_mask="mask",
    model="model",
    alias="alias",
    endpoint="POST /v1/responses",
    ip="127.0.0.1",
    forwarded_for="10.0.0.1",
    user_agent="agent",
    effort="high",
    tier="auto",
    request_tier="flex",
    response_tier="default",
    token_hash="token",
    quality="complete",
    accounting_version=2,
    failed=True,
    generate=False,
    status=429,
    error="error",
    latency_ms=3,
    ttft_ms=4,
    buckets=Buckets(5, 6, 7, 8, 9, 10),
    raw=RawTokens(11, 12, 13, 14, 15, 16, 17),
    headers='{"X":"y"}',
)


def _insert(database: Database, *events: NewEvent) -> int:
    dims = Dimensions(server(database))

    def job(writing: Writing) -> int:
        return insert_rows(writing.connection, [event_row(writing.connection, dims, event) for event in events])

    return database.write(job).result(10)


def test_every_column_gets_its_own_value(database: Database) -> None:
    assert _insert(database, EVENT) == 1
    (row,) = select(database, f"select {', '.join(COLUMNS)} from event")
    stored = dict(zip(COLUMNS, row, strict=True))
    words = {name: value for name, value in stored.items() if name.endswith("_id") and name != "request_id"}
    plain = {name: value for name, value in stored.items() if name not in words}
    assert plain == {
        "time_ns": 1,
        "identity": b"0123456789abcdef",
        "request_id": "r",
        "accounting_version": 2,
        "failed": 1,
        "generate": 0,
        "status": 429,
        "latency_ms": 3,
        "ttft_ms": 4,
        "uncached": 5,
        "cache_read": 6,
        "cache_write": 7,
        "output": 8,
        "reasoning": 9,
        "unclassified": 10,
        "raw_input": 11,
        "raw_output": 12,
        "raw_reasoning": 13,
        "raw_cached": 14,
        "raw_cache_read": 15,
        "raw_cache_creation": 16,
        "raw_total": 17,
        "headers": '{"X":"y"}',
    }
    terms = {
        name: one(database, "select text from term where id = ?", words[f"{name}_id"])
        for name in (
            "model", "alias", "endpoint", "effort", "tier", "request_tier", "response_tier", "token_hash", "quality",
            "error",
        )
    }  # fmt: skip
    assert terms == {
        "model": "model",
        "alias": "alias",
        "endpoint": "POST /v1/responses",
        "effort": "high",
        "tier": "auto",
        "request_tier": "flex",
        "response_tier": "default",
        "token_hash": "token",
        "quality": "complete",
        "error": "error",
    }


def test_what_is_not_there_is_null(database: Database) -> None:
    bare = msgspec.structs.replace(
        EVENT,
        latency_ms=None,
        request_tier="",
        response_tier="",
        token_hash="",
        quality="",
        error="",
        headers="",
        raw=RawTokens(None, None, None, None, None, None, None),
    )
    _insert(database, bare)
    assert select(
        database,
        "select latency_ms, request_tier_id, response_tier_id, token_hash_id, quality_id, error_id, headers, raw_input,"
        " raw_total from event",
    ) == [(None, None, None, None, None, None, None, 0, 0)]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_only_new_rows_are_counted(database: Database, count: int) -> None:
    """Words that are inserted on the way do not count."""
    assert _insert(database, *[EVENT] * count) == 1
    assert _insert(database, *[EVENT] * count) == 0
    assert one(database, "select count(*) from event") == 1


def test_an_empty_batch_inserts_nothing(database: Database) -> None:
    assert _insert(database) == 0


def test_rows_come_from_lines_as_well(database: Database) -> None:
    row = read_record(b'{"timestamp":"2026-11-23T03:33:51Z"}')
    assert isinstance(row, NewEvent)
    assert _insert(database, row) == 1
