"""Exporting what is filtered: format, file, how many events; progress, and a way to call it off."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.format import bytes_text, grouped
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.fields import Field, text_field
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.progress_line import ProgressLine
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.sheet import Sheet

_FORMATS = {
    "jsonl": QT_TRANSLATE_NOOP(
        "export", "One JSON object a line, as the Usage Service writes it; can be imported again."
    ),
    "csv": QT_TRANSLATE_NOOP("export", "For spreadsheets; no cell can run as a formula."),
    "parquet": QT_TRANSLATE_NOOP("export", "Columns for DuckDB, pandas and the like; the smallest file."),
}
_NAMES = {"jsonl": "JSONL", "csv": "CSV", "parquet": "Parquet"}
_LONGEST_S = 24 * 3600.0


class ExportForm(QWidget):
    """`done` carries the path of the file once it is written, or None. Cancel calls a running export off."""

    done = Signal(object)
    _progressed = Signal(int)

    def __init__(self, session: Session, wanted: EventFilter, words: str) -> None:
        """`words` say what is filtered, empty for everything in the range."""
        super().__init__()
        self._session, self._wanted = session, wanted
        self._total: int | None = None
        self._cancel: Event | None = None
        self.setAccessibleName(translate("export", "Export requests"))
        self.format = Segmented(list(_NAMES.items()), "jsonl", translate("export", "Format"))
        self._about = Label("", 12, 400, "text2", wrap=True)
        self._count = Label(translate("export", "Counting…"), 13, 500)
        self._filter = Label(words or translate("export", "Everything in the range"), 12, 400, "text2", wrap=True)
        self.target = text_field(str(self._proposed("jsonl")), mono=True)
        self.browse = Button(translate("export", "Browse…"))
        self.field = Field(translate("export", "File"), self.target)
        self._progress = ProgressLine()
        self.cancel = Button(translate("export", "Cancel"))
        self.start = Button(translate("export", "Export"), "download-simple", Kind.PRIMARY)
        self.start.setEnabled(False)
        self._arrange()
        self._wire()
        self._choose("jsonl")
        session.tasks.spawn(self._read_count(), "count", self)

    def _arrange(self) -> None:
        head = row(
            column(Icon("download-simple", "accent_text", 24), None),
            (column(Label(self.accessibleName(), 17, 600), self._count, self._filter, spacing=2), 1),
            spacing=12,
        )
        file = row((self.field, 1), column(19, self.browse, None, spacing=0), spacing=8)
        note = Label(
            translate("export", "API keys leave as hash only; addresses of clients stay here."), 11, 400, "text3"
        )
        body = column(head, self.format, self._about, file, self._progress, note, margins=(24, 20, 24, 16), spacing=12)
        foot = row(None, self.cancel, self.start, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))

    def _wire(self) -> None:
        self.format.chosen.connect(self._choose)
        self.target.textEdited.connect(lambda: self.field.set_error(""))
        self.target.returnPressed.connect(self._go)
        self.browse.clicked.connect(self._browse)
        self.cancel.clicked.connect(self.call_off)
        self.start.clicked.connect(self._go)
        self._progressed.connect(self._tell)

    @staticmethod
    def _proposed(form: str) -> Path:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return Path(folder or str(Path.home())) / f"requests.{form}"

    def _choose(self, form: str) -> None:
        """Say what the format is for, and give the file its ending."""
        self._about.setText(translate("export", _FORMATS[form]))
        path = Path(self.target.text().strip() or str(self._proposed(form)))
        if path.suffix.lstrip(".") in _NAMES:
            self.target.setText(str(path.with_suffix(f".{form}")))

    def _browse(self) -> None:
        dialog = QFileDialog(self, translate("export", "Export requests"), self.target.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self.format.current)
        dialog.fileSelected.connect(self.target.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _read_count(self) -> None:
        wanted, analysis = self._wanted, self._session.context.analysis
        total = self._total = await self._session.tasks.ask(lambda: analysis.count(wanted))
        self._count.setText(translate("export", "%n request(s)", None, total).replace(str(total), grouped(total)))
        self.start.setEnabled(True)

    def _go(self) -> None:
        if not self.start.isEnabled():
            return
        target = Path(self.target.text().strip()).expanduser()
        if not target.name or not target.parent.is_dir():
            self.field.set_error(translate("export", "There is no such folder"))
            self.target.setFocus()
            return
        self.start.setEnabled(False)
        for part in (self.format, self.target, self.browse):
            part.setEnabled(False)
        self._cancel = Event()
        self._session.tasks.spawn(self._export(target, self.format.current, self._cancel), "export", self)

    async def _export(self, target: Path, form: str, cancel: Event) -> None:
        exporting, wanted = self._session.context.exporting, self._wanted
        self._tell(0)
        try:
            written = await self._session.tasks.run_blocking(
                lambda: exporting.export(wanted, form, target, self._progressed.emit, cancel), seconds=_LONGEST_S
            )
        except CancelledError:
            self.done.emit(None)
            return
        except AppError as error:
            self._over()
            self.field.set_error(error_words(error)[1])
            return
        finally:
            cancel.set()  # where this was broken off itself, the thread stops too
        size = bytes_text(await self._session.tasks.run_blocking(lambda: target.stat().st_size, seconds=60))
        title = translate("export", "%n request(s) exported", None, written).replace(str(written), grouped(written))
        self._session.notify(Tone.OK, title, f"{target} · {size}")
        self.done.emit(target)

    def _over(self) -> None:
        self._cancel = None
        self._progress.finish()
        self.start.setEnabled(True)
        for part in (self.format, self.target, self.browse):
            part.setEnabled(True)

    def _tell(self, done: int) -> None:
        if self._cancel is not None and not self._cancel.is_set():
            self._progress.tell(grouped(done), min(done, self._total or 0), self._total or 0)

    def call_off(self) -> None:
        """Cancel: a running export ends without a file."""
        if self._cancel is None:
            self.done.emit(None)
        else:
            self._cancel.set()
            self.cancel.setEnabled(False)


async def ask_export(window: QWidget, session: Session, wanted: EventFilter, words: str) -> Path | None:
    """Show the dialog over the window; the file that was written, or None. Esc ends a running export with the form."""
    form = ExportForm(session, wanted, words)
    sheet = Sheet(window, form, width=540)
    form.done.connect(sheet.finish)
    answer = await sheet.result()
    return answer if isinstance(answer, Path) else None
