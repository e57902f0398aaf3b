"""Form parts: text, search, choice and check fields in the toolkit's fonts; a labelled field with help or error."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from cpam_desktop.ui import icons
from cpam_desktop.ui.theme import font, theme
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, row

_SEARCH_DELAY_MS = 250


def text_field(text: str = "", placeholder: str = "", *, mono: bool = False) -> QLineEdit:
    """One line of text."""
    field = QLineEdit(text)
    field.setPlaceholderText(placeholder)
    field.setFont(font(12, 400, mono))
    field.setCursorPosition(0)
    field.setAcceptDrops(False)  # files that are dropped anywhere are the window's
    return field


def choice_field(choices: Sequence[tuple[str, str]], current: str = "") -> QComboBox:
    """A combo box of (key, text) pairs; read the key with `currentData()`."""
    box = QComboBox()
    box.setFont(font(12))
    for key, text in choices:
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


def check_field(text: str, *, checked: bool = False) -> QCheckBox:
    """A check box with its sentence."""
    box = QCheckBox(text)
    box.setFont(font(12))
    box.setChecked(checked)
    return box


def set_invalid(field: QWidget, invalid: bool) -> None:
    """Draw a field's edge as wrong, or normal again."""
    if bool(field.property("invalid")) != invalid:
        field.setProperty("invalid", invalid)
        field.style().unpolish(field)
        field.style().polish(field)


class SearchField(QLineEdit):
    """`searched` carries the trimmed text 250 ms after the last key, at once on Enter or when cleared."""

    searched = Signal(str)

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFont(font(12))
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # as in `text_field`
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self._tell)
        self._retheme()
        theme().changed.connect(self._retheme)

    def reset(self) -> None:
        """Empty it without a word."""
        self.put("")

    def put(self, text: str) -> None:
        """Show another text without a word."""
        self.blockSignals(True)
        self.setText(text)
        self.blockSignals(False)
        self._timer.stop()
        self._told = text.strip()

    def _changed(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)

    def _retheme(self) -> None:
        self._glass.setIcon(icons.icon("magnifying-glass", "text3", 14))


class Field(QWidget):
    """A label above a control, and under it help or an error. The label belongs to the control for screen readers."""

    def __init__(self, label: str, control: QWidget, help_text: str = "") -> None:
        super().__init__()
        self.control = control
        self._help = help_text
        name = Label(label, 12, 500)
        name.setBuddy(control)
        control.setAccessibleName(label)
        self._icon = Icon("warning-circle", "bad", 13)
        self._line = Label(help_text, 11, 400, "text3", wrap=True)
        below = row(self._icon, (self._line, 1), spacing=4)
        self.setLayout(column(name, control, below, spacing=4))
        self.set_error("")

    def set_error(self, error: str) -> None:
        """Say what is wrong with the value; empty shows the help again."""
        set_invalid(self.control, bool(error))
        self._icon.setVisible(bool(error))
        self._line.setText(error or self._help)
        self._line.set_token("bad" if error else "text3")
        self._line.setVisible(bool(error or self._help))
        self.control.setAccessibleDescription(error or self._help)
