"""The range of Monitoring: the usual ones side by side, the others, a period of one's own and comparing in a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.segmented import Segmented

RANGES = {
    "1h": QT_TRANSLATE_NOOP("range", "1 h"),
    "today": QT_TRANSLATE_NOOP("range", "Today"),
    "24h": QT_TRANSLATE_NOOP("range", "24 h"),
    "7d": QT_TRANSLATE_NOOP("range", "7 d"),
    "30d": QT_TRANSLATE_NOOP("range", "30 d"),
    "all": QT_TRANSLATE_NOOP("range", "All"),
    "15m": QT_TRANSLATE_NOOP("range", "15 min"),
    "yesterday": QT_TRANSLATE_NOOP("range", "Yesterday"),
}
_SIDE_BY_SIDE = ("1h", "today", "24h", "7d", "30d", "all")


class RangeSwitch(QWidget):
    """`chosen` carries a key of `RANGES`; `custom_asked` wants the dialog; `compared` says whether to compare."""

    chosen = Signal(str)
    custom_asked = Signal()
    compared = Signal(bool)

    def __init__(self, current: str) -> None:
        super().__init__()
        name = translate("range", "Range")
        self._segments = Segmented([(key, translate("range", RANGES[key])) for key in _SIDE_BY_SIDE], "", name)
        self._segments.chosen.connect(self._choose)
        self._menu = QMenu(self)
        self._actions: dict[str, QAction] = {}
        self._compact, self._words = False, ""
        for key, text in RANGES.items():
            self._actions[key] = self._add(translate("range", text), partial(self._choose, key))
        self._custom = self._add(translate("range", "Custom…"), self.custom_asked.emit)
        self._menu.addSeparator()
        self._compare = QAction(translate("range", "Compare with the period before"), self._menu, checkable=True)
        self._compare.setChecked(True)
        self._compare.toggled.connect(self.compared)
        self._menu.addAction(self._compare)
        self.other = Chip(translate("range", "Period"), menu=self._menu, icon="calendar-blank")
        self.setLayout(row(self._segments, self.other, spacing=8))
        self.set_current(current)

    @property
    def current(self) -> str:
        """The key of the range, or its text."""
        return self._current

    @property
    def compares(self) -> bool:
        """Whether the period before is shown too."""
        return self._compare.isChecked()

    def set_current(self, key: str, words: str = "") -> None:
        """Show a range without a signal; `words` is how a period of one's own is called."""
        self._current = key
        self._segments.set_current(key)
        for name, action in self._actions.items():
            action.setChecked(name == key)
        self._custom.setChecked(key not in self._actions)
        self._words = translate("range", RANGES[key]) if key in self._actions else words or self._words
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Leave the ranges side by side out: the menu has all of them."""
        if compact != self._compact:
            self._compact = compact
            self._segments.setVisible(not compact)
            self._show()

    def _show(self) -> None:
        aside = self._current not in _SIDE_BY_SIDE
        for key in _SIDE_BY_SIDE:
            self._actions[key].setVisible(self._compact)
        self.other.set_text(self._words if aside or self._compact else translate("range", "Period"))
        self.other.setChecked(aside)

    def _add(self, text: str, act: object) -> QAction:
        action = QAction(text, self._menu, checkable=True)
        action.triggered.connect(act)
        self._menu.addAction(action)
        return action

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)
