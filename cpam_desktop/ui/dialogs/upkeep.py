"""The history's upkeep: sizes, deleting what is old (shown first), archive, compacting, backup and restore."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QGridLayout, QWidget

from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.upkeep import BackupInfo, HistorySizes, Restored, RetentionPlan
from cpam_desktop.ui.dialogs import upkeep_words as words
from cpam_desktop.ui.dialogs.upkeep_files import ask_file, ask_folder
from cpam_desktop.ui.dialogs.upkeep_work import WorkLine
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Fact
from cpam_desktop.ui.widgets.fields import Field, check_field, text_field
from cpam_desktop.ui.widgets.label import ElidedLabel, Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.upkeep import UpkeepService

T = TypeVar("T")
_DAY_SECONDS = 86_400.0
_GB = 1_000_000_000


class UpkeepForm(QWidget):
    """What deletes is shown first, then done by a button that repeats the count.

    `sizes` once they are known; `is_changed` where rows were deleted or replaced.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._upkeep: UpkeepService = session.context.upkeep
        self.sizes: HistorySizes | None = None
        self.archive_to: Path | None = None
        self.is_changed = False
        self._next: Callable[[], None] | None = None
        self.setAccessibleName(translate("upkeep", "History"))
        self._build()
        self._wire()
        self._ask_sizes()

    def _build(self) -> None:
        self._facts = [Fact(name) for name, _ in words.size_facts(None)]
        self.days = text_field("90")
        self.most = text_field("", translate("upkeep", "No limit"))
        self._days = Field(translate("upkeep", "Keep so many days"), self.days)
        self._most = Field(translate("upkeep", "Keep at most so many GB"), self.most)
        self.archive = check_field(translate("upkeep", "Write what goes to Parquet files first"))
        self._folder = ElidedLabel("", 11, 400, "text3")
        self.plan_button = Button(translate("upkeep", "Show what goes"))
        self.result = ResultBox()
        self.next_button = Button("", "trash", Kind.DESTROY)
        self.next_button.setProperty("icononly", False)  # its text comes with the plan
        self.next_button.hide()
        self.work = WorkLine()
        self.compact_button = Button(translate("upkeep", "Compact"), "arrows-in-line-vertical")
        self.backup_button = Button(translate("upkeep", "Back up…"), "floppy-disk")
        self.restore_button = Button(translate("upkeep", "Restore…"), "clock-counter-clockwise")
        self.close_button = Button(translate("upkeep", "Close"))
        self._arrange()

    def _arrange(self) -> None:
        path = ElidedLabel(str(self._upkeep.path), 12, 400, "text2", mono=True)
        title = column(Label(translate("upkeep", "History"), 17, 600), path, spacing=2)
        body = column(
            row(Icon("database", "accent_text", 24), (title, 1), spacing=12),
            _in_pairs(self._facts),
            hline(),
            Label(translate("upkeep", "Delete what is old"), 13, 600),
            row((self._days, 1), (self._most, 1), column(None, self.plan_button), spacing=12),
            row(self.archive, (self._folder, 1), spacing=8),
            self.result,
            row(None, self.next_button),
            self.work,
            margins=(24, 20, 24, 16),
            spacing=12,
        )
        tools = (self.compact_button, self.backup_button, self.restore_button)
        foot = row(*tools, None, self.close_button, margins=(20, 10, 24, 10), spacing=8)
        self.setLayout(column(body, hline(), foot, spacing=0))

    def _wire(self) -> None:
        for field in (self.days, self.most):
            field.textEdited.connect(self._forget)
            field.returnPressed.connect(self.plan)
        self.archive.clicked.connect(self._choose_archive)
        self.plan_button.clicked.connect(self.plan)
        self.next_button.clicked.connect(self._go_on)
        self.compact_button.clicked.connect(self.compact)
        self.backup_button.clicked.connect(self._ask_backup)
        self.restore_button.clicked.connect(self._ask_restore)
        line = self.work
        self.destroyed.connect(lambda: line.cancel.set())

    # -- sizes

    def _ask_sizes(self) -> None:
        self._session.tasks.spawn(self._load_sizes(), "sizes", self)

    async def _load_sizes(self) -> None:
        self.show_sizes(await self._session.tasks.run_blocking(self._upkeep.sizes, seconds=60.0))

    def show_sizes(self, sizes: HistorySizes) -> None:
        """Show these."""
        self.sizes = sizes
        for fact, (_, value) in zip(self._facts, words.size_facts(sizes), strict=True):
            fact.set_value(value)

    # -- deleting what is old

    def plan(self) -> None:
        """Show what the values of the form would delete."""
        self._forget()
        days, size = _number(self.days.text()), _number(self.most.text())
        self._days.set_error(translate("upkeep", "A number above 0, or nothing") if days == 0 else "")
        self._most.set_error(translate("upkeep", "A number above 0, or nothing") if size == 0 else "")
        if days == 0 or size == 0:
            return
        most = None if size is None else int(size * _GB)
        self._run("plan", partial(self._upkeep.plan_retention, days, most), self._show_plan)

    def _show_plan(self, plan: RetentionPlan) -> None:
        self.result.show_result(Tone.NEUTRAL if plan.empty else Tone.WARN, *words.plan_words(plan, self._session.zone))
        if not plan.empty:
            self._offer(
                translate("upkeep", "Delete {0}").format(words.events(plan.events)), "trash", self._delete, plan
            )

    def _delete(self, plan: RetentionPlan) -> None:
        self.is_changed = True
        folder = self.archive_to if self.archive.isChecked() else None
        work = partial(self._upkeep.apply, plan, folder, self.work.hear, self.work.begin())
        self._run("delete", work, lambda done: self._done(*words.deleted_words(done)))

    def _choose_archive(self, wanted: bool) -> None:
        self._folder.setText("")
        if wanted:
            self.archive.setChecked(False)  # until there is a folder
            ask_folder(self, translate("upkeep", "Folder of the archive"), self.take_archive)

    def take_archive(self, folder: Path) -> None:
        """Archive into this folder."""
        self.archive_to = folder
        self.archive.setChecked(True)
        self._folder.setText(str(folder))

    # -- the other three

    def compact(self) -> None:
        """Give free space back to the disk."""
        self._forget()
        work = partial(self._upkeep.compact, self.work.hear, self.work.begin())
        self._run("compact", work, lambda done: self._done(*words.compacted_words(done)))

    def _ask_backup(self) -> None:
        ask_file(self, translate("upkeep", "Back up the history"), self.backup, save_as="history-backup.sqlite")

    def backup(self, target: Path) -> None:
        """Write a backup to this file."""
        self._forget()
        work = partial(self._upkeep.backup, target, self.work.hear, self.work.begin())
        self._run("backup", work, self._backed_up)

    def _backed_up(self, info: BackupInfo) -> None:
        title = translate("upkeep", "Backed up to {0}").format(info.path.name)
        self._done(title, words.backup_words(info, self._session.zone))

    def _ask_restore(self) -> None:
        ask_file(self, translate("upkeep", "Restore the history from a backup"), self.look_at)

    def look_at(self, backup: Path) -> None:
        """Check a backup, and offer to restore it."""
        self._forget()
        self._run("check", partial(self._upkeep.check_backup, backup, self.work.begin()), self._show_backup)

    def _show_backup(self, info: BackupInfo) -> None:
        stays = translate("upkeep", "It replaces the whole history, names and prices too; the one of now is kept.")
        title = translate("upkeep", "{0} is a sound backup").format(info.path.name)
        self.result.show_result(Tone.WARN, title, f"{words.backup_words(info, self._session.zone)} {stays}")
        action = translate("upkeep", "Replace the history by {0}").format(words.events(info.events))
        self._offer(action, "clock-counter-clockwise", self._restore, info)

    def _restore(self, info: BackupInfo) -> None:
        self.is_changed = True
        work = partial(self._upkeep.restore, info.path, self.work.hear, self.work.begin())
        self._run("restore", work, self._restored, paused=True)

    def _restored(self, done: Restored) -> None:
        self._done(*words.restored_words(done))

    # -- running

    def _offer(self, text: str, icon: str, act: Callable[[T], None], what: T) -> None:
        """Show the button that does what was just explained."""
        self._next = partial(act, what)
        self.next_button.setText(text)
        self.next_button.set_icon(icon)
        self.next_button.show()

    def _go_on(self) -> None:
        act = self._next
        self._forget()
        if act is not None:
            act()

    def _forget(self) -> None:
        self._next = None
        self.next_button.hide()
        self.result.hide()

    def _run(self, name: str, work: Callable[[], T], then: Callable[[T], None], *, paused: bool = False) -> None:
        self._session.tasks.spawn(self._work(work, then, paused), name, self)

    async def _work(self, work: Callable[[], T], then: Callable[[T], None], paused: bool) -> None:
        self._allow(False)
        try:
            if paused:
                from cpam_desktop.services.pausing import while_paused

                session = self._session
                done = await session.tasks.ask(lambda: while_paused(session.fleet, session.context, work))
            else:
                done = await self._session.tasks.run_blocking(work, seconds=_DAY_SECONDS)
            then(done)
        except CancelledError:
            self.result.show_result(Tone.NEUTRAL, translate("upkeep", "Called off; nothing was changed."))
        except AppError as error:
            self.result.show_result(Tone.BAD, *error_words(error))
        finally:
            self.work.end()
            self._allow(True)

    def _done(self, title: str, detail: str) -> None:
        self.result.show_result(Tone.OK, title, detail)
        self._ask_sizes()

    def _allow(self, allowed: bool) -> None:
        buttons = (self.plan_button, self.compact_button, self.backup_button, self.restore_button, self.next_button)
        for button in buttons:
            button.setEnabled(allowed)


def _in_pairs(facts: Sequence[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(4)
    for place, fact in enumerate(facts):
        grid.addWidget(fact, place // 2, place % 2)
    return grid


def _number(text: str) -> float | None:
    """A number above 0; None where nothing stands there, 0 where it is none."""
    if not text.strip():
        return None
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return 0.0
    return value if 0 < value < 1e6 else 0.0


async def show_upkeep(window: QWidget, session: Session) -> bool:
    """Show the dialog over the window until it is closed; closing it calls off what runs. Whether rows are others."""
    form = UpkeepForm(session)
    sheet = Sheet(window, form, width=680)
    form.close_button.clicked.connect(lambda: sheet.finish())
    await sheet.result()
    return form.is_changed
