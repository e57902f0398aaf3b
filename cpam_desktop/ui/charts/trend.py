"""Lines over time with two axes: hover values, gaps, what is compared dashed, marks that can be opened.

Painted here, not by pyqtgraph: the few hundred points of a trend need nothing of it, and no 200 ms of import.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.charts.hover_panel import paint_panel
from cpam_desktop.ui.charts.saving import ChartMenu
from cpam_desktop.ui.charts.trend_data import TrendData, TrendLine, Values
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.paint import RIGHT, paint_ring, paint_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 48, 10, 22
_PARTS = 4
_MARK = 14
_DAYS_FOR_STRIPES = 49
_Keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TrendChart(QWidget):
    """`chosen` carries (start_ns, end_ns) of a step that was clicked or taken with Return."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader says, and the name of a saved file."""
        super().__init__()
        self._data = TrendData()
        self._place = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.menu = ChartMenu(self, lambda: self._data.table(), rest=lambda: self.point_at(-1), inset=_RIGHT)
        theme().changed.connect(self.update)

    @property
    def data(self) -> TrendData:
        """What is drawn."""
        return self._data

    def set_data(self, data: TrendData) -> None:
        """Draw something else."""
        self._data = data
        self._place = min(self._place, data.count - 1)
        self.setAccessibleDescription(", ".join(line.label for line in data.lines))
        self.update()

    def point_at(self, place: int) -> None:
        """Show the values of a step, or of none (-1)."""
        if place != self._place:
            self._place = place
            self.setAccessibleDescription("\n".join(self._words(place)) if place >= 0 else "")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 150)

    # -- where things are

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _x(self, place: float) -> float:
        plot = self._plot()
        return plot.x() + plot.width() * place / self._data.count

    def _step_at(self, x: float) -> int:
        plot = self._plot()
        place = int((x - plot.x()) / plot.width() * self._data.count)
        return place if plot.x() <= x < plot.right() and 0 <= place < self._data.count else -1

    # -- the user

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._step_at(event.position().x()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._place >= 0 else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(self._step_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _Keys:
            start = self._data.count if self._place < 0 and _Keys[key] < 0 else self._place
            self.point_at(max(0, min(start + _Keys[key], self._data.count - 1)))
        elif key == Qt.Key.Key_Escape and self._place >= 0:
            self.point_at(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._place)
        elif not self.menu.handle_key(event):
            super().keyPressEvent(event)

    def _take(self, place: int) -> None:
        if place >= 0 and self._data.lines:
            self.chosen.emit((self._data.edges[place], self._data.edges[place + 1]))

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, data = QPainter(self), self._data
        plot, tops = self._plot(), data.tops(_PARTS)
        self._paint_stripes(painter, plot)
        self._paint_axes(painter, plot, tops)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, (top, _) in reversed(list(zip(data.lines, tops, strict=True))):
            self._paint_line(painter, plot, line, top)
        for mark in data.marks:
            self._paint_mark(painter, plot, mark.place)
        if self._place >= 0 and data.lines:
            self._paint_hover(painter, plot, tops)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))

    def _paint_stripes(self, painter: QPainter, plot: QRectF) -> None:
        """Weekends, where there are few enough to be told apart."""
        data = self._data
        days = data.count if data.daily else data.count / 24
        if not 2 < days <= _DAYS_FOR_STRIPES:
            return
        for place in range(data.count):
            if data.moment(place).weekday() >= 5:
                left, right = round(self._x(place)), round(self._x(place + 1))
                painter.fillRect(QRectF(left, plot.y(), right - left, plot.height()), color("sunken"))

    def _paint_axes(self, painter: QPainter, plot: QRectF, tops: list[tuple[float, float]]) -> None:
        for part in range(_PARTS + 1):
            y = plot.bottom() - plot.height() * part / _PARTS
            painter.fillRect(QRectF(plot.x(), round(y), plot.width(), 1), color("grid"))
            for side, (line, (_, step)) in enumerate(zip(self._data.lines, tops, strict=True)):
                area = QRectF(0, y - 8, _LEFT - 8, 16) if not side else QRectF(plot.right() + 8, y - 8, _RIGHT - 8, 16)
                flags = RIGHT if not side else int(Qt.AlignmentFlag.AlignVCenter)
                paint_text(painter, area, line.tick(step * part), "text3", 11, flags=flags, elide=False)
        for place, text in self._data.ticks(max(2, int(plot.width() // 84))):
            x = self._x(place)
            if plot.x() - 1 <= x <= plot.right():
                flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
                area = QRectF(x - 40, plot.bottom() + 4, 80, 16)
                paint_text(painter, area, text, "text3", 11, flags=flags, elide=False)

    def _points(self, plot: QRectF, values: Values, top: float) -> list[list[QPointF]]:
        """Runs of points without a gap in them."""
        runs: list[list[QPointF]] = [[]]
        for place, value in enumerate(values[: self._data.count]):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(QPointF(self._x(place + 0.5), plot.bottom() - plot.height() * min(1.0, value / top)))
        return [run for run in runs if run]

    def _paint_line(self, painter: QPainter, plot: QRectF, line: TrendLine, top: float) -> None:
        first = line is self._data.lines[0]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color(line.token, 0.75), 1.3, Qt.PenStyle.DashLine))
        for run in self._points(plot, line.previous, top):
            painter.drawPolyline(QPolygonF(run))
        for run in self._points(plot, line.values, top):
            if first and len(run) > 1:
                area = QPainterPath(QPointF(run[0].x(), plot.bottom()))
                for point in run:
                    area.lineTo(point)
                area.lineTo(run[-1].x(), plot.bottom())
                painter.fillPath(area, color(line.token, 0.10))
            for pen in ([] if first else [QPen(color("surface"), 5)]) + [QPen(color(line.token), 2)]:
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF(run))
            if len(run) == 1:  # a lone value between gaps
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(line.token))
                painter.drawEllipse(run[0], 2.5, 2.5)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_mark(self, painter: QPainter, plot: QRectF, place: int) -> None:
        """A triangle at the top, and a thin line down: shape as well as colour."""
        x = self._x(place + 0.5)
        painter.setPen(QPen(color("warn_fill", 0.6), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, plot.y() + 4), QPointF(x, plot.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("warn_fill"))
        top = plot.y() - 6
        painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 8)]))

    def _paint_hover(self, painter: QPainter, plot: QRectF, tops: list[tuple[float, float]]) -> None:
        x = self._x(self._place + 0.5)
        painter.setPen(QPen(color("text3"), 1))
        painter.drawLine(QPointF(x, plot.y()), QPointF(x, plot.bottom()))
        rows: list[tuple[str, str, str]] = []
        for line, (top, _) in zip(self._data.lines, tops, strict=True):
            value = line.values[self._place] if self._place < len(line.values) else None
            rows.append((line.token, line.label, line.write(value)))
            if line.previous:
                before = line.previous[self._place] if self._place < len(line.previous) else None
                rows.append(("text3", f"{line.label} · {self._data.other}", line.write(before)))
            if value is not None:
                painter.setPen(QPen(color("surface"), 2))
                painter.setBrush(color(line.token))
                y = plot.bottom() - plot.height() * min(1.0, value / top)
                painter.drawEllipse(QPointF(x, y), 5, 5)
        for mark in self._data.marks:
            if mark.place == self._place:
                rows.append(("warn_fill", mark.text, ""))
        paint_panel(painter, plot, x, self._title(self._place), rows)

    def _title(self, place: int) -> str:
        begin, end = self._data.moment(place), self._data.moment(place + 1)
        day = begin.strftime("%Y-%m-%d")
        weekday = self.locale().dayName(begin.isoweekday(), self.locale().FormatType.ShortFormat)
        return f"{weekday} {day}" if self._data.daily else f"{weekday} {day} {begin:%H:%M}–{end:%H:%M}"

    def _words(self, place: int) -> list[str]:
        """What the panel says, for a screen reader."""
        lines = [self._title(place)]
        for line in self._data.lines:
            value = line.values[place] if place < len(line.values) else None
            lines.append(translate("chart", "{0}: {1}").format(line.label, line.write(value)))
        return lines
