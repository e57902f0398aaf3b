"""The whole program off screen on a history of its own, with a demo server that does only what the test says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.clock import rfc3339_nano
from cpam_desktop.domain.collecting import State
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from cpam_desktop.ui.app import Options, Program
from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.pages.dashboard import DashboardPage
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.session import Session
from tests.kit.history import wire
from tests.ui.kit import until

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
UID = "5f7a2c1e-0000-4000-8000-000000000001"
KEY = "demo-key-of-this-test"
SECOND = 1_000_000_000


def sent(*, ago_s: float = 0, **fields: Any) -> bytes:
    """One event as CPA sends it, so many seconds old."""
    fields.setdefault("timestamp", rfc3339_nano(time.time_ns() - round(ago_s * SECOND)))
    return wire(**fields)


def stored_before(path: Path, events: Sequence[bytes], uid: str = UID) -> None:
    """Put events into the history of the stage's server before the program opens it."""
    database = Database.open(path)
    try:
        server = database.write(
            lambda writing: records.server_id(writing, uid=uid, base_url="", name="prod"), durable=False
        ).result(10)
        intake = Intake(server)
        for start in range(0, len(events), 2_000):
            job = intake.job(events[start : start + 2_000], time.time_ns(), {})
            database.write(job, durable=False).result(30)
    finally:
        database.close()


class Flashes(QObject):
    """Widgets that were shown as windows of their own: what has no parent yet must not be made visible."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowFlags() & Qt.WindowType.WindowType_Mask
            if kind == Qt.WindowType.Window and not isinstance(watched, MainWindow):
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


class Stage:
    """A running program that shows `server`; `visit` was awaited."""

    def __init__(self, program: Program, server: DemoServer) -> None:
        self.program, self.server = program, server

    @property
    def window(self) -> MainWindow:
        return self.program.window

    @property
    def session(self) -> Session:
        assert self.program.session is not None
        return self.program.session

    @property
    def monitoring(self) -> MonitoringPage:
        """The Monitoring page; it must be the one in sight."""
        assert isinstance(self.window.page, MonitoringPage)
        return self.window.page

    @property
    def dashboard(self) -> DashboardPage:
        """The Dashboard; it must be the one in sight."""
        assert isinstance(self.window.page, DashboardPage)
        return self.window.page

    async def there(self, act: Callable[[], T]) -> T:
        """Do something with the server, on its own thread."""

        async def doing() -> T:
            return act()

        return await self.session.tasks.ask(doing)

    async def publish(self, *events: bytes) -> None:
        """Let the server publish events."""
        await self.there(lambda: self.server.publish(*events))

    async def visit(self, *, key: str = KEY, uid: str = UID) -> None:
        """Show the server and collect from it."""
        profile = ServerProfile(uid, "prod", self.server.url)
        await self.session.tasks.ask(lambda: self.session.fleet.visit(profile, key))
        self.session.take_fleet(await self.session.tasks.ask(self.session.servers_now))
        self.session.choose_server(uid)

    async def collecting(self) -> None:
        """Wait until the collector runs."""
        await until(lambda: self.session.collector and self.session.collector.state is State.RUNNING, "a collector")

    async def ready(self, rows: int | None = None) -> None:
        """Wait until the page in sight has loaded, and Monitoring's table has so many rows."""
        page = self.window.page
        assert page is not None
        await until(lambda: page.state is PageState.READY and page.is_complete(), f"{page.id} ready")
        if rows is not None:
            await until(lambda: self.monitoring.realtime.model.rowCount() == rows, f"{rows} rows")

    async def dialog(self, kind: type[W]) -> W:
        """The form of a dialog, once it is open; one that was closed a moment ago may still be there."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [form for form in self.window.findChildren(kind) if form.isVisible()]
            return bool(found)

        await until(look, f"the dialog with {kind.__name__}")
        (form,) = found
        return form

    async def rest(self) -> None:
        """Let layouts and queued signals come to rest."""
        for _ in range(10):
            await asyncio.sleep(0.002)


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    page: str = "monitoring",
    queued: Iterable[bytes] = (),
    visits: bool = True,
    size: tuple[int, int] = (1440, 900),
    server: dict[str, Any] | None = None,
    saved: bool = False,
) -> AsyncGenerator[Stage]:
    """A program on `folder/history.sqlite`; `queued` events wait on the server before it is visited.

    With `saved` it starts as for a user: on the saved servers of the configuration folder, or asking for one.
    """
    flashes, application = Flashes(), QApplication.instance()
    assert application is not None
    application.installEventFilter(flashes)
    preferences = Preferences(language="en", zone="UTC", size=size)
    program = Program(Options(folder / "history.sqlite", page=page, saved=saved), preferences, None)
    program.window.show()
    await program.open()
    program.window.activateWindow()
    await until(lambda: QApplication.activeWindow() is program.window, "an active window")
    given: dict[str, Any] = {"rate": 0.0, "key": KEY, "retention_seconds": 3600, **(server or {})}
    made = await program.tasks.ask(lambda: DemoServer.start(**given))
    try:
        set_up = Stage(program, made)
        await set_up.publish(*queued)
        if visits:
            await set_up.visit()
            await set_up.collecting()
        yield set_up
    finally:
        await program.tasks.ask(made.stop)
        await program.close()
        application.removeEventFilter(flashes)
    assert flashes.seen == []


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on the widget that has the keyboard in this one."""
    focus = QApplication.focusWidget()
    target = focus if focus is not None and widget.isAncestorOf(focus) else widget
    QTest.keyClick(target, key, modifier)
