from __future__ import annotations

import json
from typing import Any

import pytest

from cpam_desktop.domain.events import NO_SNAPSHOT, DeadLetter, RawTokens
from cpam_desktop.ingest.normalise import key_id, normalise, source_id
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.events import NewEvent
from tests.kit.history import ABSENT, CLIENT_HASH, UPSTREAM_HASH, someone, tokens, wire


def _row(**fields: Any) -> NewEvent:
    parsed = parse(wire(**fields))
    assert not isinstance(parsed, DeadLetter)
    return normalise(*parsed)


def test_keys_become_hash_and_mask() -> None:
    row = _row()
    assert (row.key_hash, row.key_mask) == (CLIENT_HASH, "sk-…0001")
    assert (row.source.hash, row.source.shown) == (UPSTREAM_HASH, "sk-…1111")


def test_without_a_key_there_is_no_hash() -> None:
    row = _row(api_key="", source=ABSENT)
    assert (row.key_hash, row.key_mask, row.source.hash, row.source.shown) == ("", "", "", "")


def test_hidden_keys_keep_their_hash() -> None:
    assert key_id(f"sha256:{CLIENT_HASH}") == (CLIENT_HASH, "sha256:175c34b6")
    assert source_id(f"sha256:{UPSTREAM_HASH}", "codex", "apikey").hash == UPSTREAM_HASH
    assert key_id("sha256:no-digest") == (
        "5c0a47e8628bf91cc53771a7471588bf7274b4e01413782fb6a2054af1aa7dc5",
        "sha…gest",
    )


def test_the_alias_is_what_was_asked_for_else_the_model() -> None:
    assert _row(model="up", alias="asked").alias == "asked"
    assert _row(model="up", alias="").alias == "up"
    assert _row(model=None, alias=None).alias == "-"


@pytest.mark.parametrize(
    ("failed", "fail", "status"),
    [
        (False, ABSENT, 200),
        (False, {"status_code": 200, "body": ""}, 200),
        (False, {"status_code": 0, "body": ""}, 200),
        (True, ABSENT, 0),
        (True, None, 0),
        (True, {"body": "EOF"}, 0),
        (True, {"status_code": 200, "body": "unexpected EOF"}, 200),
        (True, {"status_code": 499, "body": "context canceled"}, 499),
    ],
)
def test_failure_and_status_are_two_things(failed: bool, fail: Any, status: int) -> None:
    row = _row(failed=failed, fail=fail)
    assert (row.failed, row.status) == (failed, status)


def test_only_failures_have_an_error() -> None:
    fail = {"status_code": 200, "body": "dumped headers"}
    assert _row(failed=False, fail=fail).error == ""
    assert _row(failed=True, fail=fail).error == "dumped headers"


def test_an_error_is_cut_at_2_kib() -> None:
    assert len(_row(failed=True, fail={"status_code": 500, "body": "é" * 5000}).error) == 1024


def test_headers_are_joined_redacted_and_allowed() -> None:
    headers = {
        "X-Request-Id": ["up-000001"],
        "X-Ratelimit-Remaining-Requests": ["59", "60"],
        "X-Codex-Note": ["for sk-fake-oai-aaaa1111"],
        "Set-Cookie": ["sid=1"],
    }
    assert json.loads(_row(response_headers=headers).headers) == {
        "X-Request-Id": "up-000001",
        "X-Ratelimit-Remaining-Requests": "59, 60",
        "X-Codex-Note": "for sk-…1111",
    }
    assert _row(response_headers={"Set-Cookie": ["sid=1"]}).headers == ""
    assert _row().headers == ""


def test_a_user_agent_is_cut() -> None:
    assert len(_row(user_agent="x" * 5000).user_agent) == 300


def test_the_wires_own_numbers_stay_beside_the_buckets() -> None:
    row = _row(tokens=tokens(120, 40, 25, 96))
    assert row.raw == RawTokens(120, 40, 25, 96, 96, 0, 160)
    assert (row.buckets.uncached, row.buckets.cache_read) == (24, 96)


def test_latency_may_be_unknown_or_nothing() -> None:
    assert _row(latency_ms=ABSENT).latency_ms is None
    assert _row(latency_ms=0).latency_ms == 0
    assert _row(latency_ms=ABSENT).identity != _row(latency_ms=0).identity


def test_the_snapshot_goes_with_the_row() -> None:
    parsed = parse(wire())
    assert not isinstance(parsed, DeadLetter)
    assert normalise(*parsed).snapshot is NO_SNAPSHOT
    assert normalise(*parsed, someone("a@example.com")).snapshot.account == "a@example.com"


@pytest.mark.parametrize(
    "fields",
    [
        {"request_id": "other"},
        {"timestamp": "2026-11-23T03:33:51.073341465Z"},
        {"endpoint": "POST /v1/messages"},
        {"model": "other"},
        {"auth_index": "0000000000000000"},
        {"source": "other"},
        {"tokens": tokens(121, 40)},
        {"tokens": tokens(120, 41)},
        {"tokens": tokens(120, 40, 1)},
        {"tokens": tokens(120, 40, 0, 1)},
        {"failed": True},
        {"latency_ms": 13},
    ],
    ids=str,
)
def test_what_tells_two_events_apart(fields: dict[str, Any]) -> None:
    assert _row(**fields).identity != _row().identity


@pytest.mark.parametrize(
    "fields",
    [
        {"timestamp": "2026-11-23T04:33:51.073341464+01:00"},
        {"alias": "other"},
        {"api_key": "other"},
        {"provider": "other"},
        {"client_ip": "10.0.0.1"},
        {"ttft_ms": 9},
        {"token_breakdown": {"quality": "complete"}},
        {"source": " sk-fake-oai-aaaa1111 "},
    ],
    ids=str,
)
def test_what_does_not(fields: dict[str, Any]) -> None:
    assert _row(**fields).identity == _row().identity
