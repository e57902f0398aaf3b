"""A piece of blocking work of a dialog: on a thread of its own, its progress looked at, called off by a button."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.ui.dialogs.upkeep_words import step_words
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.progress_line import ProgressLine

_LOOK_MS = 100


class WorkLine(QFrame):
    """Progress and a Cancel button while work runs. `begin` gives what the work needs, `end` takes the line away."""

    called_off = Signal()

    def __init__(self, words: Callable[[str, int, int], str] | None = None) -> None:
        """`words(step, done, total)` say what is going on; without them those of the history's upkeep."""
        super().__init__()
        self._words = words or _upkeep_words
        self.cancel = Event()
        # The thread only leaves its last word here: the dialog may be gone before it.
        self._told: list[tuple[str, int, int]] = []
        self._line = ProgressLine()
        self.button = Button(translate("upkeep", "Cancel"))
        self.button.clicked.connect(self.call_off)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.setLayout(row((self._line, 1), self.button, spacing=8))
        self.hide()

    def begin(self) -> Event:
        """Show the line; the event is set when the work is to end."""
        self.cancel = Event()
        self._told = [("", 0, 0)]
        self.button.setEnabled(True)
        self._look()
        self.show()
        self._timer.start()
        return self.cancel

    def hear(self, step: str, done: int, total: int) -> None:
        """The progress of the work; from any thread."""
        self._told = [(step, done, total)]

    def end(self) -> None:
        """The work is over."""
        self._timer.stop()
        self.hide()

    def call_off(self) -> None:
        """Ask the work to end."""
        self.cancel.set()
        self.button.setEnabled(False)
        self.called_off.emit()

    def _look(self) -> None:
        step, done, total = self._told[-1]
        self._line.tell(self._words(step, done, total), done, total)


def _upkeep_words(step: str, _done: int, _total: int) -> str:
    return step_words(step)
