"""Context and service tiers as JSON, the form of the two tier columns and of exported price tables.

    context tiers  [[200000, {"input": 6000000, "output": 22500000}], ...]
    service tiers  {"flex": {"times": [1, 2]}, "priority": {"rates": {"input": 5000000}, "context": [[...], ...]}}

Rates are whole pico-USD a token. Everything that is read is checked: ValueError says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from cpam_desktop.domain.pricing_values import KINDS, MAX_RATE, ContextTier, ServiceTier, UnitPrices


def dump_contexts(tiers: Sequence[ContextTier]) -> str:
    """Text of the context tiers."""
    return _dump([[tier.above, rates_object(tier.rates)] for tier in tiers])


def dump_services(tiers: Mapping[str, ServiceTier]) -> str:
    """Text of the service tiers."""
    return _dump({name: _service_object(tier) for name, tier in sorted(tiers.items())})


def load_contexts(text: str) -> tuple[ContextTier, ...]:
    """Context tiers from their text."""
    return read_contexts(json.loads(text))


def load_services(text: str) -> dict[str, ServiceTier]:
    """Service tiers from their text."""
    return {name.lower(): _read_service(value) for name, value in _object(json.loads(text)).items()}


def rates_object(rates: UnitPrices) -> dict[str, int | None]:
    """The told rates by kind."""
    return dict(rates.told())


def read_rates(value: object) -> UnitPrices:
    """Rates by kind; unknown kinds are refused."""
    found: dict[str, int] = {}
    for kind, rate in _object(value).items():
        if kind not in KINDS:
            raise ValueError(f"“{kind}” is no kind of token")
        found[kind] = _whole(rate, MAX_RATE)
    return UnitPrices(**found)


def read_contexts(value: object) -> tuple[ContextTier, ...]:
    """Context tiers by rising threshold."""
    tiers: list[ContextTier] = []
    for one in _list(value):
        pair = _list(one)
        if len(pair) != 2:
            raise ValueError("a context tier is a number of tokens and its rates")
        tiers.append(ContextTier(_whole(pair[0], 2**40), read_rates(pair[1])))
    return tuple(sorted(tiers, key=lambda tier: tier.above))


def _service_object(tier: ServiceTier) -> dict[str, object]:
    if tier.multiplier is not None:
        return {"times": [tier.multiplier.numerator, tier.multiplier.denominator]}
    found: dict[str, object] = {"rates": rates_object(tier.rates)}
    if tier.context_tiers:
        found["context"] = [[one.above, rates_object(one.rates)] for one in tier.context_tiers]
    return found


def _read_service(value: object) -> ServiceTier:
    fields = _object(value)
    if "times" in fields:
        pair = [_whole(one, 10**6) for one in _list(fields["times"])]
        if len(pair) != 2 or not pair[1]:
            raise ValueError("a multiplier is a numerator and a denominator")
        return ServiceTier(multiplier=Fraction(pair[0], pair[1]))
    return ServiceTier(read_rates(fields.get("rates", {})), read_contexts(fields.get("context", [])))


def _dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object is needed")
    return cast("dict[str, object]", value)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a list is needed")
    return cast("list[object]", value)


def _whole(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError(f"{value!r} is no whole number from 0 to {most}")
    return value
