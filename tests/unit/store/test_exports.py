from __future__ import annotations

import json
from typing import Any

import pytest

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import exports
from cpam_desktop.store.database import Database
from tests.kit.history import SERVICE, failed, keep, keep_lines, lines, select, someone, wire

PAIR = list(zip(lines(SERVICE / "pair-raw.jsonl"), lines(SERVICE / "pair-plus-export.jsonl"), strict=True))


def _rows(database: Database, wanted: EventFilter | None = None) -> list[dict[str, Any]]:
    return database.read(lambda connection: list(exports.rows(connection, wanted or EventFilter()))).result(10)


def test_plus_knows_every_event_by_its_hash(database: Database) -> None:
    keep(database, [raw for raw, _ in PAIR])
    assert [row["event_hash"] for row in _rows(database)] == [json.loads(plus)["event_hash"] for _, plus in PAIR]


def test_what_plus_exports_of_an_event_is_what_we_export(database: Database) -> None:
    keep(database, [raw for raw, _ in PAIR])
    same = (
        "request_id", "timestamp", "timestamp_ms", "provider", "executor_type", "model", "requested_model",
        "resolved_model", "endpoint", "method", "path", "auth_type", "auth_index", "source_hash", "api_key_hash",
        "service_tier", "input_tokens", "output_tokens", "reasoning_tokens", "cache_read_tokens",
        "cache_creation_tokens", "total_tokens", "latency_ms", "failed", "fail_status_code",
    )  # fmt: skip
    for row, (_, plus) in zip(_rows(database), PAIR, strict=True):
        theirs = json.loads(plus)
        assert {name: row[name] for name in same} == {name: theirs.get(name) for name in same}
        assert row["ttft_ms"] == theirs.get("ttft_ms", 0)


def test_nothing_leaves_that_must_stay(database: Database) -> None:
    record = wire(
        client_ip="198.51.100.7",
        x_forwarded_for="203.0.113.9",
        user_agent="my-agent/9.9",
        access_token_sha256="f" * 64,
    )
    keep(database, [record])
    (row,) = _rows(database)
    assert set(row) == set(exports.COLUMN_TYPES)
    text = json.dumps(row)
    for secret in (
        "198.51.100.7",
        "203.0.113.9",
        "my-agent",
        "f" * 64,
        "sk-client-alpha-000001",
        "sk-fake-oai-aaaa1111",
    ):
        assert secret not in text
    assert row["source"] == "sk-…1111"


def test_buckets_and_failures_and_attribution_go_along(database: Database) -> None:
    record = failed(429, "slow down", response_headers={"Retry-After": ["5"]}, request_service_tier="flex")
    keep(database, [record], snapshots={"cb3c5eb4152635f2": someone("alice@example.com", taken_at_ns=5_000_000)})
    (row,) = _rows(database)
    assert (row["failed"], row["fail_status_code"], row["fail_summary"]) == (True, 429, "slow down")
    assert row["response_headers"] == {"Retry-After": ["5"]}
    assert (row["account_snapshot"], row["auth_provider_snapshot"]) == ("alice@example.com", "codex")
    assert (row["auth_file_snapshot"], row["auth_snapshot_at_ms"]) == ("alice@example.com.json", 5)
    assert (row["request_service_tier"], row["response_service_tier"]) == ("flex", None)
    assert row["token_breakdown"] == {
        "schema_version": 2,
        "quality": "",
        "total_tokens": 0,
        "input": {"total_tokens": 0, "uncached_tokens": 0, "cache_read_tokens": 0, "cache_write_tokens": 0},
        "output": {"total_tokens": 0, "non_reasoning_tokens": 0, "reasoning_tokens": 0},
        "unclassified_tokens": 0,
    }


def test_what_is_not_known_is_none(database: Database) -> None:
    keep(database, [b'{"timestamp":"2026-11-23T03:33:51Z"}'])
    (row,) = _rows(database)
    unknown = {name for name, value in row.items() if value is None}
    assert {
        "executor_type",
        "auth_index",
        "source",
        "api_key_hash",
        "latency_ms",
        "account_snapshot",
        "method",
    } <= unknown
    assert (row["model"], row["endpoint"], row["provider"]) == ("-", "-", "unknown")


def test_rows_come_oldest_first_and_filtered(database: Database) -> None:
    keep(database, [wire(request_id=f"{second}", timestamp=f"2026-11-23T03:33:0{second}Z") for second in (2, 0, 1)])
    keep(database, [failed(500, "x", request_id="bad", timestamp="2026-11-23T03:33:00.5Z")])
    assert [row["request_id"] for row in _rows(database)] == ["0", "bad", "1", "2"]
    assert [row["request_id"] for row in _rows(database, EventFilter(statuses=("ok",)))] == ["0", "1", "2"]


COLUMNS = (
    "time_ns, identity, request_id, generate, status, latency_ms, ttft_ms, uncached, cache_read, cache_write, output,"
    " reasoning, unclassified, raw_input, raw_output, raw_reasoning, raw_cached, raw_cache_read, raw_cache_creation,"
    " raw_total, headers, failed"
)


@pytest.mark.parametrize("name", ["usage/usage-events.jsonl", "usage-service/pair-raw.jsonl"])
def test_an_export_read_back_gives_the_same_rows(database: Database, name: str) -> None:
    keep(database, [line for line in lines(SERVICE.parent / name) if b'"generate": false' not in line], "from")
    exported = [json.dumps({k: v for k, v in row.items() if v is not None}).encode() for row in _rows(database)]
    assert keep_lines(database, exported, "to") == (len(exported), 0, 0)
    of = (
        f"select {COLUMNS} from event e join server s on s.id = e.server_id where s.name = ? order by time_ns, identity"
    )
    assert select(database, of, "from") == select(database, of, "to")
