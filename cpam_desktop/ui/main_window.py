"""The frame: rail, toolbar, page stack, status bar, toasts, command palette. Pages are found, not listed."""

from __future__ import annotations

import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from cpam_desktop.ui.collector_notices import CollectorNotices
from cpam_desktop.ui.commands import Command
from cpam_desktop.ui.dropping import event_files, local_files, refusal
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.palette import open_palette
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.saved_notices import SavedNotices
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.status_line import server_entry, status_line
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.layout import column, row
from cpam_desktop.ui.widgets.rail import Rail, RailItem
from cpam_desktop.ui.widgets.server_switch import ServerSwitch
from cpam_desktop.ui.widgets.sheet import Sheet
from cpam_desktop.ui.widgets.status_bar import StatusBar
from cpam_desktop.ui.widgets.toast import Toasts
from cpam_desktop.ui.widgets.toolbar import Toolbar
from cpam_desktop.ui.window_menus import notices_menu, settings_menu, window_commands

_FILE_INFO_MS = 5_000


class MainWindow(QWidget):
    """Exists and paints before the services do; `attach` brings them. `closing` asks the program to end."""

    painted = Signal()
    closing = Signal()
    preferences_asked = Signal(object)

    def __init__(self, preferences: Preferences, pages: Sequence[type[Page[Any]]]) -> None:
        super().__init__()
        self.preferences = preferences
        self.session: Session | None = None
        self.page: Page[Any] | None = None
        self.classes = {page.id: page for page in pages}
        self._pages: dict[str, Page[Any]] = {}
        self._tools: dict[str, QWidget | None] = {}
        self._stored: tuple[int, int] | None = None
        self._was_painted = False
        self.setObjectName("canvas")
        self.setWindowTitle("CPAM Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(1100, 700)
        self.resize(*(preferences.size or (1440, 900)))
        self._build()
        self._bind()

    def _build(self) -> None:
        self.switch = ServerSwitch()
        self.rail = Rail([_rail_item(page) for page in self.classes.values()], self.switch)
        self.rail.set_mini(self.preferences.rail_mini)
        self.toolbar = Toolbar()
        self.status = StatusBar()
        self._stack = QStackedWidget()
        self.toasts = Toasts(self)
        right = column(self.toolbar, (self._stack, 1), self.status, spacing=0)
        self.setLayout(row(self.rail, (right, 1), spacing=0))

    def _bind(self) -> None:
        self.rail.chosen.connect(self.open_page)
        self.rail.folded.connect(self._folded)
        self.rail.settings_asked.connect(self._open_settings)
        self.toolbar.palette_asked.connect(self.open_palette)
        self.toolbar.refresh_asked.connect(self.refresh)
        self.toolbar.notices_asked.connect(self._open_notices)
        self.status.history_asked.connect(self.open_upkeep)
        shortcuts = (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+R", self.refresh),
            ("F5", self.refresh),
            ("Ctrl+F", self._focus_search),
        )
        for keys, slot in shortcuts:
            QShortcut(QKeySequence(keys), self, slot)
        self._info_timer = QTimer(self)
        self._info_timer.setSingleShot(True)
        self._info_timer.setInterval(_FILE_INFO_MS)
        self._info_timer.timeout.connect(self._ask_file_info)

    # -- services

    def attach(self, session: Session, page_id: str = "") -> None:
        """Give the window its services and open a page (the first one if not said)."""
        self.session = session
        session.fleet_changed.connect(self._show_servers)
        session.server_changed.connect(self._show_servers)
        session.collector_changed.connect(self._show_servers)
        session.events_stored.connect(self._events_stored)
        session.page_asked.connect(self.open_page)
        session.noticed.connect(self.toasts.show)
        session.task_told.connect(self.status.show_task)
        session.history_preparing.connect(self.status.show_preparing)
        session.connect_asked.connect(self.open_connect)
        session.room_asked.connect(self._make_room)
        session.doctor_asked.connect(self.open_doctor)
        CollectorNotices(session, self.open_doctor, self)
        SavedNotices(session, self)
        self.switch.chosen.connect(session.choose_server)
        self.switch.add_asked.connect(lambda: self.open_connect(""))
        self.switch.edit_asked.connect(self._edit_server)
        self.switch.remove_asked.connect(self._remove_server)
        self._show_servers()
        self._ask_file_info()
        if self.classes:
            self.open_page(page_id or next(iter(self.classes)))

    def open_page(self, page_id: str, argument: object = None) -> None:
        """Show a page, made when first needed. Ids that no page has are a mistake of ours: KeyError."""
        if self.session is None:
            return
        if page_id not in self._pages:
            page = self.classes[page_id](self.session)
            self._pages[page_id] = page
            self._tools[page_id] = page.tools()
            self._stack.addWidget(page)
        self.page = self._pages[page_id]
        self.rail.set_current(page_id)
        self.toolbar.set_place(self.page.crumbs(), self._tools[page_id])
        if argument is not None:
            self.page.opened_with(argument)
        self._stack.setCurrentWidget(self.page)

    def refresh(self) -> None:
        """Load the page in sight again."""
        if self.page is not None:
            self.page.refresh()

    def dispose(self) -> None:
        """Let go of pages and services, before the window is deleted or the program ends."""
        for page in self._pages.values():
            page.dispose()
        self.session = None

    # -- overlays

    @property
    def has_sheet(self) -> bool:
        """Whether a dialog or the palette is open; there is one at a time."""
        return any(sheet.isVisibleTo(self) for sheet in self.findChildren(Sheet))

    def open_palette(self) -> None:
        """The command palette, unless a sheet is open."""
        if not self.has_sheet:
            open_palette(self, self.commands())

    def open_connect(self, uid: str) -> None:
        """The connect dialog for a new server (""), or for a saved one, unless a sheet is open."""
        if self.session is None or self.has_sheet:
            return
        from cpam_desktop.ui.dialogs.connecting import connect  # imports the services: not before the first paint

        self.session.tasks.spawn(connect(self, self.session, uid), "connect", self)

    def _remove_server(self) -> None:
        session = self.session
        if session is None or session.server is None or self.has_sheet:
            return
        from cpam_desktop.ui.dialogs.removing import remove

        session.tasks.spawn(remove(self, session, session.server), "remove", self)

    def _focus_search(self) -> None:
        if self.page is not None and not self.has_sheet:
            self.page.focus_search()

    def _make_room(self, wanted: bool) -> None:
        """Fold the rail while a drawer is open; the user's own choice stays."""
        self.rail.set_mini(wanted or self.preferences.rail_mini)

    def open_doctor(self) -> None:
        """The doctor's sheet for the chosen server, unless a sheet is open."""
        if self.session is not None and not self.has_sheet:
            from cpam_desktop.ui.dialogs.doctor import show_doctor  # draws on the services: not before the first paint

            self.session.tasks.spawn(show_doctor(self, self.session), "doctor", self)

    def _edit_server(self) -> None:
        if self.session is not None and self.session.server is not None:
            self.open_connect(self.session.server.profile.uid)

    def open_upkeep(self) -> None:
        """The history's sizes and upkeep, unless a sheet is open."""
        if self.session is not None and not self.has_sheet:
            from cpam_desktop.ui.dialogs.upkeep import show_upkeep

            self.session.tasks.spawn(self._keep_up(show_upkeep(self, self.session)), "upkeep", self)

    def open_import(self, files: Sequence[Path] = ()) -> None:
        """The sheet that imports events, or where it is open more files for it."""
        if self.session is not None:
            from cpam_desktop.ui.dialogs.importing import show_import

            show_import(self, self.session, files)

    async def _keep_up(self, dialog: Coroutine[Any, Any, bool]) -> None:
        if await dialog:  # rows are gone, or others: pages add only what is new by themselves
            self._ask_file_info()
            self.refresh()

    def commands(self) -> list[Command]:
        """What the palette offers."""
        return window_commands(self)

    def _open_settings(self, at: QPoint) -> None:
        menu = settings_menu(self)
        menu.popup(at - QPoint(0, menu.sizeHint().height() - 30))

    def _open_notices(self) -> None:
        notices_menu(self).popup(self.toolbar.bell.mapToGlobal(self.toolbar.bell.rect().bottomLeft()))

    # -- states

    def _folded(self, mini: bool) -> None:
        self.prefer(rail_mini=mini)

    def prefer(self, **changes: Any) -> None:
        """Ask for other preferences; the program applies and saves them."""
        self.preferences_asked.emit(replace(self.preferences, **changes))

    def _show_servers(self) -> None:
        session = self.session
        if session is None:
            return
        server, status = session.server, session.collector
        entries = [server_entry(state, session.status_of(state.profile.uid)) for state in session.servers]
        self.switch.set_servers(entries, server.profile.uid if server is not None else "")
        self.status.show_line(status_line(server, status, self._stored, session.zone, time.time_ns()))

    def _events_stored(self) -> None:
        if not self._info_timer.isActive():
            self._info_timer.start()

    def _ask_file_info(self) -> None:
        session = self.session
        if session is None:
            return

        async def ask() -> None:
            sizes = await session.tasks.run_blocking(session.context.upkeep.sizes, seconds=_FILE_INFO_MS / 1000)
            self._stored = (sizes.events, sizes.total)
            self._show_servers()

        session.tasks.spawn(ask(), "file info", self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.session is not None and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        fitting, others = event_files(local_files(event.mimeData()))
        event.acceptProposedAction()
        if others and self.session is not None:
            self.session.notify(Tone.WARN, *refusal(others))
        if fitting:
            self.open_import(fitting)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the program ends in stages, and then the window with it
        self.hide()
        self.preferences_asked.emit(replace(self.preferences, size=(self.width(), self.height())))
        self.closing.emit()


def _rail_item(page: type[Page[Any]]) -> RailItem:
    group = translate("pages", page.group) if page.group not in ("", "-") else page.group
    return RailItem(page.id, page.icon, translate("pages", page.title), group)
