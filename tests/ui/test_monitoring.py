"""Monitoring on a real collector and a real history: what comes in, what stands still, what filters do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPlainTextEdit, QStyleOptionViewItem, QToolTip, QWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.main_window import MainWindow
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.live_table import NewRowsPill
from tests.kit.history import failed, tokens
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.stage import SECOND, Stage, press, sent, stage, stored_before

ANNA, BOB = "anna.lindqvist@example.com", "bob.o-neil@team.example.org"


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def _requests(page: MonitoringPage) -> list[str]:
    """Request ids of the rows that are loaded, from the top."""
    model = page.realtime.model
    found = (model.row_at(place) for place in range(min(60, model.rowCount())))
    return [row.request_id for row in found if row is not None]


def _figures(page: MonitoringPage) -> str:
    """The first figures of the strip in words."""
    (strip,) = page.findChildren(KpiStrip)
    return " | ".join(texts(strip))


def _pill(page: MonitoringPage) -> NewRowsPill:
    (pill,) = page.findChildren(NewRowsPill)
    return pill


def _chip(page: MonitoringPage, text: str) -> Chip:
    return next(chip for chip in page.findChildren(Chip) if chip.text() == text)


def _button(widget: MonitoringPage | MainWindow, text: str) -> Button:
    return next(button for button in widget.findChildren(Button) if button.text() == text and button.isVisible())


async def _offered(page: MonitoringPage, facet: str) -> list[str]:
    """What the menu of a facet offers, once it has been asked of the history."""
    menu = _chip(page, facet).menu
    assert menu is not None
    menu.aboutToShow.emit()
    await until(lambda: menu.actions() and menu.actions()[0].isEnabled(), f"choices of {facet}")
    await asyncio.sleep(0.05)
    return [action.text() for action in menu.actions()]


def _take(page: MonitoringPage, facet: str, text: str) -> None:
    menu = _chip(page, facet).menu
    assert menu is not None
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_what_is_published_shows_within_a_second(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="first")]) as set_up:
            await set_up.ready(1)
            page, times = set_up.monitoring, list[float]()
            for number in range(3):
                start = time.monotonic()
                await set_up.publish(sent(request_id=f"live-{number}"))
                await until(lambda number=number: page.realtime.model.rowCount() == number + 2)
                times.append(time.monotonic() - start)
            assert _requests(page) == ["live-2", "live-1", "live-0", "first"]
            assert min(times) < 1.0
            assert "Live" in texts(page.realtime)
            await until(lambda: "Calls: 4" in _figures(page), "figures that follow")

    run(main())


def _scroll_away(page: MonitoringPage) -> None:
    page.realtime.live.table.verticalScrollBar().setValue(200)


def _choose_a_row(page: MonitoringPage) -> None:
    page.realtime.live.table.selectRow(2)


def _pause(page: MonitoringPage) -> None:
    _button(page, "Pause").click()


@pytest.mark.parametrize("read", [_scroll_away, _choose_a_row, _pause], ids=["scrolled", "chosen", "paused"])
def test_new_rows_do_not_move_what_is_read(tmp_path: Path, read: Callable[[MonitoringPage], None]) -> None:
    async def main() -> None:
        before = [sent(request_id=f"old-{number}", ago_s=60 - number) for number in range(60)]
        async with stage(tmp_path, queued=before) as set_up:
            await set_up.ready(60)
            page = set_up.monitoring
            read(page)
            await set_up.rest()
            table = page.realtime.live.table
            seen, top = _requests(page), table.rowAt(1)
            assert "Live" not in texts(page.realtime)
            for number in range(3):
                await set_up.publish(sent(request_id=f"new-{number}"))
            pill = _pill(page)
            await until(lambda: pill.text() == "3 new", "the pill")
            assert pill.isVisible()
            assert (_requests(page), table.rowAt(1), page.realtime.model.rowCount()) == (seen, top, 60)
            pill.click()
            await until(lambda: page.realtime.model.rowCount() == 63)
            assert _requests(page)[:4] == ["new-2", "new-1", "new-0", "old-59"]
            assert table.verticalScrollBar().value() == 0
            assert not pill.isVisible()

    run(main())


def test_resuming_puts_waiting_rows_in(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="old", ago_s=5)]) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            _pause(page)
            assert "Paused" in texts(page.realtime)
            await set_up.publish(sent(request_id="new"))
            await until(lambda: page.realtime.model.pending == 1)
            _button(page, "Resume").click()
            assert _requests(page) == ["new", "old"]
            assert "Live" in texts(page.realtime)

    run(main())


MIXED = [
    sent(request_id="a", ago_s=50, model="gpt-5.5-codex", alias="gpt-5.5-codex", source=ANNA, auth_type="oauth"),
    sent(request_id="b", ago_s=40, model="claude-opus-4-8", alias="claude-opus-4-8", provider="claude", source=BOB),
    failed(429, '{"error": {"type": "limit"}}', request_id="c", source=BOB, model="gpt-5.5-codex", alias=""),
    failed(500, "it fell over", request_id="d", source=ANNA, model="claude-opus-4-8", provider="claude", alias=""),
]


def _now(events: list[bytes]) -> list[bytes]:
    """`failed` has a time of its own: move every event into the last minute."""
    moved: list[bytes] = []
    for place, raw in enumerate(events):
        moved.append(sent(ago_s=50 - place, **{k: v for k, v in json.loads(raw).items() if k != "timestamp"}))
    return moved


def test_facets_search_and_status_change_rows_and_figures(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=_now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            assert await _offered(page, "Model") == ["claude-opus-4-8", "gpt-5.5-codex"]
            _take(page, "Model", "gpt-5.5-codex")
            await set_up.ready(2)
            assert _requests(page) == ["c", "a"]
            await until(lambda: "Calls: 2" in _figures(page))
            assert "Success rate: 50.0 %" in _figures(page)
            assert _chip(page, "Model").accessibleName() == "Model, 1"

            assert await _offered(page, "Provider") == ["claude", "codex"]
            _take(page, "Provider", "claude")
            await until(lambda: "No request matches" in texts(page.realtime))
            _button(page, "Clear filters").click()
            await set_up.ready(4)

            page.filters.search.setText("it fell")
            await set_up.ready(1)
            assert _requests(page) == ["d"]
            page.filters.search.clear()
            await set_up.ready(4)

            _chip(page, "Failed only").click()
            await set_up.ready(2)
            assert _requests(page) == ["d", "c"]
            assert _chip(page, "Status").isChecked()
            assert await _offered(page, "Status") == [
                "Failed", "Succeeded", "4xx", "429", "5xx", "Without 429", "", "Clear",
            ]  # fmt: skip
            _take(page, "Status", "429")
            await set_up.rest()
            assert not _chip(page, "Failed only").isChecked()
            _take(page, "Status", "Failed")
            await set_up.ready(1)
            assert _requests(page) == ["c"]
            await until(lambda: "Calls: 1" in _figures(page))

    run(main())


def test_the_brush_narrows_rows_and_figures(tmp_path: Path) -> None:
    async def main() -> None:
        events = [sent(request_id=f"r{number}", ago_s=60 * number) for number in range(10)]
        async with stage(tmp_path, queued=events) as set_up:
            await set_up.ready()
            page = set_up.monitoring
            page.filters.range_changed.emit("15m")
            await set_up.ready(10)
            now = time.time_ns()
            brush = (now - 270 * SECOND, now - 90 * SECOND)
            page.chart.set_brush(brush)
            page.chart.brushed.emit(brush)
            await set_up.ready(3)
            assert _requests(page) == ["r2", "r3", "r4"]
            await until(lambda: "Calls: 3" in _figures(page))
            await set_up.publish(sent(request_id="outside"))
            _button(page, "Clear").click()
            await set_up.ready(11)
            assert _requests(page)[0] == "outside"
            await until(lambda: "Calls: 11" in _figures(page))

    run(main())


def test_ranges(tmp_path: Path) -> None:
    ages = {"now": 1, "half an hour": 1_800, "a day": 90_000, "a week": 700_000, "a month": 3_000_000}

    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", [sent(request_id=name, ago_s=age) for name, age in ages.items()])
        async with stage(tmp_path) as set_up:
            page = set_up.monitoring
            for key, count in (("15m", 1), ("1h", 2), ("24h", 2), ("7d", 3), ("30d", 4), ("all", 5)):
                page.filters.span.set_current(key)
                page.filters.range_changed.emit(key)
                await set_up.ready(count)
                assert _requests(page) == list(ages)[:count]
                await until(lambda count=count: f"Calls: {count}" in _figures(page), f"figures of {key}")

    run(main())


def test_the_detail_shows_attempts_and_what_the_provider_said(tmp_path: Path) -> None:
    async def main() -> None:
        body = '{"error": {"type": "overloaded_error", "message": "Overloaded"}}'
        tried = failed(529, body, request_id="retried", source=ANNA, provider="claude", auth_type="oauth")
        then = sent(request_id="retried", source=BOB, provider="claude", auth_type="oauth", tokens=tokens(120, 40))
        async with stage(tmp_path, queued=_now([tried, then])) as set_up:
            await set_up.ready(2)
            page = set_up.monitoring
            table = page.realtime.live.table
            table.setFocus()
            press(page, Qt.Key.Key_Down)
            await until(page.drawer.isVisible)
            shown = texts(page.drawer)
            assert "Request failed" in shown
            assert "overloaded_error" in shown
            assert shown.count("529") == 2
            assert "200" in shown
            assert [text for text in shown if "@" in text and "***" not in text] == []
            assert set_up.window.rail.mini
            press(page, Qt.Key.Key_Up)
            await until(lambda: "Request succeeded" in texts(page.drawer))
            press(page, Qt.Key.Key_Escape)
            assert page.drawer.isHidden()
            assert table.hasFocus()
            assert table.chosen is None
            assert not set_up.window.rail.mini

    run(main())


def _tips(page: MonitoringPage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tooltips of the cells in sight."""
    table, found = page.realtime.live.table, list[str]()

    def show(_where: QPoint, text: str, _widget: QWidget) -> None:
        found.append(text)

    with monkeypatch.context() as patched:
        patched.setattr(QToolTip, "showText", show)
        for column in range(len(page.realtime.model.columns)):
            index = page.realtime.model.index(0, column)
            option = QStyleOptionViewItem()
            where = table.visualRect(index).center()
            event = QHelpEvent(QEvent.Type.ToolTip, where, table.viewport().mapToGlobal(where))
            table.itemDelegate().helpEvent(event, table, option, index)
    return found


async def _everything(set_up: Stage, monkeypatch: pytest.MonkeyPatch) -> str:
    """All that can be read: table, tooltips, filter menu, detail."""
    page = set_up.monitoring
    model = page.realtime.model
    parts = [*await _offered(page, "Account"), *_tips(page, monkeypatch)]
    parts += [cell for row in range(model.rowCount()) for cell in model.cells_at(row)]
    page.realtime.live.table.selectRow(0)
    await until(page.drawer.isVisible)
    parts += texts(page.drawer)
    parts += [label.toolTip() for label in page.drawer.findChildren(Button)]
    parts += [view.toPlainText() for view in page.drawer.findChildren(QPlainTextEdit)]
    page.drawer.shut()
    return "\n".join(parts)


def test_masking_hides_mail_addresses_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        queued = _now([failed(403, f"the account {ANNA} is blocked", source=ANNA, auth_type="oauth", request_id="a")])
        async with stage(tmp_path, queued=queued) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            masked = await _everything(set_up, monkeypatch)
            assert "ann***@example.com" in masked
            assert ANNA not in masked
            _chip(page, "Mask e-mails").click()
            await set_up.rest()
            assert not set_up.session.masks_emails
            shown = await _everything(set_up, monkeypatch)
            assert shown.count(ANNA) >= 5
            assert "ann***@example.com" not in shown
            assert "127.0.0.1" in shown

    run(main())


def test_the_whole_history_is_reached_by_scrolling(tmp_path: Path) -> None:
    async def main() -> None:
        start = time.time() - 6 * 86_400
        events = [sent(request_id=f"r{n:05}", ago_s=time.time() - start - n * 10) for n in range(20_000)]
        stored_before(tmp_path / "history.sqlite", events)
        async with stage(tmp_path) as set_up:
            page = set_up.monitoring
            page.filters.range_changed.emit("7d")
            await set_up.ready(20_000)
            bar = page.realtime.live.table.verticalScrollBar()
            bar.setValue(bar.maximum())

            def last() -> EventRow | None:
                return page.realtime.model.row_at(19_999)

            await until(lambda: last() is not None, "the oldest row")
            row = last()
            assert row is not None
            assert row.request_id == "r00000"
            await set_up.publish(sent(request_id="new"))
            await until(lambda: page.realtime.model.pending == 1)
            assert page.realtime.model.row_at(19_999) == row
            bar.setValue(bar.maximum() // 2)
            middle = page.realtime.live.table.rowAt(5)
            await until(lambda: page.realtime.model.row_at(middle) is not None, "rows in the middle")
            found = page.realtime.model.row_at(middle)
            assert found is not None
            assert found.request_id == f"r{19_999 - middle:05}"

    run(main())


def test_an_empty_history_shows_the_doctor_who_changes_nothing_by_himself(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, server={"statistics": False}) as set_up:
            page = set_up.monitoring
            await until(lambda: page.state is PageState.EMPTY)
            await set_up.rest()
            assert "No usage events yet" in texts(page)
            assert "1 step is missing before calls can appear here." in texts(page)
            assert "usage-statistics-enabled is false, so CPA records nothing." in texts(page)
            assert set_up.server.state.config["usage-statistics-enabled"] is False
            _button(set_up.window, "Turn on").click()
            await until(lambda: set_up.server.state.config["usage-statistics-enabled"] is True)
            await until(lambda: any(text.startswith("All is ready") for text in texts(page)), "the doctor's new look")
            start = time.monotonic()
            await set_up.publish(sent(request_id="first"))
            await set_up.ready(1)
            assert time.monotonic() - start < 2.0

    run(main())


def test_a_server_that_goes_away_leaves_the_history(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=_now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            await set_up.session.tasks.ask(set_up.server.pause)
            await until(lambda: "Collector waiting for the server" in texts(set_up.window.status))
            page.filters.search.setText("it fell")
            await set_up.ready(1)
            page.filters.search.clear()
            await set_up.ready(4)
            await set_up.session.tasks.ask(set_up.server.resume)
            await set_up.collecting()
            await until(lambda: "Collector running" in texts(set_up.window.status))
            await set_up.publish(sent(request_id="after"))
            await set_up.ready(5)

    run(main())
