"""A painted shadow around what floats. A graphics effect would rasterise its child again and blur its text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.theme import theme
from cpam_desktop.ui.widgets.layout import column


class Shadowed(QWidget):
    """`child` with `pad` pixels of room around it for the shadow."""

    def __init__(self, child: QWidget, pad: int = 28, radius: float = 10) -> None:
        super().__init__()
        self.pad = pad
        self._radius = radius
        self.setLayout(column(child, margins=(pad, pad, pad, pad), spacing=0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inner = QRectF(self.rect()).adjusted(self.pad, self.pad, -self.pad, -self.pad)
        strength = 2.6 if theme().tokens.dark else 0.9
        rings = self.pad - 8
        for ring in range(rings):
            painter.setBrush(QColor(0, 0, 0, int(strength * (1 + ring * 0.22))))
            out = rings - ring
            rect = inner.adjusted(-out, -out + 6, out, out + 6)
            painter.drawRoundedRect(rect, self._radius + out, self._radius + out)
