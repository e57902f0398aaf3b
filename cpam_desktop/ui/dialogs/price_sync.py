"""The sheet that syncs prices: a list from an address or a file, what it would change, and only then the change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.pricing_sync import SyncPreview
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.prices.sync_rows import apply_words, changes, read_words
from cpam_desktop.ui.prices.sync_view import SyncView
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.progress_line import ProgressLine
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.sheet import Sheet

WIDTH = 800


class SyncForm(QWidget):
    """`done` carries the number of prices stored, or None when cancelled; reading and storing can be broken off."""

    done = Signal(object)

    def __init__(self, session: Session, url: str) -> None:
        super().__init__()
        self._session = session
        self._file: Path | None = None
        self._preview: SyncPreview | None = None
        self.setAccessibleName(translate("prices", "Sync prices"))
        self.source = text_field(url, "https://…", mono=True)
        self.field = Field(translate("prices", "Address of a list in LiteLLM's format"), self.source)
        self.choose = Button(translate("prices", "Choose a file…"), "folder-open")
        self.read = Button(translate("prices", "Read the list"), "download-simple", Kind.PRIMARY)
        self.progress = ProgressLine()
        self.result = ResultBox()
        self.view = SyncView()
        self.view.hide()
        self.cancel = Button(translate("prices", "Cancel"))
        self.apply = Button(translate("prices", "Apply"), kind=Kind.PRIMARY)
        self.apply.hide()
        self._lay_out()
        self.choose.clicked.connect(self._choose_file)
        self.read.clicked.connect(self.read_now)
        self.source.returnPressed.connect(self.read_now)
        self.source.textEdited.connect(self._typed)
        self.view.chose.connect(self._tell)
        self.cancel.clicked.connect(self._cancel)
        self.apply.clicked.connect(self._apply_now)

    def _lay_out(self) -> None:
        title = Label(translate("prices", "Sync prices"), 17, 600)
        words = Label(
            translate(
                "prices",
                "Nothing is changed before you apply it. Prices of your own stay in force; what several entries may "
                "mean is left to you.",
            ),
            12,
            400,
            "text2",
            wrap=True,
        )
        buttons = row(self.choose, None, self.read)
        body = column(
            title,
            words,
            self.field,
            buttons,
            self.progress,
            self.result,
            self.view,
            margins=(24, 20, 24, 14),
            spacing=10,
        )
        foot = row(None, self.cancel, self.apply, margins=(20, 10, 24, 10))
        self.setLayout(column(body, hline(), foot, spacing=0))

    def use_file(self, path: Path) -> None:
        """Take a file as the list, and read it."""
        self._file = path
        self.source.setText(str(path))
        self.read_now()

    def read_now(self) -> None:
        """Fetch the list and show what it would change."""
        self.result.hide()
        self.apply.hide()
        self.view.hide()
        self.read.setEnabled(False)
        self.progress.tell(translate("prices", "Reading the list…"), 0, 0)
        self._session.tasks.spawn(self._read(), "read prices", self)

    async def _read(self) -> None:
        pricing, tasks, url = self._session.context.pricing, self._session.tasks, self.source.text().strip()
        origin: Path | str = self._file if self._file is not None else url
        try:
            preview = await tasks.ask(lambda: pricing.preview(origin))
            if self._file is None:
                await tasks.ask(lambda: pricing.remember_url(url))
        except AppError as error:
            self._failed(error)
            return
        self.progress.finish()
        self.read.setEnabled(True)
        self.read.set_kind(Kind.DEFAULT)
        self._preview = preview
        self.view.show_preview(preview)
        self.view.show()
        self._tell()

    def _tell(self) -> None:
        preview = self._preview
        if preview is None:
            return
        chosen = len(self.view.choices)
        self.apply.setText(apply_words(preview, chosen))
        self.apply.setVisible(changes(preview, chosen) > 0)
        title = translate("prices", "The list was read") if changes(preview, chosen) else _nothing(preview)
        self.result.show_result(Tone.OK, title, read_words(preview))

    def _apply_now(self) -> None:
        self.apply.setEnabled(False)
        self.progress.tell(translate("prices", "Storing prices…"), 0, 0)
        self._session.tasks.spawn(self._apply(), "apply prices", self)

    async def _apply(self) -> None:
        pricing, preview, choices = self._session.context.pricing, self._preview, dict(self.view.choices)
        assert preview is not None
        try:
            count = await self._session.tasks.ask(lambda: pricing.apply(preview, choices))
        except AppError as error:
            self.apply.setEnabled(True)
            self._failed(error)
            return
        self.done.emit(count)

    def _failed(self, error: AppError) -> None:
        self.progress.finish()
        self.read.setEnabled(True)
        title, words = error_words(error)
        unchanged = translate("prices", "The price table is as it was.")
        self.result.show_result(Tone.BAD, title, f"{words} {unchanged}")

    def _typed(self, _text: str) -> None:
        self._file = None

    def _cancel(self) -> None:
        self._session.tasks.cancel(self)
        self.done.emit(None)

    def _choose_file(self) -> None:
        ask_list(self, self.use_file)


def _nothing(preview: SyncPreview) -> str:
    if preview.ambiguous:
        return translate("prices", "Nothing changes by itself; choose what is meant")
    return translate("prices", "Nothing changes")


def ask_list(owner: QWidget, take: Callable[[Path], None]) -> QFileDialog:
    """Ask for a file without holding anything up."""
    dialog = QFileDialog(owner.window(), translate("prices", "Price list"), "", "JSON (*.json);;* (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def selected(path: str) -> None:
        take(Path(path))

    dialog.fileSelected.connect(selected)
    dialog.open()
    return dialog


async def sync_prices(window: QWidget, session: Session) -> int | None:
    """Show the sheet over the window; how many prices were stored, or None."""
    pricing = session.context.pricing
    url = await session.tasks.ask(pricing.list_url)
    form = SyncForm(session, url)
    sheet = Sheet(window, form, width=WIDTH)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, int) else None
