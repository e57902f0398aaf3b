"""The button that chooses the columns of a table; by itself the table shows those that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.widgets.button import Button


@dataclass(frozen=True, slots=True)
class TableColumns:
    """All columns of a table, the ids that were chosen (none: those that fit), and those in sight."""

    columns: Sequence[Column[Any]]
    chosen: Sequence[str]
    shown: Sequence[str]


class ColumnMenu(Button):
    """`chosen_changed` carries the ids the user chose, in the table's order; none of them: those that fit."""

    chosen_changed = Signal(tuple)

    def __init__(self, read: Callable[[], TableColumns]) -> None:
        """`read` tells of the table in sight, each time the menu is shown."""
        super().__init__("", "sliders-horizontal", tip=translate("columns", "Columns"))
        self._read = read
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.clicked.connect(self.open)

    @property
    def menu_of_columns(self) -> QMenu:
        """The menu, filled when it is about to be shown."""
        return self._menu

    def open(self) -> None:
        """Show the menu under the button."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self) -> None:
        table = self._read()
        self._menu.clear()
        fitting = QAction(translate("columns", "Those that fit"), self._menu, checkable=True, checked=not table.chosen)
        fitting.triggered.connect(partial(self._take, ()))
        self._menu.addAction(fitting)
        self._menu.addSeparator()
        for column in table.columns:
            if not column.stretch:
                action = QAction(column.heading(), self._menu, checkable=True, checked=column.id in table.shown)
                action.triggered.connect(partial(self._toggle, column.id, action))
                self._menu.addAction(action)

    def _toggle(self, name: str, action: QAction) -> None:
        table = self._read()
        wanted = set(table.shown)
        (wanted.add if action.isChecked() else wanted.discard)(name)
        self._take(tuple(column.id for column in table.columns if column.id in wanted or column.stretch))

    def _take(self, chosen: tuple[str, ...]) -> None:
        self.chosen_changed.emit(chosen)
