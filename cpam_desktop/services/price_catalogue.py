"""The catalogue that is shipped (`genai-prices`, MIT) as rows of the price table; works without a network.

The library is imported by the first look-up only: it takes 0.15 s and 30 MB. Its own price selection does the work
(dates, request variants), and its numbers are decimals, so nothing is lost on the way. What it knows and the table
cannot say:
- prices by hour of the day: the one that holds for most hours of the day counts;
- a tier that it knows from the day on which it was looked up ("history before is not modelled") counts for the time
  before as well, while the usual price is the same;
- prices a request, a search, a picture: events do not tell these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

from cpam_desktop.domain.clock import from_datetime
from cpam_desktop.domain.pricing_match import spellings
from cpam_desktop.domain.pricing_values import (
    UNTOLD,
    ContextTier,
    Price,
    ServiceTier,
    UnitPrices,
    rate_of,
)

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice

_FIELDS = {
    "input": "input_mtok",
    "output": "output_mtok",
    "cache_read": "cache_read_mtok",
    "cache_write": "cache_write_mtok",
    "cache_write_long": "cache_write_1h_mtok",
    "reasoning": "output_reasoning_mtok",
}
_VARIANTS = {"service_tier": None, "processing": "batch"}
"""Request variants that are a service tier: under any name, or under this one only."""
_EFFORT = re.compile(r"-(?:minimal|low|medium|high|xhigh)$")  # antigravity sells efforts as models
_EPOCH = date(1970, 1, 1)


def catalogue_version() -> str:
    """Version of the shipped catalogue, without loading it."""
    return version("genai-prices")


def look_up(models: Iterable[str]) -> list[Price]:
    """Rows of source `catalogue` for those of these models that it knows, under the names given."""
    return [price for model in models for price in _look_up(model)]


def _look_up(model: str) -> list[Price]:
    from genai_prices.data_snapshot import get_snapshot

    for name in _names(model):
        try:
            provider, info = get_snapshot().find_provider_model(name, None, None, None)
        except LookupError:
            continue
        return _prices(model, f"{provider.id}/{info.id}", info)
    return []


def _names(model: str) -> Iterator[str]:
    """As it is called, then as the preview of it, without an effort in the name, and without the vendor before it."""
    names = list(spellings(model))
    for name in dict.fromkeys((*names, *(name.rpartition("/")[2] for name in names))):
        for bare in dict.fromkeys((name, _EFFORT.sub("", name))):
            yield bare
            yield f"{bare}-preview"


@dataclass(frozen=True, slots=True)
class _Segment:
    start: date
    usual: Price
    tiers: dict[str, ServiceTier]


def _prices(model: str, source_model: str, info: ModelInfo) -> list[Price]:
    segments = [_segment(model, source_model, info, start) for start in _dates(info)]
    for at in range(len(segments) - 2, -1, -1):
        later = segments[at + 1]
        if replace(segments[at].usual, from_ns=later.usual.from_ns) == later.usual:
            segments[at] = replace(segments[at], tiers=later.tiers | segments[at].tiers)
    rows: list[Price] = []
    for segment in segments:
        price = replace(segment.usual, service_tiers=segment.tiers)
        if price.usable and not (rows and replace(price, from_ns=rows[-1].from_ns) == rows[-1]):
            rows.append(price)
    return rows


def _dates(info: ModelInfo) -> list[date]:
    """Days on which something begins, the first of all times before them."""
    from genai_prices.types import StartDateConstraint

    conditions = [one.constraint for one in info.prices] if isinstance(info.prices, list) else []
    conditions += [one.constraint for one in info.price_variants or ()]
    days = {one.start_date for one in conditions if isinstance(one, StartDateConstraint)}
    return sorted({_EPOCH, *(day for day in days if day > _EPOCH)})


def _segment(model: str, source_model: str, info: ModelInfo, start: date) -> _Segment:
    rates, contexts = _rates(_prices_on(info, start, {}))
    usual = Price(model, "catalogue", _ns(start), rates, contexts, source_model=source_model)
    tiers: dict[str, ServiceTier] = {}
    for variant in info.price_variants or ():
        key, value = next(iter(variant.when.items()))
        active = variant.constraint is None or variant.constraint.active(_moment(start, 12))
        if len(variant.when) > 1 or key not in _VARIANTS or _VARIANTS[key] not in (None, value) or not active:
            continue
        own, steps = _rates(_prices_on(info, start, {key: value}))
        if (own, steps) != (rates, contexts):
            tiers.setdefault(value.lower(), _service(own, steps, usual))
    return _Segment(start, usual, tiers)


def _service(rates: UnitPrices, contexts: tuple[ContextTier, ...], usual: Price) -> ServiceTier:
    """A tier that tells everything at every threshold, so that nothing rises with the usual price by itself."""
    thresholds = sorted(usual.thresholds() | {one.above for one in contexts})
    steps: list[ContextTier] = []
    for above in thresholds:
        now = rates
        for one in contexts:
            now = one.rates.over(now) if one.above <= above else now
        steps.append(ContextTier(above, now))
    return ServiceTier(rates, tuple(steps))


def _prices_on(info: ModelInfo, day: date, context: dict[str, str]) -> ModelPrice:
    """What the library says about this day; of several prices within it, the one of the most hours."""
    hourly = [info.get_prices(_moment(day, hour), context) for hour in range(24)]
    usual = Counter(repr(one) for one in hourly).most_common(1)[0][0]
    return next(one for one in hourly if repr(one) == usual)


def _rates(prices: ModelPrice) -> tuple[UnitPrices, tuple[ContextTier, ...]]:
    from genai_prices.types import TieredPrices

    base: dict[str, int] = {}
    steps: dict[int, dict[str, int]] = {}
    for kind, name in _FIELDS.items():
        value: object = getattr(prices, name)
        if isinstance(value, TieredPrices):
            base[kind] = rate_of(value.base)
            for tier in value.tiers:
                steps.setdefault(tier.start, {})[kind] = rate_of(tier.price)
        elif isinstance(value, Decimal):
            base[kind] = rate_of(value)
    contexts = tuple(ContextTier(above, UnitPrices(**steps[above])) for above in sorted(steps))
    return (UnitPrices(**base) if base else UNTOLD), contexts


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 45), UTC)


def _ns(day: date) -> int:
    return from_datetime(datetime.combine(day, time(), UTC))
