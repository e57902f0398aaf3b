"""Monitoring's filter row: range, facets with menus, search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring import ranges
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme.metrics import SUBBAR
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.facet_row import FacetRow
from cpam_desktop.ui.widgets.fields import SearchField
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.segmented import Segmented

_RANGES = {
    "15m": QT_TRANSLATE_NOOP("range", "15 min"),
    "1h": QT_TRANSLATE_NOOP("range", "1 h"),
    "today": QT_TRANSLATE_NOOP("range", "Today"),
    "24h": QT_TRANSLATE_NOOP("range", "24 h"),
    "7d": QT_TRANSLATE_NOOP("range", "7 d"),
    "30d": QT_TRANSLATE_NOOP("range", "30 d"),
    "all": QT_TRANSLATE_NOOP("range", "All"),
}
_FACETS = {
    "account": QT_TRANSLATE_NOOP("facet", "Account"),
    "model": QT_TRANSLATE_NOOP("facet", "Model"),
    "provider": QT_TRANSLATE_NOOP("facet", "Provider"),
    "api-key": QT_TRANSLATE_NOOP("facet", "API key"),
    "status": QT_TRANSLATE_NOOP("facet", "Status"),
}
STATUSES = ("ok", "failed", "4xx", "429", "5xx", "!429")
_MOST = 200
"""So many values a menu offers; the search finds the others."""


class FilterBar(QWidget):
    """`changed` comes when anything but the range changed, `range_changed` carries the key of another range."""

    changed = Signal()
    range_changed = Signal(str)
    opened = Signal(str)

    def __init__(self, write: Callable[[str, str], str]) -> None:
        """`write(kind, value)` is how a value is shown (masking)."""
        super().__init__()
        self._write = write
        self._chosen: dict[str, set[str]] = {kind: set() for kind in _FACETS}
        self._values: dict[str, tuple[str, ...]] = {"status": STATUSES}
        self.span = Segmented(
            [(key, translate("range", _RANGES[key])) for key in ranges.KEYS], "today", translate("range", "Range")
        )
        self.span.chosen.connect(self.range_changed)
        self._menus = {kind: QMenu(self) for kind in _FACETS}
        self._chips = {kind: Chip(translate("facet", text), menu=self._menus[kind]) for kind, text in _FACETS.items()}
        for kind, menu in self._menus.items():
            menu.aboutToShow.connect(partial(self._about_to_show, kind))
        self.search = SearchField(translate("monitoring", "Search request ID, account, path, error"))
        self.search.searched.connect(self._searched)
        self.search.setMinimumWidth(120)
        facets = FacetRow(list(self._chips.values()))
        line = row(self.span, facets, (self.search, 1), margins=(16, 0, 16, 0))
        bar = panel("subbar", line)
        bar.setFixedHeight(SUBBAR)
        self.setLayout(column(bar, spacing=0))

    def offer(self, kind: str, values: Sequence[str]) -> None:
        """Set what a facet can choose from."""
        self._values[kind] = tuple(values)
        self._fill(kind)

    def narrow(self, base: EventFilter) -> EventFilter:
        """The filter with everything that is chosen here (the range is the page's)."""
        return EventFilter(
            range=base.range,
            servers=base.servers,
            models=self._sorted("model"),
            accounts=self._sorted("account"),
            providers=self._sorted("provider"),
            api_keys=self._sorted("api-key"),
            statuses=self._sorted("status"),
            search=self.search.text().strip(),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not any(self._chosen.values()) and not self.search.text().strip()

    def chosen(self, kind: str) -> set[str]:
        """The values that are chosen in a facet."""
        return set(self._chosen[kind])

    def choose(self, kind: str, values: Sequence[str]) -> None:
        """Choose values from outside (a link of another page); tells `changed`."""
        self._chosen[kind] = set(values)
        self._tell(kind)

    def clear(self) -> None:
        """Take every filter away; tells `changed` once."""
        for kind, chosen in self._chosen.items():
            chosen.clear()
            self._chips[kind].set_chosen(0)
        self.search.reset()
        self.changed.emit()

    def _searched(self, _text: str) -> None:
        self.changed.emit()

    def _sorted(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(self._chosen[kind]))

    def _about_to_show(self, kind: str) -> None:
        self._fill(kind)
        self.opened.emit(kind)

    def _fill(self, kind: str) -> None:
        menu = self._menus[kind]
        menu.clear()
        chosen = self._chosen[kind]
        values = sorted(chosen) + [value for value in self._values.get(kind, ()) if value not in chosen]
        for value in values[:_MOST]:
            action = QAction(self._label(kind, value), menu, checkable=True, checked=value in chosen)
            action.triggered.connect(partial(self._toggle, kind, value, action))
            menu.addAction(action)
        if not values:
            menu.addAction(translate("facet", "Nothing recorded yet")).setEnabled(False)
        if chosen:
            menu.addSeparator()
            menu.addAction(translate("facet", "Clear"), partial(self.choose, kind, ()))

    def _label(self, kind: str, value: str) -> str:
        if kind != "status":
            return self._write(kind, value).replace("&", "&&")
        words = {
            "ok": translate("facet", "Succeeded"),
            "failed": translate("facet", "Failed"),
            "!429": translate("facet", "Without 429"),
        }
        return words.get(value, value)

    def _toggle(self, kind: str, value: str, action: QAction) -> None:
        """Take or leave a value. The action is asked: Qt for Python tells a `partial` no arguments of the signal."""
        (self._chosen[kind].add if action.isChecked() else self._chosen[kind].discard)(value)
        self._tell(kind)

    def _tell(self, kind: str) -> None:
        self._chips[kind].set_chosen(len(self._chosen[kind]))
        self.changed.emit()
