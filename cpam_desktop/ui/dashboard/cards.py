"""The Dashboard's cards over time: traffic with its range, and the health of the last day in cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.figures import TimeBucket
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.ranges import Span, chart_data
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.legend import Legend, LegendItem
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.sparkline import HealthCell, HealthTimeline

CELL_NS = 600 * NS_PER_SECOND
CELLS = 144
"""Cells of ten minutes: one day."""


def health_start(now_ns: int) -> int:
    """Where the strip begins: whole cells, the last of them holds this moment."""
    return now_ns - now_ns % CELL_NS - (CELLS - 1) * CELL_NS


def compared_ns(span: Span) -> int:
    """How much earlier the calls begin that the chart compares with: a whole day, or as many days as it shows."""
    before = span.before.start_ns if span.before is not None else None
    return span.chart[0] - (span.chart[0] if before is None else before)


class TrafficCard(QFrame):
    """`chosen` carries the key of another range."""

    chosen = Signal(str)

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.chart = SeriesChart(translate("dashboard", "Calls and tokens over time"), brush=False, zone=zone)
        self.chart.setMinimumHeight(170)
        choice = Segmented(
            [
                ("today", translate("range", "Today")),
                ("24h", translate("range", "24 h")),
                ("7d", translate("range", "7 d")),
                ("30d", translate("range", "30 d")),
            ],
            "today",
            translate("range", "Range"),
        )
        choice.chosen.connect(self.chosen)
        legend = Legend(
            [
                LegendItem("s1", translate("chart", "Calls")),
                LegendItem("bad_fill", translate("chart", "Failed")),
                LegendItem("s2", translate("chart", "Tokens"), line=True),
                LegendItem("s5", translate("chart", "Calls before"), line=True),
            ]
        )
        card = Card(translate("dashboard", "Traffic"), tools=(legend, choice)).add((self.chart, 1))
        self.setLayout(column(card, spacing=0))

    def show_traffic(self, span: Span, now_ns: int, steps: Sequence[TimeBucket], earlier: Sequence[TimeBucket]) -> None:
        """Show the steps of a span, and dashed what there was `compared_ns` before each of them."""
        before = [0] * max(1, -(-(span.chart[1] - span.chart[0]) // span.step_ns))
        for bucket in (*earlier, *steps):
            place = (bucket.start_ns + compared_ns(span) - span.chart[0]) // span.step_ns
            if 0 <= place < len(before):
                before[place] = bucket.requests
        self.chart.set_data(chart_data(span, steps, now_ns, before if earlier else ()))


class HealthCard(QFrame):
    """The last 24 hours."""

    def __init__(self) -> None:
        super().__init__()
        self._strip = HealthTimeline(height=54)
        legend = Legend(
            [
                LegendItem("ok_fill", translate("dashboard", "Healthy")),
                LegendItem("warn_fill", translate("dashboard", "1–10% failed")),
                LegendItem("bad_fill", translate("dashboard", "> 10% failed")),
                LegendItem("neutral_fill", translate("dashboard", "No calls")),
            ]
        )
        note = translate("dashboard", "last 24 h")
        card = Card(translate("dashboard", "Request health"), note, (legend,)).add(self._strip, None)
        self.setLayout(column(card, spacing=0))

    def show_health(self, start_ns: int, steps: Sequence[TimeBucket], zone: tzinfo) -> None:
        """Show the cells from `start_ns` (see `health_start`) on."""
        cells = [HealthCell(0, 0)] * CELLS
        for bucket in steps:
            place = (bucket.start_ns - start_ns) // CELL_NS
            if 0 <= place < CELLS:
                cells[place] = HealthCell(bucket.requests, bucket.failed)
        begin = datetime.fromtimestamp(start_ns // NS_PER_SECOND, zone)
        self._strip.set_cells(begin, timedelta(seconds=CELL_NS // NS_PER_SECOND), cells, CELLS)
