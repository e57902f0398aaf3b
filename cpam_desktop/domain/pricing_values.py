"""What a model costs: rates in whole pico-USD a token, context tiers, service tiers, and what a missing rate means.

1 USD per 1M tokens is 1,000,000 pico-USD a token (decision 8). Everything is exact; where a fraction is left (a price
below one pico-USD, a multiplier) it is rounded half-even, once.

A rate that is None is not told by its source:

| missing            | counts as           | because                                                         |
|--------------------|---------------------|-----------------------------------------------------------------|
| `input`, `output`  | 0                   | the source prices one side only (embeddings have no output)     |
| both of them       | the model unpriced  |                                                                 |
| `cache_read`       | `input`             | no discount is known                                            |
| `cache_write`      | `input`             | most vendors charge writes as input                             |
| `cache_write_long` | `cache_write`       | most vendors have one kind of write                             |
| `reasoning`        | `output`            | reasoning is part of the output and rarely billed apart         |

The fallbacks are taken last, after context and service tier: a tier that only raises `input` raises cache reads too
where they have no rate of their own. Two rates follow another where a tier does not tell them: `reasoning` rises and
falls with `output`, `cache_write_long` with `cache_write`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Source = Literal["user", "synced", "catalogue"]
SOURCES: tuple[Source, ...] = ("user", "synced", "catalogue")
"""By trust: the user's own price, a synced one, the catalogue that is shipped."""
_MOST_DIGITS = 60
MAX_RATE = 10**12
"""1 USD a token: beyond that it is a mistake of unit, and sums must stay in 128 bits."""


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """Pico-USD a token by kind of token; None where it is not told. `cache_write` lives 5 minutes, `_long` an hour."""

    input: int | None = None
    output: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    cache_write_long: int | None = None
    reasoning: int | None = None

    def over(self, base: UnitPrices) -> UnitPrices:
        """A tier's rates, and the base's where they are not told; see the module for the two that follow others."""
        rates = {kind: getattr(base, kind) if own is None else own for kind, own in self.told(True)}
        for kind, leader in _FOLLOWS.items():
            before, now = getattr(base, leader), getattr(self, leader)
            if getattr(self, kind) is None and rates[kind] is not None and before and now is not None:
                rates[kind] = half_even(Fraction(rates[kind] * now, before))
        return UnitPrices(**rates)

    def told(self, missing: bool = False) -> list[tuple[str, int | None]]:
        """(kind, rate) of what is told; with `missing` of all six kinds."""
        pairs: list[tuple[str, int | None]] = [(kind, getattr(self, kind)) for kind in KINDS]
        return [pair for pair in pairs if missing or pair[1] is not None]

    def times(self, factor: Fraction) -> UnitPrices:
        """Every told rate multiplied, each rounded half-even once."""
        return UnitPrices(**{kind: half_even(factor * rate) for kind, rate in self.told() if rate is not None})


KINDS: tuple[str, ...] = tuple(one.name for one in fields(UnitPrices))
UNTOLD = UnitPrices()
_FOLLOWS = {"reasoning": "output", "cache_write_long": "cache_write"}


@dataclass(frozen=True, slots=True)
class ContextTier:
    """Rates of the whole request where it has more than `above` input tokens (cached ones included)."""

    above: int
    rates: UnitPrices


@dataclass(frozen=True, slots=True)
class ServiceTier:
    """What a service tier costs: `multiplier` of every rate, else its own rates, with their own context tiers.

    A rate of its own for which a context tier has no rate rises as the base rate does there.
    """

    rates: UnitPrices = UNTOLD
    context_tiers: tuple[ContextTier, ...] = ()
    multiplier: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """One row of the price table: what `model` costs from `from_ns` on (0: always), as `source` says.

    Context tiers stand by rising `above` and add up: the highest that applies replaces what the lower ones replaced.
    Service tiers go by lower-case name. `source_model` is the source's own name for the model.
    """

    model: str
    source: Source
    from_ns: int = 0
    rates: UnitPrices = UNTOLD
    context_tiers: tuple[ContextTier, ...] = ()
    service_tiers: Mapping[str, ServiceTier] = field(default_factory=dict[str, ServiceTier])
    source_model: str = ""
    updated_ns: int = 0

    @property
    def usable(self) -> bool:
        """Whether anything can be priced with it."""
        return self.rates.input is not None or self.rates.output is not None

    def thresholds(self) -> set[int]:
        """Numbers of input tokens above which something else is charged, in any service tier."""
        tiers = [*self.context_tiers, *(one for tier in self.service_tiers.values() for one in tier.context_tiers)]
        return {tier.above for tier in tiers}

    def charged(self, tier: str | None, input_tokens: int) -> FullPrices:
        """The rates of a request of this service tier with so many input tokens in all; nothing is missing."""
        usual = _with_context(self.rates, self.context_tiers, input_tokens)
        service = self.service_tiers.get(tier) if tier else None
        if service is None:
            return _full(usual)
        if service.multiplier is not None:
            return _full(usual.times(service.multiplier))
        own = {kind: _risen(kind, rate, self.rates, usual) for kind, rate in service.rates.told() if rate is not None}
        return _full(_with_context(UNTOLD, service.context_tiers, input_tokens).over(UnitPrices(**own).over(usual)))


@dataclass(frozen=True, slots=True)
class FullPrices:
    """Pico-USD a token with every fallback taken."""

    input: int
    output: int
    cache_read: int
    cache_write: int
    cache_write_long: int
    reasoning: int


def half_even(value: Fraction | Decimal) -> int:
    """The nearest whole number, the even one of two equally near."""
    return round(value)


def rate_of(usd: Decimal, tokens: int = 1_000_000) -> int:
    """Pico-USD a token of a price of so many tokens; ValueError for one that is negative, no number, or senseless."""
    if not usd.is_finite():
        raise ValueError("is no number")
    if usd < 0:
        raise ValueError("is negative")
    if usd.adjusted() > 12 or usd > tokens:
        raise ValueError("is more than 1 USD a token")
    if len(usd.as_tuple().digits) > _MOST_DIGITS:
        raise ValueError("has too many digits")
    if usd.adjusted() < -_MOST_DIGITS:
        return 0  # without working out a power of ten that a text of ten characters can ask for
    return half_even(Fraction(usd) * 10**12 / tokens)


def usd_per_million(rate: int) -> Decimal:
    """The price per 1M tokens of a rate, exact, without trailing zeros and never with an exponent."""
    price = Decimal(rate).scaleb(-6).normalize()
    return price.quantize(Decimal(1)) if price == price.to_integral_value() else price


def usd(pico: int) -> Decimal:
    """An amount of pico-USD in USD, exact."""
    sign, digits, _ = Decimal(pico).as_tuple()
    return Decimal((sign, digits, -12))


def _with_context(base: UnitPrices, tiers: tuple[ContextTier, ...], input_tokens: int) -> UnitPrices:
    for tier in tiers:
        if input_tokens > tier.above:
            base = tier.rates.over(base)
    return base


def _risen(kind: str, rate: int, base: UnitPrices, usual: UnitPrices) -> int:
    """A service tier's rate, raised as the context tiers raise the base's."""
    before: int | None = getattr(base, kind)
    now: int | None = getattr(usual, kind)
    return half_even(Fraction(rate * now, before)) if before and now is not None and now != before else rate


def _full(rates: UnitPrices) -> FullPrices:
    usual, output = rates.input or 0, rates.output or 0
    write = usual if rates.cache_write is None else rates.cache_write
    return FullPrices(
        input=usual,
        output=output,
        cache_read=usual if rates.cache_read is None else rates.cache_read,
        cache_write=write,
        cache_write_long=write if rates.cache_write_long is None else rates.cache_write_long,
        reasoning=output if rates.reasoning is None else rates.reasoning,
    )
