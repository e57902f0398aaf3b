"""Two to six choices of which one is taken, in one frame. Tab enters once, arrows move and choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QWidget

from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.theme.metrics import CONTROL
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.group import choose_on_arrows
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.paint import CENTER, paint_text


class _Segment(PaintedButton):
    radius = 4.5

    def __init__(self, text: str, divider: bool) -> None:
        super().__init__(text)
        self.divider = divider
        self.setCheckable(True)
        self.setFixedSize(round(text_width(text, 12, 500)) + 20, CONTROL - 4)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        if self.isChecked():
            painter.setPen(QPen(color("border"), 1))
            painter.setBrush(color("current"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4.5, 4.5)
        elif self.divider:
            painter.setPen(color("border"))
            painter.drawLine(QPointF(0.5, 7), QPointF(0.5, rect.height() - 7))
        token = "text" if self.isChecked() or self.hovered() else "text2"
        paint_text(painter, rect, self.text(), token, 12, 500, flags=CENTER, elide=False)


class Segmented(QWidget):
    """`chosen` carries the key of the choice the user took; `set_current` is silent."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], current: str, name: str) -> None:
        """`choices` are pairs of key and text; `name` is what a screen reader says."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._segments = {key: _Segment(text, False) for key, text in choices}
        for key, segment in self._segments.items():
            self._group.addButton(segment)
            segment.clicked.connect(lambda _checked=False, key=key: self._choose(key))
        choose_on_arrows(self._group)
        self.setLayout(row(*self._segments.values(), margins=(2, 2, 2, 2), spacing=0))
        self.setFixedSize(self.sizeHint().width(), CONTROL)
        self.set_current(current)
        theme().changed.connect(self.update)

    @property
    def current(self) -> str:
        """The key of the choice taken, empty where none is."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Take a choice without a signal; a key that is none of them takes none."""
        chosen = self._segments.get(key)
        self._group.setExclusive(chosen is not None)
        for segment in self._segments.values():
            segment.setChecked(segment is chosen)
        self._group.setExclusive(True)
        if chosen is None:  # Tab must still get in
            next(iter(self._segments.values())).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        before_checked = True
        for segment in self._segments.values():
            segment.divider = not before_checked and not segment.isChecked()
            before_checked = segment.isChecked()
            segment.update()

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("border"), 1))
        painter.setBrush(color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
