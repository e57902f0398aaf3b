"""The painted panel with the values under the pointer: a title, and a line for each series."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cpam_desktop.ui.theme import color, text_width
from cpam_desktop.ui.widgets.paint import RIGHT, paint_text

_LINE = 18
_SIDE = 12


def paint_panel(painter: QPainter, area: QRectF, at: float, title: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """Beside the vertical line `at`, inside `area`. `rows` are token of the mark, name and value."""
    name = max((text_width(row[1], 12) for row in rows), default=0)
    value = max((text_width(row[2], 12, 500) for row in rows), default=0)
    width = max(text_width(title, 12, 600), name + value + 34) + 2 * _SIDE
    height = 32 + _LINE * len(rows)
    left = at - width - 12 if at - width - 12 >= area.x() else at + 12
    left = max(area.x(), min(left, area.right() - width))
    panel = QRectF(left, area.y() + max(0, min(24, area.height() - height)), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("border"), 1))
    painter.setBrush(color("raised"))
    painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    inner = panel.adjusted(_SIDE, 6, -_SIDE, 0)
    paint_text(painter, QRectF(inner.x(), inner.y(), inner.width(), 18), title, "text", 12, 600)
    for place, (token, label, text) in enumerate(rows):
        line = QRectF(inner.x(), inner.y() + 20 + place * _LINE, inner.width(), _LINE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(token))
        painter.drawRoundedRect(QRectF(line.x(), line.center().y() - 4, 8, 8), 2, 2)
        paint_text(painter, line.adjusted(16, 0, 0, 0), label, "text2", 12)
        paint_text(painter, line, text, "text", 12, 500, flags=RIGHT)
