"""Small tables: a list of records, sorted here. Below about 2,000 rows; beyond that see `windowed`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.table_model import TableModel

R = TypeVar("R")
_NOWHERE = QModelIndex()


class RecordsModel(TableModel[R]):
    """All rows at once. Sorting by a column needs its `sort_key`; without sorting rows stay as given."""

    def __init__(self, columns: Sequence[Column[R]], rows: Sequence[R] = ()) -> None:
        super().__init__(columns)
        self._given: list[R] = []
        self._rows: list[R] = []
        self._cells: list[tuple[str, ...]] = []
        self._sort: tuple[int, bool] | None = None
        self.set_rows(rows)

    @property
    def rows(self) -> Sequence[R]:
        """The rows as shown."""
        return self._rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows, in the order in force; the selection is dropped where their number changed."""
        ordered = self._ordered(rows)
        self._given = list(rows)
        if len(ordered) == len(self._rows):
            self._rows, self._cells = ordered, [self.format(row) for row in ordered]
            if ordered:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ordered) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows, self._cells = ordered, [self.format(row) for row in ordered]
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self.set_rows(self._given)

    def row_at(self, row: int) -> R | None:
        return self._rows[row]

    def cells_at(self, row: int) -> tuple[str, ...]:
        return self._cells[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _ordered(self, rows: Sequence[R]) -> list[R]:
        if self._sort is None:
            return list(rows)
        place, descending = self._sort
        key = self.columns[place].sort_key
        assert key is not None, "only columns with a sort key can be sorted"
        return sorted(rows, key=_none_last(key, descending), reverse=descending)


def _none_last(key: Any, descending: bool) -> Any:
    def ranked(row: Any) -> tuple[bool, Any]:
        value = key(row)
        missing = value is None
        return (missing != descending, 0 if missing else value)

    return ranked
