"""The figures strip of Prices: how much is priced, what it cost, what is missing, where prices come from."""

from __future__ import annotations

from collections.abc import Mapping

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.format import grouped, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.prices.words import money
from cpam_desktop.ui.widgets.kpi_strip import Kpi


def price_kpis(figures: Figures, counts: Mapping[str, int]) -> list[Kpi]:
    """`counts` are those of `rows.counts`."""
    share = figures.priced_requests / figures.requests if figures.requests else None
    of = translate("kpi", "{0} of {1} calls, 30 d")
    sources = translate("kpi", "{0} synced, {1} from the catalogue")
    return [
        Kpi(
            translate("kpi", "Priced"),
            percent(share),
            "%" if share is not None else "",
            note=of.format(grouped(figures.priced_requests), grouped(figures.requests)),
        ),
        Kpi(
            translate("kpi", "Estimated cost, 30 d"),
            money(figures.cost_usd),
            note=translate("kpi", "all servers, by the prices of now"),
        ),
        Kpi(
            translate("kpi", "Models without a price"),
            grouped(counts.get("unpriced", 0)),
            note=translate("kpi", "of {0} models").format(grouped(counts.get("all", 0))),
        ),
        Kpi(
            translate("kpi", "Prices of mine"),
            grouped(counts.get("user", 0)),
            note=sources.format(grouped(counts.get("synced", 0)), grouped(counts.get("catalogue", 0))),
        ),
    ]
