"""Prices in force: which price a model has at a time, rates as rows to join events with, and the cost of one event.

    cost in pico-USD = uncached * r.uncached + cache_read * r.cache_read + cache_write * r.cache_write
                     + (output - reasoning) * r.output + reasoning * r.reasoning

with the buckets of `domain.events.Buckets`, in integers. An event with unclassified tokens has no cost: nobody knows
what kind of tokens they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cpam_desktop.domain.clock import MAX_NS
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.pricing_match import PriceRule, spellings
from cpam_desktop.domain.pricing_values import SOURCES, FullPrices, Price, Source

MAX_TOKENS = 2**63 - 1
MOST_PRICED = 2**30
"""An attempt of more tokens than this is no measurement, and has no cost."""
_USUAL_TIERS = frozenset(("", "auto", "default", "standard"))


@dataclass(frozen=True, slots=True)
class Rate:
    """Pico-USD a token for a service tier (None: every tier without a row), half-open time, and above < input <= upto.

    The rows of a model cover every tier, every time in 0 <= t < 2**63-1 and every number of input tokens (uncached,
    read and written together) exactly once. `cache_write` is the hour's price where the user assigned it.
    """

    tier: str | None
    from_ns: int
    to_ns: int
    above: int
    upto: int
    uncached: int
    cache_read: int
    cache_write: int
    output: int
    reasoning: int


@dataclass(frozen=True, slots=True)
class Period:
    """A price and when it is in force, half-open."""

    from_ns: int
    to_ns: int
    price: Price


@dataclass(frozen=True, slots=True)
class PricesChanged:
    """Bus event: prices or rules changed here; every cost is out of date."""

    revision: int


class PriceBook:
    """All prices and rules at one moment; reading is safe from any thread.

    Sources by trust: the user's own price, a synced one, the catalogue. A trusted price that begins later leaves the
    time before it to the next source; before the first of all, the earliest price counts. A model is priced by
    1. a price of the user's own under its very name,
    2. the first rule that names it without `*` (to say that a known name means another model here),
    3. any price under its name, then under the name without suffix such as `(high)` and prefix such as `models/`,
    4. the first rule with `*` that fits (a pattern never changes what is priced without it).
    The target of a rule is looked up as in 3.
    """

    def __init__(self, prices: Iterable[Price], rules: Iterable[PriceRule] = (), revision: int = 0) -> None:
        """`revision` is that of the tables, which grows with every change."""
        self.revision = revision
        self._prices: dict[str, dict[Source, list[Price]]] = {}
        for price in prices:
            if price.usable:
                self._prices.setdefault(price.model.strip().lower(), {}).setdefault(price.source, []).append(price)
        ordered = sorted(rules, key=lambda rule: rule.position)
        self._rules = [rule for rule in ordered if rule.kind == "model"]
        self._long = [rule for rule in ordered if rule.kind == "long-write"]
        self._resolved: dict[str, tuple[Period, ...]] = {}

    def resolve(self, model: str) -> tuple[Period, ...]:
        """The model's prices by rising time, without gaps from 0 to 2**63-1; empty where it is not priced."""
        found = self._resolved.get(model)
        if found is None:
            found = self._resolved[model] = tuple(_periods(self._sources(model)))
        return found

    def rule_of(self, model: str) -> PriceRule | None:
        """The rule by which the model is priced, or None where its own name does it or nothing does."""
        if "user" in self._prices.get(model.strip().lower(), {}):
            return None
        literal = self._first_rule(model, literal=True)
        if literal is not None or self._named(model):
            return literal
        return self._first_rule(model, literal=False)

    def writes_long(self, model: str) -> bool:
        """Whether the user said that the model's cache writes last an hour."""
        return any(rule.matches(model) for rule in self._long)

    def service_tier(self, model: str, text: str) -> str | None:
        """Which tier of the model's prices a service tier of an event means; None for the usual price.

        Codex says `fast` for what is sold as priority.
        """
        name = text.strip().lower()
        if name in _USUAL_TIERS:
            return None
        known = {tier for period in self.resolve(model) for tier in period.price.service_tiers}
        return next((tier for tier in (name, "priority" if name == "fast" else name) if tier in known), None)

    def rates(self, model: str) -> tuple[Rate, ...]:
        """What the model's events are joined with; empty where it is not priced."""
        periods, long = self.resolve(model), self.writes_long(model)
        names: list[str | None] = [None, *sorted({name for one in periods for name in one.price.service_tiers})]
        return tuple(rate for tier in names for period in periods for rate in _rates(tier, period, long))

    def _sources(self, model: str) -> dict[Source, list[Price]]:
        rule = self.rule_of(model)
        return self._named(model if rule is None else rule.target)

    def _named(self, model: str) -> dict[Source, list[Price]]:
        for name in spellings(model):
            if name in self._prices:
                return self._prices[name]
        return {}

    def _first_rule(self, model: str, *, literal: bool) -> PriceRule | None:
        rules = (rule for rule in self._rules if rule.literal is literal and rule.matches(model))
        return next((rule for rule in rules if self._named(rule.target)), None)


def event_cost(book: PriceBook, model: str, tier: str | None, time_ns: int, buckets: Buckets) -> int | None:
    """Pico-USD of one event, by the plainest way; None where the model is not priced or tokens are unclassified."""
    periods = book.resolve(model)
    if buckets.unclassified or buckets.total > MOST_PRICED or not periods:
        return None
    price = next((period.price for period in periods if period.from_ns <= time_ns < period.to_ns), None)
    if price is None:
        return None
    charged = price.charged(tier, buckets.input)
    return (
        buckets.uncached * charged.input
        + buckets.cache_read * charged.cache_read
        + buckets.cache_write * (charged.cache_write_long if book.writes_long(model) else charged.cache_write)
        + (buckets.output - buckets.reasoning) * charged.output
        + buckets.reasoning * charged.reasoning
    )


def _periods(sources: dict[Source, list[Price]]) -> Iterator[Period]:
    """By trust from the end of time backwards, then turned round."""
    found: list[Period] = []
    end = MAX_NS
    for source in SOURCES:
        for price in sorted(sources.get(source, ()), key=lambda one: (one.from_ns, one.updated_ns), reverse=True):
            start = max(price.from_ns, 0)
            if start < end:
                found.append(Period(start, end, price))
                end = start
    if found and end > 0:
        found[-1] = Period(0, found[-1].to_ns, found[-1].price)
    return reversed(found)


def _rates(tier: str | None, period: Period, long: bool) -> Iterator[Rate]:
    edges = [-1, *sorted(one for one in period.price.thresholds() if one > -1), MAX_TOKENS]
    for above, upto in pairwise(edges):
        charged: FullPrices = period.price.charged(tier, upto)
        yield Rate(
            tier=tier,
            from_ns=period.from_ns,
            to_ns=period.to_ns,
            above=above,
            upto=upto,
            uncached=charged.input,
            cache_read=charged.cache_read,
            cache_write=charged.cache_write_long if long else charged.cache_write,
            output=charged.output,
            reasoning=charged.reasoning,
        )
