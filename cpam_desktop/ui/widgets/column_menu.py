"""The button that chooses the columns of a table; by itself the table shows those that fit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.widgets.button import Button


class ColumnMenu(Button):
    """`chosen_changed` carries the ids the user chose, in the table's order; none of them: those that fit."""

    chosen_changed = Signal(tuple)

    def __init__(self) -> None:
        super().__init__("", "sliders-horizontal", tip=translate("columns", "Columns"))
        self._columns: tuple[Column[Any], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._shown: frozenset[str] = frozenset()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.clicked.connect(self.open)

    def set_table(self, columns: Sequence[Column[Any]], chosen: Sequence[str], shown: Sequence[str]) -> None:
        """Offer these columns; `shown` are those in sight now."""
        self._columns, self._chosen, self._shown = tuple(columns), tuple(chosen), frozenset(shown)

    @property
    def menu_of_columns(self) -> QMenu:
        """The menu, filled when it is about to be shown."""
        return self._menu

    def open(self) -> None:
        """Show the menu under the button."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self) -> None:
        self._menu.clear()
        fitting = QAction(translate("columns", "Those that fit"), self._menu, checkable=True, checked=not self._chosen)
        fitting.triggered.connect(partial(self._take, ()))
        self._menu.addAction(fitting)
        self._menu.addSeparator()
        for column in self._columns:
            if not column.stretch:
                action = QAction(column.heading(), self._menu, checkable=True, checked=column.id in self._shown)
                action.triggered.connect(partial(self._toggle, column.id, action))
                self._menu.addAction(action)

    def _toggle(self, name: str, action: QAction) -> None:
        wanted = set(self._shown)
        (wanted.add if action.isChecked() else wanted.discard)(name)
        self._take(tuple(column.id for column in self._columns if column.id in wanted or column.stretch))

    def _take(self, chosen: tuple[str, ...]) -> None:
        self.chosen_changed.emit(chosen)
