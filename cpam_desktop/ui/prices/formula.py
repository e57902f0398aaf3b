"""How one attempt's cost comes about, line by line: tokens times price, and the tier that was billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.pricing import MOST_PRICED, PriceBook
from cpam_desktop.domain.pricing_values import ContextTier, Price, usd
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.words import fine, per_million, source_name
from cpam_desktop.ui.widgets.drawer import DetailSection
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import row


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """One kind of tokens: how many, pico-USD a token, and what they cost together."""

    name: str
    tokens: int
    rate: int

    @property
    def pico(self) -> int:
        """Pico-USD, exact."""
        return self.tokens * self.rate

    def product(self) -> str:
        """“1,200 × $1.25/1M”."""
        return f"{grouped(self.tokens)} × ${per_million(self.rate)}/1M"

    def words(self) -> str:
        """“1,200 × $1.25/1M = $0.0015”."""
        return f"{self.product()} = {fine(usd(self.pico))}"


@dataclass(frozen=True, slots=True)
class Formula:
    """`lines` add up to `pico`; both are empty (None) where the attempt has no cost, and `notes` say why or how."""

    lines: tuple[FormulaLine, ...] = ()
    pico: int | None = None
    notes: tuple[str, ...] = ()


def formula(event: EventRow, book: PriceBook) -> Formula:
    """The cost of an attempt by the prices that hold now, as `domain.pricing.event_cost` works it out."""
    tokens = event.tokens
    periods = book.resolve(event.model)
    if not periods:
        return Formula(notes=(translate("formula", "{0} has no price.").format(event.model),))
    if tokens.unclassified:
        return Formula(notes=(translate("formula", "Nobody knows what kind of tokens these are."),))
    if tokens.total > MOST_PRICED:
        return Formula(notes=(translate("formula", "So many tokens are no measurement."),))
    price = next(period.price for period in periods if period.from_ns <= event.time_ns < period.to_ns)
    tier = book.service_tier(event.model, event.billed_tier)
    charged, long = price.charged(tier, tokens.input), book.writes_long(event.model)
    write = charged.cache_write_long if long else charged.cache_write
    lines = (
        FormulaLine(translate("formula", "Uncached input"), tokens.uncached, charged.input),
        FormulaLine(translate("formula", "Cache read"), tokens.cache_read, charged.cache_read),
        FormulaLine(translate("formula", "Cache write"), tokens.cache_write, write),
        FormulaLine(translate("formula", "Output"), tokens.output - tokens.reasoning, charged.output),
        FormulaLine(translate("formula", "Reasoning"), tokens.reasoning, charged.reasoning),
    )
    shown = tuple(line for line in lines if line.tokens)
    return Formula(shown, sum(line.pico for line in lines), _notes(event, price, tier, long=long))


def formula_section(event: EventRow, book: PriceBook, *, last: bool = False) -> QWidget:
    """The formula as a section of a detail drawer."""
    found = formula(event, book)
    rows = [_line(line.name, line.product(), fine(usd(line.pico)), line.words()) for line in found.lines]
    if found.pico is not None and len(found.lines) != 1:
        together, cost = translate("formula", "Together"), fine(usd(found.pico))
        rows.append(_line(together, "", cost, cost))
    rows += [Label(note, 11, 400, "text3", wrap=True) for note in found.notes]
    return DetailSection(translate("formula", "Cost"), *rows, last=last)


def _line(name: str, product: str, cost: str, spoken: str) -> QWidget:
    label = Label(name, 12, 400, "text2")
    label.setFixedWidth(104)
    line = QWidget()
    line.setLayout(row(label, (ElidedLabel(product, 11, 400, "text2"), 1), Label(cost, 12, 500)))
    line.setAccessibleName(f"{name}: {spoken}")
    return line


def _notes(event: EventRow, price: Price, tier: str | None, *, long: bool) -> tuple[str, ...]:
    tokens, told = event.tokens, translate("formula", "Price of {0} ({1}).")
    notes = [told.format(price.source_model or price.model, source_name(price.source))]
    above = [one.above for one in _contexts(price, tier) if tokens.input > one.above]
    if above:
        notes.append(
            translate("formula", "More than {0} input tokens: long-context price.").format(grouped(max(above)))
        )
    if tier is not None:
        known = translate("formula", "Service tier {0}.") if tier in price.service_tiers else ""
        notes.append((known or translate("formula", "Service tier {0}: no price of its own.")).format(tier))
    if tokens.cache_write:
        notes.append(_write_note(long))
    return tuple(notes)


def _contexts(price: Price, tier: str | None) -> Sequence[ContextTier]:
    service = price.service_tiers.get(tier) if tier else None
    return (*price.context_tiers, *(service.context_tiers if service else ()))


def _write_note(long: bool) -> str:
    if long:
        return translate("formula", "Cache writes at the one-hour price, as a rule says.")
    return translate("formula", "Cache writes at the five-minute price.")
