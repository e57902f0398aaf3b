"""The connection card: which server, how it is, what it told about itself and how it is set up."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.collecting import CollectorStatus
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.dashboard.facts import FactFlow
from cpam_desktop.ui.dashboard.server_facts import server_facts
from cpam_desktop.ui.format import MISSING, duration, span
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Stat
from cpam_desktop.ui.widgets.label import ElidedLabel, Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, panel, row, vline
from cpam_desktop.ui.widgets.pill import Pill

_GIVES_WAY = ("built", "good", "latency", "version")
"""What goes where the window is small, the first one first."""
_NAME = 240  # pixels of a long server name


class ConnectionCard(QFrame):
    """`test_asked`, `edit_asked`, `connect_asked` and `config_asked` come from its buttons."""

    test_asked = Signal()
    edit_asked = Signal()
    connect_asked = Signal()
    config_asked = Signal()

    def __init__(self, *, config_page: bool) -> None:
        """`config_page`: whether there is a page to change the configuration on."""
        super().__init__()
        self._name = Label("", 13, 600)
        self._state = Pill("", Tone.NEUTRAL)
        self._demo = Pill(translate("dashboard", "Demo"), Tone.ACCENT, mark=False)
        self._url = ElidedLabel("", 12, 400, "text2", mono=True)
        self._newer = Pill("", Tone.ACCENT, mark=False)
        self._stats = {
            "version": Stat(translate("dashboard", "CPA version"), extra=self._newer),
            "built": Stat(translate("dashboard", "Built")),
            "latency": Stat(translate("dashboard", "Answer time")),
            "good": Stat(translate("dashboard", "Last good answer")),
        }
        self._facts = FactFlow(translate("dashboard", "What the server holds and how it is set up"))
        self._config = Button(translate("dashboard", "Config"), kind=Kind.LINK)
        self._config.clicked.connect(self.config_asked)
        self._has_config = config_page
        self._width, self._nobody = 0, True
        self._line = self._first_line()
        self._below = panel("", row((self._facts, 1), self._config, margins=(16, 8, 12, 8), spacing=14))
        self.setLayout(column(panel("card", column(self._line, hline(), self._below, spacing=0)), spacing=0))
        self.show_nobody()

    def _first_line(self) -> QFrame:
        self._test = Button(translate("dashboard", "Test"), "activity")
        self._test.clicked.connect(self.test_asked)
        self._edit = Button("", "pencil-simple", tip=translate("dashboard", "Change the server…"))
        self._edit.clicked.connect(self.edit_asked)
        self._connect = Button(translate("dashboard", "Connect…"), "plus", Kind.PRIMARY)
        self._connect.clicked.connect(self.connect_asked)
        names = column(row(self._name, self._state, self._demo, None), self._url, spacing=2)
        self._lines = {key: vline(34) for key in self._stats}
        parts = [item for key, stat in self._stats.items() for item in (self._lines[key], stat)]
        buttons = row(self._test, self._edit, self._connect, spacing=8)
        return panel(
            "",
            row(Icon("hard-drives", "text2", 22), (names, 1), *parts, buttons, margins=(16, 10, 12, 10), spacing=14),
        )

    def fit(self, width: int) -> None:
        """Drop what is least important until the card fits into `width` pixels."""
        self._width = width
        for key in self._stats:
            self._show(key, not self._nobody)
        layout = self._line.layout()
        assert layout is not None
        for key in () if self._nobody else _GIVES_WAY:
            layout.invalidate()
            if layout.minimumSize().width() <= width:
                return
            self._show(key, False)

    def _show(self, key: str, shown: bool) -> None:
        self._stats[key].setVisible(shown)
        self._lines[key].setVisible(shown)

    def show_nobody(self) -> None:
        """There is no server: the history is all there is."""
        self._name.setText(translate("session", "No server connected"))
        self._url.setText(translate("dashboard", "The figures are those of every server in the history."))
        self._state.hide()
        self._demo.hide()
        self._below.hide()
        self._newer.hide()
        self._swap_buttons(connected=False, demo=False)
        self._nobody = True
        self.fit(self._width)

    def _swap_buttons(self, *, connected: bool, demo: bool) -> None:
        self._connect.setVisible(not connected)
        self._test.setVisible(connected)
        self._edit.setVisible(connected and not demo)

    def show_server(self, server: ServerState, status: CollectorStatus | None) -> None:
        """Show a server's state."""
        self._nobody = False
        name = translate("status", "Demo server") if server.demo else server.profile.name
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME))
        self._name.setToolTip(name)
        self._demo.setVisible(server.demo)
        self._swap_buttons(connected=True, demo=server.demo)
        self._url.setText(server.profile.url)
        self._state.show()
        self._show_state(server)
        self._show_figures(server, status)
        facts = server_facts(server)
        self._facts.show_facts(facts)
        self._below.setVisible(bool(facts))
        self._config.setVisible(self._has_config and server.facts.config is not None)
        self.fit(self._width)

    def _show_state(self, server: ServerState) -> None:
        test = server.test
        self._state.setToolTip("")
        if test is None:
            self._state.set_state(translate("dashboard", "Not tested yet"), Tone.NEUTRAL)
        elif test.ok:
            self._state.set_state(translate("dashboard", "Connected"), Tone.OK)
        else:
            title, words = error_words(test.error or Exception())
            self._state.set_state(title, Tone.BAD)
            self._state.setToolTip(words)

    def _show_figures(self, server: ServerState, status: CollectorStatus | None) -> None:
        test, now = server.test, time.time_ns()
        good = max(server.good_ns or 0, (status.last_stored_ns or 0) if status else 0)
        ago = translate("dashboard", "{0} ago").format(span((now - good) / 1e9)) if good else MISSING
        self._stats["version"].set_value((test.version if test else "") or MISSING)
        self._stats["built"].set_value(server.facts.build_date[:10] or MISSING)
        self._stats["latency"].set_value(duration(test.latency_ms) if test else MISSING)
        self._stats["good"].set_value(ago)
        newer = server.facts.newer.removeprefix("v")
        self._newer.setVisible(bool(newer))
        self._newer.set_state(translate("dashboard", "{0} available").format(newer), Tone.ACCENT)

    def set_testing(self, testing: bool) -> None:
        """Switch the test button off while a test runs."""
        self._test.setEnabled(not testing)
