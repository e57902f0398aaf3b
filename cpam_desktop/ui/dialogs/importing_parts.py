"""Parts of the import's sheet: the list of files with what became of each, whose they are, and the warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QStackedWidget, QWidget

from cpam_desktop.ui.dialogs.importing_words import file_columns
from cpam_desktop.ui.dialogs.importing_work import FileRow, Owner
from cpam_desktop.ui.dropping import SUFFIXES
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.theme import font
from cpam_desktop.ui.widgets.fields import Field, choice_field, text_field
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.table import DataTable

NEW_NAME = "imported"
_LIST_HEIGHT = 152
_WARNINGS_HEIGHT = 104
_LONGEST_NAME = 80


class FileList(QStackedWidget):
    """The files, or what to do as long as there are none."""

    def __init__(self) -> None:
        super().__init__()
        hint = Label(translate("importing", "Drop files here, or choose them"), 13, 500, "text2")
        kinds = Label(
            translate("importing", "Events of CPA, of CPA-Manager and its Plus: JSONL, JSON, SQLite"), 12, 400, "text3"
        )
        words = column(None, row(None, hint, None), row(None, kinds, None), None, spacing=4)
        self._nothing = panel("inset", words)
        self.model: RecordsModel[FileRow] = RecordsModel(file_columns())
        self.table = DataTable(self.model, translate("importing", "Files to import"))
        self.addWidget(self._nothing)
        self.addWidget(self.table)
        self.setFixedHeight(_LIST_HEIGHT)

    def show_files(self, files: Sequence[FileRow]) -> None:
        """Show these."""
        self.model.set_rows(files)
        self.setCurrentWidget(self.table if files else self._nothing)


class OwnerChoice(QWidget):
    """Which server the events belong to: a saved one, one that stands in the history, or a name. `changed` tells."""

    changed = Signal()

    def __init__(self, servers: Sequence[Owner], chosen: str) -> None:
        """`chosen` is the uid of the server to begin with; "" for none of them."""
        super().__init__()
        self._servers: dict[str, Owner] = {}
        self.choice = choice_field([("", translate("importing", "Another name…"))])
        self.name = text_field(NEW_NAME)
        self.choice_box = Field(translate("importing", "The events belong to"), self.choice)
        self.name_box = Field(translate("importing", "Name"), self.name)
        self.setLayout(row((self.choice_box, 1), (self.name_box, 1), spacing=12))
        self.offer(servers)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)) if chosen else self.choice.count() - 1)
        self._show_name()
        self.choice.currentIndexChanged.connect(self._chosen)
        self.name.textEdited.connect(self._typed)

    def offer(self, servers: Sequence[Owner]) -> None:
        """Offer more servers, above “another name”."""
        for server in servers:
            if server.uid and server.uid not in self._servers:
                self._servers[server.uid] = server
                self.choice.insertItem(self.choice.count() - 1, server.name, server.uid)

    def owner(self) -> Owner | None:
        """What is chosen; None where the name cannot be used, which is then told at its field."""
        uid = str(self.choice.currentData() or "")
        if uid:
            return self._servers[uid]
        name = self.name.text().strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            self.name_box.set_error(translate("importing", "Give a name of at most 80 characters"))
            self.name.setFocus()
            return None
        return Owner(None, name)

    def _chosen(self) -> None:
        self._show_name()
        self.changed.emit()

    def _typed(self) -> None:
        self.name_box.set_error("")
        self.changed.emit()

    def _show_name(self) -> None:
        self.name_box.setVisible(not self.choice.currentData())


def warnings_view() -> QPlainTextEdit:
    """Lines to read and to copy; hidden at first."""
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setAcceptDrops(False)
    view.setFont(font(11, 400, True))
    view.setAccessibleName(translate("importing", "What is to be said of the files"))
    view.setFixedHeight(_WARNINGS_HEIGHT)
    view.hide()
    return view


def ask_files(owner: QWidget, take: Callable[[list[Path]], None]) -> QFileDialog:
    """Let the user choose files; the answer comes as a call."""
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    events = translate("importing", "Event files ({0})").format(patterns)
    title = translate("importing", "Choose event files")
    dialog = QFileDialog(owner.window(), title, "", f"{events};;{translate('importing', 'All files (*)')}")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def selected(paths: list[str]) -> None:
        take([Path(path) for path in paths])

    dialog.filesSelected.connect(selected)
    dialog.finished.connect(dialog.deleteLater)
    owner.destroyed.connect(dialog.close)
    dialog.open()
    return dialog
