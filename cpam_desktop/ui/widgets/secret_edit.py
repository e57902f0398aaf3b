"""A field for keys: masked, shown only while the eye is held down, never offered to the clipboard or to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from cpam_desktop.ui import icons
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import font, theme


class SecretEdit(QLineEdit):
    """Read the key with `secret()`; `wipe()` empties it. Losing the focus masks it again."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setFont(font(12))
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setTextMargins(0, 0, 24, 0)
        self._eye = QToolButton(self)
        self._eye.setStyleSheet("QToolButton { border: 0; background: transparent; }")
        self._eye.setAccessibleName(translate("secret", "Show the key while held"))
        self._eye.setToolTip(self._eye.accessibleName())
        self._eye.setCursor(Qt.CursorShape.PointingHandCursor)
        self._eye.setFixedSize(24, 24)
        self._eye.pressed.connect(self._reveal)
        self._eye.released.connect(self._mask)
        self._retheme()
        theme().changed.connect(self._retheme)

    def secret(self) -> str:
        """The key without surrounding blanks."""
        return self.text().strip()

    def wipe(self) -> None:
        """Forget the key, undo history included."""
        self.setText("")  # unlike clear(), this drops the undo history

    def _reveal(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal)

    def _mask(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def _retheme(self) -> None:
        self._eye.setIcon(icons.icon("eye", "text3", 16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._eye.move(self.width() - 28, (self.height() - 24) // 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self._eye.hasFocus():
            self._mask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.echoMode() == QLineEdit.EchoMode.Normal and event.type() == QEvent.Type.KeyPress:
            self._mask()
        super().keyPressEvent(event)
