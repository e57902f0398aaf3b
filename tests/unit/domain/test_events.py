from __future__ import annotations

import pytest

from cpam_desktop.domain.clock import parse_time_ns
from cpam_desktop.domain.events import (
    Buckets,
    InputBreakdown,
    OutputBreakdown,
    RawTokens,
    TokenBreakdown,
    UsageEvent,
    channel_name,
    derive_buckets,
    family,
    identity,
    identity_text,
    token_buckets,
)


@pytest.mark.parametrize(
    ("provider", "executor", "kind"),
    [
        ("claude", "ClaudeExecutor", "independent"),
        ("claude", "", "independent"),
        ("gemini", "GeminiExecutor", "separate"),
        ("vertex", "", "separate"),
        ("aistudio", "AIStudioExecutor", "separate"),
        ("antigravity", "", "separate"),
        ("openai-compatible-claude-like", "OpenAICompatExecutor", "subset"),
        ("gemini-proxy", "OpenAICompatExecutor", "subset"),
        ("codex", "CodexExecutor", "subset"),
        ("fakeoai", "", "subset"),
        ("", "", "subset"),
    ],
)
def test_a_family_is_told_by_the_executor_then_by_the_provider(provider: str, executor: str, kind: str) -> None:
    assert family(provider, executor) == kind


@pytest.mark.parametrize(
    ("kind", "raw", "buckets"),
    [
        # The table of usage-events.md 1.3, number by number: input, output, reasoning, cached, read, creation, total.
        ("subset", RawTokens(120, 40, 25, 96, 96, 0, 160), Buckets(24, 96, 0, 40, 25, 0)),
        ("subset", RawTokens(120, 40, 0, 50, 50, 30, 160), Buckets(40, 50, 30, 40, 0, 0)),
        ("independent", RawTokens(50, 30, 0, 1500, 1500, 400, 1980), Buckets(50, 1500, 400, 30, 0, 0)),
        ("independent", RawTokens(50, 30, 12, 0, 0, 0, 80), Buckets(50, 0, 0, 30, 12, 0)),
        ("separate", RawTokens(70, 20, 35, 64, 64, 0, 125), Buckets(6, 64, 0, 55, 35, 0)),
        ("separate", RawTokens(70, 20, 0, 0, 0, 0, 90), Buckets(70, 0, 0, 20, 0, 0)),
        # Before 7.2.74 reads stand in cached_tokens alone.
        ("subset", RawTokens(120, 40, 0, 96, 0, 0, 160), Buckets(24, 96, 0, 40, 0, 0)),
        ("subset", RawTokens(120, 40, 0, 96, None, None, 160), Buckets(24, 96, 0, 40, 0, 0)),
        ("independent", RawTokens(50, 30, 0, 1500, 0, 0, 1580), Buckets(50, 1500, 0, 30, 0, 0)),
        # Claude's cached_tokens mirrors the writes where nothing was read.
        ("independent", RawTokens(50, 30, 0, 400, 0, 400, 480), Buckets(50, 0, 400, 30, 0, 0)),
        # Impossible sums, and a total alone.
        ("subset", RawTokens(120, 40, 0, 0, 0, 0, 999), Buckets(unclassified=999)),
        ("subset", RawTokens(120, 40, 0, 130, 130, 0, 160), Buckets(unclassified=160)),
        ("subset", RawTokens(120, 40, 41, 0, 0, 0, 160), Buckets(unclassified=160)),
        ("independent", RawTokens(50, 30, 31, 0, 0, 0, 80), Buckets(unclassified=80)),
        ("subset", RawTokens(0, 0, 0, 0, 0, 0, 77), Buckets(unclassified=77)),
        # No total at all, nothing at all.
        ("subset", RawTokens(120, 40, 0, 0, 0, 0, 0), Buckets(120, 0, 0, 40, 0, 0)),
        ("separate", RawTokens(0, 0, 0, 0, 0, 0, 0), Buckets()),
        ("independent", RawTokens(None, None, None, None, None, None, None), Buckets()),
    ],
)
def test_buckets_are_derived_by_family(kind: str, raw: RawTokens, buckets: Buckets) -> None:
    assert derive_buckets(raw, kind) == buckets


def test_cpas_own_breakdown_wins_over_the_numbers_beside_it() -> None:
    event = UsageEvent(
        "",
        provider="codex",
        tokens=RawTokens(1, 2, 3, 4, 5, 6, 7),
        token_breakdown=TokenBreakdown("complete", InputBreakdown(10, 20, 30), OutputBreakdown(40, 50), 60),
    )
    assert token_buckets(event) == Buckets(10, 20, 30, 90, 50, 60)


def test_an_empty_breakdown_says_nothing_so_the_tokens_count() -> None:
    event = UsageEvent("", tokens=RawTokens(120, 40), token_breakdown=TokenBreakdown())
    assert token_buckets(event) == Buckets(uncached=120, output=40)


def test_the_parts_of_input_and_total_add_up() -> None:
    buckets = Buckets(50, 1500, 400, 30, 12, 7)
    assert buckets.input == 1950
    assert buckets.total == 1987


def test_the_identity_is_that_of_cpa_manager() -> None:
    # The first line of CPA-Manager 1.1.4's own export, and the event_hash it gave it.
    event = UsageEvent(
        "2026-11-23T03:38:59.027681527Z",
        latency_ms=1,
        auth_index="cb3c5eb4152635f2",
        tokens=RawTokens(120, 40, 0, 0, 0, 0, 160),
        model="gpt-plain",
        alias="gpt-plain",
        endpoint="POST /v1/chat/completions",
        request_id="effd053c",
    )
    time_ns = parse_time_ns(event.timestamp)
    assert time_ns is not None
    source = "cc01de93813c4254286903333e2d33301a94f18f0318fb9738a3367584075604"
    assert identity_text(event, time_ns, source, "gpt-plain") == (
        "effd053c|2026-11-23T03:38:59.027681527Z|POST /v1/chat/completions|gpt-plain|cb3c5eb4152635f2"
        f"|{source}|120|40|0|0|false|1"
    )
    assert identity(event, time_ns, source).hex() == "7484847060fefafbbc3db1197a4519ff"


def test_missing_fields_have_their_place_in_the_identity() -> None:
    assert identity_text(UsageEvent(""), 1_000_000_000, "", "-") == "|1970-01-01T00:00:01Z|-|-|||0|0|0|0|false"


@pytest.mark.parametrize(
    ("provider", "auth_type", "channel"),
    [
        ("openai-compatible-fakeoai", "apikey", "fakeoai"),
        ("openai-compatible-", "apikey", "openai-compatible-/apikey"),
        ("xai", "oauth", "xai/oauth"),
        ("claude", "", "claude"),
    ],
)
def test_a_channel_is_the_compat_name_or_provider_and_kind(provider: str, auth_type: str, channel: str) -> None:
    assert channel_name(provider, auth_type) == channel
