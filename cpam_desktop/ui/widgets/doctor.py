"""The doctor's checklist: one row a check, its finding, and at most one button that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import ElidedLabel, Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, panel, row


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """One check. `ok` None waits for the steps above; `action` is the text of its button."""

    id: str
    title: str
    detail: str
    ok: bool | None
    action: str = ""
    action_icon: str = ""


_STATES = {True: ("check-circle", "ok"), False: ("x-circle", "bad"), None: ("circle-dashed", "text3")}


class _Row(QWidget):
    def __init__(self, item: DoctorRow, primary: bool) -> None:
        super().__init__()
        name, token = _STATES[item.ok]
        title = Label(item.title, 13, 500, "text2" if item.ok is None else "text", wrap=True)
        detail = Label(item.detail, 12, 400, "text2", wrap=True, selectable=True)
        state = {
            True: translate("doctor", "passed"),
            False: translate("doctor", "failed"),
            None: translate("doctor", "waiting"),
        }[item.ok]
        self.setAccessibleName(f"{item.title}: {state}. {item.detail}")
        self.button = Button(item.action, item.action_icon, Kind.PRIMARY if primary else Kind.DEFAULT)
        if not item.action:
            self.button.hide()
        words = column(title, detail, spacing=2)
        self.setLayout(row(column(Icon(name, token, 18), None), (words, 1), self.button, spacing=12))


class DoctorCard(QFrame):
    """`acted` carries the id of the row whose button was pressed; `again` comes from “Run again”.

    Only the first failed row has a primary button.
    """

    acted = Signal(str)
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._passed = Label("", 12, 400, "text3")
        self._when = Label("", 12, 400, "text3")
        self._run = Button(translate("doctor", "Run again"), "arrow-clockwise")
        self._run.clicked.connect(self.again)
        title = Label(translate("doctor", "Collector doctor"), 13, 600)
        head = row(title, self._passed, None, self._when, self._run, margins=(16, 10, 12, 10))
        self._body = column(margins=(16, 14, 16, 14), spacing=12)
        self._command = _Command()
        self.setLayout(column(head, hline(), self._body, spacing=0))

    def set_rows(self, rows: Sequence[DoctorRow], when: str = "", command: str = "") -> None:
        """Show the findings; `when` says how fresh they are, `command` is a line to copy below them."""
        while (item := self._body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not self._command:
                old.deleteLater()
        first_failed = next((item.id for item in rows if item.ok is False), None)
        for place, item in enumerate(rows):
            if place:
                self._body.addWidget(hline())
            line = _Row(item, item.id == first_failed)
            line.button.clicked.connect(lambda _checked=False, key=item.id: self.acted.emit(key))
            self._body.addWidget(line)
        self._body.addWidget(self._command)
        self._command.set_text(command)
        passed = sum(item.ok is True for item in rows)
        self._passed.setText(translate("doctor", "{0} of {1} passed").format(passed, len(rows)))
        self._when.setText(when)

    def set_running(self, running: bool) -> None:
        """Switch “Run again” off while checks run."""
        self._run.setEnabled(not running)


class _Command(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel("", 11, 400, "text2", mono=True)
        copy = Button("", "copy", Kind.GHOST, tip=translate("doctor", "Copy the command"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.text()))
        box = panel("inset", row((self._text, 1), copy, margins=(12, 2, 4, 2)))
        self.setLayout(column(box))
        self.hide()

    def set_text(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))
