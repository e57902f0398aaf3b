"""Models matched to the entries of a price list: surely, by an earlier choice, or not at all."""

from __future__ import annotations

import pytest

from cpam_desktop.domain.pricing_sync import Change, compare
from cpam_desktop.domain.pricing_values import Price, UnitPrices


def _entries(**rates: int) -> dict[str, Price]:
    names = {key.replace("__", "/").replace("_", "-"): rate for key, rate in rates.items()}
    return {name: Price(name, "synced", 0, UnitPrices(input=rate), source_model=name) for name, rate in names.items()}


def _stored(model: str, rate: int, name: str) -> Price:
    return Price(model, "synced", 0, UnitPrices(input=rate), source_model=name, updated_ns=9)


def test_its_very_name_comes_first_then_one_price_behind_a_provider() -> None:
    entries = _entries(gpt_a=1, azure__gpt_a=2, x__gpt_b=3, azure__y__gpt_b=3)
    found = compare(["GPT-A(high)", "models/gpt-b", "gpt-c"], entries, [])
    assert [(one.model, one.new.model, one.new.source_model) for one in found.new] == [
        ("GPT-A(high)", "GPT-A(high)", "gpt-a"),
        ("models/gpt-b", "models/gpt-b", "x/gpt-b"),
    ]
    assert found.unmatched == ("gpt-c",)
    assert found.entries == 4


def test_two_prices_are_offered_and_not_guessed() -> None:
    found = compare(["gpt-a"], _entries(azure__gpt_a=2, openrouter__openai__gpt_a=1), [])
    assert (found.new, found.unmatched) == ((), ())
    offered = [
        (one.source_model, one.score, one.reason, one.price.rates.input) for one in found.ambiguous[0].candidates
    ]
    assert offered == [
        ("azure/gpt-a", 0.9, "other-provider", 2),
        ("openrouter/openai/gpt-a", 0.9, "other-provider", 1),
    ]


def test_other_versions_and_cloud_names_are_offered_only() -> None:
    entries = _entries(claude_x_20260929=1) | {
        "eu.anthropic.claude-x-v1:0": Price("e", "synced", 0, UnitPrices(2), source_model="eu.anthropic.claude-x-v1:0")
    }
    found = compare(["claude-x"], entries, [])
    assert [(one.source_model, one.reason) for one in found.ambiguous[0].candidates] == [
        ("claude-x-20260929", "other-version"),
        ("eu.anthropic.claude-x-v1:0", "vendor-name"),
    ]


def test_changed_unchanged_and_the_users_own() -> None:
    entries = _entries(a=1, b=2, c=3)
    known = [_stored("a", 1, "a"), _stored("b", 5, "b"), Price("B", "user", 0, UnitPrices(7))]
    found = compare(["a", "b", "c"], entries, known)
    assert found.unchanged == ("a",)
    new_b = Price("b", "synced", 0, UnitPrices(2), source_model="b")
    assert found.changed == (Change("b", new_b, known[1], own=True),)
    assert [one.model for one in found.new] == ["c"]
    assert [price.model for price in found.chosen({})] == ["c", "b"]


def test_a_choice_is_remembered_and_can_only_be_one_that_was_offered() -> None:
    entries = _entries(azure__a=2, other__a=3)
    found = compare(["a"], entries, [])
    assert [(one.model, one.rates.input) for one in found.chosen({"a": "other/a"})] == [("a", 3)]
    with pytest.raises(KeyError):
        found.chosen({"a": "elsewhere/a"})
    again = compare(["a"], _entries(azure__a=2, other__a=4), [_stored("a", 3, "other/a")])
    assert [one.new.rates.input for one in again.changed] == [4]
    assert again.ambiguous == ()
