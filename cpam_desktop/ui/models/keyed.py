"""Rows that are counted anew again and again: each has a key, so that a chosen row stays chosen wherever it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.table_model import TableModel

R = TypeVar("R")
_NOWHERE = QModelIndex()


class KeyedModel(TableModel[R]):
    """Thousands of rows at once; a row's texts are written when somebody looks at it. Sorted by columns with a
    `sort_key`, rows without a value last, equal ones by key."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str], sort: str, *, descending: bool) -> None:
        super().__init__(columns)
        self._key = key
        self._rows: list[R] = []
        self._cells: dict[int, tuple[str, ...]] = {}
        self._sort = next(place for place, column in enumerate(columns) if column.id == sort)
        self._descending = descending
        self._held = False

    @property
    def rows(self) -> Sequence[R]:
        """The rows as shown."""
        return self._rows

    @property
    def order(self) -> tuple[str, bool]:
        """Id of the column that sorts, and whether the highest come first."""
        return self.columns[self._sort].id, self._descending

    def hold(self, held: bool) -> None:
        """Leave rows at their places while somebody points at them; new ones come last."""
        if held != self._held:
            self._held = held
            if not held:
                self.set_rows(self._rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; indexes of rows that stay go with them."""
        keys = {self._key(row) for row in self._rows}
        ordered = self._ordered(rows)
        fresh = [row for row in ordered if self._key(row) not in keys]
        if fresh:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows = [*self._rows, *fresh]
            self.endInsertRows()
        staying = {self._key(row) for row in ordered}
        gone = [row for row in self._rows if self._key(row) not in staying]
        self._move([*ordered, *gone])
        if gone:
            self.beginRemoveRows(_NOWHERE, len(ordered), len(ordered) + len(gone) - 1)
            self._rows = ordered
            self._cells.clear()
            self.endRemoveRows()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort, self._descending = column, order == Qt.SortOrder.DescendingOrder
        held, self._held = self._held, False  # whoever asks for an order gets it
        self.set_rows(self._rows)
        self._held = held

    def sort_by(self, column: str, *, descending: bool) -> None:
        """Sort by a column's id; one that is not here changes nothing."""
        place = next((place for place, one in enumerate(self.columns) if one.id == column), None)
        if place is not None:
            self.sort(place, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def reformat(self) -> None:
        """Write all texts anew."""
        self._cells.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def place_of(self, key: str) -> int | None:
        """The row of a key."""
        return next((place for place, row in enumerate(self._rows) if self._key(row) == key), None)

    def row_at(self, row: int) -> R | None:
        return self._rows[row]

    def cells_at(self, row: int) -> tuple[str, ...]:
        if row not in self._cells:
            self._cells[row] = self.format(self._rows[row])
        return self._cells[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _move(self, rows: list[R]) -> None:
        """Put the rows that are here into another order, with other values."""
        self.layoutAboutToBeChanged.emit()
        places = {self._key(row): place for place, row in enumerate(rows)}
        old = self.persistentIndexList()
        new = [self.index(places[self._key(self._rows[index.row()])], index.column()) for index in old]
        self._rows = rows
        self._cells.clear()
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _ordered(self, rows: Sequence[R]) -> list[R]:
        if self._held:
            places = {self._key(row): place for place, row in enumerate(self._rows)}
            return sorted(rows, key=lambda row: places.get(self._key(row), len(places)))
        value = self.columns[self._sort].sort_key
        assert value is not None, "only columns with a sort key can be sorted"
        by_key = sorted(rows, key=self._key)
        return sorted(by_key, key=_none_last(value, self._descending), reverse=self._descending)


def _none_last(value_of: Callable[[Any], Any], descending: bool) -> Callable[[Any], tuple[bool, Any]]:
    def ranked(row: Any) -> tuple[bool, Any]:
        value = value_of(row)
        return ((value is None) != descending, 0 if value is None else value)

    return ranked
