"""The shape of a series in little room, and the health of a period in cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.paint import paint_spark, paint_text

_LABELS = 16  # height kept for the hours under the strip


class Sparkline(QWidget):
    """A line over equal steps, without axes; the words beside it carry the figures."""

    def __init__(self, values: Sequence[float] = (), token: str = "s1", *, height: int = 24, name: str = "") -> None:
        super().__init__()
        self._values, self._token = tuple(values), token
        self.setFixedHeight(height)
        self.setAccessibleName(name)
        theme().changed.connect(self.update)

    def set_values(self, values: Sequence[float]) -> None:
        """Show other values."""
        self._values = tuple(values)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_spark(QPainter(self), QRectF(self.rect()).adjusted(1, 2, -3, -2), self._values, self._token)


@dataclass(frozen=True, slots=True)
class HealthCell:
    """Requests and failures of one step of time."""

    requests: int
    failed: int

    @property
    def token(self) -> str:
        """Fill of the cell: by share of failures, as the legend says."""
        if not self.requests:
            return "neutral_fill"
        share = self.failed / self.requests
        return "bad_fill" if share > 0.1 else "warn_fill" if share >= 0.01 else "ok_fill"


class HealthTimeline(QWidget):
    """Cells over a period; height is volume, so that state is not told by colour alone; hover tells the figures."""

    def __init__(self, *, height: int = 46) -> None:
        super().__init__()
        self._cells: tuple[HealthCell, ...] = ()
        self._start: datetime | None = None
        self._step, self._total = timedelta(), 1
        self.setFixedHeight(height)
        theme().changed.connect(self.update)

    def set_cells(self, start: datetime, step: timedelta, cells: Sequence[HealthCell], total: int) -> None:
        """`cells` begin at `start`, each `step` long; `total` cells fill the period, those missing are to come."""
        self._start, self._step, self._cells, self._total = start, step, tuple(cells), max(total, 1)
        failed = sum(cell.failed for cell in cells)
        text = translate("timeline", "{0} requests, {1} failed").format(sum(c.requests for c in cells), failed)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = self.height() - _LABELS
        most = max((cell.requests for cell in self._cells), default=0) or 1
        for place in range(self._total):
            left, right = self._edges(place)
            if place >= len(self._cells):
                painter.fillRect(QRect(left, height - 3, right - left, 3), color("line"))
                continue
            cell = self._cells[place]
            tall = round(8 + (height - 8) * cell.requests / most) if cell.requests else 3
            painter.fillRect(QRect(left, height - tall, right - left, tall), color(cell.token))
        if 0 < len(self._cells) < self._total:
            now = self._edges(len(self._cells))[0]
            painter.setPen(QPen(color("text2"), 1))
            painter.drawLine(now, 0, now, height)
        self._paint_hours(painter, height)

    def _edges(self, place: int) -> tuple[int, int]:
        cell = self.width() / self._total
        left = round(place * cell)
        return left, max(left + 1, round((place + 1) * cell) - 1)

    def _paint_hours(self, painter: QPainter, top: int) -> None:
        if self._start is None:
            return
        parts = 6
        for part in range(parts + 1):
            moment = self._start + self._step * self._total * part / parts
            text = "24:00" if part == parts and moment.strftime("%H:%M") == "00:00" else moment.strftime("%H:%M")
            middle = self.width() * part / parts
            align = Qt.AlignmentFlag.AlignHCenter
            area = QRectF(middle - 30, top + 2, 60, 14)
            if part == 0:
                align, area = Qt.AlignmentFlag.AlignLeft, QRectF(0, top + 2, 60, 14)
            elif part == parts:
                align, area = Qt.AlignmentFlag.AlignRight, QRectF(self.width() - 60, top + 2, 60, 14)
            paint_text(painter, area, text, "text3", 10, flags=int(align), elide=False)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _tell(self, at: QPoint, where: QPoint) -> None:
        place = int(at.x() / self.width() * self._total)
        if self._start is None or not 0 <= place < len(self._cells):
            QToolTip.hideText()
            return
        cell, begin = self._cells[place], self._start + self._step * place
        head = f"{begin:%H:%M}–{begin + self._step:%H:%M}"
        figures = translate("timeline", "{0} requests, {1} failed").format(cell.requests, cell.failed)
        QToolTip.showText(where, f"{head}\n{figures}", self)
