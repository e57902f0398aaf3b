"""Reads what the Prices page shows: the table, what its models cost in 30 days, rules, and how much is priced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.figures import Figures
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing import PriceBook
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import Price
from cpam_desktop.ui.monitoring.ranges import now_utc, span_of
from cpam_desktop.ui.prices.rows import PriceRow, price_rows
from cpam_desktop.ui.session import Session

RANGE = "30d"


@dataclass(frozen=True, slots=True)
class PricesState:
    """`figures` are those of all servers in the range."""

    rows: Sequence[PriceRow]
    rules: tuple[PriceRule, ...]
    figures: Figures


async def read_prices(session: Session) -> PricesState:
    """Ask the services. Raises AppError."""
    context, ask = session.context, session.tasks.ask
    shown = span_of(RANGE, now_utc(), session.zone).shown
    query = OverviewQuery(EventFilter(range=shown), groups=("model",))
    lines = await ask(context.pricing.list)
    rules = await ask(context.pricing.rules)
    found = await ask(lambda: context.analysis.overview(query, session.zone))
    return PricesState(price_rows(lines, found.groups["model"]), rules, found.figures)


def own_prices(book: PriceBook, model: str) -> list[Price]:
    """The user's own prices of a model, by date; a user's price is in force from its day to the next one's."""
    name = model.strip().lower()
    prices = [period.price for period in book.resolve(model)]
    return [price for price in prices if price.source == "user" and price.model.strip().lower() == name]
