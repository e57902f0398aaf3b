"""The figures strip of Failures: how many, how often, what clients noticed, limits, the most common kind."""

from __future__ import annotations

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.failures.digest import Digest
from cpam_desktop.ui.format import MISSING, change, grouped, percent, points
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.kpi_strip import Kpi


def lost_requests(plain: Figures) -> int:
    """Client requests of which no attempt succeeded, at least: figures that no rule has changed are needed.

    A request ends with its first success, so what is left of the requests after the successes got no answer. (An image
    tool's own success counts as one more, hence at least.)
    """
    return max(0, plain.clients - (plain.requests - plain.failed))


def failure_kpis(
    now: Figures, before: Figures | None, plain: Figures, limited: int, found: Digest, values: tuple[float, ...]
) -> list[Kpi]:
    """`plain` are the figures without rules; `limited` the attempts with code 429; `values` failures a step."""
    past = before or Figures()
    rate = now.failed / now.requests if now.requests else None
    old_rate = past.failed / past.requests if past.requests else None
    lost = lost_requests(plain)
    common = found.kinds[0] if found.kinds else None
    return [
        Kpi(
            translate("kpi", "Failures"),
            grouped(now.failed),
            delta=change(now.failed, past.failed),
            good=now.failed <= past.failed,
            note=translate("kpi", "of {0} calls").format(grouped(now.requests)),
            values=values,
            series="bad_fill",
        ),
        Kpi(
            translate("kpi", "Failure rate"),
            _percent(rate),
            "%" if rate is not None else "",
            delta=points(rate, old_rate),
            good=rate is None or old_rate is None or rate <= old_rate,
        ),
        Kpi(
            translate("kpi", "Requests lost"),
            grouped(lost),
            note=translate("kpi", "of {0}, after all retries").format(grouped(plain.clients)),
        ),
        Kpi(
            translate("kpi", "Rate limited"),
            grouped(limited),
            note=translate("kpi", "{0}% of all calls").format(_percent(limited / now.requests if now.requests else 0)),
        ),
        Kpi(
            translate("kpi", "Most common"),
            kind_words(common.kind).title if common else MISSING,
            note=translate("kpi", "{0} failures").format(grouped(common.count)) if common else "",
        ),
    ]


def _percent(rate: float | None) -> str:
    """Small rates with two decimals: 0.0004 is not “0.0”."""
    return percent(rate, 2 if rate is not None and rate < 0.01 else 1)
