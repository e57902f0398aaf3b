"""The part of a table model that is the same for small and for endless tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cpam_desktop.ui.models.columns import Column

R = TypeVar("R")
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of type R under columns. Subclasses hold the rows."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self._columns = tuple(columns)

    @property
    def columns(self) -> Sequence[Column[R]]:
        """The columns, left to right."""
        return self._columns

    def row_at(self, row: int) -> R | None:
        """The row's value, None while it is being loaded."""
        raise NotImplementedError

    def cells_at(self, row: int) -> tuple[str, ...]:
        """The texts of the row, empty while it is being loaded."""
        raise NotImplementedError

    def format(self, value: R) -> tuple[str, ...]:
        """The texts of one row."""
        return tuple([column.text(value) for column in self._columns])

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _TEXT_ROLES:
            return None
        cells = self.cells_at(index.row())
        return cells[index.column()] if cells else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in _TEXT_ROLES and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].heading()
        return None
