"""The strip of key figures: value, change against the period before, a sparkline where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import text_width, theme
from cpam_desktop.ui.widgets.layout import row, vline
from cpam_desktop.ui.widgets.paint import paint_spark, paint_text

_SPARK_FROM = 150  # narrower cells drop their sparkline
_LEAST = 136  # where cells would be narrower, the last ones go


@dataclass(frozen=True, slots=True)
class Kpi:
    """One cell. `delta` as `format.change` writes it; `good`: is that change welcome; `series`: its token."""

    label: str
    value: str
    unit: str = ""
    delta: str | None = None
    good: bool = True
    note: str = ""
    values: tuple[float, ...] = ()
    series: str = "s1"

    def spoken(self) -> str:
        """The cell in words."""
        parts = [f"{self.label}: {self.value} {self.unit}".strip(), self.delta or "", self.note]
        return ", ".join(part for part in parts if part)


class _Cell(QLabel):
    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_kpi(kpi)
        theme().changed.connect(self.update)

    def set_kpi(self, kpi: Kpi) -> None:
        self._kpi = kpi
        self.setText(kpi.spoken())
        self.setToolTip(kpi.spoken())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        kpi, painter = self._kpi, QPainter(self)
        inner = QRectF(self.rect()).adjusted(16, 10, -12, -10)
        paint_text(painter, QRectF(inner.x(), inner.y(), inner.width(), 16), kpi.label, "text2", 12)
        paint_text(painter, QRectF(inner.x(), inner.y() + 17, inner.width(), 24), kpi.value, "text", 20, 600)
        if kpi.unit:
            left = inner.x() + text_width(kpi.value, 20, 600) + 3
            unit = QRectF(left, inner.y() + 20, inner.right() - left, 22)
            paint_text(painter, unit, kpi.unit, "text2", 12, 500)
        self._paint_change(painter, inner)
        if kpi.values and inner.width() > _SPARK_FROM:
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
        if kpi.note:
            paint_text(painter, QRectF(left, top, inner.right() - left, 14), kpi.note, "text3", 11)


class KpiStrip(QFrame):
    """Equal cells divided by hairlines; as many as there is room for."""

    def __init__(self, kpis: Sequence[Kpi]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(78)
        self._cells = [_Cell(kpi) for kpi in kpis]
        self._lines = [vline() for _ in self._cells]
        items = [item for line, cell in zip(self._lines, self._cells, strict=True) for item in (line, (cell, 1))]
        self.setLayout(row(*items, margins=(1, 1, 1, 1), spacing=0))
        self._lines[0].hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, 78)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = max(1, event.size().width() // _LEAST)
        for place, (line, cell) in enumerate(zip(self._lines, self._cells, strict=True)):
            line.setVisible(0 < place < room)
            cell.setVisible(place < room)

    def set_kpis(self, kpis: Sequence[Kpi]) -> None:
        """Show other figures; as many as there are cells."""
        for cell, kpi in zip(self._cells, kpis, strict=True):
            cell.set_kpi(kpi)
