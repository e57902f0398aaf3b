"""Prices in words: per 1M tokens, sources, what a price charges besides its rates. No widgets here."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.pricing_values import Price, Source, usd_per_million
from cpam_desktop.ui.format import MISSING
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone

KINDS: dict[str, str] = {
    "input": QT_TRANSLATE_NOOP("prices", "Input"),
    "output": QT_TRANSLATE_NOOP("prices", "Output"),
    "cache_read": QT_TRANSLATE_NOOP("prices", "Cache read"),
    "cache_write": QT_TRANSLATE_NOOP("prices", "Cache write, 5 minutes"),
    "cache_write_long": QT_TRANSLATE_NOOP("prices", "Cache write, 1 hour"),
    "reasoning": QT_TRANSLATE_NOOP("prices", "Reasoning"),
}
"""Kinds of tokens by the field of `UnitPrices`."""
_SOURCES: dict[Source, str] = {
    "user": QT_TRANSLATE_NOOP("prices", "Mine"),
    "synced": QT_TRANSLATE_NOOP("prices", "Synced"),
    "catalogue": QT_TRANSLATE_NOOP("prices", "Catalogue"),
}
_CENTS = 2


def kind_name(kind: str) -> str:
    """A kind of tokens in the window's language."""
    return translate("prices", KINDS[kind])


def source_name(source: Source) -> str:
    """Where a price comes from."""
    return translate("prices", _SOURCES[source])


def source_tone(source: Source) -> Tone:
    """The user's own stand out."""
    return Tone.ACCENT if source == "user" else Tone.NEUTRAL


def per_million(rate: int | None) -> str:
    """Pico-USD a token as USD per 1M tokens, exact, with two decimals at least: “1.25”, “0.075”, “15.00”."""
    return MISSING if rate is None else decimals(usd_per_million(rate))


def decimals(amount: Decimal) -> str:
    """A decimal without exponent and superfluous zeros, but with two decimals at least."""
    text = f"{amount:f}"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(_CENTS, '0')}"


def money(amount: Decimal | None) -> str:
    """A cost for people: “$187.42”, “$0.0041” below a cent, “$0” for nothing."""
    if amount is None:
        return MISSING
    if amount == 0:
        return "$0"
    if abs(amount) >= Decimal("0.01"):
        return f"${amount:,.2f}"
    return f"${amount:.6f}".rstrip("0") if abs(amount) >= Decimal("0.000001") else "< $0.000001"


def fine(amount: Decimal) -> str:
    """A part of a cost, fine enough to be added up: “$0.0185”, “$0.000008”."""
    return f"${amount:,.4f}" if not amount or amount >= Decimal("0.0001") else f"${amount:.6f}"


def since(from_ns: int) -> str:
    """The day from which a price counts, UTC; prices without a date hold for all times."""
    if not from_ns:
        return translate("prices", "always")
    return f"{datetime.fromtimestamp(from_ns // NS_PER_SECOND, UTC):%Y-%m-%d}"


def short(price: Price) -> str:
    """Input and output of a price: “1.25 / 10.00”, and how many tiers there are."""
    text = f"{per_million(price.rates.input)} / {per_million(price.rates.output)}"
    return f"{text} · {extras(price)}" if extras(price) else text


def extras(price: Price) -> str:
    """What a price charges besides its rates: “long context, flex, priority”."""
    parts = [translate("prices", "long context")] if price.context_tiers else []
    return ", ".join([*parts, *sorted(price.service_tiers)])
