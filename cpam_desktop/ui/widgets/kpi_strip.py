"""The strip of key figures: value, change against the period before, a sparkline where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.widgets.paint import paint_ring, paint_spark, paint_text

_SPARK_FROM = 130  # narrower cells drop their sparkline
_LEAST = 136  # where cells would be narrower, the last ones go
_LEAST_WRAPPED = 124  # where cells would be narrower, they take two lines
_HEIGHT = 78


@dataclass(frozen=True, slots=True)
class Kpi:
    """One cell. `delta` as `format.change` writes it; `good`: is that change welcome; `series`: its token.

    `tip` says more than fits; a `link` makes the note one (`KpiStrip.followed`).
    """

    label: str
    value: str
    unit: str = ""
    delta: str | None = None
    good: bool = True
    note: str = ""
    values: tuple[float, ...] = ()
    series: str = "s1"
    tip: str = ""
    link: bool = False

    def spoken(self) -> str:
        """The cell in words."""
        parts = [f"{self.label}: {self.value} {self.unit}".strip(), self.delta or "", self.note]
        return ", ".join(part for part in parts if part)


class _Cell(QLabel):
    followed = Signal()

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_kpi(kpi)
        theme().changed.connect(self.update)

    def set_kpi(self, kpi: Kpi) -> None:
        self._kpi = kpi
        self.setText(kpi.spoken())
        self.setAccessibleName(kpi.spoken())
        self.setToolTip(kpi.tip or kpi.spoken())
        self.setCursor(Qt.CursorShape.PointingHandCursor if kpi.link else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if kpi.link else Qt.FocusPolicy.NoFocus)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._kpi.link and self.rect().contains(event.position().toPoint()):
            self.followed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._kpi.link and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.followed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(160, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        kpi, painter = self._kpi, QPainter(self)
        side = 16 if self.width() > _LEAST else 12
        inner = QRectF(self.rect()).adjusted(side, 10, 4 - side, -10)
        paint_text(painter, QRectF(inner.x(), inner.y(), self.width() - side - 2, 16), kpi.label, "text2", 12)
        paint_text(painter, QRectF(inner.x(), inner.y() + 17, inner.width(), 24), kpi.value, "text", 20, 600)
        if kpi.unit:
            left = inner.x() + text_width(kpi.value, 20, 600) + 3
            unit = QRectF(left, inner.y() + 20, inner.right() - left, 22)
            paint_text(painter, unit, kpi.unit, "text2", 12, 500)
        self._paint_change(painter, inner)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))
        written = text_width(kpi.value, 20, 600) + (text_width(kpi.unit, 12, 500) + 3 if kpi.unit else 0)
        if kpi.values and inner.width() > max(_SPARK_FROM, written + 56):
            paint_spark(painter, QRectF(inner.right() - 50, inner.y() + 14, 47, 22), kpi.values, kpi.series)

    def _paint_change(self, painter: QPainter, inner: QRectF) -> None:
        kpi, top, left = self._kpi, inner.bottom() - 14, inner.x()
        if kpi.delta:
            flat = kpi.delta[0] not in "+-"
            token = "text3" if flat else "ok" if kpi.good else "bad"
            if not flat:
                arrow = "arrow-up-bold" if kpi.delta[0] == "+" else "arrow-down-bold"
                icons.draw(painter, arrow, token, left, top + 1.5, 11)
                left += 13
            text = kpi.delta.lstrip("+-")
            width = text_width(text, 11, 500)
            paint_text(painter, QRectF(left, top, width + 2, 14), text, token, 11, 500, elide=False)
            left += width + 6
        if kpi.note and not (kpi.delta and text_width(kpi.note, 11) > inner.right() - left):  # else it is in the tip
            token = "accent_text" if kpi.link else "text3"
            paint_text(painter, QRectF(left, top, inner.right() - left, 14), kpi.note, token, 11)


class KpiStrip(QFrame):
    """Equal cells divided by hairlines; as many as there is room for, or with `wraps` all of them in two lines.

    `followed` comes from the note of a cell that is a link.
    """

    followed = Signal()

    def __init__(self, kpis: Sequence[Kpi], *, wraps: bool = False) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(_HEIGHT)
        self._wraps, self._rows = wraps, 1
        self._cells = [_Cell(kpi) for kpi in kpis]
        for cell in self._cells:
            cell.setParent(self)
            cell.followed.connect(self.followed)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        """Cells side by side; in two lines, the upper one has the odd cell."""
        count = len(self._cells)
        if self._wraps:
            columns = count if width >= count * _LEAST_WRAPPED else -(-count // 2)
            shown = count
        else:
            shown = columns = min(count, max(1, width // _LEAST))
        self._rows = -(-shown // columns)
        self.setFixedHeight(_HEIGHT * self._rows - (self._rows - 1))
        for place, cell in enumerate(self._cells):
            line, across = divmod(place, columns)
            held = min(columns, shown - line * columns)
            cell.setVisible(place < shown)
            if place < shown:
                left, right = (1 + (width - 2) * edge // held for edge in (across, across + 1))
                cell.setGeometry(
                    left + (across > 0), 1 + line * (_HEIGHT - 1), right - left - (across > 0), _HEIGHT - 2
                )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for cell in self._cells:
            if not cell.isHidden() and cell.x() > 1:
                painter.fillRect(cell.x() - 1, cell.y(), 1, cell.height(), color("line"))
        for line in range(1, self._rows):
            painter.fillRect(1, line * (_HEIGHT - 1), self.width() - 2, 1, color("line"))

    def set_kpis(self, kpis: Sequence[Kpi]) -> None:
        """Show other figures; as many as there are cells."""
        for cell, kpi in zip(self._cells, kpis, strict=True):
            cell.set_kpi(kpi)
