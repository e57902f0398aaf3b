"""Bars of a distribution: how many lie between two edges, with marks where percentiles are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.charts.data import nice_top
from cpam_desktop.ui.charts.hover_panel import paint_panel
from cpam_desktop.ui.charts.saving import ChartMenu, Table
from cpam_desktop.ui.charts.trend_data import axis_number
from cpam_desktop.ui.format import human, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.widgets.paint import RIGHT, paint_ring, paint_text

_LEFT, _TOP, _BOTTOM = 44, 22, 22
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Bars:
    """`counts[n]` lie in [edges[n], edges[n+1]), the last one is open; `marks` are names and values on that axis."""

    edges: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    marks: tuple[tuple[str, float], ...] = ()

    def trimmed(self) -> Bars:
        """Without the empty bars at both ends."""
        filled = [place for place, count in enumerate(self.counts) if count]
        if not filled:
            return Bars(self.edges, (), ())
        first, last = filled[0], filled[-1] + 1
        return Bars(self.edges[first : last + 1], self.counts[first:last], self.marks)

    def place(self, value: float) -> float:
        """Where a value lies, in bars from the left."""
        at = min(max(0, bisect_right(self.edges, value) - 1), len(self.counts) - 1)
        if at + 1 >= len(self.edges):
            return at + 0.5
        return at + min(1.0, max(0.0, (value - self.edges[at]) / (self.edges[at + 1] - self.edges[at])))


class BarsChart(QWidget):
    """Arrow keys and the pointer look at a bar; its figures show beside it. `chosen` carries (edge, next edge or None)
    of a bar that was clicked or taken with Return."""

    chosen = Signal(object)

    def __init__(self, name: str, write: Callable[[float], str], tick: Callable[[float], str]) -> None:
        """`name` is what a screen reader says; `write` makes a value words, `tick` an edge at the axis."""
        super().__init__()
        self._write, self._tick = write, tick
        self._bars = Bars()
        self._place = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.menu = ChartMenu(self, self._table, rest=lambda: self.point_at(-1))
        theme().changed.connect(self.update)

    @property
    def bars(self) -> Bars:
        """What is drawn."""
        return self._bars

    def set_bars(self, bars: Bars) -> None:
        """Draw another distribution."""
        self._bars = bars.trimmed()
        self._place = -1
        self.update()

    def point_at(self, place: int) -> None:
        """Look at a bar, or at none (-1)."""
        if place != self._place:
            self._place = place
            self.setAccessibleDescription(", ".join(self._words(place)) if place >= 0 else "")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -4, -_BOTTOM)

    def _x(self, place: float) -> float:
        plot = self._plot()
        return plot.x() + plot.width() * place / max(1, len(self._bars.counts))

    def _words(self, place: int) -> tuple[str, str]:
        edges, counts = self._bars.edges, self._bars.counts
        if place + 1 < len(edges):
            span = f"{self._tick(edges[place])} – {self._tick(edges[place + 1])}"
        else:
            span = translate("chart", "{0} and more").format(self._tick(edges[place]))
        share = percent(counts[place] / sum(counts))
        return span, f"{human(counts[place])} · {share}%"

    def _table(self) -> Table:
        edges = (*self._bars.edges, None)
        rows = [[edges[place], edges[place + 1], count] for place, count in enumerate(self._bars.counts)]
        return [["from_ms", "to_ms", "requests"], *rows]

    # -- the user

    def _at(self, x: float) -> int:
        plot, count = self._plot(), len(self._bars.counts)
        place = int((x - plot.x()) / max(1.0, plot.width()) * count)
        return place if plot.x() <= x and 0 <= place < count else -1

    def _take(self, place: int) -> None:
        if place >= 0:
            edges = (*self._bars.edges, None)
            self.chosen.emit((edges[place], edges[place + 1]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._at(event.position().x()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._place >= 0 else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(self._at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(-1)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.point_at(-1)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.point_at(max(0, min(self._place + step, len(self._bars.counts) - 1)) if self._bars.counts else -1)
        elif event.key() == Qt.Key.Key_Escape and self._place >= 0:
            self.point_at(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._place)
        elif not self.menu.handle_key(event):
            super().keyPressEvent(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, plot, counts = QPainter(self), self._plot(), self._bars.counts
        top, step = nice_top(max(counts, default=0), _PARTS)
        for part in range(_PARTS + 1):
            y = plot.bottom() - plot.height() * part / _PARTS
            painter.fillRect(QRectF(plot.x(), round(y), plot.width(), 1), color("grid"))
            text = axis_number(step * part)
            paint_text(painter, QRectF(0, y - 8, _LEFT - 8, 16), text, "text3", 11, flags=RIGHT, elide=False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, count in enumerate(counts):
            left, right = self._x(place) + 1.5, self._x(place + 1) - 1.5
            tall = plot.height() * count / top
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("s5" if place != self._place else "text2"))
            painter.drawRect(QRectF(left, plot.bottom() - tall, right - left, tall))
        if counts:
            self._paint_edges(painter, plot)
            self._paint_marks(painter, plot)
        if self._place >= 0:
            span, words = self._words(self._place)
            paint_panel(painter, plot, self._x(self._place + 0.5), span, [("s5", words, "")])
        elif self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))

    def _paint_edges(self, painter: QPainter, plot: QRectF) -> None:
        """As many labels as fit, each under the edge it names."""
        free = 0.0
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        for place, edge in enumerate(self._bars.edges):
            text, x = self._tick(edge), self._x(place)
            half = text_width(text, 11) / 2
            if x - half < free or x + half > self.width():
                continue
            area = QRectF(x - half - 2, plot.bottom() + 4, 2 * half + 4, 16)
            paint_text(painter, area, text, "text3", 11, flags=centre, elide=False)
            free = x + half + 12

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """A line at each percentile; names that would touch go beside each other."""
        free = 0.0
        for name, value in self._bars.marks:
            x = self._x(self._bars.place(value))
            painter.setPen(QPen(color("text2"), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, plot.y() - 4), QPointF(x, plot.bottom()))
            text = f"{name} {self._write(value)}"
            width = text_width(text, 11, 500)
            left = max(free, min(x - width / 2, self.width() - width - 2))
            paint_text(painter, QRectF(left, 0, width + 2, 16), text, "text2", 11, 500, elide=False)
            free = left + width + 10
