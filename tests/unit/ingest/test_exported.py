"""Exports of CPA-Manager 1.1.4 and CPA-Manager-Plus: the same events as on the wire, whatever way they came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.domain.events import Buckets, DeadLetter, RawTokens
from cpam_desktop.ingest.exported import from_export
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store.database import Database
from cpam_desktop.store.events import NewEvent
from tests.kit.history import SERVICE, keep, keep_lines, lines, on_disk, one, select

PAIR_RAW = SERVICE / "pair-raw.jsonl"
PAIR_PLUS = SERVICE / "pair-plus-export.jsonl"
V114 = SERVICE / "v114-export.jsonl"
PLUS = SERVICE / "plus-export.jsonl"


def _row(line: bytes) -> NewEvent:
    row = read_record(line)
    assert not isinstance(row, DeadLetter), row.error
    return row


def _flat(line: bytes, **changes: Any) -> bytes:
    fields = {**json.loads(line), **changes}
    return json.dumps({name: value for name, value in fields.items() if value is not ...}).encode()


@pytest.mark.parametrize(("raw", "exported"), list(zip(lines(PAIR_RAW), lines(PAIR_PLUS), strict=True)))
def test_an_event_is_the_same_raw_and_from_plus(raw: bytes, exported: bytes) -> None:
    wire, export = _row(raw), _row(exported)
    assert export.identity == wire.identity
    same = (
        "time_ns", "request_id", "provider", "executor", "auth_type", "auth_index", "key_hash", "model", "alias",
        "endpoint", "effort", "tier", "response_tier", "failed", "status", "latency_ms", "ttft_ms", "buckets",
    )  # fmt: skip
    assert {name: getattr(export, name) for name in same} == {name: getattr(wire, name) for name in same}
    assert export.source == wire.source


def test_the_pair_holds_12_events() -> None:
    assert len({_row(line).identity for line in [*lines(PAIR_RAW), *lines(PAIR_PLUS)]}) == 12


@pytest.mark.parametrize(("first", "second"), [(PAIR_RAW, PAIR_PLUS), (PAIR_PLUS, PAIR_RAW)])
def test_both_together_stay_single(database: Database, first: Path, second: Path) -> None:
    assert keep_lines(database, lines(first)) == (12, 0, 0)
    assert keep_lines(database, lines(second)) == (0, 12, 0)
    assert one(database, "select count(*) from event") == 12


def test_an_upstream_key_that_plus_leaves_in_clear_is_masked(database: Database) -> None:
    assert b"up-key-1" in PAIR_PLUS.read_bytes()
    keep_lines(database, lines(PAIR_PLUS))
    disk = on_disk(database)
    assert b"up-key-1" not in disk
    assert b"cl-key-1" not in disk
    assert select(database, "select distinct source from credential") == [("****",)]


@pytest.mark.parametrize("line", lines(V114))
def test_an_event_is_the_same_from_1_1_4_and_from_its_raw_json(line: bytes) -> None:
    flat = json.loads(line)
    # 1.1.4 hashes the same fields with the upstream model, so its event_hash begins with our identity.
    assert _row(line).identity.hex() == flat["event_hash"][:32]
    raw = _row(flat["raw_json"].encode())
    assert raw.identity == _row(line).identity
    assert raw.buckets == _row(line).buckets
    assert raw.raw == _row(line).raw


def test_the_export_of_1_1_4_gives_the_tokens_of_its_raw_json() -> None:
    rows = {(row.model, row.alias): row for row in map(_row, lines(V114))}
    assert len(lines(V114)) == 13
    assert rows["claude-cache", "claude-cache"].buckets == Buckets(50, 1500, 400, 30, 0, 0)
    assert rows["gemini-cache-think", "gemini-cache-think"].buckets == Buckets(6, 64, 0, 55, 35, 0)
    assert rows["gpt-onlytotal", "gpt-onlytotal"].buckets == Buckets(unclassified=77)
    assert rows["gpt-plain-up", "nice-alias"].buckets == Buckets(120, 0, 0, 40, 0, 0)
    assert rows["gpt-image-2", "codex-plain"].buckets == Buckets(15, 0, 0, 272, 0, 0)
    failed = rows["gpt-e429", "gpt-e429"]
    assert (failed.failed, failed.status, "rate_limit_error" in failed.error) == (True, 429, True)


def test_an_older_raw_json_without_buckets_keeps_its_cache_writes() -> None:
    line = next(line for line in lines(V114) if b"claude-cache" in line)
    raw = json.loads(json.loads(line)["raw_json"])
    del raw["token_breakdown"]
    row = _row(_flat(line, raw_json=json.dumps(raw)))
    assert row.buckets == Buckets(50, 1500, 400, 30, 0, 0)
    assert row.raw == RawTokens(50, 30, 0, 1500, 1500, 400, 1980)


@pytest.mark.parametrize("raw_json", [..., "", "no json", "[]", "{}", "[" * 5000, 7])
def test_without_a_usable_raw_json_the_columns_count(raw_json: object) -> None:
    line = next(line for line in lines(V114) if b"gpt-reason-cache" in line)
    row = _row(_flat(line, raw_json=raw_json))
    assert row.identity == _row(line).identity
    assert row.buckets == Buckets(24, 96, 0, 40, 25, 0)
    assert (row.model, row.alias, row.executor) == ("gpt-reason-cache", "gpt-reason-cache", "")


def test_the_export_of_plus_gives_model_tokens_and_attribution() -> None:
    rows = {(row.model, row.alias): row for row in map(_row, lines(PLUS))}
    assert len(lines(PLUS)) == 15
    assert rows["claude-cache", "claude-cache"].buckets == Buckets(50, 1500, 400, 30, 0, 0)
    assert rows["gemini-cache-think", "gemini-cache-think"].buckets == Buckets(6, 64, 0, 55, 35, 0)
    assert rows["gpt-plain-up", "nice-alias"].buckets == Buckets(120, 0, 0, 40, 0, 0)
    xai = rows["grok-4.5", "grok-4.5"]
    assert (xai.snapshot.account, xai.snapshot.provider) == ("grok.user@example.com", "xai")
    assert xai.snapshot.file == "xai-fake.json"
    assert xai.snapshot.taken_at_ns == 1795405227979_000_000
    assert xai.source.shown == "gro***@example.com"
    assert rows["gpt-e429", "gpt-e429"].status == 429


def test_headers_dumped_into_successful_rows_are_no_error() -> None:
    rows = [_row(line) for line in lines(PLUS)]
    assert all("fail_summary" in json.loads(line) for line in lines(PLUS))
    assert [row.error for row in rows if not row.failed] == [""] * 11
    assert json.loads(rows[0].headers) == {"X-Request-Id": "up-000106"}


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("m:sk-f...1111", "sk-…1111"),
        ("m:****", "****"),
        ("sk-…1111", "sk-…1111"),
        ("****", "****"),
        ("sha256:cc01de93", "sha256:cc01de93"),
        ("gro***@example.com", "gro***@example.com"),
        ("grok.user@example.com", "grok.user@example.com"),
        ("up-key-1", "****"),
        ("a-longer-upstream-key", "a-l…-key"),
        ("sha256:not-hex!", "sha…hex!"),
    ],
)
def test_a_source_is_kept_masked(shown: str, kept: str) -> None:
    assert _row(_flat(lines(PLUS)[0], source=shown)).source.shown == kept


def test_a_project_of_vertex_is_kept() -> None:
    account = _flat(lines(PLUS)[0], source="my-project-7", provider="vertex", auth_type="oauth")
    assert _row(account).source.shown == "my-project-7"
    key = _flat(lines(PLUS)[0], source="AIzaFakeVertexKey-0000", provider="vertex", auth_type="apikey")
    assert _row(key).source.shown == "AIz…0000"


def test_a_hash_is_read_in_either_case() -> None:
    line = lines(PLUS)[0]
    upper = _flat(line, source_hash=json.loads(line)["source_hash"].upper())
    assert _row(upper).identity == _row(line).identity


def test_without_a_text_the_milliseconds_are_the_time() -> None:
    assert _row(_flat(lines(PLUS)[0], timestamp=...)).time_ns == 1_795_405_227_975_000_000


@pytest.mark.parametrize(
    "changes",
    [
        {"timestamp": "soon"},
        {"timestamp": ..., "timestamp_ms": ...},
        {"timestamp": ..., "timestamp_ms": 0},
        {"timestamp": ..., "timestamp_ms": 10**30},
        {"timestamp": ..., "timestamp_ms": True},
    ],
    ids=str,
)
def test_a_line_without_a_usable_time_is_a_dead_letter_without_secrets(changes: dict[str, Any]) -> None:
    line = _flat(lines(V114)[0], source="up-key-1", api_key="client-fake-1", **changes)
    letter = from_export(line)
    assert isinstance(letter, DeadLetter)
    assert letter.error == "no usable time"
    assert "up-key-1" not in letter.payload
    assert "client-fake-1" not in letter.payload
    assert "sk-fake-oai-aaaa1111" not in letter.payload, "in clear in the raw_json of 1.1.4"
    assert "effd053c" in letter.payload


@pytest.mark.parametrize(
    "changes",
    [
        {"input_tokens": 10**30},
        {"cached_tokens": "many"},
        {"cache_tokens": -5},
        {"latency_ms": 10**400},
        {"auth_snapshot_at_ms": 10**30, "account_snapshot": "a"},
        {"token_breakdown": {"input": {"uncached_tokens": 10**30}}},
        {"fail_status_code": 10**30, "failed": True},
        {"model": None, "resolved_model": None},
        {"response_headers": 7},
        {"source_hash": 7, "api_key_hash": None},
    ],
    ids=str,
)
def test_odd_values_are_stored_all_the_same(database: Database, changes: dict[str, Any]) -> None:
    assert keep_lines(database, [_flat(lines(PLUS)[0], **changes)]) == (1, 0, 0)


@pytest.mark.parametrize(
    "line", [b'{"event_hash":"', b'["event_hash"]', b'"event_hash"', b'{"event_hash":' + b"[" * 9000]
)
def test_a_broken_line_is_a_dead_letter(line: bytes) -> None:
    assert isinstance(read_record(line), DeadLetter)


def test_events_of_exports_do_not_meet_on_another_server(database: Database) -> None:
    raw = lines(PAIR_RAW)
    assert keep(database, raw, "a").inserted == 12
    assert keep(database, raw, "b").inserted == 12
    assert one(database, "select count(*) from event") == 24
