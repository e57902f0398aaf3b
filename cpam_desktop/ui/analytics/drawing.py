"""From what was read to what the trend chart draws."""

from __future__ import annotations

from bisect import bisect_right
from datetime import tzinfo
from functools import partial

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.analytics.anomaly_card import amount, what
from cpam_desktop.ui.analytics.loading import AnalyticsState, Side
from cpam_desktop.ui.analytics.metrics import BY_KEY, Metric, colors, tick, write
from cpam_desktop.ui.charts.trend_data import TrendData, TrendLine, TrendMark
from cpam_desktop.ui.i18n import translate


def trend_of(state: AnalyticsState, shown: tuple[str, ...], zone: tzinfo, other: str) -> TrendData:
    """The lines of the metrics shown, those of what is compared, and marks where something stood out."""
    lines = tuple(
        TrendLine(
            metric.name(),
            token,
            metric.unit,
            _values(metric, state.this, state.seen),
            _values(metric, state.other, state.seen) if state.other is not None else (),
            partial(write, metric.unit),
            partial(tick, metric.unit),
        )
        for metric, token in zip((BY_KEY[key] for key in shown), colors(shown), strict=True)
    )
    return TrendData(state.edges, lines, _marks(state), zone, other)


def _values(metric: Metric, side: Side, seen: int) -> tuple[float | None, ...]:
    """Steps without requests are 0 where a sum is asked for, but not those before the history began."""

    def value(place: int, one: Figures) -> float | None:
        if one.requests:
            return metric.value(one)
        return 0.0 if metric.sums and place >= side.unknown else None

    return tuple(value(place, one) for place, one in enumerate(side.steps[:seen]))


def _marks(state: AnalyticsState) -> tuple[TrendMark, ...]:
    """One for each step in which something began to stand out."""
    texts: dict[int, list[str]] = {}
    for one in state.anomalies:
        place = max(0, min(bisect_right(state.edges, one.start_ns) - 1, len(state.edges) - 2))
        words = translate("anomaly", "{0}: {1}, usually {2}")
        texts.setdefault(place, []).append(words.format(what(one), amount(one, one.value), amount(one, one.usual)))
    return tuple(TrendMark(place, text) for place, found in sorted(texts.items()) for text in found)
