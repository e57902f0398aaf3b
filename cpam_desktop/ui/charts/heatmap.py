"""Weekday by hour: one hue in five steps, the cell under the pointer or the keyboard told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.charts.saving import ChartMenu, Table
from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.paint import paint_ring, paint_text

Cell = tuple[int, int]
"""Weekday (0 is Monday) and hour."""
_LABEL, _FOOT, _GAP = 40, 18, 2
_SHADES = (0.16, 0.34, 0.54, 0.76, 1.0)
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def day_name(weekday: int) -> str:
    """A weekday in three letters of the window's language; 0 is Monday."""
    return QLocale().dayName(weekday + 1, QLocale.FormatType.ShortFormat)


def shade(token: str, step: int) -> QColor:
    """Fill of a step: 0 is nothing, 5 the most."""
    return color("empty") if step == 0 else color(token, _SHADES[step - 1])


class Heatmap(QWidget):
    """`pointed` carries the cell that is looked at, or None; `chosen` the one that was clicked or taken with Return."""

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, write: Callable[[float], str], token: str) -> None:
        """`name` is what a screen reader says; `write` makes a value words; `token` is the hue."""
        super().__init__()
        self._values: dict[Cell, float] = {}
        self._write, self._token = write, token
        self._hot: Cell | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.menu = ChartMenu(self, self._table, rest=lambda: self.point_at(None))
        theme().changed.connect(self.update)

    @property
    def highest(self) -> float:
        """The greatest value."""
        return max(self._values.values(), default=0.0)

    def set_values(self, values: Mapping[Cell, float], write: Callable[[float], str], token: str) -> None:
        """Draw other values; a cell without one is empty."""
        self._values, self._write, self._token = dict(values), write, token
        self.pointed.emit(self._hot)
        self.update()

    def point_at(self, cell: Cell | None) -> None:
        """Look at a cell, or at none."""
        if cell != self._hot:
            self._hot = cell
            self.setAccessibleDescription(self.words(cell) if cell is not None else "")
            self.pointed.emit(cell)
            self.update()

    def words(self, cell: Cell) -> str:
        """A cell as people say it: “Tue 15:00 · 1,310 requests”."""
        return f"{day_name(cell[0])} {cell[1]:02d}:00 · {self._write(self._values.get(cell, 0.0))}"

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 160)

    def _cell(self, weekday: int, hour: int) -> QRectF:
        wide, high = (self.width() - _LABEL) / 24, (self.height() - _FOOT) / 7
        return QRectF(_LABEL + hour * wide, weekday * high, wide - _GAP, high - _GAP)

    def _at(self, x: float, y: float) -> Cell | None:
        hour = int((x - _LABEL) / max(1.0, (self.width() - _LABEL) / 24))
        weekday = int(y / max(1.0, (self.height() - _FOOT) / 7))
        return (weekday, hour) if x >= _LABEL and weekday < 7 and hour < 24 else None

    def step_of(self, cell: Cell) -> int:
        """How strongly a cell is filled, 0 to 5."""
        value = self._values.get(cell, 0.0)
        return 0 if value <= 0 or not self.highest else min(5, 1 + int(value / self.highest * 5))

    # -- the user

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._at(event.position().x(), event.position().y())
        self.point_at(cell)
        can = cell in self._values
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.point_at(None)
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(self._at(event.position().x(), event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            down, across = _MOVES[key]
            day, hour = self._hot or (-down if down > 0 else 0, -across if across > 0 else 0)
            self.point_at(((day + down) % 7, (hour + across) % 24))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._hot)
        elif key == Qt.Key.Key_Escape and self._hot is not None:
            self.point_at(None)
        elif not self.menu.handle_key(event):
            super().keyPressEvent(event)

    def _take(self, cell: Cell | None) -> None:
        if cell is not None and cell in self._values:
            self.chosen.emit(cell)

    def _table(self) -> Table:
        hours = range(24)
        days = [[day_name(day), *[self._values.get((day, hour), 0) for hour in hours]] for day in range(7)]
        return [["", *[f"{hour:02d}:00" for hour in hours]], *days]

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for weekday in range(7):
            whole = self._cell(weekday, 0)
            area = QRectF(0, whole.y(), _LABEL - 8, whole.height())
            paint_text(painter, area, day_name(weekday), "text3", 11, elide=False)
            for hour in range(24):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade(self._token, self.step_of((weekday, hour))))
                painter.drawRoundedRect(self._cell(weekday, hour), 2, 2)
        for hour in range(0, 24, 3):
            left = self._cell(0, hour).x()
            area = QRectF(left, self.height() - 15, 40, 14)
            paint_text(painter, area, f"{hour:02d}:00", "text3", 10, elide=False)
        if self._hot is not None:
            painter.setPen(QPen(color("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._cell(*self._hot).adjusted(-0.5, -0.5, 0.5, 0.5), 2.5, 2.5)
        elif self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))


class HeatScale(QWidget):
    """The legend of a heatmap: nothing, five steps, the most."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(84, 14)
        theme().changed.connect(self.update)

    def set_token(self, token: str) -> None:
        """Show the steps of another colour."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(6):
            painter.setBrush(shade(self._token, step))
            painter.drawRoundedRect(QRectF(step * 14, 2, 12, 10), 2, 2)
