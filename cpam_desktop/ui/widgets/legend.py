"""The legend of a chart: a mark and a word for each series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.widgets.paint import paint_text


@dataclass(frozen=True, slots=True)
class LegendItem:
    """Token of the series, its name, and whether it is drawn as a line."""

    token: str
    text: str
    line: bool = False


class Legend(QLabel):
    """All items in one row."""

    def __init__(self, items: Sequence[LegendItem]) -> None:
        super().__init__()
        self._items = tuple(items)
        self.setText(", ".join(item.text for item in items))
        self.setFixedSize(self.sizeHint())
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = sum(17 + text_width(item.text, 11) + 14 for item in self._items) - 12
        return QSize(round(width), 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 0.0, self.height() / 2
        for item in self._items:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(item.token))
            if item.line:
                painter.drawRoundedRect(QRectF(left, middle - 1, 12, 2), 1, 1)
            else:
                painter.drawRoundedRect(QRectF(left + 2, middle - 4, 8, 8), 2, 2)
            width = text_width(item.text, 11)
            paint_text(painter, QRectF(left + 17, 0, width + 2, self.height()), item.text, "text2", 11, elide=False)
            left += 17 + width + 14
