"""Monitoring's tabs on a real history: groups, order, columns, detail, drill-down, names, views, servers, export."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from cpam_desktop.domain.names import AliasKind
from cpam_desktop.ui.dialogs.export import ExportForm
from cpam_desktop.ui.dialogs.naming import NamingForm
from cpam_desktop.ui.dialogs.range import RangeForm
from cpam_desktop.ui.dialogs.views import ViewForm
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.monitoring.row_menu import things_of
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from tests.kit.history import tokens
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.monitoring_kit import ANNA, BOB, MIXED, button, chip, figures, now, requests
from tests.ui.stage import UID, Stage, press, sent, stage, stored_before

OTHER = "5f7a2c1e-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(MonitoringPage, "refresh_ms", 100)
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def _open(page: MonitoringPage, tab: str) -> None:
    page.tables.show_tab(tab)
    page.tables.tab_chosen.emit(tab)


def _column(page: MonitoringPage, kind: str, name: str) -> list[str]:
    model = page.tables.groups[kind].model
    place = next(place for place, column in enumerate(model.columns) if column.id == name)
    return [model.cells_at(row)[place] for row in range(model.rowCount())]


async def _groups(page: MonitoringPage, kind: str, count: int) -> None:
    await until(lambda: page.tables.groups[kind].model.rowCount() == count, f"{count} rows of {kind}")


def test_tabs_count_sort_and_follow_new_events(tmp_path: Path) -> None:
    async def main() -> None:
        events = now([*MIXED, sent(source=ANNA, auth_type="oauth", request_id="e", tokens=tokens(5_000, 10))])
        async with stage(tmp_path, queued=events) as set_up:
            await set_up.ready(5)
            page = set_up.monitoring
            await _groups(page, "model", 3)
            _open(page, "account")
            table = page.tables.groups["account"]
            await _groups(page, "account", 2)
            assert _column(page, "account", "attempts") == ["3", "2"]
            assert _column(page, "account", "name") == ["ann***@example.com", "bob***@team.example.org"]
            assert _column(page, "account", "failed") == ["1", "1"]
            await until(lambda: all(sum(row.trend) == row.figures.requests for row in table.model.rows), "trends")
            table.model.sort_by("name", descending=True)
            assert _column(page, "account", "attempts") == ["2", "3"]
            await set_up.publish(sent(source="carl@example.com", auth_type="oauth"))
            await _groups(page, "account", 3)
            assert _column(page, "account", "name")[0] == "car***@example.com"

    run(main())


def test_a_row_shows_its_detail_becomes_a_filter_and_leads_back(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            _open(page, "model")
            await _groups(page, "model", 2)
            table = page.tables.groups["model"].table
            table.selectRow(0)
            await until(page.drawer.isVisible, "the detail")
            shown = texts(page.drawer)
            assert "claude-opus-4-8" in shown
            assert "500" in shown
            assert "50.0 %" in shown
            QTest.keyClick(table, Qt.Key.Key_Return)
            await set_up.ready(2)
            assert requests(page) == ["d", "b"]
            assert page.tables.tab == "realtime"
            assert page.drawer.isHidden()
            await until(lambda: "Attempts / requests: 2" in figures(page))
            press(page, Qt.Key.Key_Backspace)
            await set_up.ready(4)
            assert page.tables.tab == "model"
            assert page.filters.is_empty

    run(main())


def test_values_are_excluded(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            page.filters.choose("model", ("!claude-opus-4-8",))
            await set_up.ready(2)
            assert requests(page) == ["c", "a"]
            model = chip(page, "Model")
            assert model.accessibleName() == "Model, without 1"
            assert model.toolTip() == "Without claude-opus-4-8"
            page.filters.choose("status", ("!429",))
            await set_up.ready(1)
            assert requests(page) == ["a"]

    run(main())


def test_columns_are_chosen_and_remembered(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            assert "endpoint" not in page.realtime.shown()
            menu = page.tables.columns.menu_of_columns
            menu.aboutToShow.emit()
            next(action for action in menu.actions() if action.text() == "Request ID").trigger()
            assert {"request", "model", "account"} <= set(page.realtime.shown())
            kept = set_up.session.preferences.tables["monitoring.realtime"]
            assert "request" in kept.columns
            menu.aboutToShow.emit()
            next(action for action in menu.actions() if action.text() == "Those that fit").trigger()
            assert "request" not in page.realtime.shown()

    run(main())


def test_a_name_shows_wherever_it_stands(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page, names = set_up.monitoring, set_up.session.context.names
            await set_up.session.tasks.ask(lambda: names.set(AliasKind.ACCOUNT, BOB, "Night shift"))
            row = page.realtime.model.row_at(3)
            assert row is not None
            assert row.request_id == "a"
            account = next(thing for thing in things_of(row) if thing.kind == "account")
            page.drawer.name_asked.emit(account)
            form = await set_up.dialog(NamingForm)
            form.name.setText("night SHIFT")
            form.name.textEdited.emit("night SHIFT")
            form.save.click()
            await until(lambda: any("already" in text for text in texts(form)), "the reason")
            form.name.setText("Anna")
            form.save.click()
            await _groups(page, "account", 2)
            await until(lambda: any("Anna" in text for text in _column(page, "account", "name")), "the name in the tab")
            known = await set_up.session.tasks.ask(lambda: names.list(AliasKind.ACCOUNT))
            assert [(name.key, name.alias) for name in known] == [(ANNA, "Anna"), (BOB, "Night shift")]

    run(main())


def test_a_view_is_saved_and_opened(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            _open(page, "model")
            page.filters.choose("status", ("failed",))
            page.filters.range_changed.emit("24h")
            await _groups(page, "model", 2)
            await page.views.read()
            _trigger(page.views.menu, "Save as…")
            form = await set_up.dialog(ViewForm)
            form.name.setText("What failed")
            form.name.textEdited.emit("What failed")
            form.save.click()
            await until(lambda: not set_up.window.has_sheet, "the view kept")
            page.filters.clear()
            page.tables.show_tab("realtime")
            await page.views.read()
            _trigger(page.views.menu, "What failed")
            assert page.tables.tab == "model"
            assert page.filters.chosen("status") == {"failed"}
            assert page.filters.span.current == "24h"
            await set_up.ready(2)

    run(main())


def _trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().partition("\t")[0] == text).trigger()


def test_all_servers_together(tmp_path: Path) -> None:
    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", [sent(request_id="elsewhere")], OTHER)
        stored_before(tmp_path / "history.sqlite", [sent(request_id="here", ago_s=5)], UID)
        async with stage(tmp_path) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            assert requests(page) == ["here"]
            menu = page.filters.server.menu
            assert menu is not None
            _trigger(menu, "All servers")
            await set_up.ready(2)
            assert requests(page) == ["elsewhere", "here"]

    run(main())


def test_a_period_of_ones_own(tmp_path: Path) -> None:
    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", [sent(request_id="new"), sent(request_id="old", ago_s=10 * 86_400)])
        async with stage(tmp_path) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            page.filters.custom_range_asked.emit()
            form = await set_up.dialog(RangeForm)
            form.start.setText("someday")
            form.start.textEdited.emit("someday")
            assert not form.show_button.isEnabled()
            form.start.setText("")
            form.start.textEdited.emit("")
            form.end.setText("2100-01-01")
            form.end.textEdited.emit("2100-01-01")
            form.show_button.click()
            await set_up.ready(2)
            assert requests(page) == ["new", "old"]

    run(main())


async def _export(set_up: Stage) -> ExportForm:
    set_up.monitoring.filters.export_asked.emit()
    form = await set_up.dialog(ExportForm)
    await until(form.start.isEnabled, "the count")
    return form


def test_what_is_filtered_is_exported(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            page.filters.choose("status", ("failed",))
            await set_up.ready(2)
            await until(lambda: "Attempts / requests: 2" in figures(page))
            form = await _export(set_up)
            assert any(text.startswith("2 request") for text in texts(form))
            assert "Status: Failed" in texts(form)
            target = tmp_path / "out.jsonl"
            form.target.setText(str(tmp_path / "nowhere" / "out.jsonl"))
            form.start.click()
            assert "There is no such folder" in texts(form)
            form.target.setText(str(target))
            form.start.click()
            await until(target.exists, "the file")
            lines = target.read_text(encoding="utf-8").splitlines()
            assert [json.loads(line)["request_id"] for line in lines] == ["c", "d"]
            await until(lambda: not set_up.window.has_sheet, "the end of the dialog")
            told: list[object] = []
            set_up.session.noticed.connect(told.append)
            await _export(set_up)
            press(set_up.window, Qt.Key.Key_Escape)
            await until(lambda: not set_up.window.has_sheet, "the end of the dialog")
            await set_up.rest()
            assert told == []

    run(main())


def test_the_brush_is_moved_with_the_keyboard(tmp_path: Path) -> None:
    async def main() -> None:
        events = [sent(request_id=f"r{number}", ago_s=60 * number) for number in range(10)]
        async with stage(tmp_path, queued=events) as set_up:
            await set_up.ready()
            page = set_up.monitoring
            before = page.loads
            page.filters.range_changed.emit("15m")
            await until(lambda: page.loads > before, "the range")
            chart = page.traffic.chart
            await until(lambda: chart.ready, "the chart")
            await asyncio.sleep(0)
            chart.setFocus(Qt.FocusReason.TabFocusReason)
            assert QApplication.focusWidget() is chart
            press(page, Qt.Key.Key_Left)
            assert chart.brush is not None
            first = chart.brush
            await until(lambda: 0 < page.realtime.model.rowCount() < 10, "fewer rows")
            press(page, Qt.Key.Key_Left)
            moved = chart.brush
            assert moved[0] < first[0]
            assert moved[1] - moved[0] == first[1] - first[0]
            press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
            assert chart.brush[0] == moved[0]
            assert chart.brush[1] < moved[1]
            button(page, "Clear").click()
            await set_up.ready(10)

    run(main())
