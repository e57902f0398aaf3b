"""Price lists in LiteLLM's format: every cost of tokens, exactly, and bad entries one by one."""

from __future__ import annotations

import json

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.pricing_sync import BadEntry
from cpam_desktop.domain.pricing_values import ContextTier, ServiceTier, UnitPrices
from cpam_desktop.services.price_litellm import read_list
from tests.kit.history import DATA

LIST = DATA / "prices" / "list.json"


def test_rates_service_tiers_and_context_tiers() -> None:
    found = read_list(LIST.read_bytes()).prices
    plain = found["gpt-plain"]
    assert plain.rates == UnitPrices(1_250_000, 10_000_000, 125_000)
    assert plain.service_tiers == {
        "priority": ServiceTier(UnitPrices(2_500_000, 20_000_000, 250_000)),
        "flex": ServiceTier(UnitPrices(625_000, 5_000_000)),
        "batch": ServiceTier(UnitPrices(625_000, 5_000_000)),
    }
    long = found["gpt-long"]
    assert long.context_tiers == (ContextTier(272_000, UnitPrices(5_000_000, 22_500_000, 500_000)),)
    assert long.service_tiers == {
        "flex": ServiceTier(
            UnitPrices(1_250_000, 7_500_000), (ContextTier(272_000, UnitPrices(2_500_000, 11_250_000)),)
        )
    }
    claude = found["claude-cached"]
    assert claude.rates == UnitPrices(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000)
    assert claude.context_tiers == (ContextTier(200_000, UnitPrices(6_000_000, 22_500_000)),)
    assert found["gemini/gemini-thinking"].rates == UnitPrices(300_000, 2_500_000, 75_000, reasoning=3_500_000)
    assert found["embed"].rates == UnitPrices(input=20_000)
    assert (claude.source, claude.source_model, claude.from_ns) == ("synced", "claude-cached", 0)


def test_prices_by_range_of_tokens() -> None:
    ranged = read_list(LIST.read_bytes()).prices["dashscope/qwen-ranged"]
    assert ranged.rates == UnitPrices(400_000, 1_200_000)
    assert ranged.context_tiers == (ContextTier(256_000, UnitPrices(1_200_000, 3_600_000)),)


def test_bad_entries_are_told_one_by_one_and_what_is_no_price_is_left_out() -> None:
    found = read_list(LIST.read_bytes())
    assert found.bad == (
        BadEntry("bad-number", "input_cost_per_token is no number"),
        BadEntry("bad-negative", "input_cost_per_token is negative"),
        BadEntry("bad-flag", "input_cost_per_token is no number"),
        BadEntry("bad-infinite", "input_cost_per_token is no number"),
        BadEntry("bad-dear", "input_cost_per_token is more than 1 USD a token"),
        BadEntry("bad-object", "it is not an object"),
        BadEntry("bad-range", "tiered_pricing has a range that is none"),
    )
    assert "tts" not in found.prices
    assert "sample_spec" not in found.prices
    assert len(found.prices) == 12


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("9" * 5000, "input_cost_per_token is more than 1 USD a token"),
        ("0." + "1" * 5000, "input_cost_per_token has too many digits"),
        ('"1e999999999"', "input_cost_per_token is more than 1 USD a token"),
        ('"sNaN"', "input_cost_per_token is no number"),
        ("[1]", "input_cost_per_token is no number"),
    ],
)
def test_a_senseless_number_is_one_bad_entry(value: str, reason: str) -> None:
    text = f'{{"ok": {{"input_cost_per_token": 1e-06}}, "m": {{"input_cost_per_token": {value}}}}}'
    found = read_list(text.encode())
    assert list(found.prices) == ["ok"]
    assert found.bad == (BadEntry("m", reason),)


def test_a_price_below_anything_is_nothing_and_fractions_are_rounded_to_the_even_one() -> None:
    costs = {"a": "1e-999999999", "b": "2.5e-12", "c": "3.5e-12", "d": "0.000000000001"}
    text = json.dumps({name: {"input_cost_per_token": cost} for name, cost in costs.items()})
    found = read_list(text.encode()).prices
    assert {name: price.rates.input for name, price in found.items()} == {"a": 0, "b": 2, "c": 4, "d": 1}


def test_stand_ins_count_only_where_the_field_itself_is_absent() -> None:
    entries = {
        "picture": {"input_cost_per_token": 5e-06, "output_cost_per_image_token": 3e-05},
        "both": {"output_cost_per_image_token": 3e-05, "output_cost_per_token": 1e-05},
        "old": {"input_cost_per_token": 5e-06, "cache_read_cost_per_token": 1e-06},
    }
    found = {name: price.rates for name, price in read_list(json.dumps(entries).encode()).prices.items()}
    assert found == {
        "picture": UnitPrices(5_000_000, 30_000_000),
        "both": UnitPrices(output=10_000_000),
        "old": UnitPrices(5_000_000, cache_read=1_000_000),
    }


def test_a_threshold_beyond_reason_is_a_bad_entry() -> None:
    text = '{"ok":{"input_cost_per_token":0},"m":{"input_cost_per_token_above_9999999999k_tokens":1e-6}}'
    assert [one.name for one in read_list(text.encode()).bad] == ["m"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"sample_spec": {}}'])
def test_what_is_no_price_list_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(InputError, match="price list"):
        read_list(data)
