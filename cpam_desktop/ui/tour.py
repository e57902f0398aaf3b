"""The tour: the real window off screen against a real collector; every page loaded, pictured and timed."""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.domain.errors import InputError, NotReachable
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.services.targets import target_of
from cpam_desktop.ui.app import Options, Program, make_application
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.pages import check_pages
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.qasync_compat import make_loop
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import ThemeMode, Tone
from cpam_desktop.ui.tour_scenes import SCENES, leave, picture
from cpam_desktop.ui.widgets.toast import Notice

LOAD_SECONDS = 30.0
SETTLE_SECONDS = 0.2
"""Layouts and fonts come to rest; pictures only."""
_QUIET = ("This plugin does not support",)


@dataclass(frozen=True, slots=True)
class TourOptions:
    """What to tour. Without `demo` a server is needed: a saved one (uid), or an ad hoc one with its key."""

    out: Path
    demo: bool = False
    server: ServerProfile | None = None
    key: str = field(default="", repr=False)
    database: Path | None = None
    seconds: float = 5.0
    pages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("light",)
    languages: tuple[str, ...] = ("en",)
    size: tuple[int, int] = (1440, 900)
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: the page's state, rows in sight, and how long it took to paint and to show its data (ms)."""

    page: str
    theme: str
    lang: str
    file: str
    state: str
    rows: int
    first_paint_ms: int
    data_ms: int
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TourReport:
    """Events received, stored and shown, and every stop."""

    received: int
    stored: int
    shown: int
    stops: tuple[Stop, ...]

    @property
    def ok(self) -> bool:
        """Whether every page loaded with rows and nothing went wrong."""
        return bool(self.stops) and all(stop.rows and not stop.errors for stop in self.stops)


def run_tour(options: TourOptions) -> TourReport:
    """Run the window off screen and return what was seen. Raises AppError."""
    check_pages(options.pages)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = f"{options.scale:g}"
    with tempfile.TemporaryDirectory(prefix="cpam-tour-", ignore_cleanup_errors=True) as folder:
        database = options.database or Path(folder) / "history.sqlite"
        preferences = Preferences(theme=ThemeMode(options.themes[0]), language=options.languages[0], size=options.size)
        application = make_application(preferences)
        QCursor.setPos(-100, -100)  # off screen it stands at (10, 10) and the server switch would look hovered
        loop = make_loop(application)
        try:
            return loop.run_until_complete(_Tour(options, preferences, database).run())
        finally:
            loop.close()


class _Errors(logging.Handler):
    """Everything that should not happen: logged errors, Qt warnings, red toasts."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record.getMessage())

    def qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(_QUIET):
            self.seen.append(f"Qt: {text}")

    def notice(self, notice: Notice) -> None:
        if notice.tone is Tone.BAD:
            self.seen.append(f"{notice.title}: {notice.detail}")

    def take(self) -> tuple[str, ...]:
        taken, self.seen = tuple(self.seen), []
        return taken


class _FirstPaint(QObject):
    """Notes when a widget is painted for the first time from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at: float | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.at is None:
            self.at = time.monotonic()
        return False


class _Tour:
    def __init__(self, options: TourOptions, preferences: Preferences, database: Path) -> None:
        self._options = options
        self._preferences = preferences
        self._errors = _Errors()
        self._program = Program(Options(database=database, demo=options.demo, saved=False), preferences, None)

    async def run(self) -> TourReport:
        logging.getLogger().addHandler(self._errors)
        before = qInstallMessageHandler(self._errors.qt)
        try:
            self._program.window.show()
            await self._program.open()
            await self._choose_server()
            stops = [stop async for stop in self._stops()]
            return self._report(stops)
        finally:
            await self._program.close()
            qInstallMessageHandler(before)
            logging.getLogger().removeHandler(self._errors)

    async def _choose_server(self) -> None:
        session = self._program.session
        if session is None:
            raise InputError("the services could not be opened", hint=" ".join(self._errors.take()))
        session.noticed.connect(self._errors.notice)
        wanted, tasks = self._options.server, session.tasks
        if wanted is not None:
            key = self._options.key
            if wanted.uid and not key:
                key = await tasks.ask(lambda: session.context.servers.key(wanted.uid)) or ""
            target_of(wanted, key)  # else nothing would begin
            visited = await tasks.ask(partial(session.fleet.visit, wanted, key))
            session.take_fleet(await tasks.ask(session.servers_now))
            session.choose_server(visited.uid)
        await asyncio.sleep(self._options.seconds)
        await _until(lambda: _has_begun(session.collector), LOAD_SECONDS)
        await self._refuse_without_events(session)

    async def _refuse_without_events(self, session: Session) -> None:
        """Say why no events can come; a key that the collector was refused is not sent again for that."""
        server, status = session.server, session.collector
        if server is None or (status is not None and status.transport is not None):
            return
        test = (await session.tasks.ask(lambda: session.fleet.test(server.profile.uid))).test
        if test is not None and test.error is not None:
            raise test.error
        raise NotReachable(status.last_error if status else "", title="No events can be collected")

    async def _stops(self) -> AsyncIterator[Stop]:
        options, program = self._options, self._program
        options.out.mkdir(parents=True, exist_ok=True)
        pages = options.pages or tuple(page.id for page in program.pages)
        for lang in options.languages:
            for theme in options.themes:
                program.prefer(replace(program.preferences, language=lang, theme=ThemeMode(theme)))
                for page in pages:
                    for stop in await self._visit(page, theme, lang):
                        yield stop

    async def _visit(self, page_id: str, theme: str, lang: str) -> list[Stop]:
        window, started = self._program.window, time.monotonic()
        self._errors.take()
        window.open_page(page_id)
        page = window.page
        assert page is not None
        paint = _FirstPaint(page)
        page.update()
        await _until(lambda: _settled(page), LOAD_SECONDS)
        loaded = time.monotonic()

        async def stop(state: str) -> Stop:
            await asyncio.sleep(SETTLE_SECONDS)
            name = f"{page_id}{'-' + state if state else ''}.{theme}.{lang}.png"
            picture(window).save(str(self._options.out / name))
            times = _ms(started, paint.at), _ms(started, loaded)
            seen = state or page.state.value
            return Stop(page_id, theme, lang, name, seen, page.row_count(), *times, self._errors.take())

        stops = [await stop("")]
        for state, prepare in page.tour_states():
            prepare()
            stops.append(await stop(state))
        page.end_tour()
        for scene in SCENES:
            if scene.page == page_id:
                await scene.enter(window, _patiently)
                stops.append(await stop(scene.state))
                await leave(window, _patiently)
        return stops

    def _report(self, stops: Sequence[Stop]) -> TourReport:
        session = self._program.session
        status = session.collector if session else None
        shown = max((stop.rows for stop in stops if stop.page == "monitoring"), default=0)
        return TourReport(status.received if status else 0, status.inserted if status else 0, shown, tuple(stops))


def _has_begun(status: CollectorStatus | None) -> bool:
    return status is not None and (status.transport is not None or status.state in (State.WAITING, State.BLOCKED))


def _settled(page: Page[Any]) -> bool:
    """Loaded, its rows there, its charts made."""
    if page.state in (PageState.IDLE, PageState.LOADING):
        return False
    return page.is_complete() and all(chart.ready for chart in page.findChildren(SeriesChart) if chart.isVisible())


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    """Let the window work until something holds, at most that long: what is missing then shows in the picture."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:  # noqa: ASYNC110 (many conditions of widgets, no one signal)
        await asyncio.sleep(0.01)


async def _patiently(holds: Callable[[], bool]) -> None:
    await _until(holds, LOAD_SECONDS)


def _ms(start: float, end: float | None) -> int:
    return round(((end or time.monotonic()) - start) * 1000)
