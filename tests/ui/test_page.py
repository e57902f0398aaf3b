"""The page template: its states, hide and catch up, tracked signals; the frame around pages, on real services."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.ui.backend import open_backend
from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import ThemeMode, Tone
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.label import Label
from tests.ui.kit import run

SERVER = ServerState(ServerProfile("uid-1", "prod", "https://cpa.example.com:8317"))


@dataclass(frozen=True)
class Count:
    value: int


class Beeper(QObject):
    beeped = Signal(int)


class CountPage(Page[Count]):
    id = "count"
    title = "Count"
    icon = "hash"
    order = 1
    beeper: ClassVar[Beeper]
    answers: ClassVar[list[Count | Exception]]

    def build(self) -> QWidget:
        self.label = Label("")
        self.beeps: list[int] = []
        return self.label

    def bind(self) -> None:
        self.track(self.beeper.beeped, self.beeps.append)

    async def load(self) -> Count:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def draw(self, state: Count) -> None:
        self.label.setText(str(state.value))

    def empty(self, state: Count) -> QWidget | None:
        return EmptyState("hash", "Nothing counted") if state.value == 0 else None


class OtherPage(CountPage):
    id = "other"
    title = "Other"
    order = 2


@asynccontextmanager
async def _window(
    tmp_path: Path, answers: list[Count | Exception], servers: tuple[ServerState, ...] = (SERVER,)
) -> AsyncGenerator[MainWindow]:
    CountPage.beeper, CountPage.answers = Beeper(), answers
    tasks = Tasks()
    backend = await open_backend(tmp_path / "history.sqlite", tasks)
    session = Session(backend.context, backend.fleet, tasks, Preferences())
    session.take_fleet(servers)
    window = MainWindow(Preferences(), [CountPage, OtherPage])
    window.show()
    window.attach(session)
    await _settle()
    try:
        yield window
    finally:
        window.dispose()
        session.close()
        await tasks.stop()
        await backend.close(tasks)
        window.close()


async def _settle() -> None:
    for _ in range(8):
        await asyncio.sleep(0.002)


def _page(window: MainWindow) -> CountPage:
    assert isinstance(window.page, CountPage)
    return window.page


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible() and label.text()]


def test_a_page_loads_when_it_is_shown(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(3)]) as window:
            page = _page(window)
            assert (page.state, page.label.text(), page.loads) == (PageState.READY, "3", 1)
            assert _texts(window.toolbar) == ["Count"]

    run(main())


def test_without_a_server_a_page_offers_to_connect(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(4)], servers=()) as window:
            page = _page(window)
            assert page.state is PageState.OFFLINE
            assert "No server connected" in _texts(page)
            assert window.session is not None
            window.session.take_fleet((SERVER,))
            await _settle()
            assert (page.state, page.label.text()) == (PageState.READY, "4")

    run(main())


def test_a_failed_first_load_is_an_error_and_can_be_tried_again(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [NotReachable("nobody listens"), Count(5)]) as window:
            page = _page(window)
            assert page.state is PageState.ERROR
            assert "The server could not be reached" in _texts(page)
            window.refresh()
            await _settle()
            assert (page.state, page.label.text()) == (PageState.READY, "5")

    run(main())


def test_a_failed_later_load_keeps_what_stands(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(6), NotReachable("gone"), ValueError("a defect")]) as window:
            page = _page(window)
            window.refresh()
            await _settle()
            assert (page.state, page.label.text(), page.label.isVisible()) == (PageState.STALE, "6", True)
            window.refresh()
            await _settle()
            assert page.state is PageState.STALE
            assert "Something went wrong" in _texts(page)

    run(main())


def test_an_empty_state_replaces_the_content(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(0), Count(1)]) as window:
            page = _page(window)
            assert page.state is PageState.EMPTY
            assert "Nothing counted" in _texts(page)
            window.refresh()
            await _settle()
            assert (page.state, page.label.isVisible()) == (PageState.READY, True)

    run(main())


def test_a_hidden_page_does_nothing_and_catches_up(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(1), Count(2), Count(3)]) as window:
            page = _page(window)
            page.beeper.beeped.emit(1)
            window.open_page("other")
            await _settle()
            page.beeper.beeped.emit(2)
            assert (page.beeps, page.label.text()) == ([1], "1")
            window.open_page("count")
            await _settle()
            assert (page.label.text(), page.loads) == ("3", 2)
            window.open_page("other")
            window.open_page("count")
            await _settle()
            assert page.loads == 2

    run(main())


@pytest.mark.parametrize("state", list(PageState))
def test_every_state_can_be_shown(tmp_path: Path, state: PageState) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(1)]) as window:
            page = _page(window)
            page.show_state(state, NotReachable("gone"))
            QApplication.processEvents()
            assert page.state is state

    run(main())


def test_switch_and_status_bar_tell_the_collector(tmp_path: Path) -> None:
    async def main() -> None:
        status = CollectorStatus("uid-1", state=State.RUNNING, lag_ms=1_200)
        async with _window(tmp_path, [Count(1)], (replace(SERVER, collector=status),)) as window:
            assert "Collector running" in _texts(window.status)
            assert "Lag 1.2 s" in _texts(window.status)
            assert window.switch.accessibleName() == "Server prod, Collector running"

    run(main())


def test_errors_of_tasks_are_toasts(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(1)]) as window:
            session = window.session
            assert session is not None

            async def refused() -> None:
                raise NotReachable("nobody listens")

            await session.tasks.spawn(refused(), "test", window)
            session.notify(Tone.OK, "Saved")
            assert [notice.title for notice in window.toasts.history] == ["Saved", "The server could not be reached"]
            assert window.toasts.shown == 2

    run(main())


def test_the_palette_goes_to_pages_and_asks_for_a_theme(tmp_path: Path) -> None:
    async def main() -> None:
        asked: list[Preferences] = []
        async with _window(tmp_path, [Count(1), Count(2)]) as window:
            window.preferences_asked.connect(asked.append)
            commands = {command.id: command for command in window.commands()}
            assert list(commands)[:4] == ["count", "other", "refresh", "connect"]
            commands["other"].run()
            await _settle()
            assert window.page is not None
            assert window.page.id == "other"
            commands["theme dark"].run()
            assert asked == [Preferences(theme=ThemeMode.DARK)]

    run(main())


class SlowPage(CountPage):
    id = "slow"
    title = "Slow"
    order = 3
    refresh_ms = 1
    gate: ClassVar[asyncio.Event]
    begun: ClassVar[int] = 0

    async def load(self) -> Count:
        type(self).begun += 1
        await self.gate.wait()
        return await super().load()


def test_a_refresh_never_ends_a_load_that_runs(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(1), Count(2), Count(3)]) as window:
            SlowPage.gate, SlowPage.begun = asyncio.Event(), 0
            assert window.session is not None
            page = SlowPage(window.session)
            page.show()
            await _settle()
            for _ in range(5):
                page.refresh_soon()
                await _settle()
            assert SlowPage.begun == 1
            SlowPage.gate.set()
            await _settle()
            assert page.label.text() == "2"  # the page of the window took the first answer
            while SlowPage.begun < 2:  # what came meanwhile makes it load once more
                await _settle()
            await _settle()
            assert (page.label.text(), SlowPage.begun) == ("3", 2)
            page.dispose()
            page.hide()

    run(main())


def test_another_server_leaves_nothing_of_the_old_one_in_sight(tmp_path: Path) -> None:
    async def main() -> None:
        other = ServerState(ServerProfile("uid-2", "test", "https://test.example.com:8317"))
        async with _window(tmp_path, [Count(1), NotReachable("away"), Count(2)], (SERVER, other)) as window:
            page = _page(window)
            assert window.session is not None
            window.session.choose_server("uid-2")
            assert page.state is PageState.LOADING
            await _settle()
            assert page.state is PageState.ERROR  # not STALE: those figures are another server's
            tested = replace(other, tested_ns=5, good_ns=5)
            window.session.take_fleet((SERVER, tested))
            await _settle()
            assert len(CountPage.answers) == 1  # a test alone is no other server

    run(main())


def test_what_is_chosen_while_a_page_is_hidden_counts(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, [Count(1), Count(2)]) as window:
            page = _page(window)
            heard: list[int] = []
            page.track(CountPage.beeper.beeped, heard.append, hidden=True)
            window.open_page("other")
            CountPage.beeper.beeped.emit(7)
            assert (heard, page.beeps) == ([7], [])

    run(main())
