"""A line that says what is going on and how far it is: words, a thin bar, the share in per cent."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar

from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import row

_BAR = 160


class ProgressLine(QFrame):
    """Hidden until `tell`; `finish` hides it again."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Label("", 12, 400, "text2")
        self._share = Label("", 12, 500, "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(_BAR, 6)
        self._bar.setRange(0, 1000)
        self.setLayout(row(self._words, self._bar, self._share, None, margins=(16, 8, 16, 0), spacing=10))
        self.hide()

    def tell(self, words: str, done: int, total: int) -> None:
        """Show how far it is; a total of 0 shows a bar without an end."""
        self._words.setText(words)
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(1000 * done // total if total else 0)
        self._bar.setAccessibleName(words)
        self._share.setText(f"{100 * done // total} %" if total else "")
        self.show()

    def finish(self) -> None:
        """It is over."""
        self.hide()
