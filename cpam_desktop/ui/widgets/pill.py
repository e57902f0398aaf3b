"""A state in a word: filled label with its shape."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from cpam_desktop.ui.theme import Tone, theme
from cpam_desktop.ui.widgets.paint import PILL_HEIGHT, paint_pill, pill_width


class Pill(QLabel):
    """`mark` off is for labels that tell no state (“7.2.138 available”)."""

    def __init__(self, text: str, tone: Tone, *, mark: bool = True) -> None:
        super().__init__()
        self._mark = mark
        theme().changed.connect(self.update)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self._tone = tone
        self.setText(text)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(pill_width(self.text(), mark=self._mark)) + 1, PILL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pill(QPainter(self), 0, self.height() / 2, self.text(), self._tone, mark=self._mark)
