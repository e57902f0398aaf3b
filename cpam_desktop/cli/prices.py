"""What `prices` reads and shows: rates in USD per 1M tokens as options, and prices as JSON and table rows."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_sync import Ambiguity, BadEntry, Change, SyncPreview
from cpam_desktop.domain.pricing_values import (
    KINDS,
    ContextTier,
    Price,
    ServiceTier,
    UnitPrices,
    rate_of,
    usd_per_million,
)
from cpam_desktop.domain.ranges import parse_range, read_zone
from cpam_desktop.services.pricing import PriceLine

_HELP = {
    "input": "input tokens",
    "output": "output tokens",
    "cache_read": "cached input tokens (else as input)",
    "cache_write": "input tokens written to the cache for 5 minutes (else as input)",
    "cache_write_long": "the same for an hour (else as for 5 minutes)",
    "reasoning": "thoughts, where they are billed apart (else as output)",
}
_TIER_HELP = "such as flex=0.5 (times everything) or priority:input=2.5,output=20"


def add_rates(parser: ArgumentParser) -> None:
    """Options of one price, all in USD per 1M tokens."""
    for kind in KINDS:
        parser.add_argument(f"--{kind.replace('_', '-')}", metavar="USD", help=f"1M {_HELP[kind]}")
    above = "rates of whole requests with more input tokens, such as 200000:input=6,output=22.5; repeats"
    parser.add_argument("--above", metavar="TOKENS:RATES", action="append", default=[], help=above)
    parser.add_argument("--tier", metavar="NAME=…", action="append", default=[], help=f"{_TIER_HELP}; repeats")
    parser.add_argument(
        "--from", metavar="DATE", dest="start", default="", help="in force from then on (default: ever)"
    )
    parser.add_argument("--tz", metavar="ZONE", help="IANA time zone of that date (default: the system's)")


def read_price(args: Namespace) -> Price:
    """The price that the options say; InputError names the option that cannot be used."""
    rates = {kind: _rate(kind, getattr(args, kind)) for kind in KINDS if getattr(args, kind) is not None}
    contexts = [_context(text) for text in args.above]
    services = dict(_service(text) for text in args.tier)
    start = parse_range(f"{args.start}..", datetime.now(UTC), read_zone(args.tz)).start_ns if args.start else 0
    ordered = tuple(sorted(contexts, key=lambda tier: tier.above))
    return Price(args.model, "user", start or 0, UnitPrices(**rates), ordered, services)


def price_shape(price: Price) -> dict[str, object]:
    """A price as JSON, in USD per 1M tokens."""
    return {
        "model": price.model,
        "source": price.source,
        "source_model": price.source_model or None,
        "from": to_iso(price.from_ns) if price.from_ns else None,
        **_rates_shape(price.rates),
        "context_tiers": _contexts_shape(price.context_tiers),
        "service_tiers": [
            {
                "tier": name,
                "multiplier": None if tier.multiplier is None else str(tier.multiplier),
                **_rates_shape(tier.rates),
                "context_tiers": _contexts_shape(tier.context_tiers),
            }
            for name, tier in sorted(price.service_tiers.items())
        ],
    }


def line_shape(line: PriceLine) -> dict[str, object]:
    """A line of the list as JSON; `price` is null where the model is not priced."""
    return {
        "model": line.model,
        "used": line.used,
        "sources": list(line.sources),
        "rule": line.rule or None,
        "long_writes": line.long_writes,
        "price": None if line.price is None else price_shape(line.price),
    }


def rule_shape(rule: PriceRule) -> dict[str, object]:
    """A rule as JSON."""
    return {"kind": rule.kind, "pattern": rule.pattern, "model": rule.target or None}


def preview_shape(found: SyncPreview, applied: int | None) -> dict[str, object]:
    """A sync as JSON; `applied` is null for a dry run."""
    return {
        "applied": applied,
        "entries": found.entries,
        "new": [_change_shape(one) for one in found.new],
        "changed": [_change_shape(one) for one in found.changed],
        "unchanged": list(found.unchanged),
        "ambiguous": [_ambiguity_shape(one) for one in found.ambiguous],
        "unmatched": list(found.unmatched),
        "bad": bad_shape(found.bad),
    }


def bad_shape(bad: tuple[BadEntry, ...]) -> list[dict[str, object]]:
    """Entries that could not be read."""
    return [{"name": one.name, "reason": one.reason} for one in bad]


def row_of(line: PriceLine) -> tuple[object, ...]:
    """A line of the list as cells."""
    price = line.price
    if price is None:
        return (line.model, "not priced", *[None] * 5, "")
    rates = price.rates
    shown = (rates.input, rates.output, rates.cache_read, rates.cache_write, rates.cache_write_long)
    more = [f"> {tier.above:,}" for tier in price.context_tiers] + sorted(price.service_tiers)
    source = f"{price.source}, as {price.model}" if line.rule else price.source
    return (line.model, source, *(text_of(rate) for rate in shown), ", ".join(more))


def text_of(rate: int | None) -> str | None:
    """USD per 1M tokens as people read it."""
    return None if rate is None else f"{usd_per_million(rate):f}"


def _rates_shape(rates: UnitPrices) -> dict[str, object]:
    return {kind: None if rate is None else usd_per_million(rate) for kind, rate in rates.told(missing=True)}


def _contexts_shape(tiers: tuple[ContextTier, ...]) -> list[dict[str, object]]:
    return [{"above": tier.above, **_rates_shape(tier.rates)} for tier in tiers]


def _change_shape(change: Change) -> dict[str, object]:
    old = None if change.old is None else price_shape(change.old)
    return {"model": change.model, "own_price_stays": change.own, "old": old, "new": price_shape(change.new)}


def _ambiguity_shape(found: Ambiguity) -> dict[str, object]:
    candidates = [
        {"entry": one.source_model, "score": one.score, "reason": one.reason, "price": price_shape(one.price)}
        for one in found.candidates
    ]
    return {"model": found.model, "candidates": candidates}


def _rate(name: str, text: str) -> int:
    try:
        return rate_of(Decimal(text))
    except InvalidOperation as error:
        raise InputError(f"{name}: “{text}” is no price in USD per 1M tokens") from error
    except ValueError as error:
        raise InputError(f"{name}: “{text}” {error}") from error


def _rates(text: str) -> UnitPrices:
    """`input=6,output=22.5`."""
    found: dict[str, int] = {}
    for part in text.split(","):
        kind, _, value = part.partition("=")
        name = kind.strip().replace("-", "_")
        if name not in KINDS:
            known = ", ".join(kind.replace("_", "-") for kind in KINDS)
            raise InputError(f"“{part}” is no rate", hint=f"Write KIND=USD; kinds: {known}.")
        found[name] = _rate(name, value.strip())
    return UnitPrices(**found)


def _context(text: str) -> ContextTier:
    above, _, rates = text.partition(":")
    if not (above.isascii() and above.isdigit()) or len(above) > 12:
        raise InputError(f"--above: “{above}” is no number of tokens")
    return ContextTier(int(above), _rates(rates))


def _service(text: str) -> tuple[str, ServiceTier]:
    name, colon, rates = text.partition(":")
    if colon:
        return name.strip().lower(), ServiceTier(_rates(rates))
    name, _, factor = text.partition("=")
    hint = f"Write one {_TIER_HELP}."
    try:
        times = Decimal(factor)
    except InvalidOperation as error:
        raise InputError(f"--tier: “{text}” is none", hint=hint) from error
    if not name.strip() or not times.is_finite() or not (times == 0 or Decimal("0.001") <= times <= 1000):
        raise InputError(f"--tier: “{text}” is none", hint=hint)
    return name.strip().lower(), ServiceTier(multiplier=Fraction(times).limit_denominator(10**6))
