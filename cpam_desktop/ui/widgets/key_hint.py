"""The keys of a shortcut, in the words of this system, as a small key cap."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.widgets.paint import CENTER, paint_text


def native(sequence: str) -> str:
    """“Ctrl+K” as this system writes it: “Ctrl K”, or “⌘K” on macOS."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")


def key_cap_width(text: str) -> float:
    """Width of one cap."""
    return text_width(text, 10, 500) + 10


def paint_key_cap(painter: QPainter, rect: QRectF, text: str) -> None:
    """A cap that fills `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("border"), 1))
    painter.setBrush(color("sunken"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    paint_text(painter, rect, text, "text3", 10, 500, flags=CENTER, elide=False)


class KeyHint(QWidget):
    """A cap; decoration, so it takes no clicks."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setFixedSize(round(key_cap_width(text)), 18)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_key_cap(QPainter(self), QRectF(self.rect()), self._text)


class _AtTheEnd(QObject):
    def __init__(self, field: QLineEdit, hint: KeyHint) -> None:
        super().__init__(field)
        self._field, self._hint = field, hint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            left = self._field.width() - self._hint.width() - 5
            self._hint.move(left, (self._field.height() - self._hint.height()) // 2)
        return False


def put_hint_into(field: QLineEdit, text: str) -> None:
    """Keep a cap at the right end of a field."""
    field.installEventFilter(_AtTheEnd(field, KeyHint(text, field)))
