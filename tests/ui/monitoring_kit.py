"""Looking at Monitoring and using it, as its tests do."""

from __future__ import annotations

import asyncio
import json

from PySide6.QtWidgets import QMenu

from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.live_table import NewRowsPill
from tests.kit.history import failed
from tests.ui.kit import until
from tests.ui.layouts import texts
from tests.ui.stage import sent

ANNA, BOB = "anna.lindqvist@example.com", "bob.o-neil@team.example.org"


def requests(page: MonitoringPage) -> list[str]:
    """Request ids of the rows that are loaded, from the top."""
    model = page.realtime.model
    found = (model.row_at(place) for place in range(min(60, model.rowCount())))
    return [row.request_id for row in found if row is not None]


def figures(page: MonitoringPage) -> str:
    """The first figures of the strip in words."""
    (strip,) = page.findChildren(KpiStrip)
    return " | ".join(texts(strip))


def pill(page: MonitoringPage) -> NewRowsPill:
    (pill,) = page.findChildren(NewRowsPill)
    return pill


def chip(page: MonitoringPage, text: str) -> Chip:
    return next(chip for chip in page.findChildren(Chip) if chip.text() == text)


def button(widget: MonitoringPage | MainWindow, text: str) -> Button:
    return next(button for button in widget.findChildren(Button) if button.text() == text and button.isVisible())


async def offered(page: MonitoringPage, facet: str) -> list[str]:
    """What the menu of a facet offers, once it has been asked of the history."""
    menu = chip(page, facet).menu
    assert menu is not None
    menu.aboutToShow.emit()
    await until(lambda: menu.actions() and menu.actions()[0].isEnabled(), f"choices of {facet}")
    await asyncio.sleep(0.05)
    return [
        action.text().partition("\t")[0]
        for action in menu.actions()
        if not action.isSeparator() and not isinstance(action.menu(), QMenu)
    ]


def take(page: MonitoringPage, facet: str, text: str) -> None:
    menu = chip(page, facet).menu
    assert menu is not None
    next(action for action in menu.actions() if action.text().partition("\t")[0] == text).trigger()


MIXED = [
    sent(request_id="a", ago_s=50, model="gpt-5.5-codex", alias="gpt-5.5-codex", source=ANNA, auth_type="oauth"),
    sent(request_id="b", ago_s=40, model="claude-opus-4-8", alias="claude-opus-4-8", provider="claude", source=BOB),
    failed(429, '{"error": {"type": "limit"}}', request_id="c", source=BOB, model="gpt-5.5-codex", alias=""),
    failed(500, "it fell over", request_id="d", source=ANNA, model="claude-opus-4-8", provider="claude", alias=""),
]


def now(events: list[bytes]) -> list[bytes]:
    """`failed` has a time of its own: move every event into the last minute."""
    moved: list[bytes] = []
    for place, raw in enumerate(events):
        moved.append(sent(ago_s=50 - place, **{k: v for k, v in json.loads(raw).items() if k != "timestamp"}))
    return moved
