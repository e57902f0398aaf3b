"""Whose figures the Dashboard shows: the chosen server's, or those of all servers together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.segmented import Segmented


class ScopeSwitch(QFrame):
    """In sight only where there are two servers to put together; `chosen` when the user took the other one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.all_servers = False
        choices = [("one", translate("dashboard", "This server")), ("all", translate("dashboard", "All servers"))]
        self._choice = Segmented(choices, "one", translate("dashboard", "Whose figures"))
        self._choice.chosen.connect(self._take)
        self._choice.hide()
        self.setLayout(column(self._choice, spacing=0))

    def show_servers(self, count: int, chosen: ServerState | None) -> None:
        """`count` servers are the user's own; the demo has a history of its own and is never among them."""
        self._choice.setVisible(count > 1 and chosen is not None and not chosen.demo)
        if count < 2:
            self.all_servers = False
            self._choice.set_current("one")

    def _take(self, key: str) -> None:
        self.all_servers = key == "all"
        self.chosen.emit()
