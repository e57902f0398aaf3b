"""Importing events: files, whose they are, a dry run that says what would be added, the import, its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.ui.dialogs import importing_words as words
from cpam_desktop.ui.dialogs.importing_parts import FileList, OwnerChoice, ask_files, warnings_view
from cpam_desktop.ui.dialogs.importing_work import Act, FileRow, Owner, Pace, measured, work_through
from cpam_desktop.ui.dialogs.upkeep_work import WorkLine
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.context import Context
    from cpam_desktop.ui.main_window import MainWindow

_DAY_SECONDS = 86_400.0
_WIDTH = 820


class ImportForm(QWidget):
    """`files` and what became of each. `running`: "", "check" or "import"; `imported` comes when rows were added."""

    imported = Signal()

    def __init__(self, session: Session, paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._session = session
        # Not the demo's, which is deleted with it: what is imported is the user's own.
        self._context: Context = session.fleet.home("")
        self.files: list[FileRow] = []
        self.running = ""
        self.setAccessibleName(translate("importing", "Import events"))
        self._build()
        self._arrange()
        self._wire()
        self._ready()
        self.add(paths)
        session.tasks.spawn(self._offer_known(), "names", self)

    def _build(self) -> None:
        servers = [Owner(each.profile.uid, each.profile.name) for each in self._session.servers if not each.demo]
        shown = self._session.server
        chosen = shown.profile.uid if shown is not None and not shown.demo else ""
        self.list = FileList()
        self.owner = OwnerChoice(servers, chosen)
        self.choose_button = Button(translate("importing", "Choose files…"), "folder-open")
        self.clear_button = Button(translate("importing", "Clear the list"), kind=Kind.GHOST)
        self.result = ResultBox()
        self.warnings = warnings_view()
        self._pace = Pace()
        self.work = WorkLine(self._pace.words)
        self.copy_button = Button(translate("importing", "Copy the report"), "copy")
        self.close_button = Button(translate("importing", "Close"))
        self.check_button = Button(translate("importing", "See what would be added"), kind=Kind.PRIMARY)
        self.import_button = Button(translate("importing", "Import"), kind=Kind.PRIMARY)

    def _arrange(self) -> None:
        about = translate("importing", "Nothing is written before you have seen what would be added.")
        head = column(Label(self.accessibleName(), 17, 600), Label(about, 12, 400, "text2"), spacing=2)
        body = column(
            row(Icon("upload-simple", "accent_text", 24), (head, 1), spacing=12),
            self.list,
            row(self.choose_button, self.clear_button, None),
            self.owner,
            self.result,
            self.warnings,
            self.work,
            margins=(24, 20, 24, 16),
            spacing=12,
        )
        buttons = (self.close_button, self.check_button, self.import_button)
        foot = row(self.copy_button, None, *buttons, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))

    def _wire(self) -> None:
        self.choose_button.clicked.connect(lambda: ask_files(self, self.add))
        self.clear_button.clicked.connect(self._clear)
        self.owner.changed.connect(self._forget)
        self.check_button.clicked.connect(self.check)
        self.import_button.clicked.connect(self.start)
        self.copy_button.clicked.connect(self._copy)
        self.result.acted.connect(self._show_events)
        line = self.work
        self.destroyed.connect(lambda: line.cancel.set())

    # -- files

    def add(self, paths: Sequence[Path]) -> None:
        """Put files on the list, each once; not while others are being read."""
        known = {row.path for row in self.files}
        new = [FileRow(path) for path in dict.fromkeys(paths) if path not in known]
        if new and not self.running:
            self.files += new
            self._forget()
            self._session.tasks.spawn(self._measure(), "measure", self)

    async def _measure(self) -> None:
        rows = list(self.files)
        found = await self._session.tasks.run_blocking(partial(measured, rows), seconds=60.0)
        sizes = {row.path: row.size for row in found}
        if not self.running:
            self._show([replace(row, size=sizes.get(row.path, row.size)) for row in self.files])

    async def _offer_known(self) -> None:
        known = await self._session.tasks.ask(self._context.events.servers)
        demo = {each.profile.uid for each in self._session.servers if each.demo}
        self.owner.offer([Owner(one.uid, one.name) for one in known if one.uid not in demo])

    def _clear(self) -> None:
        self.files = []
        self._forget()

    def _show(self, rows: list[FileRow]) -> None:
        self.files = rows
        self.list.show_files(rows)

    def _forget(self) -> None:
        """Other files or another server: what was found no longer holds."""
        self._show([replace(row, report=None, error=None) for row in self.files])
        self.result.hide()
        self.warnings.hide()
        self._ready()

    def _ready(self) -> None:
        """The first step again."""
        self.copy_button.hide()
        self.import_button.hide()
        self.check_button.show()
        self.check_button.setEnabled(bool(self.files))
        self.clear_button.setVisible(bool(self.files))

    # -- reading

    def check(self) -> None:
        """See what would be added; nothing is written."""
        self._run("check", self._context.importing.dry_run)

    def start(self) -> None:
        """Import."""
        self._run("import", self._context.importing.import_file)

    def _run(self, name: str, act: Act) -> None:
        owner = self.owner.owner()
        if owner is not None and self.files and not self.running:
            self.running = name
            self._session.tasks.spawn(self._work(act, owner), "import", self)

    async def _work(self, act: Act, owner: Owner) -> None:
        self._allow(False)
        self._pace.begin()
        cancel, hear, rows = self.work.begin(), self.work.hear, list(self.files)

        def work() -> list[FileRow]:
            return work_through(act, measured(rows), owner, hear, cancel)

        try:
            found = await self._session.tasks.run_blocking(work, seconds=_DAY_SECONDS)
        except Exception:  # not where it was cancelled: then the sheet and its widgets are gone
            self._end()
            raise
        name = self.running
        self._end()
        stopped = cancel.is_set()
        self._show(found)
        if name == "check":
            self._checked(stopped)
        else:
            self._imported(owner, stopped)

    def _end(self) -> None:
        self.running = ""
        self.work.end()
        self._allow(True)

    def _checked(self, stopped: bool) -> None:
        self.result.show_result(*words.checked_words(self.files, stopped=stopped))
        self._tell_warnings()
        added = words.sums(self.files).added
        again = translate("importing", "Import without the check")
        self._offer(again if stopped else translate("importing", "Import {0}").format(words.events(added)))
        self.import_button.setVisible(stopped or added > 0)
        self.check_button.setVisible(stopped)
        self.check_button.set_kind(Kind.DEFAULT if stopped else Kind.PRIMARY)

    def _imported(self, owner: Owner, stopped: bool) -> None:
        show = translate("importing", "Show all events") if words.sums(self.files).added else ""
        self.result.show_result(*words.imported_words(self.files, owner.name, stopped=stopped), show)
        self._tell_warnings()
        self._offer(translate("importing", "Go on"))
        self.import_button.setVisible(stopped)
        self.check_button.hide()
        if words.sums(self.files).added:
            self._context.bus.publish(EventsStored("", None))
            self.imported.emit()

    def _offer(self, text: str) -> None:
        self.import_button.setText(text)
        self.copy_button.show()

    def _tell_warnings(self) -> None:
        lines = words.warnings(self.files)
        self.warnings.setPlainText("\n".join(lines))
        self.warnings.setVisible(bool(lines))

    def _allow(self, allowed: bool) -> None:
        parts = (self.choose_button, self.clear_button, self.owner, self.check_button, self.import_button)
        for part in parts:
            part.setEnabled(allowed)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(words.report_text(self.files))

    def _show_events(self) -> None:
        self.close_button.click()
        self._session.open_page("monitoring", {"everywhere": True})


def show_import(window: MainWindow, session: Session, paths: Sequence[Path]) -> None:
    """Open the sheet over the window, or put more files on the open one's list; another sheet has to be closed first.

    Closing it calls off what runs, and says so.
    """
    if window.has_sheet:
        forms = [form for form in window.findChildren(ImportForm) if form.isVisible()]
        for form in forms:
            form.add(paths)
        if paths and (not forms or forms[0].running):
            session.notify(Tone.WARN, translate("importing", "Something else is open; close it first, and try again."))
        return
    form = ImportForm(session, paths)
    form.imported.connect(window.refresh)
    sheet = Sheet(window, form, width=_WIDTH)

    def closed() -> None:
        if form.running == "import":
            title = translate("importing", "The import was called off")
            stays = translate("importing", "What is in stays; importing the same files again goes on from here.")
            session.notify(Tone.WARN, title, stays)

    form.close_button.clicked.connect(lambda: sheet.finish())
    sheet.finished.connect(closed)
