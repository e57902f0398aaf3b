"""Costs worked out by hand, from the numbers on the wire; and the shipped catalogue against its own calculation."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import TimeOfDateConstraint, Usage

from cpam_desktop.domain.clock import from_datetime
from cpam_desktop.domain.events import Buckets, RawTokens, UsageEvent, token_buckets
from cpam_desktop.domain.pricing import PriceBook, event_cost
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import usd
from cpam_desktop.services.price_catalogue import look_up
from cpam_desktop.services.price_litellm import read_list
from tests.kit.history import DATA

PRICES = read_list((DATA / "prices" / "list.json").read_bytes()).prices.values()
BOOK = PriceBook(PRICES)
LONG_WRITES = PriceBook(PRICES, [PriceRule("long-write", 0, "claude-*")])
OPENAI = ("openai", "OpenAICompatExecutor")
CODEX = ("codex", "CodexExecutor")
CLAUDE = ("claude", "ClaudeExecutor")
GEMINI = ("gemini", "GeminiExecutor")


def _cost(model: str, who: tuple[str, str], tokens: RawTokens, *, book: PriceBook = BOOK, **fields: Any) -> Decimal:
    """USD of an event as CPA sends it."""
    event = UsageEvent("2026-11-23T03:33:51Z", tokens=tokens, provider=who[0], executor_type=who[1], **fields)
    answered = "" if who is CODEX else event.response_service_tier
    tier = book.service_tier(model, answered or event.service_tier or "")
    cost = event_cost(book, model, tier, 1_795_000_000_000_000_000, token_buckets(event))
    assert cost is not None
    return usd(cost)


SMALL = RawTokens(input_tokens=120, output_tokens=40, reasoning_tokens=25, cached_tokens=96, cache_read_tokens=96)


def test_openai() -> None:
    # 24 * 1.25 + 96 * 0.125 + 40 * 10 = 30 + 12 + 400 USD a million; thoughts are part of the 40
    assert _cost("gpt-plain", OPENAI, SMALL, service_tier="auto") == Decimal("0.000442")


def test_openai_flex_and_priority_as_the_upstream_answered() -> None:
    # 24 * 0.625 + 96 * 0.125 (flex has no rate of its own for the cache) + 40 * 5 = 15 + 12 + 200
    assert _cost("gpt-plain", OPENAI, SMALL, service_tier="auto", response_service_tier="flex") == Decimal("0.000227")
    # 24 * 2.5 + 96 * 0.25 + 40 * 20 = 60 + 24 + 800
    assert _cost("gpt-plain", OPENAI, SMALL, response_service_tier="priority") == Decimal("0.000884")
    asked: dict[str, Any] = {"service_tier": "priority", "response_service_tier": "default"}
    assert _cost("gpt-plain", OPENAI, SMALL, **asked) == Decimal("0.000442")


def test_codex_as_it_was_asked() -> None:
    asked: dict[str, Any] = {"service_tier": "priority", "response_service_tier": "default"}
    assert _cost("gpt-plain(high)", CODEX, SMALL, **asked) == Decimal("0.000884")
    asked["service_tier"] = "auto"
    assert _cost("gpt-plain(high)", CODEX, SMALL, **asked) == Decimal("0.000442")


def test_claude_with_short_and_long_cache_writes() -> None:
    tokens = RawTokens(50, 30, 0, 1500, 1500, 400, 1980)
    # 50 * 3 + 1500 * 0.3 + 400 * 3.75 + 30 * 15 = 150 + 450 + 1500 + 450
    assert _cost("claude-cached", CLAUDE, tokens) == Decimal("0.00255")
    # 400 * 6 = 2400 instead of 1500
    assert _cost("claude-cached", CLAUDE, tokens, book=LONG_WRITES) == Decimal("0.00345")


def test_claude_with_long_context() -> None:
    tokens = RawTokens(100, 30, 0, 200_000, 200_000, 400, 200_530)
    # 200,500 input tokens: 100 * 6 + 200,000 * 0.3 + 400 * 3.75 + 30 * 22.5 = 600 + 60,000 + 1,500 + 675
    assert _cost("claude-cached", CLAUDE, tokens) == Decimal("0.062775")


def test_gemini_thoughts_are_billed_beside_the_answer() -> None:
    tokens = RawTokens(70, 20, 35, 64, 64, 0, 125)
    # 6 * 0.3 + 64 * 0.075 + 20 * 2.5 + 35 * 3.5 = 1.8 + 4.8 + 50 + 122.5
    assert _cost("gemini-thinking", GEMINI, tokens, book=_aliased()) == Decimal("0.0001791")


def _aliased() -> PriceBook:
    return PriceBook(PRICES, [PriceRule("model", 0, "gemini-*", "gemini/gemini-thinking")])


def test_long_context_changes_the_price_of_the_whole_request() -> None:
    edge = RawTokens(272_000, 1_000, 0, 72_000, 72_000)
    # 200,000 * 2.5 + 72,000 * 0.25 + 1,000 * 15 = 500,000 + 18,000 + 15,000
    assert _cost("gpt-long", OPENAI, edge) == Decimal("0.533")
    above = RawTokens(272_001, 1_000, 0, 72_000, 72_000)
    # 200,001 * 5 + 72,000 * 0.5 + 1,000 * 22.5 = 1,000,005 + 36,000 + 22,500
    assert _cost("gpt-long", OPENAI, above) == Decimal("1.058505")
    # flex: 200,001 * 2.5 + 72,000 * 0.5 + 1,000 * 11.25 = 500,002.5 + 36,000 + 11,250
    assert _cost("gpt-long", OPENAI, above, response_service_tier="flex") == Decimal("0.5472525")


USAGES = (
    Buckets(1_000, 0, 0, 500),
    Buckets(10_000, 50_000, 7_000, 3_000, 1_000),
    Buckets(150_000, 90_000, 60_000, 9_000, 0),
    Buckets(600_000, 0, 0, 1),
)
TIMES = tuple(datetime(*day, 12, 45, tzinfo=UTC) for day in ((2025, 3, 1), (2025, 7, 1), (2026, 6, 1), (2027, 1, 1)))
CONTEXTS: dict[str | None, dict[str, str]] = {
    None: {},
    "priority": {"service_tier": "priority"},
    "flex": {"service_tier": "flex"},
    "batch": {"processing": "batch"},
}


def _comparable() -> list[str]:
    """Every model of the catalogue that its own name finds and that is priced by tokens alone, day and night."""
    found: list[str] = []
    for provider in get_snapshot().providers:
        for model in provider.models:
            conditions = model.prices if isinstance(model.prices, list) else []
            prices = [one.prices for one in conditions] if conditions else [model.prices]
            by_hour = any(isinstance(one.constraint, TimeOfDateConstraint) for one in conditions)
            if not by_hour and not any(getattr(one, "requests_kcount", None) for one in prices):
                found.append(model.id)
    return sorted(set(found))


def _theirs(model: str, buckets: Buckets, when: datetime, context: dict[str, str]) -> Decimal:
    usage = Usage(
        input_tokens=buckets.input,
        cache_read_tokens=buckets.cache_read,
        cache_write_tokens=buckets.cache_write,
        output_tokens=buckets.output,
        output_reasoning_tokens=buckets.reasoning,
    )
    calculated = get_snapshot().calc(usage, model, None, None, when, context)
    return calculated.total_price


def test_the_catalogues_rows_cost_what_the_catalogue_itself_works_out() -> None:
    compared = 0
    for model in _comparable():
        rows = look_up([model])
        try:
            get_snapshot().find_provider_model(model, None, None, None)
        except LookupError:
            continue
        if not rows:
            continue
        book = PriceBook(rows)
        for when in TIMES:
            for tier, context in CONTEXTS.items():
                if tier is not None and when is not TIMES[-1]:
                    continue  # tiers count for the time before they were looked up, see price_catalogue
                for buckets in USAGES:
                    ours = event_cost(book, model, tier, from_datetime(when), buckets)
                    assert ours is not None, model
                    theirs = _theirs(model, buckets, when, context)
                    assert usd(ours) == theirs, (model, when, tier, buckets, rows)
                    compared += 1
    assert compared > 10_000


@pytest.mark.parametrize(
    ("model", "buckets", "cost"),
    [
        # 10,000 * 2.5 + 50,000 * 0.25 + 3,000 * 15 = 25,000 + 12,500 + 45,000
        ("gpt-5.4", Buckets(10_000, 50_000, 0, 3_000, 1_000), "0.0825"),
        # 10,000 * 3 + 50,000 * 0.3 + 7,000 * 3.75 + 3,000 * 15 = 30,000 + 15,000 + 26,250 + 45,000
        ("claude-sonnet-4-6", Buckets(10_000, 50_000, 7_000, 3_000), "0.11625"),
        # sold as gemini-3-flash-preview: 10,000 * 0.5 + 50,000 * 0.05 + 3,000 * 3 = 5,000 + 2,500 + 9,000
        ("gemini-3-flash", Buckets(10_000, 50_000, 0, 3_000, 1_000), "0.0165"),
    ],
)
def test_the_catalogue_prices_these_by_hand(model: str, buckets: Buckets, cost: str) -> None:
    found = event_cost(PriceBook(look_up([model])), model, None, 1_795_000_000_000_000_000, buckets)
    assert found is not None
    assert usd(found) == Decimal(cost)
    assert look_up(["no-such-model"]) == []
