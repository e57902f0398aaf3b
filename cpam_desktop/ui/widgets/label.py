"""Text and icons at rest: a label by size, weight and token; one that elides; an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import color, font, theme


class Label(QLabel):
    """Text in a token's colour. Set the colour later with `set_token`. Plain text only, never markup."""

    def __init__(
        self,
        text: str = "",
        px: int = 13,
        weight: int = 400,
        token: str = "text",
        *,
        mono: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(text)
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(px, weight, mono))
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._retheme()
        theme().changed.connect(self._retheme)

    def set_token(self, token: str) -> None:
        """Colour the text by another token."""
        if token != self._token:
            self._token = token
            self._retheme()

    def _retheme(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, color(self._token))
        self.setPalette(palette)


class ElidedLabel(Label):
    """Takes the width it gets and ends in “…”; the tooltip has the whole text where it was cut."""

    def __init__(
        self,
        text: str = "",
        px: int = 13,
        weight: int = 400,
        token: str = "text",
        *,
        mono: bool = False,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        self._mode = mode
        super().__init__(text, px, weight, token, mono=mono)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self.alignment(), self._shown())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._hint()
        self.update()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), self._mode, self.width())

    def _hint(self) -> None:
        self.setToolTip("" if self._shown() == self.text() else self.text())


class Icon(QWidget):
    """A Phosphor icon in a token's colour. Decoration: the words beside it say what it means."""

    def __init__(self, name: str, token: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)
        theme().changed.connect(self.update)

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon or colour."""
        if (name, token) != (self._name, self._token):
            self._name, self._token = name, token
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, self._token, 0, 0, self._size)
