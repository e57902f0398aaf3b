"""Rows of the price table: what the table says of a model, with its attempts and cost in the range. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cpam_desktop.domain.figures import Group
from cpam_desktop.domain.pricing_values import Price, Source

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.pricing import PriceLine

FILTERS = ("all", "unpriced", "user", "synced", "catalogue")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A model: `used` in the history at any time, `requests` and `cost` in the range, the price in force now.

    `rule` is the pattern that prices it as `price.model`; `sources` have rows for its own name.
    """

    model: str
    used: bool
    price: Price | None
    requests: int = 0
    cost: Decimal | None = None
    sources: tuple[Source, ...] = ()
    rule: str = ""
    long_writes: bool = False

    @property
    def unpriced(self) -> bool:
        """Whether its requests cost nobody knows what."""
        return self.used and self.price is None

    def fits(self, chosen: str, search: str) -> bool:
        """Whether a filter (one of `FILTERS`) and a search leave it in sight."""
        if search and search.lower() not in self.model.lower():
            return False
        if chosen == "unpriced":
            return self.unpriced
        return chosen == "all" or (self.price is not None and self.price.source == chosen)


def price_rows(lines: Sequence[PriceLine], groups: Sequence[Group]) -> list[PriceRow]:
    """Models without a price first, then by cost and requests in the range."""
    figures = {group.key.lower(): group.figures for group in groups}
    rows: list[PriceRow] = []
    for line in lines:
        found = figures.get(line.model.lower())
        rows.append(
            PriceRow(
                line.model,
                line.used,
                line.price,
                found.requests if found else 0,
                found.cost_usd if found else None,
                line.sources,
                line.rule,
                line.long_writes,
            )
        )
    return sorted(rows, key=_order)


def counts(rows: Sequence[PriceRow]) -> dict[str, int]:
    """How many rows each filter leaves."""
    return {name: sum(row.fits(name, "") for row in rows) for name in FILTERS}


def _order(row: PriceRow) -> tuple[bool, Decimal, int, str]:
    return not row.unpriced, -(row.cost or Decimal(0)), -row.requests, row.model.lower()
