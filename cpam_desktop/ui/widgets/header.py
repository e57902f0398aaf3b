"""The header of a table, painted: a style sheet can neither align a section nor put the arrow beside its text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from cpam_desktop.ui import icons
from cpam_desktop.ui.models.columns import TableRows
from cpam_desktop.ui.theme import color, text_width
from cpam_desktop.ui.theme.metrics import HEADER_ROW, INNER_CELL, OUTER_CELL
from cpam_desktop.ui.widgets.paint import LEFT, RIGHT, paint_hairline, paint_text


class Header(QHeaderView):
    """`sort_asked` carries the place of a sortable column and whether descending is wanted."""

    sort_asked = Signal(int, bool)

    def __init__(self, rows: TableRows) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._rows = rows
        self._sort: tuple[int, bool] | None = None
        self.setFixedHeight(HEADER_ROW)
        self.setMinimumSectionSize(24)
        self.setHighlightSections(False)
        self.setSectionsClickable(any(column.sort_key is not None for column in rows.columns))
        self.sectionClicked.connect(self._clicked)

    def set_sort(self, place: int, descending: bool) -> None:
        """Show the arrow at a column."""
        self._sort = (place, descending)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column, whole = self._rows.columns[logicalIndex], QRectF(rect)
        painter.fillRect(whole, color("header"))
        paint_hairline(painter, whole)
        last = logicalIndex == len(self._rows.columns) - 1
        inner = whole.adjusted(
            OUTER_CELL if logicalIndex == 0 else INNER_CELL, 0, -(OUTER_CELL if last else INNER_CELL), 0
        )
        text, sorted_here = column.heading(), self._sort is not None and self._sort[0] == logicalIndex
        if sorted_here and self._sort is not None:
            arrow = "arrow-down-bold" if self._sort[1] else "arrow-up-bold"
            if column.right:
                inner.adjust(0, 0, -15, 0)
                left = inner.right() + 3
            else:
                left = inner.x() + text_width(text, 11, 500) + 4
            icons.draw(painter, arrow, "text", left, whole.center().y() - 6, 12)
        flags = RIGHT if column.right else LEFT
        paint_text(painter, inner, text, "text" if sorted_here else "text2", 11, 500, flags=flags)
        if not last:
            painter.fillRect(QRectF(whole.right() - 1, whole.y() + 8, 1, whole.height() - 17), color("line"))

    def _clicked(self, place: int) -> None:
        if self._rows.columns[place].sort_key is None:
            return
        descending = not self._sort[1] if self._sort is not None and self._sort[0] == place else True
        self.set_sort(place, descending)
        self.sort_asked.emit(place, descending)
