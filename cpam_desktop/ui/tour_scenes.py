"""What a tour pictures besides loaded pages: dialogs, menus, and the states of a page that a good day never shows."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from cpam_desktop.ui.main_window import MainWindow

Until = Callable[[Callable[[], bool]], Awaitable[None]]
"""Lets the window work until something holds."""
_NOBODY = "http://127.0.0.1:9"
"""The discard port: nothing answers there."""

_LINE = (
    '{"timestamp": "2026-10-01T10:00:0%dZ", "model": "gpt-5.4", "alias": "gpt-5.4", "provider": "codex",'
    ' "endpoint": "POST /v1/responses", "source": "a", "auth_index": "a", "request_id": "1", "failed": false,'
    ' "latency_ms": 900, "tokens": {"input_tokens": 120, "output_tokens": 40, "total_tokens": 160}}'
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of its own: on which page, its name, and what brings the window there."""

    page: str
    state: str
    enter: Callable[[MainWindow, Until], Awaitable[None]]


async def _connect(window: MainWindow, until: Until) -> None:
    window.open_connect("")
    await until(lambda: window.has_sheet)


async def _connect_failed(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.dialogs.connect import ConnectForm  # imports the services: not before the first paint

    await _connect(window, until)
    form = next(form for form in window.findChildren(ConnectForm) if form.isVisible())
    form.url.setText(_NOBODY)
    form.key.setText("no-key-of-anybody")
    form.test()
    await until(form.result.isVisible)


async def _doctor(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.dialogs.doctor import DoctorSheet, show_doctor

    session = window.session
    assert session is not None
    session.tasks.spawn(show_doctor(window, session), "doctor", window)
    await until(lambda: any(sheet.examined for sheet in window.findChildren(DoctorSheet)))


async def _history(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.dialogs.upkeep import UpkeepForm

    window.open_upkeep()
    await until(lambda: any(form.sizes is not None for form in window.findChildren(UpkeepForm)))


async def _history_plan(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.dialogs.upkeep import UpkeepForm

    await _history(window, until)
    form = next(form for form in window.findChildren(UpkeepForm) if form.isVisible())
    form.days.setText("0.5")
    form.plan()
    await until(form.result.isVisible)


async def _import(window: MainWindow, until: Until) -> None:
    window.open_import()
    await until(lambda: window.has_sheet)


async def _import_checked(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.dialogs.importing import ImportForm

    with tempfile.TemporaryDirectory() as folder:
        ledger, damaged = Path(folder) / "usage-2026-10.jsonl", Path(folder) / "notes.json"
        ledger.write_text("\n".join([*(_LINE % number for number in (1, 2, 3, 3)), "{"]), encoding="utf-8")
        damaged.write_text("Dear diary", encoding="utf-8")
        window.open_import([ledger, damaged])
        form = next(form for form in window.findChildren(ImportForm) if form.isVisible())
        await until(lambda: all(row.size for row in form.files))
        form.check()
        await until(form.result.isVisible)


async def _palette(window: MainWindow, until: Until) -> None:
    window.open_palette()
    await until(lambda: window.has_sheet)


async def _settings(window: MainWindow, until: Until) -> None:
    window.rail.ask_settings()
    await until(lambda: QApplication.activePopupWidget() is not None)


async def _servers(window: MainWindow, until: Until) -> None:
    window.switch.click()
    await until(lambda: QApplication.activePopupWidget() is not None)


async def _stale(window: MainWindow, until: Until) -> None:
    assert window.page is not None
    window.page.show_state(PageState.STALE, NotReachable("127.0.0.1:8317 refused the connection"))


async def _offline(window: MainWindow, until: Until) -> None:
    assert window.page is not None
    window.page.show_state(PageState.OFFLINE)


async def _no_events(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.pages.monitoring import MonitoringPage

    page = window.page
    assert isinstance(page, MonitoringPage)
    page.show_no_events()
    await until(lambda: page.state is PageState.EMPTY)


async def _failure_rules(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.pages.failures import FailuresPage

    page = window.page
    assert isinstance(page, FailuresPage)
    page.edit_rules()
    await until(lambda: window.has_sheet)


async def _price_edit(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.pages.prices import PricesPage

    page = window.page
    assert isinstance(page, PricesPage)
    row = next((row for row in page.model.rows if row.price is not None and row.price.service_tiers), None)
    if row is None:
        page.add_price()
    else:
        page.edit(row)
    await until(lambda: window.has_sheet)


async def _price_rules(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.pages.prices import PricesPage

    page = window.page
    assert isinstance(page, PricesPage)
    page.open_rules()
    await until(lambda: window.has_sheet)


async def _price_sync(window: MainWindow, until: Until) -> None:
    from cpam_desktop.ui.pages.prices import PricesPage

    page = window.page
    assert isinstance(page, PricesPage)
    page.open_sync()
    await until(lambda: window.has_sheet)


SCENES = (
    Scene("dashboard", "connect", _connect),
    Scene("dashboard", "connect-failed", _connect_failed),
    Scene("dashboard", "doctor", _doctor),
    Scene("dashboard", "history", _history),
    Scene("dashboard", "history-plan", _history_plan),
    Scene("dashboard", "import", _import),
    Scene("dashboard", "import-checked", _import_checked),
    Scene("dashboard", "palette", _palette),
    Scene("dashboard", "settings", _settings),
    Scene("dashboard", "servers", _servers),
    Scene("dashboard", "stale", _stale),
    Scene("monitoring", "offline", _offline),
    Scene("monitoring", "empty", _no_events),
    Scene("failures", "rules", _failure_rules),
    Scene("prices", "edit", _price_edit),
    Scene("prices", "rules", _price_rules),
    Scene("prices", "sync", _price_sync),
)


async def leave(window: MainWindow, until: Until) -> None:
    """Close what a scene opened, and load the page again."""
    page = window.page
    assert page is not None
    before = page.loads
    for sheet in window.findChildren(Sheet):
        sheet.finish()
    for menu in window.findChildren(QMenu):
        menu.close()
    window.refresh()
    await until(lambda: page.loads > before)


def picture(window: QWidget) -> QPixmap:
    """The window with its menus, which are windows of their own."""
    whole = window.grab()
    painter = QPainter(whole)
    for menu in window.findChildren(QMenu):
        if menu.isVisible():
            painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
    painter.end()
    return whole
