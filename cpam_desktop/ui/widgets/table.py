"""The table: one delegate, a painted header, fixed row heights, the row as the unit of choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from cpam_desktop.ui.models.column_choice import LEAST_NAME
from cpam_desktop.ui.models.table_model import TableModel
from cpam_desktop.ui.theme import theme
from cpam_desktop.ui.theme.metrics import OUTER_CELL, ROW
from cpam_desktop.ui.widgets.delegate import CellDelegate
from cpam_desktop.ui.widgets.header import Header


class DataTable(QTableView):
    """`row_chosen` carries the row's value, or None when nothing is chosen any more; `row_opened` comes on Enter or a
    double click, `menu_asked` with the place of the pointer or of the chosen row on a right click or the menu key.
    `sorted_by` carries a column's id and whether the highest come first, once the user has chosen so.
    """

    row_chosen = Signal(object)
    row_opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    sorted_by = Signal(str, bool)
    pointer_moved = Signal()

    def __init__(self, model: TableModel[Any], name: str, *, row_height: int = ROW, scrolls: bool = True) -> None:
        """`name` is what a screen reader says; without `scrolls` there are no bars (small tables in cards)."""
        super().__init__()
        self._rows = model
        self._delegate = CellDelegate(model, self)
        self._header = Header(model)
        self._header.sort_asked.connect(self._sort)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self._header)
        self._set_up(row_height, scrolls)
        self._size_columns()
        self.selectionModel().selectionChanged.connect(self._chosen)
        theme().changed.connect(self.viewport().update)

    def _set_up(self, row_height: int, scrolls: bool) -> None:
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(16)
        side.setDefaultSectionSize(row_height)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _size_columns(self) -> None:
        for place, column in enumerate(self._rows.columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            self._header.setSectionResizeMode(place, mode)
            self.setColumnWidth(place, column.width)

    def show_sort(self, column_id: str, *, descending: bool = True) -> None:
        """Put the arrow at a column; the model is expected to be in that order."""
        self._header.set_sort(self.place(column_id), descending)

    def place(self, column_id: str) -> int:
        """Where a column stands, from the left."""
        return next(i for i, column in enumerate(self._rows.columns) if column.id == column_id)

    def set_columns_shown(self, shown: Mapping[str, bool]) -> None:
        """Hide and show columns by id; others stay as they are."""
        for column_id, visible in shown.items():
            self.setColumnHidden(self.place(column_id), not visible)
        self._keep_name()

    def _keep_name(self) -> None:
        """The column that stretches keeps a width to be read by, where others leave it too little: then it scrolls."""
        for place, column in enumerate(self._rows.columns):
            if column.stretch:
                others = sum(self.columnWidth(other) for other in range(len(self._rows.columns)) if other != place)
                tight = self.width() - others < LEAST_NAME
                mode = QHeaderView.ResizeMode.Interactive if tight else QHeaderView.ResizeMode.Stretch
                if self._header.sectionResizeMode(place) != mode:
                    self._header.setSectionResizeMode(place, mode)
                if tight:
                    self.setColumnWidth(place, LEAST_NAME)

    @property
    def chosen(self) -> Any | None:
        """The value of the chosen row."""
        rows = self.selectionModel().selectedRows()
        return self._rows.row_at(rows[0].row()) if rows else None

    def _chosen(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        self.row_chosen.emit(self.chosen)

    def _sort(self, place: int, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._rows.sort(place, order)
        self.sorted_by.emit(self._rows.columns[place].id, descending)

    def _hover(self, row: int) -> None:
        old, self._delegate.hover = self._delegate.hover, row
        for changed in {old, row} - {-1}:
            top = self.rowViewportPosition(changed)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(max(changed, 0)) or ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        self.pointer_moved.emit()
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_name()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.RightButton:  # asking for a menu chooses nothing
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.row_opened.emit(self.chosen)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row, place = self.rowAt(event.pos().y()), event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rows = self.selectionModel().selectedRows()
            row = rows[0].row() if rows else -1
            place = QPoint(OUTER_CELL, self.rowViewportPosition(row) + self.rowHeight(row)) if rows else place
        value = self._rows.row_at(row) if row >= 0 else None
        if value is not None:
            self.menu_asked.emit(value, self.viewport().mapToGlobal(place))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._delegate.hover >= 0:
            at: QPoint = self.viewport().mapFromGlobal(self.cursor().pos())
            self._hover(self.rowAt(at.y()) if self.viewport().rect().contains(at) else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.row_opened.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            QGuiApplication.clipboard().setText("\t".join(self._rows.cells_at(rows[0].row())))
