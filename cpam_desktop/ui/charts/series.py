"""Calls, failures and tokens over time, with a brush; the plot itself is made when the chart is first on screen."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QToolTip, QWidget

from cpam_desktop.ui.charts.data import SeriesData
from cpam_desktop.ui.charts.saving import ChartMenu
from cpam_desktop.ui.format import duration, human, money
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import theme
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.paint import paint_ring

if TYPE_CHECKING:
    from cpam_desktop.ui.charts.plot import SeriesPlot

_NS = 1_000_000_000
_FIRST_BRUSH = 6
_RIGHT = 44  # the second axis
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}


class SeriesChart(QWidget):
    """`brushed` carries (start_ns, end_ns), or None when the brush is cleared (double click, Esc).

    With the keyboard, an arrow key puts the brush over the newest steps and moves it, Shift with an arrow moves its
    end, Home and End go to the edges. Ctrl+C copies the values as a table. `set_brush` is silent.
    """

    brushed = Signal(object)

    def __init__(self, name: str, *, brush: bool = True, zone: tzinfo = UTC) -> None:
        """`name` is what a screen reader says; `zone` is that of the time axis."""
        super().__init__()
        self._zone, self._with_brush = zone, brush
        self._data = SeriesData(0, _NS)
        self._brush: tuple[int, int] | None = None
        self._plot: SeriesPlot | None = None
        self._told = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._box = column(spacing=0)
        self.setLayout(self._box)
        self.menu = ChartMenu(self, self._table, inset=_RIGHT)
        theme().changed.connect(self._rebuild)

    def set_data(self, data: SeriesData) -> None:
        """Draw other values; the brush stays at its times."""
        self._data = data
        figures = [translate("chart", "{0} calls, {1} failed").format(sum(data.calls), sum(data.failed))]
        if data.unit != "ms":
            figures.append(_value_words(sum(data.tokens), data.unit))
        self.setAccessibleDescription(", ".join(figures))
        self._draw()

    def set_zone(self, zone: tzinfo) -> None:
        """Write the time axis for another zone."""
        self._zone = zone
        self._draw()

    def set_brush(self, brush: tuple[int, int] | None) -> None:
        """Mark a period (start_ns, end_ns), or nothing."""
        self._brush = brush
        self._draw()

    @property
    def brush(self) -> tuple[int, int] | None:
        """The marked period."""
        return self._brush

    @property
    def ready(self) -> bool:
        """Whether the plot has been made."""
        return self._plot is not None

    def sizeHint(self) -> QSize:
        return QSize(320, max(120, self.minimumHeight()))  # the plot's own wish would make whole pages scroll

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:  # after this paint: importing pyqtgraph takes 200 ms
            QTimer.singleShot(0, self, self._build)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.menu.handle_key(event):
            return
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.set_brush(None)
            self.brushed.emit(None)
        elif self._with_brush and event.key() in _MOVES:
            self._move_brush(Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _move_brush(self, key: Qt.Key, end_only: bool) -> None:
        """Move the brush, or its end, by a step; without one, mark the newest steps."""
        data, seen = self._data, len(self._data.calls)
        if not seen:
            return
        if self._brush is None:
            first, last = max(0, seen - _FIRST_BRUSH), seen
        else:
            first, last = ((edge - data.start_ns) // data.step_ns for edge in self._brush)
            by = _MOVES[key] * data.total  # cut at the edges below
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                by = _MOVES[key]
            if end_only:
                last = min(max(last + by, first + 1), data.total)
            else:
                by = min(max(by, -first), data.total - last)
                first, last = first + by, last + by
        self.set_brush((data.start_ns + first * data.step_ns, data.start_ns + last * data.step_ns))
        self.brushed.emit(self._brush)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            paint_ring(QPainter(self), QRectF(self.rect()))

    def _table(self) -> list[list[str]]:
        return [line.split("\t") for line in self._data.as_table(self._zone).splitlines()]

    def _build(self) -> None:
        from cpam_desktop.ui.charts.plot import SeriesPlot

        if self._plot is not None:
            return
        self._plot = SeriesPlot(brush=self._with_brush)
        self._plot.brushed.connect(self._brush_moved)
        self._plot.hovered.connect(self._tell)
        self._plot.setFocusProxy(self)
        self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the chart has the menu
        self._box.addWidget(self._plot)
        self._draw()

    def _rebuild(self) -> None:
        if self._plot is not None:  # colours are baked into the items
            self._box.removeWidget(self._plot)
            self._plot.deleteLater()
            self._plot = None
            self._build()

    def _draw(self) -> None:
        if self._plot is None:
            return
        region = None
        if self._brush is not None:
            start, end = ((edge - self._data.start_ns) / self._data.step_ns for edge in self._brush)
            region = (max(0.0, start), min(float(self._data.total), end))
        self._plot.show_data(self._data, self._zone, region)

    def _brush_moved(self, first: float, last: float) -> None:
        data = self._data
        if first < 0:
            self._brush = None
        else:
            self._brush = (data.start_ns + round(first * data.step_ns), data.start_ns + round(last * data.step_ns))
        self.brushed.emit(self._brush)

    def _tell(self, place: int) -> None:
        if place == self._told:
            return
        self._told = place
        if place < 0:
            QToolTip.hideText()
            return
        data = self._data
        begin = datetime.fromtimestamp((data.start_ns + place * data.step_ns) / _NS, self._zone)
        end = datetime.fromtimestamp((data.start_ns + (place + 1) * data.step_ns) / _NS, self._zone)
        figures = translate("chart", "{0} calls, {1} failed").format(data.calls[place], data.failed[place])
        if (value := data.tokens[place]) == value:  # not where nothing was measured
            figures = f"{figures}, {_value_words(value, data.unit)}"
        QToolTip.showText(QCursor.pos(), f"{begin:%Y-%m-%d %H:%M}–{end:%H:%M}\n{figures}", self)


def _value_words(value: float, unit: str) -> str:
    if unit == "usd":
        return money(value)
    return duration(value) if unit == "ms" else translate("chart", "{0} tokens").format(human(round(value)))
