"""Runs the window: application, event loop, services after the first paint, and an end in stages (decision 28)."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain.resources import resource
from cpam_desktop.services.paths import config_dir, default_database
from cpam_desktop.ui.garbage import GarbageCollector
from cpam_desktop.ui.i18n import error_words, install_language, translate
from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.pages import find_pages
from cpam_desktop.ui.preferences import Preferences, load_preferences, save_preferences
from cpam_desktop.ui.prices.keeper import CatalogueKeeper
from cpam_desktop.ui.qasync_compat import make_loop
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.single import SingleWindow
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import Tone, theme
from cpam_desktop.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from cpam_desktop.ui.backend import Backend

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How the window starts: the history file (None for the default), the page to open, whether to start the demo.

    Without `saved` the saved servers are left alone, and nobody is asked for one (tour).
    """

    database: Path | None = None
    page: str = ""
    demo: bool = False
    saved: bool = True


def make_application(preferences: Preferences) -> QApplication:
    """The one QApplication, in the product's style, theme and language."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("cpam-desktop")
    application.setApplicationDisplayName("CPAM Desktop")
    application.setDesktopFileName("cpam-desktop")
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(False)
    theme().apply(preferences.theme)
    install_language(preferences.language)
    return application


class Program(QObject):
    """One run. `window` is replaced when the language changes; `session` is there from `opened` on."""

    opened = Signal()
    ending = Signal()
    """The window is gone for good; what was received is still being stored, which may take a minute."""

    def __init__(self, options: Options, preferences: Preferences, settings: Path | None) -> None:
        """Without a `settings` file nothing is saved (tests, pictures)."""
        super().__init__()
        self._options, self._settings = options, settings
        self.preferences = preferences
        self._garbage = GarbageCollector(self)
        self.tasks = Tasks(self)
        self.session: Session | None = None
        self._backend: Backend | None = None
        self._catalogue: CatalogueKeeper | None = None
        self._stop = asyncio.Event()
        self.pages: Sequence[type[Page[Any]]] = find_pages()
        self.window = self._make_window()

    async def run(self) -> None:
        """Show the window, open the services, wait for the end, close in stages."""
        painted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.window.painted.connect(lambda: painted.done() or painted.set_result(None))
        self.window.show()
        await painted
        try:
            await self.open()
            await self._stop.wait()
        finally:
            await self.close()

    async def open(self) -> None:
        """Open the services and give them to the window; an error is shown and leaves a window without them."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
        try:
            await self._open_services()
        except Exception as error:
            _log.exception("the services cannot be opened")
            self.window.toasts.show(Notice(Tone.BAD, *error_words(error)))

    async def _open_services(self) -> None:
        # Off the GUI thread: these modules import the network and database libraries.
        backend_module = await self.tasks.run_blocking(_import_backend, seconds=60)
        path = self._options.database or default_database()
        backend = self._backend = await backend_module.open_backend(path, self.tasks)
        self.session = Session(backend.context, backend.fleet, self.tasks, self.preferences, self)
        self.session.preferences_changed.connect(self._session_prefers)
        if self._options.saved:
            self.session.take_fleet(await self.tasks.ask(backend.fleet.open))
        if self._options.demo:
            apart = self._options.database is None
            profile = await self.tasks.ask(lambda: backend.fleet.start_demo(apart=apart))
            self.session.take_fleet(await self.tasks.ask(self.session.servers_now))
            self.session.choose_server(profile.uid)
        self.window.attach(self.session, self._options.page)
        self._catalogue = CatalogueKeeper(self.session)
        self.opened.emit()
        if self._options.saved:
            self._ask_for_servers_and_keys(self.session)

    @staticmethod
    def _ask_for_servers_and_keys(session: Session) -> None:
        if not session.servers:
            session.connect_asked.emit("")
        for server in session.servers:
            if not server.has_key:
                title = translate("notices", "The management key of {0} is not known").format(server.profile.name)
                detail = translate("notices", "Nothing is collected from it until you enter the key.")
                ask = partial(session.connect_asked.emit, server.profile.uid)
                act = translate("checks", "Enter the key…")
                session.noticed.emit(Notice(Tone.WARN, title, detail, act, ask))

    def stop(self) -> None:
        """Ask `run` to end."""
        self._stop.set()

    def come_forward(self) -> None:
        """Show the window above others: it was started a second time."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    async def close(self) -> None:
        """Timers and bus first, then tasks, collectors, database; each stage has its own deadline."""
        self.ending.emit()
        self.window.dispose()
        if self._catalogue is not None:
            self._catalogue.close()
        if self.session is not None:
            self.session.close()
        await self.tasks.stop()
        await self._save_at_last()
        if self._backend is not None:
            await self._backend.close(self.tasks)
            self._backend = None
        self.window.deleteLater()
        self._garbage.close()

    async def _save_at_last(self) -> None:
        settings, preferences = self._settings, self.preferences
        if settings is not None:
            try:
                await self.tasks.run_blocking(lambda: save_preferences(settings, preferences), seconds=10)
            except Exception:
                _log.exception("the preferences could not be saved")

    def _make_window(self) -> MainWindow:
        window = MainWindow(self.preferences, self.pages)
        window.closing.connect(self.stop)
        window.preferences_asked.connect(self.prefer)
        return window

    def prefer(self, preferences: Preferences) -> None:
        """Apply and save other preferences; another language makes the window anew."""
        old, self.preferences = self.preferences, preferences
        self.window.preferences = preferences
        if self.session is not None:
            self.session.change(replace(preferences, server=self.session.preferences.server))
        if preferences.theme != old.theme:
            theme().apply(preferences.theme)
        if preferences.language != old.language:
            install_language(preferences.language)
            self._replace_window()
        self._save()

    def _session_prefers(self) -> None:
        if self.session is not None and self.session.preferences != self.preferences:
            self.preferences = self.window.preferences = self.session.preferences
            self._save()

    def _replace_window(self) -> None:
        old = self.window
        page = old.page.id if old.page is not None else ""
        self.window = self._make_window()
        self.window.setGeometry(old.geometry())
        if self.session is not None:
            self.window.attach(self.session, page)
        self.window.show()
        old.dispose()
        old.hide()
        old.deleteLater()

    def _save(self) -> None:
        settings, preferences = self._settings, self.preferences
        if settings is not None:
            saving = self.tasks.run_blocking(lambda: save_preferences(settings, preferences), seconds=10)
            self.tasks.spawn(saving, "save preferences", self)


def _import_backend() -> Any:
    from cpam_desktop.ui import backend

    return backend


def run_window(options: Options) -> int:
    """Open the window and return the exit status when it has ended."""
    settings = config_dir() / "settings.json"
    preferences = load_preferences(settings)
    application = make_application(preferences)
    single = SingleWindow(config_dir())
    if not single.claim():
        return 0
    loop = make_loop(application)

    async def main() -> None:
        program = Program(options, preferences, settings)
        single.raised.connect(program.come_forward)
        program.ending.connect(single.release)  # who starts it again now gets a window, not nothing
        await program.run()

    try:
        loop.run_until_complete(main())
    finally:
        single.release()
        loop.close()
    return 0
