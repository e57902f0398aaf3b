"""The table: one delegate, a painted header, fixed row heights, the row as the unit of choice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from cpam_desktop.ui.models.table_model import TableModel
from cpam_desktop.ui.theme import theme
from cpam_desktop.ui.theme.metrics import ROW
from cpam_desktop.ui.widgets.delegate import CellDelegate
from cpam_desktop.ui.widgets.header import Header


class DataTable(QTableView):
    """`row_chosen` carries the row's value, or None when nothing is chosen any more."""

    row_chosen = Signal(object)
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

    def set_columns_shown(self, shown: dict[str, bool]) -> None:
        """Hide and show columns by id; others stay as they are."""
        for column_id, visible in shown.items():
            self.setColumnHidden(self.place(column_id), not visible)

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

    def _hover(self, row: int) -> None:
        old, self._delegate.hover = self._delegate.hover, row
        for changed in {old, row} - {-1}:
            top = self.rowViewportPosition(changed)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(max(changed, 0)) or ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        self.pointer_moved.emit()
        super().mouseMoveEvent(event)

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
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            QGuiApplication.clipboard().setText("\t".join(self._rows.cells_at(rows[0].row())))
