"""Paints every cell of every table: ground, hairline, text or the column's own painter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from cpam_desktop.ui.format import MISSING
from cpam_desktop.ui.models.columns import Column, TableRows
from cpam_desktop.ui.theme import color, font, text_width
from cpam_desktop.ui.theme.fonts import metrics
from cpam_desktop.ui.theme.metrics import INNER_CELL, OUTER_CELL
from cpam_desktop.ui.widgets.paint import LEFT, RIGHT, paint_hairline

_WIDEST = 0.72  # of the font size: what fits by this measure is not measured exactly


class CellDelegate(QStyledItemDelegate):
    """`hover` is the row under the pointer, -1 for none."""

    def __init__(self, rows: TableRows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self.hover = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place, row = index.column(), index.row()
        column = self._rows.columns[place]
        whole = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or row == self.hover:
            painter.fillRect(whole, color("accent_soft" if chosen else "hover"))
        paint_hairline(painter, whole)
        if chosen and place == 0:
            painter.fillRect(QRectF(whole.x(), whole.y(), 2, whole.height() - 1), color("ring"))
        inner = self._inner(whole, place)
        value = self._rows.row_at(row)
        if value is None:
            self._paint_waiting(painter, inner)
        elif column.paint is not None:
            painter.save()
            column.paint(painter, inner, value, chosen)
            painter.restore()
        else:
            self._paint_text(painter, inner, column, value, self._rows.cells_at(row)[place])

    def _inner(self, whole: QRectF, place: int) -> QRectF:
        left = OUTER_CELL if place == 0 else INNER_CELL
        right = OUTER_CELL if place == len(self._rows.columns) - 1 else INNER_CELL
        return whole.adjusted(left, 0, -right, -1)

    @staticmethod
    def _paint_waiting(painter: QPainter, inner: QRectF) -> None:
        bar = QRectF(inner.x(), inner.center().y() - 3, min(48.0, inner.width()), 6)
        painter.fillRect(bar, color("empty"))

    @staticmethod
    def _paint_text(painter: QPainter, inner: QRectF, column: Column[Any], value: Any, text: str) -> None:
        name = column.color if isinstance(column.color, str) else column.color(value)
        if text in (MISSING, ""):
            name = "text3"
        painter.setFont(font(12, column.weight, column.mono))
        painter.setPen(color(name))
        if not _fits(text, column, inner.width()):
            measure = metrics(12, column.weight, column.mono)
            text = measure.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, RIGHT if column.right else LEFT, text)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole text of a cell that is cut, or of a painted one."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        cells = self._rows.cells_at(index.row())
        column = self._rows.columns[index.column()]
        text = cells[index.column()] if cells else ""
        inner = self._inner(QRectF(option.rect), index.column())
        cut = column.paint is not None or not _fits(text, column, inner.width())
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True


def _fits(text: str, column: Column[Any], width: float) -> bool:
    if text.isascii() and len(text) * 12 * _WIDEST <= width:
        return True
    return text_width(text, 12, column.weight, column.mono) <= width
