"""Facet chips in a row; those that do not fit go into a “More” menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme.metrics import CONTROL
from cpam_desktop.ui.widgets.chip import Chip

_GAP = 8


class FacetRow(QWidget):
    """`chips` must have menus. Give the row no stretch: it takes what it needs and shrinks to the More chip."""

    def __init__(self, chips: Sequence[Chip]) -> None:
        super().__init__()
        self._chips = tuple(chips)
        self._menu = QMenu(self)
        self._more = Chip(translate("facets", "More"), menu=self._menu)
        for chip in (*self._chips, self._more):
            chip.setParent(self)
            chip.resized.connect(self._arrange)
            chip.toggled.connect(self._arrange)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(CONTROL)

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._chips), CONTROL)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more.width(), CONTROL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        shown = len(self._chips)
        if self._width(self._chips) > self.width():
            while shown and self._width((*self._chips[:shown], self._more)) > self.width():
                shown -= 1
        hidden = self._chips[shown:]
        left = 0
        for chip in self._chips:
            chip.setVisible(chip not in hidden)
            if chip not in hidden:
                chip.move(left, 0)
                left += chip.width() + _GAP
        self._more.setVisible(bool(hidden))
        self._more.move(left, 0)
        self._more.blockSignals(True)
        self._more.set_chosen(sum(chip.isChecked() for chip in hidden))
        self._more.blockSignals(False)
        self._menu.clear()
        for chip in hidden:
            if chip.menu is not None:
                self._menu.addMenu(chip.menu).setText(chip.accessibleName())
        self.updateGeometry()

    @staticmethod
    def _width(chips: Sequence[Chip]) -> int:
        return sum(chip.width() for chip in chips) + _GAP * max(0, len(chips) - 1)
