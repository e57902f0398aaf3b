"""The card with how long requests took, as a distribution."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from cpam_desktop.domain.analysis import EDGES_MS, Overview
from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.analytics.metrics import tick
from cpam_desktop.ui.charts.bars import Bars, BarsChart
from cpam_desktop.ui.format import duration
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.segmented import Segmented


class LatencyCard(Card):
    """`chosen` carries least and greatest latency (ms, None: open) of a bar that was taken."""

    chosen = Signal(object)

    def __init__(self) -> None:
        choices = [("latency", translate("latency", "Latency")), ("ttft", translate("latency", "TTFT"))]
        self.kind = Segmented(choices, "latency", translate("latency", "What is measured"))
        super().__init__(translate("latency", "How long requests took"), tools=(self.kind,))
        self.chart = BarsChart(translate("latency", "Distribution of durations"), duration, partial(tick, "ms"))
        self.chart.setMinimumHeight(180)
        self.add((self.chart, 1))
        self._overview = Overview(Figures())
        self.kind.chosen.connect(self._draw)
        self.chart.chosen.connect(self._choose)

    def set_overview(self, overview: Overview) -> None:
        """Show another distribution."""
        self._overview = overview
        self._draw()

    def _draw(self) -> None:
        overview, first_byte = self._overview, self.kind.current == "ttft"
        spread = overview.figures.ttft_ms if first_byte else overview.figures.latency_ms
        found = (("p50", spread.p50), ("p95", spread.p95), ("p99", spread.p99))
        marks = tuple((name, value) for name, value in found if value is not None)
        self.chart.set_bars(Bars(EDGES_MS, overview.ttft_bars if first_byte else overview.latency_bars, marks))

    def _choose(self, edges: tuple[int, int | None]) -> None:
        if self.kind.current == "latency":
            least, below = edges
            self.chosen.emit((least, None if below is None else below - 1))
