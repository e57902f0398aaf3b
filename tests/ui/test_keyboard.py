"""The whole window without a pointer: Tab reaches every group once, arrows move in it, shortcuts do the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.palette import Palette
from cpam_desktop.ui.widgets.sheet import Sheet
from tests.ui.kit import run, until
from tests.ui.monitoring_kit import chip, requests
from tests.ui.stage import Stage, press, sent, stage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def _round(set_up: Stage) -> list[str]:
    """What Tab visits, in order, until it comes back to where it began."""
    set_up.window.switch.setFocus()
    start, names = _focus(), list[str]()
    while True:
        names.append(_name(_focus()))
        press(set_up.window, Qt.Key.Key_Tab)
        if _focus() is start or len(names) > 60:
            return names


def test_tab_visits_every_group_of_monitoring_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent()]) as set_up:
            await set_up.ready(1)
            names = [name for name in _round(set_up) if not name.startswith("Cost")]  # a link until there are prices
            assert names == [
                *("Server prod, Collector running", "Monitoring", "Settings", "Collapse"),
                *("Search or run a command", "Refresh", "Notices"),
                *("Today", "Period", "This server", "Account", "Model", "Status", "API key", "More"),
                *("Search request ID, account, path, error", "Saved views", "Export…"),
                *("Tokens", "Calls and another figure over time", "Realtime, 1"),
                *("Pause", "Failed only", "Mask e-mails", "Columns", "Requests, newest first"),
            ]

    run(main())


def test_tab_visits_every_group_of_the_dashboard_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="dashboard", queued=[sent()]) as set_up:
            await set_up.ready()
            await until(lambda: "Test" in _round(set_up))
            names = _round(set_up)
            assert names[:7] == [
                *("Server prod, Collector running", "Dashboard", "Settings", "Collapse"),
                *("Search or run a command", "Refresh", "Notices"),
            ]
            wanted = ["Test", "Change the server…", "Today", "Calls and tokens over time", "Open doctor"]
            wanted += ["Cost by model", "Recent failures", "Channel health", "All failures"]
            assert [name for name in wanted if names.count(name) != 1] == []

    run(main())


def test_arrows_choose_a_range_and_a_page(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="a"), sent(request_id="b", ago_s=3_000)]) as set_up:
            await set_up.ready()
            page = set_up.monitoring
            today = next(b for b in page.filters.span.findChildren(QAbstractButton) if b.text() == "Today")
            today.setFocus()
            press(page, Qt.Key.Key_Left)
            assert page.filters.span.current == "1h"
            await set_up.ready(2)
            press(page, Qt.Key.Key_End)
            assert page.filters.span.current == "all"
            rail = set_up.window.rail
            next(b for b in rail.findChildren(QAbstractButton) if b.text() == "Monitoring").setFocus()
            press(rail, Qt.Key.Key_Up)
            assert set_up.window.page is not None
            assert set_up.window.page.id == "dashboard"

    run(main())


def test_a_facet_is_chosen_from_its_menu(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="a"), sent(request_id="b", failed=True)]) as set_up:
            await set_up.ready(2)
            page = set_up.monitoring
            chip(page, "Status").setFocus()
            press(page, Qt.Key.Key_Space)
            await until(lambda: QApplication.activePopupWidget() is not None)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            press(menu, Qt.Key.Key_Down)
            press(menu, Qt.Key.Key_Down)
            press(menu, Qt.Key.Key_Return)
            await set_up.ready(1)
            assert requests(page) == ["b"]

    run(main())


def test_shortcuts(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="a")]) as set_up:
            await set_up.ready(1)
            window, page = set_up.window, set_up.monitoring
            QTest.keyClick(window, Qt.Key.Key_F, CTRL)
            assert _focus() is page.filters.search
            before = page.loads
            QTest.keyClick(_focus(), Qt.Key.Key_R, CTRL)
            await until(lambda: page.loads > before)
            QTest.keyClick(_focus(), Qt.Key.Key_F5)
            await until(lambda: page.loads > before + 1)
            QTest.keyClick(_focus(), Qt.Key.Key_K, CTRL)
            assert isinstance(_focus().parentWidget(), Palette)
            QTest.keyClick(_focus(), Qt.Key.Key_F, CTRL)
            assert isinstance(_focus().parentWidget(), Palette)
            press(window, Qt.Key.Key_Escape)
            assert _focus() is page.filters.search
            await until(lambda: window.findChildren(Sheet) == [])
            QTest.keyClick(_focus(), Qt.Key.Key_K, CTRL)
            QTest.keyClicks(_focus(), "dash")
            press(window, Qt.Key.Key_Return)
            await until(lambda: window.page is not None and window.page.id == "dashboard")

    run(main())
