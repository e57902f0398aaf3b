"""Underlined tabs with counts. Tab enters once, arrows move and choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QWidget

from cpam_desktop.ui.theme import Tone, color, text_width
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.group import choose_on_arrows
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.paint import CENTER, paint_text, tone_colors

_HEIGHT = 36


@dataclass(frozen=True, slots=True)
class Tab:
    """Key, text, an optional count and what the count means."""

    key: str
    text: str
    count: int | None = None
    tone: Tone = Tone.NEUTRAL


class _TabButton(PaintedButton):
    radius = 4.0

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab.text)
        self._tab = tab
        self.counts = True
        self.setCheckable(True)
        self.set_tab(tab)

    def show_counts(self, shown: bool) -> None:
        if shown != self.counts:
            self.counts = shown
            self.set_tab(self._tab)

    def set_tab(self, tab: Tab) -> None:
        self._tab = tab
        self.setFixedSize(self.full_width() if self.counts else self.bare_width(), _HEIGHT)
        self.setAccessibleName(tab.text if tab.count is None else f"{tab.text}, {tab.count:,}")
        self.update()

    def bare_width(self) -> int:
        return round(text_width(self._tab.text, 13, 500)) + 16

    def full_width(self) -> int:
        width = text_width(self._tab.text, 13, 500) + 24
        if self._tab.count is not None:
            width += text_width(f"{self._tab.count:,}", 11, 500) + 18
        return round(width)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        tab = self._tab
        side = 12 if self.counts else 8
        inner = rect.adjusted(side, 0, -side, 0)
        token = "text" if self.isChecked() or self.hovered() else "text2"
        paint_text(painter, inner, tab.text, token, 13, 500, elide=False)
        if tab.count is not None and self.counts:
            self._paint_count(painter, inner, f"{tab.count:,}")
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("ring"))
            painter.drawRoundedRect(QRectF(inner.x(), rect.height() - 2, inner.width(), 2), 1, 1)

    def _paint_count(self, painter: QPainter, inner: QRectF, count: str) -> None:
        foreground, soft, _ = tone_colors(self._tab.tone)
        start = inner.x() + text_width(self._tab.text, 13, 500) + 6
        badge = QRectF(start, inner.center().y() - 8, text_width(count, 11, 500) + 10, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(badge, 4, 4)
        paint_text(painter, badge, count, "text2", 11, 500, flags=CENTER, elide=False)
        if self._tab.tone is not Tone.NEUTRAL:
            painter.setPen(foreground)
            painter.drawText(badge, CENTER, count)


class Tabs(QWidget):
    """`chosen` carries the key of the tab the user took; `set_current` and `set_tabs` are silent."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], current: str, name: str) -> None:
        """`name` is what a screen reader says for the group."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons = {tab.key: _TabButton(tab) for tab in tabs}
        for key, button in self._buttons.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        choose_on_arrows(self._group)
        self.setLayout(row(*self._buttons.values(), None, spacing=0))
        self.set_current(current)

    @property
    def current(self) -> str:
        """The key of the tab taken."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        """Take a tab without a signal."""
        self._buttons[key].setChecked(True)

    def show_counts(self, shown: bool) -> None:
        """Leave the counts out where there is no room for them."""
        for button in self._buttons.values():
            button.show_counts(shown)
        layout = self.layout()
        assert layout is not None
        layout.activate()  # at once: the wish may come from within another layout's own work

    def width_with_counts(self) -> int:
        """Pixels that the tabs take with their counts."""
        return sum(button.full_width() for button in self._buttons.values())

    def bare_width(self) -> int:
        """Pixels that the tabs take without counts."""
        return sum(button.bare_width() for button in self._buttons.values())

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show other counts; the keys stay those of the constructor."""
        for tab in tabs:
            self._buttons[tab.key].set_tab(tab)
