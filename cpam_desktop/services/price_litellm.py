"""LiteLLM's `model_prices_and_context_window.json` as prices, entry by entry: a bad entry is reported, never fatal.

A cost field is `<kind>[_above_1hr][_above_<n>k_tokens][_<service tier>]`, in USD a token, a number or a numeric text;
`batches` is the tier `batch`. `tiered_pricing` is a list of the same fields by range of input tokens. Numbers are read
as decimals. Costs by picture, second, query or character are left out: events do not count these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.pricing_sync import BadEntry
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices, rate_of

_KINDS = {
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "cache_read_input_token_cost": "cache_read",
    "cache_creation_input_token_cost": "cache_write",
    "cache_creation_input_token_cost_above_1hr": "cache_write_long",
    "output_cost_per_reasoning_token": "reasoning",
}
_STAND_INS = {
    "cache_read_cost_per_token": "cache_read",
    "input_cost_per_token_cache_hit": "cache_read",
    "output_cost_per_image_token": "output",  # all that an image model puts out
}
"""Count where the field of the kind itself is absent."""
_FIELD = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?:_above_(\d+)k_tokens)?(?:_([a-z]+))?")
_TIER_NAMES = {"batches": "batch"}
_NO_MODEL = "sample_spec"
_LONGEST_NAME = 300
_MOST_TOKENS = 2**40


@dataclass(frozen=True, slots=True)
class PriceList:
    """What a file says: a price by the file's own name, and what could not be read."""

    prices: Mapping[str, Price]
    bad: tuple[BadEntry, ...] = ()


def read_list(data: bytes) -> PriceList:
    """All entries with a token price; InputError where the whole is no JSON object."""
    try:
        # Exact numbers of any length; NaN and Infinity become texts, which no price is.
        whole: object = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise _no_list("it is not JSON") from error
    if not isinstance(whole, dict):
        raise _no_list("it is not a JSON object")
    prices: dict[str, Price] = {}
    bad: list[BadEntry] = []
    for name, entry in cast("dict[str, object]", whole).items():
        if name == _NO_MODEL:
            continue
        try:
            price = read_entry(name, entry)
        except ValueError as error:
            bad.append(BadEntry(name[:_LONGEST_NAME], str(error)))
        else:
            if price.usable:
                prices[name] = price
    if not prices:
        raise _no_list("it holds no price")
    return PriceList(prices, tuple(bad))


def read_entry(name: str, entry: object) -> Price:
    """One entry; not `usable` where it has no token price. ValueError says what is wrong with it."""
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise ValueError("its name is empty or too long")
    if not isinstance(entry, dict):
        raise ValueError("it is not an object")
    fields = cast("dict[str, object]", entry)
    found = _Found()
    for field, value in fields.items():
        found.add(field, value, 0)
    for low, part in _ranges(fields.get("tiered_pricing")):
        for field, value in part.items():
            found.add(field, value, low)
    return found.price(name)


class _Found:
    """Rates by (service tier or "", threshold) while an entry is read; stand-ins give way."""

    def __init__(self) -> None:
        self._rates: dict[tuple[str, int], dict[str, int]] = {}

    def add(self, field: str, value: object, above: int) -> None:
        """Take a field that is a cost of tokens."""
        kind, service = _STAND_INS.get(field), ""
        match = _FIELD.fullmatch(field)
        if match is not None and match[3] != "above":
            kind = _KINDS[match[1]]
            above = _threshold(field, match[2]) if match[2] else above
            service = _TIER_NAMES.get(match[3] or "", match[3] or "")
        rate = None if kind is None else _rate(field, value)
        if kind is None or rate is None:
            return
        rates = self._rates.setdefault((service, above), {})
        if match is not None or kind not in rates:
            rates[kind] = rate

    def price(self, name: str) -> Price:
        """What was found."""
        base = self._rates.get(("", 0), {})
        services = {service for service, _ in self._rates if service}
        tiers = {one: ServiceTier(UnitPrices(**self._rates.get((one, 0), {})), self._steps(one)) for one in services}
        return Price(name, "synced", 0, UnitPrices(**base), self._steps(""), tiers, source_model=name)

    def _steps(self, service: str) -> tuple[ContextTier, ...]:
        thresholds = sorted(above for name, above in self._rates if name == service and above)
        return tuple(ContextTier(above, UnitPrices(**self._rates[service, above])) for above in thresholds)


def _threshold(field: str, thousands: str) -> int:
    if len(thousands) > 9:
        raise ValueError(f"{field} begins at a senseless number of tokens")
    return int(thousands) * 1000


def _ranges(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    """(first token, fields) of `tiered_pricing`; parts without a range of tokens price something else."""
    for part in cast("list[object]", value) if isinstance(value, list) else []:
        fields = cast("dict[str, object]", part) if isinstance(part, dict) else {}
        span = fields.get("range")
        if span is None:
            continue
        low = cast("list[object]", span)[0] if isinstance(span, list) and span else None
        if not isinstance(low, Decimal) or not 0 <= low < _MOST_TOKENS or low != int(low):
            raise ValueError("tiered_pricing has a range that is none")
        yield int(low), fields


def _rate(field: str, value: object) -> int | None:
    """Pico-USD a token; None for null."""
    if value is None:
        return None
    try:
        if not isinstance(value, str | Decimal):
            raise ValueError("is no number")
        return rate_of(Decimal(value), 1)
    except (ValueError, InvalidOperation) as error:
        reason = str(error) if type(error) is ValueError else "is no number"
        raise ValueError(f"{field} {reason}") from error


def _no_list(detail: str) -> InputError:
    return InputError(detail, title="The price list cannot be read", hint="Give a price list in LiteLLM's format.")
