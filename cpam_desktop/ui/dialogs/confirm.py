"""Asks before something is done that cannot be taken back: what will happen, what stays, and a button that says it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet


class ConfirmForm(QWidget):
    """`answered` carries True for the action, False for cancel; the keyboard starts at cancel."""

    answered = Signal(bool)

    def __init__(self, title: str, sentences: Sequence[str], action: str, icon: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        words = [Label(sentence, 13, 400, "text2", wrap=True) for sentence in sentences]
        self.cancel = Button(translate("confirm", "Cancel"))
        self.action = Button(action, icon, Kind.DESTROY)
        self.cancel.clicked.connect(lambda: self.answered.emit(False))
        self.action.clicked.connect(lambda: self.answered.emit(True))
        text = column(Label(title, 17, 600, wrap=True), *words, spacing=8)
        body = row(column(Icon(icon, "bad", 24), None), (text, 1), margins=(24, 20, 24, 16), spacing=12)
        foot = row(None, self.cancel, self.action, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))


async def confirm(window: QWidget, title: str, sentences: Sequence[str], action: str, icon: str) -> bool:
    """Ask over the window; Esc is no."""
    form = ConfirmForm(title, sentences, action, icon)
    sheet = Sheet(window, form, width=480)
    form.answered.connect(sheet.finish)
    return await sheet.result() is True
