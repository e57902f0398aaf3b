"""Which price counts, rates that cover everything once, and costs worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.clock import MAX_NS
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.pricing import MAX_TOKENS, PriceBook, Rate, event_cost
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import SOURCES, ContextTier, Price, ServiceTier, Source, UnitPrices

PLAIN = UnitPrices(input=1_250_000, output=10_000_000, cache_read=125_000)


def _price(model: str, source: Source = "catalogue", rate: int = 1_000_000, from_ns: int = 0) -> Price:
    return Price(model, source, from_ns, UnitPrices(input=rate, output=rate))


def _inputs(book: PriceBook, model: str) -> list[tuple[int, int, int | None]]:
    return [(one.from_ns, one.to_ns, one.price.rates.input) for one in book.resolve(model)]


def test_the_users_price_wins_over_a_synced_one_and_that_over_the_catalogue() -> None:
    rows = [_price("gpt-5", "catalogue", 1), _price("gpt-5", "user", 3), _price("gpt-5", "synced", 2)]
    assert _inputs(PriceBook(rows), "GPT-5") == [(0, MAX_NS, 3)]
    assert _inputs(PriceBook([rows[0], rows[2]]), "gpt-5") == [(0, MAX_NS, 2)]


def test_a_price_that_begins_later_leaves_the_time_before_to_the_next_source() -> None:
    rows = [_price("m", "catalogue", 1, 100), _price("m", "catalogue", 2, 500), _price("m", "user", 9, 700)]
    assert _inputs(PriceBook(rows), "m") == [(0, 500, 1), (500, 700, 2), (700, MAX_NS, 9)]


def test_names_are_tried_as_they_are_then_without_suffix_and_prefix() -> None:
    book = PriceBook([_price("gemini-3-flash", rate=1), _price("gpt-5.4(high)", rate=2), _price("gpt-5.4", rate=3)])
    assert _inputs(book, "models/gemini-3-flash(high)") == [(0, MAX_NS, 1)]
    assert _inputs(book, "publishers/google/models/Gemini-3-Flash") == [(0, MAX_NS, 1)]
    assert _inputs(book, "gpt-5.4(high)") == [(0, MAX_NS, 2)]
    assert _inputs(book, "gpt-5.4(low)") == [(0, MAX_NS, 3)]
    assert book.resolve("gpt-5") == ()
    assert book.rates("gpt-5") == ()
    assert event_cost(book, "gpt-5", None, 1, Buckets(1)) is None


def test_a_pattern_catches_only_what_has_no_price_and_a_plain_name_overrides() -> None:
    rows = [_price("gpt-5", rate=1), _price("local", "user", 0), _price("claude", rate=4)]
    rules = [
        PriceRule("model", 2, "*", "local"),
        PriceRule("model", 1, "my-*", "Claude"),
        PriceRule("model", 0, "my-lost", "nowhere"),
    ]
    book = PriceBook(rows, rules)
    assert _inputs(book, "gpt-5") == [(0, MAX_NS, 1)]
    assert _inputs(book, "My-Model(high)") == [(0, MAX_NS, 4)]
    assert _inputs(book, "my-lost") == [(0, MAX_NS, 4)], "a rule to a model without a price says nothing"
    assert _inputs(book, "llama") == [(0, MAX_NS, 0)]
    assert book.rule_of("gpt-5") is None
    again = PriceBook(rows, [*rules, PriceRule("model", 3, "GPT-5", "claude")])
    assert _inputs(again, "gpt-5") == [(0, MAX_NS, 4)]
    own = PriceBook([*rows, _price("gpt-5", "user", 7)], [*rules, PriceRule("model", 3, "GPT-5", "claude")])
    assert _inputs(own, "gpt-5") == [(0, MAX_NS, 7)]


def test_other_signs_of_a_pattern_stand_for_themselves() -> None:
    rule = PriceRule("model", 0, "claude-?[1m].*", "x")
    assert rule.matches("Claude-?[1m].new")
    assert not rule.matches("claude-a1.new")
    assert not rule.matches("claude-?[1m]xnew")


def test_missing_rates() -> None:
    book = PriceBook([Price("a", "user", 0, UnitPrices(input=7)), Price("b", "user", 0, UnitPrices(output=5))])
    assert book.rates("a") == (Rate(None, 0, MAX_NS, -1, MAX_TOKENS, 7, 7, 7, 0, 0),)
    assert book.rates("b") == (Rate(None, 0, MAX_NS, -1, MAX_TOKENS, 0, 0, 0, 5, 5),)
    assert PriceBook([Price("c", "user", 0, UnitPrices(cache_read=5))]).rates("c") == ()


def test_context_tiers_add_up_and_replace_the_rate_of_the_whole_request() -> None:
    tiers = (ContextTier(100, UnitPrices(input=20, cache_read=2)), ContextTier(200, UnitPrices(input=30)))
    book = PriceBook([Price("m", "user", 0, UnitPrices(10, 50, 1), tiers)])
    assert book.rates("m") == (
        Rate(None, 0, MAX_NS, -1, 100, 10, 1, 10, 50, 50),
        Rate(None, 0, MAX_NS, 100, 200, 20, 2, 20, 50, 50),
        Rate(None, 0, MAX_NS, 200, MAX_TOKENS, 30, 2, 30, 50, 50),
    )
    # 100 input tokens: 60 * 10 + 40 * 1 + 2 * 50; one more: 61 * 20 + 40 * 2 + 2 * 50
    assert event_cost(book, "m", None, 1, Buckets(60, 40, 0, 2)) == 740
    assert event_cost(book, "m", None, 1, Buckets(61, 40, 0, 2)) == 1400


def test_service_tiers_by_multiplier_by_rates_and_together_with_context() -> None:
    services = {
        "half": ServiceTier(multiplier=Fraction(1, 2)),
        "fast": ServiceTier(UnitPrices(input=25)),
        "told": ServiceTier(UnitPrices(input=25), (ContextTier(100, UnitPrices(input=33)),)),
    }
    price = Price("m", "user", 0, UnitPrices(10, 50, 5), (ContextTier(100, UnitPrices(input=20)),), services)
    found = {(r.tier, r.above): (r.uncached, r.cache_read, r.output) for r in PriceBook([price]).rates("m")}
    assert found == {
        (None, -1): (10, 5, 50),
        (None, 100): (20, 5, 50),
        ("fast", -1): (25, 5, 50),
        ("fast", 100): (50, 5, 50),  # 25 * 20 / 10
        ("half", -1): (5, 2, 25),  # 2.5 -> 2, the even one
        ("half", 100): (10, 2, 25),
        ("told", -1): (25, 5, 50),
        ("told", 100): (33, 5, 50),
    }


def test_thoughts_follow_the_output_and_long_writes_the_short_ones_where_a_tier_does_not_tell_them() -> None:
    rates = UnitPrices(input=10, output=30, cache_write=12, cache_write_long=20, reasoning=60)
    tiers = (ContextTier(100, UnitPrices(output=45, cache_write=24)),)
    services = {"flex": ServiceTier(UnitPrices(output=15)), "told": ServiceTier(UnitPrices(output=15, reasoning=7))}
    book = PriceBook([Price("m", "user", 0, rates, tiers, services)], [PriceRule("long-write", 0, "m")])
    found = {(r.tier, r.above): (r.output, r.reasoning, r.cache_write) for r in book.rates("m")}
    assert found == {
        (None, -1): (30, 60, 20),
        (None, 100): (45, 90, 40),  # 60 * 45 / 30, 20 * 24 / 12
        ("flex", -1): (15, 30, 20),  # 60 * 15 / 30
        ("flex", 100): (22, 44, 40),  # 15 * 45 / 30 = 22.5 -> 22; 90 * 22 / 45
        ("told", -1): (15, 7, 20),
        ("told", 100): (22, 10, 40),  # 7 * 90 / 60 = 10.5 -> 10
    }


def test_long_writes_only_where_the_user_said_so() -> None:
    rates = UnitPrices(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000)
    rows = [Price("claude-sonnet-4-6", "catalogue", 0, rates), Price("claude-opus", "catalogue", 0, rates)]
    book = PriceBook(rows, [PriceRule("long-write", 0, "claude-s*")])
    written = Buckets(cache_write=1000)
    assert event_cost(book, "claude-sonnet-4-6", None, 1, written) == 6_000_000_000
    assert event_cost(book, "claude-opus", None, 1, written) == 3_750_000_000
    assert [rate.cache_write for rate in book.rates("claude-sonnet-4-6")] == [6_000_000]


def test_unclassified_tokens_have_no_price_and_no_tokens_cost_nothing() -> None:
    book = PriceBook([Price("m", "user", 0, PLAIN)])
    assert event_cost(book, "m", None, 1, Buckets(unclassified=3)) is None
    assert event_cost(book, "m", None, 1, Buckets()) == 0


@pytest.mark.parametrize(
    ("text", "tier"),
    [("auto", None), ("", None), (" Standard ", None), ("Priority", "priority"), ("fast", "priority"), ("flex", None)],
)
def test_the_tier_that_a_text_means(text: str, tier: str | None) -> None:
    tiers = {"priority": ServiceTier(UnitPrices(2, 2))}
    book = PriceBook([Price("m", "user", 0, PLAIN, service_tiers=tiers)])
    assert book.service_tier("m", text) == tier
    assert book.service_tier("unknown", text) is None


def test_a_moment_at_the_end_of_time_has_no_price() -> None:
    assert event_cost(PriceBook([Price("m", "user", 0, PLAIN)]), "m", None, 2**63 - 1, Buckets()) is None


_rate = st.none() | st.integers(0, 10**9)
_rates = st.builds(UnitPrices, _rate, _rate, _rate, _rate, _rate, _rate)
_contexts = st.lists(st.builds(ContextTier, st.integers(0, 50), _rates), max_size=3, unique_by=lambda one: one.above)
_sorted_contexts = _contexts.map(lambda found: tuple(sorted(found, key=lambda one: one.above)))
_multiplier = st.builds(Fraction, st.integers(0, 20), st.integers(1, 20))
_service = st.builds(ServiceTier, _rates, _sorted_contexts) | st.builds(ServiceTier, multiplier=_multiplier)
_tier_names = st.sampled_from(("flex", "priority"))
_prices = st.builds(
    Price,
    st.just("m"),
    st.sampled_from(SOURCES),
    st.integers(0, 20),
    _rates,
    _sorted_contexts,
    st.dictionaries(_tier_names, _service, max_size=2),
)
_tokens = st.integers(0, 40)
_rules = st.sampled_from([(), (PriceRule("long-write", 0, "m"),)])


@given(
    st.lists(_prices, max_size=5),
    _rules,
    st.sampled_from((None, "flex", "priority", "batch")),
    st.sampled_from((0, 1, 5, 19, 20, MAX_NS - 1)),
    st.tuples(_tokens, _tokens, _tokens, _tokens, _tokens),
)
def test_every_event_falls_into_one_row_and_costs_what_the_row_says(
    prices: list[Price],
    rules: tuple[PriceRule, ...],
    tier: str | None,
    time_ns: int,
    tokens: tuple[int, int, int, int, int],
) -> None:
    book = PriceBook(prices, rules)
    uncached, read, write, spoken, thought = tokens
    buckets = Buckets(uncached, read, write, spoken + thought, thought)
    rows = book.rates("m")
    own = tier if any(row.tier == tier for row in rows) else None
    hits = [
        row
        for row in rows
        if row.tier == own and row.from_ns <= time_ns < row.to_ns and row.above < buckets.input <= row.upto
    ]
    if not any(price.usable for price in prices):
        assert rows == ()
        assert event_cost(book, "m", tier, time_ns, buckets) is None
        return
    assert len(hits) == 1
    row = hits[0]
    joined = uncached * row.uncached + read * row.cache_read + write * row.cache_write
    joined += spoken * row.output + thought * row.reasoning
    assert event_cost(book, "m", tier, time_ns, buckets) == joined
