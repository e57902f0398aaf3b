"""Monitoring's filter row: range, servers, facets with menus, search, saved views, export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.facet_menu import FACETS, Choice, FacetMenu
from cpam_desktop.ui.monitoring.facets import Facets
from cpam_desktop.ui.monitoring.range_switch import RangeSwitch
from cpam_desktop.ui.theme.metrics import SUBBAR
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.facet_row import FacetRow
from cpam_desktop.ui.widgets.fields import SearchField
from cpam_desktop.ui.widgets.layout import column, panel, row

_WIDE = 960
"""From this width on the search has room for words."""
_NARROW = 760
"""Below this width the ranges are in a menu alone."""


class FilterBar(QWidget):
    """`changed`: anything but the range; `range_changed` carries the key of another range; `opened` a facet's kind.

    `custom_range_asked`, `custom_latency_asked` and `export_asked` want their dialogs.
    """

    changed = Signal()
    range_changed = Signal(str)
    opened = Signal(str)
    custom_range_asked = Signal()
    custom_latency_asked = Signal()
    compared = Signal(bool)
    export_asked = Signal()

    def __init__(self, write: Callable[[str], str]) -> None:
        """`write(text)` is how a text may be shown (masking)."""
        super().__init__()
        self.facets = Facets()
        self.all_servers = False
        self.span = RangeSwitch("today")
        self.span.chosen.connect(self.range_changed)
        self.span.custom_asked.connect(self.custom_range_asked)
        self.span.compared.connect(self.compared)
        self._menus = {kind: FacetMenu(kind, self.facets, write, self) for kind in FACETS}
        self._chips = {
            kind: Chip(translate("facet", text), menu=self._menus[kind].menu) for kind, text in FACETS.items()
        }
        for kind, menu in self._menus.items():
            menu.opened.connect(self.opened)
            menu.changed.connect(partial(self._tell, kind))
            menu.custom_asked.connect(self.custom_latency_asked)
        self.search = SearchField(translate("monitoring", "Search request ID, account, path, error"))
        self.search.searched.connect(self._searched)
        self.views = Button("", "bookmark-simple", tip=translate("monitoring", "Saved views"))
        export = Button("", "download-simple", tip=translate("monitoring", "Export…"))
        export.clicked.connect(self.export_asked)
        facets = FacetRow(list(self._chips.values()))
        parts = (self.span, self._servers(), facets, (self.search, 1), row(self.views, export, spacing=4))
        bar = panel("subbar", row(*parts, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(SUBBAR)
        self.setLayout(column(bar, spacing=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self.search.setMinimumWidth(180 if width > _WIDE else 96)
        self.span.set_compact(width < _NARROW)

    def offer(self, kind: str, choices: Sequence[Choice]) -> None:
        """Set what a facet can choose from."""
        self._menus[kind].offer(choices)
        self._show(kind)

    def narrow(self, base: EventFilter) -> EventFilter:
        """The filter with everything that is chosen here; range, servers and forgiven codes are the page's."""
        return self.facets.narrow(base, self.search.text().strip())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self.facets.is_empty and not self.search.text().strip()

    def words(self) -> str:
        """What is filtered, in words."""
        parts = [
            f"{translate('facet', FACETS[kind])}: {menu.words()}" for kind, menu in self._menus.items() if menu.words()
        ]
        if text := self.search.text().strip():
            parts.append(translate("facet", "contains “{0}”").format(text))
        return "; ".join(parts)

    def label(self, kind: str, key: str) -> str:
        """How a value of a facet is called."""
        return self._menus[kind].label(key)

    def chosen(self, kind: str) -> set[str]:
        """The values that are chosen in a facet."""
        return set(self.facets.chosen[kind])

    def choose(self, kind: str, values: Iterable[str]) -> None:
        """Choose values from outside (a link of another page); tells `changed`."""
        self.facets.set(kind, values)
        self._tell(kind)

    def take(self, wanted: EventFilter) -> None:
        """Show a whole filter; tells `changed` once."""
        self.facets.take(wanted)
        self.search.put(wanted.search)
        self._show_all()

    def clear(self) -> None:
        """Take every filter away; tells `changed` once."""
        self.take(EventFilter())

    def choose_servers(self, *, everything: bool) -> None:
        """Look at this server or at all of them, without a signal."""
        self.all_servers = everything
        for action in self._of_servers.actions():
            action.setChecked(action.data() == everything)
        words = translate("monitoring", "All servers") if everything else translate("monitoring", "This server")
        self.server.set_text(words)
        self.server.setChecked(everything)

    def _servers(self) -> Chip:
        self._of_servers = QMenu(self)
        for words, everything in (
            (translate("monitoring", "This server"), False),
            (translate("monitoring", "All servers"), True),
        ):
            action = QAction(words, self._of_servers, checkable=True)
            action.setData(everything)
            action.triggered.connect(partial(self._choose_servers, everything))
            self._of_servers.addAction(action)
        self.server = Chip(translate("monitoring", "This server"), menu=self._of_servers, icon="hard-drives")
        self.choose_servers(everything=False)
        return self.server

    def _choose_servers(self, everything: bool) -> None:
        self.choose_servers(everything=everything)
        self.changed.emit()

    def _searched(self, _text: str) -> None:
        self.changed.emit()

    def _show(self, kind: str) -> None:
        self._chips[kind].set_chosen(*self.facets.counts(kind), self._menus[kind].words())

    def _show_all(self) -> None:
        for kind in self._chips:
            self._show(kind)
        self.changed.emit()

    def _tell(self, kind: str) -> None:
        self._show(kind)
        self.changed.emit()
