"""Chips: a filter that is on or off, a facet that opens a menu, a filter that can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu

from cpam_desktop.ui import icons
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import Tone, color, text_width
from cpam_desktop.ui.theme.metrics import CONTROL
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.paint import paint_provider, paint_text, tone_colors


class Chip(PaintedButton):
    """Checkable. With `menu` a click opens it and the check only shows that something is chosen.

    `count` stands behind the text; `provider`, `tone` or `icon` before it. `removed` comes from the cross of a
    `closable` chip or the Delete key.
    """

    removed = Signal()
    resized = Signal()

    def __init__(
        self,
        text: str,
        *,
        count: int | None = None,
        checked: bool = False,
        provider: str = "",
        tone: Tone | None = None,
        icon: str = "",
        menu: QMenu | None = None,
        closable: bool = False,
    ) -> None:
        super().__init__(text)
        self._count, self._provider, self._tone = count, provider, tone
        self._excluded, self._words = 0, ""
        self._icon, self._menu, self._closable = icon, menu, closable
        self.setCheckable(True)
        self.setChecked(checked)
        if menu is not None:
            self.clicked.connect(self._open)
        self._fit()

    @property
    def menu(self) -> QMenu | None:
        """The menu a click opens."""
        return self._menu

    def set_count(self, count: int | None) -> None:
        """Show another figure behind the text; None shows none."""
        self._count = count
        self._fit()
        self.update()

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self._fit()
        self.update()

    def set_chosen(self, count: int, excluded: int = 0, words: str = "") -> None:
        """Of a facet: how many of its values are chosen or excluded (0 and 0 switch it off); `words` names them."""
        self.setChecked(count + excluded > 0)
        self._excluded, self._words = excluded, words
        self.set_count(count or None)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        on, middle = self.isChecked(), rect.center().y()
        painter.setPen(QPen(color("accent_line" if on else "border"), 1))
        ground = "accent_soft" if on else "pressed" if self.isDown() else "hover" if self.hovered() else "surface"
        painter.setBrush(color(ground))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        token = "accent_text" if on else "text" if self.isEnabled() else "disabled"
        left = self._paint_lead(painter, middle, on)
        width = text_width(self.text(), 12, 500)
        paint_text(painter, QRectF(left, 0, width + 4, rect.height()), self.text(), token, 12, 500, elide=False)
        left += width + 6
        if figures := self._figures():
            area = QRectF(left, 0, 60, rect.height())
            paint_text(painter, area, figures, "accent_text" if on else "text3", 11, elide=False)
        end = "accent_text" if on else "text3"
        if self._menu is not None:
            icons.draw(painter, "caret-down", end, rect.width() - 22, middle - 7, 14)
        elif self._closable:
            icons.draw(painter, "x", end, rect.width() - 21, middle - 6.5, 13)

    def _paint_lead(self, painter: QPainter, middle: float, on: bool) -> float:
        if self._provider:
            paint_provider(painter, 8, middle, self._provider)
            return 30
        if self._tone is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone_colors(self._tone)[2])
            painter.drawEllipse(QPointF(16, middle), 3.5, 3.5)
            return 28
        if self._icon:
            icons.draw(painter, self._icon, "accent_text" if on else "text2", 9, middle - 7, 14)
            return 29
        return 10

    def _fit(self) -> None:
        width = text_width(self.text(), 12, 500) + 20
        if self._provider or self._tone is not None or self._icon:
            width += 20
        if figures := self._figures():
            width += text_width(figures, 11) + 6
        if self._menu is not None or self._closable:
            width += 16
        name = self.text() if self._count is None else f"{self.text()}, {self._count:,}"
        if self._excluded:
            name = translate("chip", "{0}, without {1}").format(name, self._excluded)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._words)
        self.setToolTip(self._words)
        if self._closable:
            self.setToolTip(translate("chip", "Remove this filter"))
        if round(width) != self.width():
            self.setFixedSize(round(width), CONTROL)
            self.resized.emit()

    def _figures(self) -> str:
        chosen = "" if self._count is None else f"{self._count:,}"
        return f"{chosen} ≠{self._excluded:,}".strip() if self._excluded else chosen

    def _open(self) -> None:
        assert self._menu is not None
        self.setChecked(not self.isChecked())  # what the click changed: only a choice in the menu counts
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._closable and event.position().x() > self.width() - 24 and self.isDown():
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._closable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)
