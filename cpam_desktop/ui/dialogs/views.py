"""The name of a saved view: for a new one with where it is offered, or another name for one that there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.views import LONGEST_NAME, SavedView, ViewExists
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, choice_field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

HERE, EVERYWHERE = "here", "everywhere"


@dataclass(frozen=True, slots=True)
class ViewWish:
    """A name, whether the view is for all servers, and whether it replaces the one of that name."""

    name: str
    everywhere: bool
    replace: bool = False


Keep = Callable[[ViewWish], Awaitable[SavedView]]
"""Does what the form wants; raises InputError, ViewExists among them."""


class ViewForm(QWidget):
    """`done` carries the view once it is kept, or None. A name that is taken may be taken over by a second click."""

    done = Signal(object)

    def __init__(self, tasks: Tasks, keep: Keep, name: str = "", *, scoped: bool, title: str) -> None:
        """With `scoped` the form asks for which servers the view is."""
        super().__init__()
        self._tasks, self._keep, self._scoped = tasks, keep, scoped
        self._replaces = ""
        self.name = text_field(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.selectAll()
        self.field = Field(translate("views", "Name"), self.name)
        self.scope = choice_field(
            [(HERE, translate("views", "This server")), (EVERYWHERE, translate("views", "All servers"))], HERE
        )
        offered = (Field(translate("views", "Offered for"), self.scope),) if scoped else ()
        self.cancel = Button(translate("views", "Cancel"))
        self.save = Button("", kind=Kind.PRIMARY)
        self.setAccessibleName(title)
        head = row(Icon("bookmark-simple", "accent_text", 24), Label(title, 17, 600), None, spacing=12)
        body = column(head, self.field, *offered, margins=(24, 20, 24, 16), spacing=14)
        foot = row(None, self.cancel, self.save, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))
        self.name.textEdited.connect(self._edited)
        self.scope.currentIndexChanged.connect(self._edited)
        self.name.returnPressed.connect(self._go)
        self.cancel.clicked.connect(lambda: self.done.emit(None))
        self.save.clicked.connect(self._go)
        self._edited()

    def _edited(self) -> None:
        self._replaces = ""
        self.field.set_error("")
        self.save.setText(translate("views", "Save view") if self._scoped else translate("views", "Rename"))
        self.save.setEnabled(bool(self.name.text().strip()))

    def _go(self) -> None:
        name = self.name.text().strip()
        if name:
            wish = ViewWish(name, self.scope.currentData() == EVERYWHERE, self._replaces == name)
            self._tasks.spawn(self._try(wish), "view", self)

    async def _try(self, wish: ViewWish) -> None:
        try:
            view = await self._keep(wish)
        except AppError as error:
            self.field.set_error(error_words(error)[1])
            if isinstance(error, ViewExists) and self._scoped:
                self._replaces = wish.name
                self.save.setText(translate("views", "Replace view"))
            self.name.setFocus()
            return
        self.done.emit(view)


async def ask_view(
    window: QWidget, tasks: Tasks, keep: Keep, name: str = "", *, scoped: bool, title: str
) -> SavedView | None:
    """Show the dialog over the window; the view as it is kept, or None."""
    form = ViewForm(tasks, keep, name, scoped=scoped, title=title)
    sheet = Sheet(window, form, width=420)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, SavedView) else None
