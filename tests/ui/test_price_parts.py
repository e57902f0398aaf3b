"""Prices as they are typed and told: the sheet's texts to a price and back, the formula of one attempt's cost."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.pricing import PriceBook, event_cost
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices
from cpam_desktop.ui.prices.draft import Mistakes, PriceDraft, TierDraft, draft_of, read_draft
from cpam_desktop.ui.prices.formula import formula, formula_section
from cpam_desktop.ui.prices.words import money, per_million, short, since

FULL = Price(
    "gpt-long",
    "user",
    1_767_225_600 * 10**9,
    UnitPrices(input=2_500_000, output=15_000_000, cache_read=250_000, reasoning=75_000),
    (ContextTier(272_000, UnitPrices(input=5_000_000, output=22_500_000, reasoning=80_000)),),
    {
        "flex": ServiceTier(multiplier=Fraction(1, 2)),
        "priority": ServiceTier(
            UnitPrices(input=5_000_000, cache_write_long=9), (ContextTier(272_000, UnitPrices(input=10_000_000)),)
        ),
    },
)


def test_what_the_sheet_does_not_show_survives_it() -> None:
    draft = draft_of(FULL, "gpt-long")
    assert draft.day == "2026-01-01"
    assert draft.rates["reasoning"] == "0.075"
    assert [(tier.name, tier.factor) for tier in draft.services] == [("flex", "0.5"), ("priority", "")]
    assert read_draft(draft) == FULL


def test_a_synced_price_is_begun_with_but_without_its_day() -> None:
    draft = draft_of(replace(FULL, source="synced"), "gpt-long")
    assert draft.day == ""
    assert (read_draft(draft).source, read_draft(draft).from_ns) == ("user", 0)


@pytest.mark.parametrize(
    ("draft", "field", "words"),
    [
        (PriceDraft("m", {}), "input", "A price needs at least what input or output costs."),
        (PriceDraft("m", {"input": "1,2,3"}), "input", "“1,2,3” is no number."),
        (PriceDraft("m", {"output": "-1"}), "output", "“-1” cannot be a price in USD per 1M tokens."),
        (PriceDraft("m", {"output": "NaN"}), "output", "“NaN” cannot be a price in USD per 1M tokens."),
        (PriceDraft(" ", {"input": "1"}), "model", "Give the name of the model."),
        (PriceDraft("m", {"input": "1"}, "yesterday"), "day", "Write a day like 2026-11-01, or leave it empty."),
        (PriceDraft("m", {"input": "1"}, "1969-12-31"), "day", "Write a day like 2026-11-01, or leave it empty."),
        (
            PriceDraft("m", {"input": "1"}, contexts=[TierDraft("many", rates={"input": "2"})]),
            "context 0",
            "Say above how many input tokens, such as 200000.",
        ),
        (PriceDraft("m", {"input": "1"}, contexts=[TierDraft("200000")]), "context 0", "Say what costs more there."),
        (
            PriceDraft("m", {"input": "1"}, services=[TierDraft(), TierDraft("flex")]),
            "service 1",
            "Give a factor, or prices of its own.",
        ),
        (
            PriceDraft("m", {"input": "1"}, services=[TierDraft("flex", "half")]),
            "service 0",
            "“half” cannot be a factor.",
        ),
    ],
)
def test_mistakes_are_told_at_their_field(draft: PriceDraft, field: str, words: str) -> None:
    with pytest.raises(Mistakes) as caught:
        read_draft(draft)
    assert dict(caught.value.found) == {field: words}


def test_a_comma_and_a_dollar_are_understood() -> None:
    price = read_draft(PriceDraft("m", {"input": " $1,25 "}, contexts=[TierDraft("200 000", rates={"input": "2.5"})]))
    assert price.rates.input == 1_250_000
    assert price.context_tiers == (ContextTier(200_000, UnitPrices(input=2_500_000)),)


def test_amounts_in_words() -> None:
    assert [per_million(rate) for rate in (None, 0, 1_250_000, 75_000, 15_000_000, 1)] == [
        "–", "0.00", "1.25", "0.075", "15.00", "0.000001",
    ]  # fmt: skip
    amounts = (None, Decimal(0), Decimal("187.415"), Decimal("0.0041"), Decimal("0.00000012"))
    assert [money(amount) for amount in amounts] == ["–", "$0", "$187.42", "$0.0041", "< $0.000001"]
    assert short(FULL) == "2.50 / 15.00 · long context, flex, priority"
    assert (since(0), since(FULL.from_ns)) == ("always", "2026-01-01")


def _event(tokens: Buckets, *, tier: str = "", model: str = "gpt-long") -> EventRow:
    texts = {field.name: "" for field in fields(EventRow) if field.type == "str"}
    given: dict[str, Any] = {**texts, "provider": "openai", "model": model, "billed_tier": tier, "tokens": tokens}
    times: dict[str, Any] = {"time_ns": 1_780_000_000 * 10**9, "latency_ms": 1, "ttft_ms": 1}
    return EventRow(**given, **times, id=1, failed=False, generate=True, status_code=200)


def test_the_formula_of_a_usual_request() -> None:
    event = _event(Buckets(uncached=1_200, cache_read=10_000, output=500, reasoning=100))
    found = formula(event, PriceBook([FULL]))
    assert [(line.name, line.words()) for line in found.lines] == [
        ("Uncached input", "1,200 × $2.50/1M = $0.0030"),
        ("Cache read", "10,000 × $0.25/1M = $0.0025"),
        ("Output", "400 × $15.00/1M = $0.0060"),
        ("Reasoning", "100 × $0.075/1M = $0.000008"),
    ]
    assert found.pico == 3_000_000_000 + 2_500_000_000 + 6_000_000_000 + 7_500_000
    assert found.pico == event_cost(PriceBook([FULL]), "gpt-long", None, event.time_ns, event.tokens)
    assert found.notes == ("Price of gpt-long (Mine).",)


def test_the_formula_names_tier_long_context_and_cache_writes() -> None:
    event = _event(Buckets(uncached=300_000, cache_write=1_000, output=10), tier="flex")
    book = PriceBook([FULL], [PriceRule("long-write", 0, "gpt-*")])
    found = formula(event, book)
    assert [line.rate for line in found.lines] == [2_500_000, 2_500_000, 11_250_000]
    assert found.pico == event_cost(book, "gpt-long", "flex", event.time_ns, event.tokens)
    assert found.notes == (
        "Price of gpt-long (Mine).",
        "More than 272,000 input tokens: long-context price.",
        "Service tier flex.",
        "Cache writes at the one-hour price, as a rule says.",
    )


def test_the_formula_says_why_there_is_no_cost() -> None:
    book = PriceBook([FULL])
    assert formula(_event(Buckets(uncached=1), model="nope"), book).notes == ("nope has no price.",)
    unclear = formula(_event(Buckets(unclassified=5)), book)
    assert (unclear.pico, unclear.notes) == (None, ("Nobody knows what kind of tokens these are.",))


def test_the_formula_as_a_section(qapp: QApplication) -> None:
    section = formula_section(_event(Buckets(uncached=1_200, output=400)), PriceBook([FULL]))
    names = [row.accessibleName() for row in section.findChildren(QWidget)]
    assert {"Uncached input: 1,200 × $2.50/1M = $0.0030", "Together: $0.0090"} <= set(names)
    section.deleteLater()
