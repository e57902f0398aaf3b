"""What a price rule would do to the models that are known: which match, and for which it changes anything. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.rows import PriceRow
from cpam_desktop.ui.prices.words import short

_NAMED = 6


def matches(rule: PriceRule, rows: Sequence[PriceRow]) -> list[PriceRow]:
    """The models that a rule names."""
    return [row for row in rows if rule.pattern.strip() and rule.matches(row.model)]


def stay(rule: PriceRule, found: Sequence[PriceRow]) -> int:
    """How many of them keep their price: a pattern with `*` never changes what is priced by its own name, and no rule
    changes what the user priced."""
    if rule.kind == "long-write":
        return 0
    kept = [row for row in found if row.price is not None and not row.rule]
    return len(kept) if not rule.literal else sum("user" in row.sources for row in kept)


def told(rule: PriceRule, rows: Sequence[PriceRow]) -> str:
    """The effect of a rule in words, as it is typed."""
    if not rule.pattern.strip():
        return translate("prices", "Type a model's name; * is any text.")
    found = matches(rule, rows)
    if not found:
        return translate("prices", "No model matches; the rule holds for models that come.")
    names = ", ".join(row.model for row in found[:_NAMED])
    if len(found) > _NAMED:
        names = translate("prices", "{0} and {1} more").format(names, grouped(len(found) - _NAMED))
    parts = [translate("prices", "Matches {0}: {1}.").format(grouped(len(found)), names)]
    if kept := stay(rule, found):
        parts.append(translate("prices", "{0} of them keep the price of their own name.").format(grouped(kept)))
    return " ".join(parts)


def target_told(target: str, rows: Sequence[PriceRow]) -> str:
    """What the model that a rule points to costs, as far as it is known."""
    name = target.strip().lower()
    row = next((row for row in rows if row.model.lower() == name), None)
    if not name:
        return translate("prices", "The name of a priced model, such as gpt-5.4.")
    if row is not None and row.price is not None:
        return translate("prices", "$ in / out per 1M: {0}").format(short(row.price))
    return translate("prices", "It is looked up in the catalogue once the rule is there.")
