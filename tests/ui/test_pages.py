"""Every page in every state, both themes, both languages, small and large: nothing cut, nothing without a name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.backend import open_backend
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.pages import find_pages
from cpam_desktop.ui.pages.dashboard import DashboardPage
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import ThemeMode, theme
from cpam_desktop.ui.theme.metrics import DRAWER
from tests.ui import samples, samples_money
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed

STATES: dict[str, Callable[..., Any]] = {
    "analytics": samples.analytics,
    "dashboard": samples.dashboard,
    "failures": samples_money.failures,
    "monitoring": samples.monitoring,
    "prices": samples_money.prices,
}
GONE = NotReachable("cpa.production.example.com:8317 refused the connection")
SIZES = ((1100, 700), (1440, 900))


@pytest.fixture(autouse=True)
def _english_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    yield
    install_language("en")


@asynccontextmanager
async def _window(
    folder: Path, size: tuple[int, int], servers: tuple[ServerState, ...] = (samples.SERVER,)
) -> AsyncGenerator[MainWindow]:
    tasks = Tasks()
    backend = await open_backend(folder / "history.sqlite", tasks)
    preferences = Preferences(zone="UTC", size=size)
    session = Session(backend.context, backend.fleet, tasks, preferences)
    session.take_fleet(servers)
    window = MainWindow(preferences, find_pages())
    window.show()
    window.attach(session)
    try:
        yield window
    finally:
        window.dispose()
        session.close()
        await tasks.stop()
        await backend.close(tasks)
        window.close()


async def _opened(window: MainWindow, page_id: str) -> Page[Any]:
    """The page, once it has loaded what little there is: from here on only the test shows something."""
    window.open_page(page_id)
    page = window.page
    assert page is not None
    await until(lambda: page.state not in (PageState.IDLE, PageState.LOADING))
    page.load = _never  # pyright: ignore[reportAttributeAccessIssue]
    return page


async def _never() -> Any:
    await asyncio.Event().wait()


async def _show(page: Page[Any], state: PageState) -> None:
    make = STATES[page.id]
    if state in (PageState.READY, PageState.STALE, PageState.EMPTY):
        page.apply(make(empty=state is PageState.EMPTY))
    if state is PageState.STALE or state not in (PageState.READY, PageState.EMPTY):
        page.show_state(state, GONE)
    if isinstance(page, MonitoringPage) and state is PageState.READY:
        page.realtime.model.show_source(samples.Memory())
    await _come_to_rest()


async def _come_to_rest() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
        QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_is_cut_in_any_state(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    install_language(language)

    async def main() -> None:
        async with _window(tmp_path, size) as window:
            assert window.size().toTuple() == size
            assert {page.id for page in find_pages()} == set(STATES)
            pages = [await _opened(window, kind.id) for kind in find_pages()]
            for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
                theme().apply(mode)
                for page in pages:
                    window.open_page(page.id)
                    for state in PageState:
                        await _show(page, state)
                        where = f"{page.id} {state} {mode} {language} {size}"
                        assert (where, faults(window), unnamed(window)) == (where, [], [])

    run(main())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_is_cut_beside_the_detail(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    install_language(language)

    async def main() -> None:
        async with _window(tmp_path, size) as window:
            page = await _opened(window, "monitoring")
            assert isinstance(page, MonitoringPage)
            await _show(page, PageState.READY)
            page.realtime.live.table.selectRow(6)
            await until(lambda: page.drawer.isVisible() and page.drawer.minimumWidth() == DRAWER)
            await _come_to_rest()
            assert (faults(window), unnamed(window)) == ([], [])
            words = texts(page.drawer)
            assert "usage_limit_reached" in words
            assert not [text for text in words if samples.EMAIL in text]

    run(main())


def test_a_server_that_cannot_be_reached_leaves_the_history_usable(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, (1100, 700), (samples.UNREACHABLE,)) as window:
            page = await _opened(window, "dashboard")
            page.apply(samples.dashboard())
            await _come_to_rest()
            shown = texts(page)
            assert "The server could not be reached" in shown
            assert "Waiting" in shown
            assert "678 today" in shown
            assert faults(window) == []

    run(main())


def test_words_of_the_collector_do_not_blow_up_the_page(tmp_path: Path) -> None:
    async def main() -> None:
        async with _window(tmp_path, (1440, 900)) as window:
            page = await _opened(window, "dashboard")
            assert isinstance(page, DashboardPage)
            page.apply(samples.dashboard())
            await _come_to_rest()
            assert any("refused the connection" in text for text in texts(page.collector))
            assert 170 <= page.traffic.chart.height() < 300

    run(main())


def test_one_that_needs_no_help_says_so(tmp_path: Path) -> None:
    async def main() -> None:
        ready = tuple(replace(check, ok=True, action="", fix="") for check in samples.CHECKS[:-1])
        async with _window(tmp_path, (1100, 700)) as window:
            page = await _opened(window, "monitoring")
            page.apply(replace(samples.monitoring(empty=True), checks=(*ready, samples.CHECKS[-1])))
            await _come_to_rest()
            assert "All is ready. Send one request through CPA; it appears here at once." in texts(page)
            page.apply(samples.monitoring(empty=True))
            await _come_to_rest()
            assert "2 steps are missing before calls can appear here." in texts(page)

    run(main())
