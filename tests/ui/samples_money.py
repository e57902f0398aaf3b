"""States of the Failures and Prices pages with long names and large figures, to look at their layouts."""

from __future__ import annotations

from decimal import Decimal

from cpam_desktop.domain.analysis import FailureText
from cpam_desktop.domain.failures import FailureRules
from cpam_desktop.domain.figures import Figures
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices
from cpam_desktop.ui.failures.chart import Stacks
from cpam_desktop.ui.failures.classes import CLASSES
from cpam_desktop.ui.failures.digest import digest
from cpam_desktop.ui.failures.drawer import Scope
from cpam_desktop.ui.failures.groups import GROUPS, GroupRow, kind_rows
from cpam_desktop.ui.failures.reading import FailuresState
from cpam_desktop.ui.prices.reading import PricesState
from cpam_desktop.ui.prices.rows import PriceRow
from tests.ui.samples import EMAIL, FIGURES, MINUTE, NOW_NS

_CODES = (429, 499, 500, 200, 0, 403, 404, 529)
_SAID = '{"error": {"type": "usage_limit_reached", "message": "The usage limit of this workspace has been reached"}} '


def failures(*, empty: bool = False) -> FailuresState:
    """Many kinds of failures under rules, or none in the range."""
    scope = EventFilter()
    period = (NOW_NS - 720 * MINUTE, NOW_NS)
    if empty:
        bars = Stacks(period[0], 10 * MINUTE, 72, {name: [0] * 72 for name, _, _ in CLASSES})
        groups: dict[str, list[GroupRow]] = {kind: [] for kind in (*GROUPS, "kind")}
        nothing = Scope(scope, period, 10 * MINUTE, digest([]))
        return FailuresState(nothing, FailureRules(), Figures(), {}, Figures(), None, bars, groups)
    said = [FailureText(code, _SAID * (n + 1), 9_999 - n, NOW_NS - n * MINUTE) for n, code in enumerate(_CODES)]
    found = digest(said)
    bars = Stacks(
        period[0],
        10 * MINUTE,
        72,
        {name: [(n * place) % 400 for n in range(72)] for place, (name, _, _) in enumerate(CLASSES)},
    )
    groups = {kind: [_group(f"{kind} {EMAIL}", n) for n in range(40)] for kind in GROUPS} | {
        "kind": kind_rows(found.kinds)
    }
    rules = FailureRules(("rate-limit", "client-hang-up", "overloaded", "timeout"), (401, 402, 403, 404, 409, 422))
    by_code: dict[int, int] = dict.fromkeys(_CODES, 123_456)
    return FailuresState(
        Scope(scope, period, 10 * MINUTE, found), rules, FIGURES, by_code, FIGURES, FIGURES, bars, groups
    )


def _group(label: str, number: int) -> GroupRow:
    values = tuple(float(place % 7) for place in range(60))
    return GroupRow(f"{number}", label, 9_999 - number, NOW_NS, 1_234_567, NOW_NS - 5_000 * MINUTE, values)


def prices(*, empty: bool = False) -> PricesState:
    """Models with every source of price and none, or no model at all."""
    if empty:
        return PricesState((), (), Figures())
    rates = UnitPrices(1_250_000, 10_000_000, 125_000, 1_560_000, 2_500_000, 3_500_000)
    tiers = (ContextTier(272_000, rates),), {"flex": ServiceTier(rates), "priority": ServiceTier(rates)}
    made = [
        Price("gpt-5.5-codex-max", source, 1_767_225_600 * 10**9, rates, *tiers)
        for source in ("user", "synced", "catalogue")
    ]
    rows = [
        PriceRow(f"models/a-model-with-a-rather-long-name-{n}-20260929", True, price, 1_234_567, Decimal("98765.43"))
        for n in range(9)
        for price in (None, *made)
    ]
    ruled = PriceRow("local-model", True, made[0], 5, Decimal("0.0041"), (), "local-*", long_writes=True)
    rules = (PriceRule("model", 0, "local-*", "gpt-5.5-codex-max"), PriceRule("long-write", 0, "*"))
    return PricesState((*rows, ruled), rules, FIGURES)
