"""A price as it is typed: texts of the edit sheet to a `Price` and back, each mistake at its field. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.pricing_values import (
    KINDS,
    UNTOLD,
    ContextTier,
    Price,
    ServiceTier,
    UnitPrices,
    rate_of,
    usd_per_million,
)
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.words import decimals

TIER_KINDS = ("input", "output", "cache_read", "cache_write")
"""Rates of a tier that the sheet shows; others of a tier stay as they are."""


@dataclass(frozen=True, slots=True)
class TierDraft:
    """A row of a tier table: `name` is a number of tokens or a service tier, `rates` texts by kind.

    `factor` is a service tier's multiplier; `kept` and `contexts` what the sheet does not show of it.
    """

    name: str = ""
    factor: str = ""
    rates: Mapping[str, str] = field(default_factory=dict[str, str])
    kept: UnitPrices = UNTOLD
    contexts: tuple[ContextTier, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.name.strip() and not self.factor.strip() and not any(v.strip() for v in self.rates.values())


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """Everything in the sheet; texts in USD per 1M tokens, `day` as YYYY-MM-DD or empty for all times."""

    model: str
    rates: Mapping[str, str] = field(default_factory=dict[str, str])
    day: str = ""
    contexts: Sequence[TierDraft] = ()
    services: Sequence[TierDraft] = ()


class Mistakes(Exception):
    """What is wrong, by field: a kind, `day`, `context 2`, `service 1`, `model`."""

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__(", ".join(found))
        self.found = found


def draft_of(price: Price | None, model: str) -> PriceDraft:
    """A sheet to begin with: the price in force (or nothing) as one of the user's own."""
    if price is None:
        return PriceDraft(model)
    return PriceDraft(
        model,
        _texts(price.rates, KINDS),
        _day(price.from_ns) if price.source == "user" else "",
        [TierDraft(str(one.above), "", _texts(one.rates, TIER_KINDS), one.rates) for one in price.context_tiers],
        [
            TierDraft(name, _factor(tier), _texts(tier.rates, TIER_KINDS), tier.rates, tier.context_tiers)
            for name, tier in sorted(price.service_tiers.items())
        ],
    )


def read_draft(draft: PriceDraft) -> Price:
    """The price of the user's own that was typed; `Mistakes` says what cannot be read."""
    wrong: dict[str, str] = {}
    rates = {kind: _rate(draft.rates.get(kind, ""), kind, wrong) for kind in KINDS}
    contexts = [_context(one, f"context {n}", wrong) for n, one in enumerate(draft.contexts) if not one.is_empty]
    services = [_service(one, f"service {n}", wrong) for n, one in enumerate(draft.services) if not one.is_empty]
    if not wrong and rates["input"] is None and rates["output"] is None:
        wrong["input"] = translate("prices", "A price needs at least what input or output costs.")
    if not draft.model.strip():
        wrong["model"] = translate("prices", "Give the name of the model.")
    from_ns = _from(draft.day, wrong)
    if wrong:
        raise Mistakes(wrong)
    tiers = tuple(sorted(contexts, key=lambda tier: tier.above))
    return Price(draft.model.strip(), "user", from_ns, UnitPrices(**rates), tiers, dict(services))


def _day(from_ns: int) -> str:
    return f"{datetime.fromtimestamp(from_ns // NS_PER_SECOND, UTC):%Y-%m-%d}" if from_ns else ""


def _texts(rates: UnitPrices, kinds: Sequence[str]) -> dict[str, str]:
    found = {kind: getattr(rates, kind) for kind in kinds}
    return {kind: "" if rate is None else decimals(usd_per_million(rate)) for kind, rate in found.items()}


def _factor(tier: ServiceTier) -> str:
    if tier.multiplier is None:
        return ""
    return f"{tier.multiplier.numerator / Decimal(tier.multiplier.denominator):f}"


def _decimal(text: str) -> Decimal:
    """What people write with a point or a comma, with or without a dollar sign; InvalidOperation for anything else."""
    return Decimal(text.strip().lstrip("$").replace(",", ".").strip())


def _rate(text: str, place: str, wrong: dict[str, str]) -> int | None:
    if not text.strip():
        return None
    try:
        return rate_of(_decimal(text))
    except InvalidOperation:
        wrong[place] = translate("prices", "“{0}” is no number.").format(text.strip())
    except ValueError:
        wrong[place] = translate("prices", "“{0}” cannot be a price in USD per 1M tokens.").format(text.strip())
    return None


def _tier_rates(row: TierDraft, place: str, wrong: dict[str, str]) -> UnitPrices:
    read = {kind: _rate(row.rates.get(kind, ""), place, wrong) for kind in TIER_KINDS}
    return replace(row.kept, **read)


def _context(row: TierDraft, place: str, wrong: dict[str, str]) -> ContextTier:
    text = row.name.strip().replace(",", "").replace(" ", "")
    above = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
    if not above:
        wrong[place] = translate("prices", "Say above how many input tokens, such as 200000.")
    rates = _tier_rates(row, place, wrong)
    if place not in wrong and rates == UNTOLD:
        wrong[place] = translate("prices", "Say what costs more there.")
    return ContextTier(above, rates)


def _service(row: TierDraft, place: str, wrong: dict[str, str]) -> tuple[str, ServiceTier]:
    name, factor = row.name.strip().lower(), row.factor.strip()
    if not name:
        wrong[place] = translate("prices", "Give the tier's name, such as flex or priority.")
    rates = _tier_rates(row, place, wrong)
    if not factor:
        if place not in wrong and rates == UNTOLD:
            wrong[place] = translate("prices", "Give a factor, or prices of its own.")
        return name, ServiceTier(rates, row.contexts)
    try:
        multiplier = Fraction(_decimal(factor))
    except (InvalidOperation, ValueError, OverflowError):
        multiplier = Fraction(-1)
    if not 0 <= multiplier <= 1000:
        wrong[place] = translate("prices", "“{0}” cannot be a factor.").format(factor)
    return name, ServiceTier(multiplier=multiplier)


def _from(day: str, wrong: dict[str, str]) -> int:
    text = day.strip()
    if not text:
        return 0
    try:
        moment = datetime.combine(date.fromisoformat(text), time(), UTC)
        nanos = from_datetime(moment)
    except (ValueError, OverflowError):
        nanos = -1
    if nanos < 0:
        wrong["day"] = translate("prices", "Write a day like 2026-11-01, or leave it empty.")
    return max(nanos, 0)
