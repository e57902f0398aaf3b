"""The traffic card: calls and tokens over time, and the period that is brushed, with the way to take it away."""

from __future__ import annotations

import time
from datetime import tzinfo

from PySide6.QtCore import Signal

from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.format import day_clock
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.legend import Legend, LegendItem

_CHART = 106


class TrafficCard(Card):
    """`brushed` comes when the user brushed another period or took the brush away; `set_brush` is silent."""

    brushed = Signal()

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._period = Label("", 12, 500, "accent_text")
        self._clear = Button(translate("monitoring", "Clear"), kind=Kind.LINK)
        self.chart = SeriesChart(translate("monitoring", "Calls and tokens over time"), zone=zone)
        self.chart.setFixedHeight(_CHART)
        legend = Legend(
            [
                LegendItem("s1", translate("chart", "Calls")),
                LegendItem("bad_fill", translate("chart", "Failed")),
                LegendItem("s2", translate("chart", "Tokens"), line=True),
            ]
        )
        super().__init__(translate("monitoring", "Traffic"), tools=(self._period, self._clear, legend))
        self.add(self.chart)
        self.chart.brushed.connect(self._moved)
        self._clear.clicked.connect(self._cleared)
        self._tell()

    @property
    def brush(self) -> tuple[int, int] | None:
        """The brushed period (start_ns, end_ns)."""
        return self.chart.brush

    def set_brush(self, brush: tuple[int, int] | None) -> None:
        """Mark another period, or none."""
        self.chart.set_brush(brush)
        self._tell()

    def set_zone(self, zone: tzinfo) -> None:
        """Write times for another zone."""
        self._zone = zone
        self.chart.set_zone(zone)
        self._tell()

    def _moved(self) -> None:
        self._tell()
        self.brushed.emit()

    def _cleared(self) -> None:
        self.set_brush(None)
        self.brushed.emit()

    def _tell(self) -> None:
        brush, now = self.chart.brush, time.time_ns()
        self._clear.setVisible(brush is not None)
        self._period.setVisible(brush is not None)
        if brush is not None:
            self._period.setText(" – ".join(day_clock(edge, self._zone, now) for edge in brush))
