"""Tiers as JSON: there and back, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cpam_desktop.domain.pricing_json import dump_contexts, dump_services, load_contexts, load_services
from cpam_desktop.domain.pricing_values import ContextTier, ServiceTier, UnitPrices

CONTEXTS = (ContextTier(200_000, UnitPrices(input=6_000_000, output=22_500_000)),)
SERVICES = {
    "flex": ServiceTier(multiplier=Fraction(1, 2)),
    "priority": ServiceTier(UnitPrices(input=5), (ContextTier(7, UnitPrices(reasoning=0)),)),
}


def test_tiers_there_and_back() -> None:
    assert dump_contexts(CONTEXTS) == '[[200000,{"input":6000000,"output":22500000}]]'
    assert dump_services(SERVICES) == (
        '{"flex":{"times":[1,2]},"priority":{"rates":{"input":5},"context":[[7,{"reasoning":0}]]}}'
    )
    assert load_contexts(dump_contexts(CONTEXTS)) == CONTEXTS
    assert load_services(dump_services(SERVICES)) == SERVICES


def test_context_tiers_are_sorted() -> None:
    assert [tier.above for tier in load_contexts('[[9,{}],[3,{"input":1}]]')] == [3, 9]


@pytest.mark.parametrize(
    "text", ["{}", "[[1]]", "[[-1,{}]]", '[[1,{"inputs":2}]]', '[[1,{"input":-2}]]', '[[1,{"input":1.5}]]', "[", "[1]"]
)
def test_what_are_no_context_tiers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_contexts(text)


@pytest.mark.parametrize("text", ["[]", '{"flex":1}', '{"flex":{"times":[1,0]}}', '{"flex":{"times":[1,true]}}'])
def test_what_are_no_service_tiers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_services(text)
