"""The row above Analytics: range, step, servers, what to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.ui.analytics.loading import BEFORE, OFF, SERVER, SIDE
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme.metrics import SUBBAR
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.label import ElidedLabel
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.segmented import Segmented

_RANGES = {
    "24h": QT_TRANSLATE_NOOP("range", "24 h"),
    "today": QT_TRANSLATE_NOOP("range", "Today"),
    "yesterday": QT_TRANSLATE_NOOP("range", "Yesterday"),
    "7d": QT_TRANSLATE_NOOP("range", "7 d"),
    "30d": QT_TRANSLATE_NOOP("range", "30 d"),
    "all": QT_TRANSLATE_NOOP("range", "All"),
}
CUSTOM = "custom"
_PERIOD_FROM = 1000
_STEPS = {
    "auto": QT_TRANSLATE_NOOP("step", "Auto"),
    "hour": QT_TRANSLATE_NOOP("step", "Hour"),
    "day": QT_TRANSLATE_NOOP("step", "Day"),
}
_COMPARE = {
    OFF: QT_TRANSLATE_NOOP("compare", "Nothing"),
    BEFORE: QT_TRANSLATE_NOOP("compare", "Period before"),
}
_BESIDE = {
    f"{SIDE}before": QT_TRANSLATE_NOOP("compare", "Period before, side by side"),
    f"{SIDE}week": QT_TRANSLATE_NOOP("compare", "A week earlier, side by side"),
    f"{SIDE}month": QT_TRANSLATE_NOOP("compare", "Four weeks earlier, side by side"),
}


class AnalyticsBar(QWidget):
    """`changed` comes when anything was chosen, `custom_asked` wants the dialog for a period of one's own."""

    changed = Signal()
    custom_asked = Signal()

    def __init__(self, span: str, compare: str) -> None:
        super().__init__()
        self._compare = compare
        self._servers: dict[str, str] = {}
        self._span = span
        choices = [
            *[(key, translate("range", text)) for key, text in _RANGES.items()],
            (CUSTOM, translate("range", "Custom")),
        ]
        self.span = Segmented(choices, span, translate("range", "Range"))
        self.step = Segmented(
            [(key, translate("step", text)) for key, text in _STEPS.items()], "auto", translate("step", "Step")
        )
        scopes = [("this", translate("scope", "This server")), ("all", translate("scope", "All servers"))]
        self.scope = Segmented(scopes, "this", translate("scope", "Servers"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.against = Chip(translate("compare", "Compare"), menu=self._menu, icon="git-diff")
        self.period = ElidedLabel("", 12, 400, "text3")
        self.span.chosen.connect(self._choose_span)
        for choice in (self.step, self.scope):
            choice.chosen.connect(self.changed)
        line = row(self.span, self.step, self.scope, self.against, (self.period, 1), margins=(16, 0, 16, 0))
        bar = panel("subbar", line)
        bar.setFixedHeight(SUBBAR)
        self.setLayout(column(bar, spacing=0))
        self._show()

    @property
    def chosen_span(self) -> str:
        """The key of the range, or the text of one's own."""
        return self._span

    def set_span(self, span: str) -> None:
        """Show another range, by key or `FROM..TO`; tells `changed` where it is another."""
        self.span.set_current(span if span in _RANGES else CUSTOM)
        if span != self._span:
            self._span = span
            self.changed.emit()

    @property
    def compare(self) -> str:
        """What to compare with, as `loading` names it."""
        return self._compare

    def set_servers(self, servers: Sequence[tuple[str, str]]) -> None:
        """The servers (uid and name) that can be compared with; the shown one is not among them."""
        self._servers = dict(servers)
        if self._compare.startswith(SERVER) and self._compare.removeprefix(SERVER) not in self._servers:
            self._compare = BEFORE
            self._show()

    def set_compare(self, key: str) -> None:
        """Compare with something else; tells `changed`."""
        self._compare = key
        self._show()
        self.changed.emit()

    def words(self) -> str:
        """What is compared with, in words."""
        if self._compare.startswith(SERVER):
            return self._servers.get(self._compare.removeprefix(SERVER), "")
        words = {
            f"{SIDE}week": translate("compare", "a week earlier"),
            f"{SIDE}month": translate("compare", "four weeks earlier"),
        }
        return words.get(self._compare, translate("compare", "before"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.period.setVisible(event.size().width() >= _PERIOD_FROM)

    def _choose_span(self, key: str) -> None:
        if key == CUSTOM:
            self.custom_asked.emit()
        else:
            self.set_span(key)

    def _show(self) -> None:
        self.against.setChecked(self._compare != OFF)

    def _fill(self) -> None:
        self._menu.clear()
        for words in (_COMPARE, _BESIDE):
            for key, text in words.items():
                self._add(key, translate("compare", text))
            self._menu.addSeparator()
        for uid, name in self._servers.items():
            self._add(f"{SERVER}{uid}", translate("compare", "Server {0}").format(name.replace("&", "&&")))

    def _add(self, key: str, text: str) -> None:
        action = QAction(text, self._menu, checkable=True, checked=key == self._compare)
        action.triggered.connect(partial(self.set_compare, key))
        self._menu.addAction(action)
