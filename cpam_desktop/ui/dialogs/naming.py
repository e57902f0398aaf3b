"""Giving an API key, account, provider or channel a name, or taking it away; what is wrong is said at the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.names import LONGEST, AliasKind
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import ElidedLabel, Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.names import NameService

_TITLES = {
    AliasKind.API_KEY: QT_TRANSLATE_NOOP("naming", "Name the API key"),
    AliasKind.ACCOUNT: QT_TRANSLATE_NOOP("naming", "Name the account"),
    AliasKind.PROVIDER: QT_TRANSLATE_NOOP("naming", "Name the provider"),
    AliasKind.CHANNEL: QT_TRANSLATE_NOOP("naming", "Name the channel"),
}


@dataclass(frozen=True, slots=True)
class Nameable:
    """What can have a name: its kind, its key (hash of an API key), and how it is shown now."""

    kind: AliasKind
    key: str
    shown: str


class NamingForm(QWidget):
    """`done` carries True once the name was set or removed, False for cancel."""

    done = Signal(bool)

    def __init__(self, names: NameService, tasks: Tasks, thing: Nameable, alias: str) -> None:
        """`alias` is the name it has, or empty."""
        super().__init__()
        self._names, self._tasks, self._thing = names, tasks, thing
        self.name = text_field(alias)
        self.name.setMaxLength(LONGEST)
        self.name.selectAll()
        words = translate("naming", "Shown everywhere in place of what it stands for. Empty takes the name away.")
        self.field = Field(translate("naming", "Name"), self.name, words)
        self.cancel = Button(translate("naming", "Cancel"))
        self.save = Button(translate("naming", "Save name"), kind=Kind.PRIMARY)
        title = translate("naming", _TITLES[thing.kind])
        self.setAccessibleName(title)
        head = row(
            column(Icon("tag", "accent_text", 24), None),
            (column(Label(title, 17, 600), ElidedLabel(thing.shown, 12, 400, "text2"), spacing=2), 1),
            spacing=12,
        )
        body = column(head, self.field, margins=(24, 20, 24, 16), spacing=14)
        foot = row(None, self.cancel, self.save, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))
        self._had = bool(alias)
        self.name.textEdited.connect(self._edited)
        self.name.returnPressed.connect(self._go)
        self.cancel.clicked.connect(lambda: self.done.emit(False))
        self.save.clicked.connect(self._go)
        self._edited()

    def _edited(self) -> None:
        self.field.set_error("")
        empty = not self.name.text().strip()
        self.save.setText(
            translate("naming", "Remove name") if empty and self._had else translate("naming", "Save name")
        )
        self.save.setEnabled(self._had or not empty)

    def _go(self) -> None:
        if self.save.isEnabled():
            self._tasks.spawn(self._change(self.name.text().strip()), "name", self)

    async def _change(self, alias: str) -> None:
        kind, key = self._thing.kind, self._thing.key
        try:
            if alias:
                await self._tasks.ask(lambda: self._names.set(kind, key, alias))
            else:
                await self._tasks.ask(lambda: self._names.remove(kind, key))
        except AppError as error:
            self.field.set_error(error_words(error)[1])
            self.name.setFocus()
            return
        self.done.emit(True)


async def ask_name(window: QWidget, session: Session, thing: Nameable) -> bool:
    """Show the dialog over the window; whether the name is another one now."""
    book = await session.tasks.ask(session.context.names.book)
    form = NamingForm(session.context.names, session.tasks, thing, book.alias(thing.kind.value, thing.key))
    sheet = Sheet(window, form, width=440)
    form.done.connect(sheet.finish)
    return await sheet.result() is True
