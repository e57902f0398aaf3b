"""The connection card: which server, how it is, what it told about itself."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.collecting import CollectorStatus
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.format import MISSING, duration, span
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.card import Stat
from cpam_desktop.ui.widgets.label import ElidedLabel, Icon, Label
from cpam_desktop.ui.widgets.layout import column, panel, row, vline
from cpam_desktop.ui.widgets.pill import Pill

_GIVES_WAY = ("good", "retention", "latency", "version")
"""What goes where the window is small, the first one first; whether usage statistics are on always stays."""
_NAME = 240  # pixels of a long server name


class ConnectionCard(QFrame):
    """`test_asked` and `edit_asked` come from its buttons."""

    test_asked = Signal()
    edit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = Label("", 13, 600)
        self._state = Pill("", Tone.NEUTRAL)
        self._demo = Pill(translate("dashboard", "Demo"), Tone.ACCENT, mark=False)
        self._url = ElidedLabel("", 12, 400, "text2", mono=True)
        self._stats = {
            "version": Stat(translate("dashboard", "CPA version")),
            "latency": Stat(translate("dashboard", "Answer time")),
            "good": Stat(translate("dashboard", "Last good answer")),
            "statistics": Stat(translate("dashboard", "Usage statistics")),
            "retention": Stat(translate("dashboard", "Unread events kept")),
        }
        self._test = Button(translate("dashboard", "Test"), "activity")
        self._test.clicked.connect(self.test_asked)
        self._edit = Button("", "pencil-simple", tip=translate("dashboard", "Change the server…"))
        self._edit.clicked.connect(self.edit_asked)
        names = column(row(self._name, self._state, self._demo, None), self._url, spacing=2)
        self._lines = {key: vline(34) for key in self._stats}
        parts = [item for key, stat in self._stats.items() for item in (self._lines[key], stat)]
        line = row(Icon("hard-drives", "text2", 22), (names, 1), *parts, self._test, self._edit, spacing=14)
        line.setContentsMargins(16, 10, 12, 10)
        self._line, self._width = line, 0
        self.setLayout(column(panel("card", line), spacing=0))

    def fit(self, width: int) -> None:
        """Drop what is least important until the card fits into `width` pixels."""
        self._width = width
        for key in self._stats:
            self._show(key, True)
        for key in _GIVES_WAY:
            self._line.invalidate()
            if self._line.minimumSize().width() <= width:
                return
            self._show(key, False)

    def _show(self, key: str, shown: bool) -> None:
        self._stats[key].setVisible(shown)
        self._lines[key].setVisible(shown)

    def show_server(self, server: ServerState, status: CollectorStatus | None) -> None:
        """Show a server's state."""
        test, now = server.test, time.time_ns()
        name = translate("status", "Demo server") if server.demo else server.profile.name
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME))
        self._name.setToolTip(name)
        self._demo.setVisible(server.demo)
        self._edit.setVisible(not server.demo)
        self._url.setText(server.profile.url)
        self._state.setToolTip("")
        if test is None:
            self._state.set_state(translate("dashboard", "Not tested yet"), Tone.NEUTRAL)
        elif test.ok:
            self._state.set_state(translate("dashboard", "Connected"), Tone.OK)
        else:
            title, words = error_words(test.error or Exception())
            self._state.set_state(title, Tone.BAD)
            self._state.setToolTip(words)
        good = max(server.good_ns or 0, (status.last_stored_ns or 0) if status else 0)
        ago = translate("dashboard", "{0} ago").format(span((now - good) / 1e9)) if good else MISSING
        self._stats["version"].set_value((test.version if test else "") or MISSING)
        self._stats["latency"].set_value(duration(test.latency_ms) if test else MISSING)
        self._stats["good"].set_value(ago)
        usage = test.usage_enabled if test else None
        words = {True: translate("dashboard", "On"), False: translate("dashboard", "Off"), None: MISSING}
        self._stats["statistics"].set_value(words[usage], "bad" if usage is False else "text")
        kept = test.retention_s if test else None
        short = bool(test and "short_retention" in test.warnings)
        self._stats["retention"].set_value(span(kept) if kept else MISSING, "warn" if short else "text")
        self.fit(self._width)

    def set_testing(self, testing: bool) -> None:
        """Switch the test button off while a test runs."""
        self._test.setEnabled(not testing)
