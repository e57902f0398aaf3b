"""Push buttons drawn by the style sheet, and the base of all buttons that are painted here."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import font, theme
from cpam_desktop.ui.widgets.paint import paint_ring

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Kind(StrEnum):
    """What a button is for; at most one primary button is in sight."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"
    DESTROY = "destroy"
    GHOST = "ghost"
    LINK = "link"


_ICON_TOKENS = {Kind.PRIMARY: "on_accent", Kind.DANGER: "bad", Kind.DESTROY: "bad", Kind.LINK: "accent_text"}


class Button(QPushButton):
    """Text, an icon, or both. Without text, `tip` is the accessible name and the tooltip."""

    def __init__(self, text: str = "", icon: str = "", kind: Kind = Kind.DEFAULT, *, tip: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon
        self._kind = kind
        self.setFont(font(12, 500))
        self.setProperty("kind", kind.value)
        self.setToolTip(tip)
        if not text:
            self.setProperty("icononly", True)
            self.setAccessibleName(tip)
        if kind is Kind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._retheme()
        theme().changed.connect(self._retheme)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._icon_name:
            self._icon_name = name
            self._retheme()

    def set_bare(self, bare: bool) -> None:
        """Show the icon alone; the text becomes name and tooltip."""
        words = self.text() or self.toolTip()
        self.setText("" if bare else words)
        self.setToolTip(words if bare else "")
        self.setAccessibleName(words if bare else "")
        if bool(self.property("icononly")) != bare:
            self.setProperty("icononly", bare)
            self._polish()
        self._retheme()

    def set_kind(self, kind: Kind) -> None:
        """Become another kind of button."""
        self._kind = kind
        self.setProperty("kind", kind.value)
        self._polish()
        self._retheme()

    def setEnabled(self, enabled: bool) -> None:
        super().setEnabled(enabled)
        self._retheme()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() in _KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)

    def _show_ring(self, shown: bool) -> None:
        if bool(self.property("ring")) != shown:
            self.setProperty("ring", shown)
            self._polish()

    def _polish(self) -> None:
        self.style().unpolish(self)
        self.style().polish(self)

    def _retheme(self) -> None:
        if not self._icon_name:
            return
        token = _ICON_TOKENS.get(self._kind, "text2") if self.isEnabled() else "disabled"
        if self.text():
            icon, size = icons.padded(self._icon_name, token)
        else:
            icon, size = icons.icon(self._icon_name, token), QSize(16, 16)
        self.setIcon(icon)
        self.setIconSize(size)


class PaintedButton(QAbstractButton):
    """Base of buttons with a look of their own: repaints on hover, shows the ring on keyboard focus only.

    Subclasses override `paint` and set a fixed size or `sizeHint`.
    """

    radius = 6.0

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = False
        theme().changed.connect(self.update)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the button, without its focus ring."""
        raise NotImplementedError

    def hovered(self) -> bool:
        """Whether the pointer is over an enabled button."""
        return self.underMouse() and self.isEnabled()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRectF(self.rect()))
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.radius)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        return self.minimumSize()
