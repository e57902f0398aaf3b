"""The traffic card: calls and one more figure over time, and the period that is brushed, with the way to clear it."""

from __future__ import annotations

import time
from datetime import tzinfo

from PySide6.QtCore import Signal

from cpam_desktop.ui.charts.data import UNITS
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.format import day_clock
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.ranges import METRICS
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.legend import Legend, LegendItem
from cpam_desktop.ui.widgets.segmented import Segmented

_CHART, _LOW_CHART = 106, 84
_WORDS = {
    "tokens": QT_TRANSLATE_NOOP("chart", "Tokens"),
    "cost": QT_TRANSLATE_NOOP("chart", "Cost"),
    "latency": QT_TRANSLATE_NOOP("chart", "Latency"),
}


class TrafficCard(Card):
    """`brushed` comes when the user brushed another period or took the brush away; `set_brush` is silent.

    `figure_chosen` comes when the line is to show another of `METRICS`.
    """

    brushed = Signal()
    figure_chosen = Signal()

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._period = Label("", 12, 500, "accent_text")
        self._clear = Button(translate("monitoring", "Clear"), kind=Kind.LINK)
        self.chart = SeriesChart(translate("monitoring", "Calls and another figure over time"), zone=zone)
        self.chart.setFixedHeight(_CHART)
        self.choice = Segmented(
            [(key, translate("chart", text)) for key, text in _WORDS.items()],
            "tokens",
            translate("monitoring", "Figure of the line"),
        )
        self._legends = {key: self._legend(key) for key in METRICS}
        super().__init__(
            translate("monitoring", "Traffic"),
            tools=(self._period, self._clear, row(*self._legends.values(), spacing=0), self.choice),
            margins=(16, 8, 16, 10),
            spacing=6,
        )
        self.add(self.chart)
        self.chart.brushed.connect(self._moved)
        self._clear.clicked.connect(self._cleared)
        self.choice.chosen.connect(self._choose)
        self._choose("tokens")
        self._tell()

    @property
    def figure(self) -> str:
        """What the line shows."""
        return self.choice.current

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

    def set_low(self, low: bool) -> None:
        """Take less height, where the page has little."""
        self.chart.setFixedHeight(_LOW_CHART if low else _CHART)

    @staticmethod
    def _legend(metric: str) -> Legend:
        return Legend(
            [
                LegendItem("s1", translate("chart", "Calls")),
                LegendItem("bad_fill", translate("chart", "Failed")),
                LegendItem(UNITS[METRICS[metric]], translate("chart", _WORDS[metric]), line=True),
            ]
        )

    def _choose(self, metric: str) -> None:
        for key, legend in self._legends.items():
            legend.setVisible(key == metric)
        self.figure_chosen.emit()

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
