"""The Dashboard on a real history: its figures are the report's, its links lead somewhere, the server may go away."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cpam_desktop.ui.dialogs.connect import ConnectForm
from cpam_desktop.ui.dialogs.doctor import DoctorSheet
from cpam_desktop.ui.format import grouped, human, human_parts, percent
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.pages.dashboard import DashboardPage
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.table import DataTable
from tests.kit.collecting import made
from tests.kit.history import CommandLine, cli
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.monitoring_kit import requests
from tests.ui.stage import Stage, press, sent, stage, stored_before

__all__ = ["cli"]


@pytest.fixture(autouse=True)
def _folders(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(DashboardPage, "refresh_ms", 100)


def _today(count: int) -> list[bytes]:
    """Seeded events of all kinds, moved into today."""
    midnight = int(time.time()) // 86_400 * 86_400
    length = time.time() - midnight
    moved: list[bytes] = []
    for place, raw in enumerate(made(count)):
        fields = {name: value for name, value in json.loads(raw).items() if name != "timestamp"}
        moved.append(sent(ago_s=length * (place + 0.5) / count, **fields))
    return moved


def _figures(page: DashboardPage) -> list[str]:
    (strip,) = page.findChildren(KpiStrip)
    return texts(strip)


def _table(page: DashboardPage, name: str) -> DataTable:
    return next(table for table in page.findChildren(DataTable) if table.accessibleName() == name)


def _cells(page: DashboardPage, name: str) -> list[tuple[str, ...]]:
    model = _table(page, name).model()
    return [
        tuple(model.data(model.index(row, column)) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def _press(page: DashboardPage, text: str) -> None:
    next(button for button in page.findChildren(Button) if button.text() == text and button.isVisible()).click()


def test_its_figures_are_those_of_the_report(tmp_path: Path, cli: CommandLine) -> None:
    database = tmp_path / "history.sqlite"
    stored_before(database, _today(600))

    def report(*options: str) -> dict[str, Any]:
        return cli("report", "--json", "--db", database, "--range", "today", "--tz", "UTC", *options).json

    totals, models = report()["totals"], report("--group-by", "model")["groups"]
    failures = cli("events", "--json", "--db", database, "--range", "today", "--tz", "UTC", "--status", "failed").json

    async def main() -> None:
        async with stage(tmp_path, page="dashboard") as set_up:
            await set_up.ready()
            page = set_up.dashboard
            await until(lambda: page.row_count() == 15)
            shown = " | ".join(_figures(page))
            assert totals["requests"] == 600
            assert "Requests: 600" in shown
            assert f"Success rate: {percent(totals['success_rate'])} %" in shown
            assert f"{grouped(totals['failed'])} failed" in shown
            assert f"Tokens: {' '.join(human_parts(totals['total_tokens']))}" in shown
            hits = totals["cached_tokens"] / totals["input_tokens"]
            assert f"Cache hit: {percent(hits)} %" in shown
            assert _cells(page, "Top models by calls") == [
                (group["label"], "", human(group["requests"]), human(group["total_tokens"])) for group in models[:5]
            ]
            assert [row[2] for row in _cells(page, "Recent failures")] == [
                event["model"] for event in failures["events"][:5]
            ]
            assert f"{totals['failed']} today" in texts(page)

    run(main())


def test_its_links_lead_to_rows(tmp_path: Path) -> None:
    async def main() -> None:
        events = _today(40)
        async with stage(tmp_path, page="dashboard", queued=events) as set_up:
            page = set_up.dashboard
            await until(lambda: "Requests: 40" in " | ".join(_figures(page)))
            failed = [json.loads(raw)["request_id"] for raw in events if json.loads(raw)["failed"]]
            assert failed
            _press(page, "All failures")
            await set_up.ready(len(failed))
            assert requests(set_up.monitoring) == failed
            set_up.window.open_page("dashboard")
            model = _cells(page, "Top models by calls")[0]
            table = _table(page, "Top models by calls")
            table.setFocus()
            table.selectRow(0)  # arrows only choose; Return goes there
            assert set_up.window.page is page
            QTest.keyClick(table, Qt.Key.Key_Return)
            await set_up.ready(int(model[2]))
            rows = set_up.monitoring.realtime.model
            assert {row.model for place in range(rows.rowCount()) if (row := rows.row_at(place))} == {model[0]}

    run(main())


async def _examined(set_up: Stage) -> DoctorSheet:
    await until(lambda: any(sheet.examined for sheet in set_up.window.findChildren(DoctorSheet)), "the doctor")
    (sheet,) = set_up.window.findChildren(DoctorSheet)
    return sheet


def test_the_doctor_helps_only_when_told(tmp_path: Path) -> None:
    async def main() -> None:
        server = {"retention_seconds": 30}
        async with stage(tmp_path, page="dashboard", queued=[sent()], server=server) as set_up:
            await set_up.ready()
            page = set_up.dashboard
            _press(page, "Open doctor")
            sheet = await _examined(set_up)
            assert "Unread events are kept for 30 s." in texts(sheet)
            newest = re.compile(r"The newest stored event is of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.")
            assert any(newest.fullmatch(text) for text in texts(sheet))
            assert set_up.server.state.config["redis-usage-queue-retention-seconds"] == 30
            next(b for b in sheet.findChildren(Button) if b.text() == "Keep for 1 h" and b.isVisible()).click()
            await until(lambda: "Unread events are kept for 3600 s." in texts(sheet), "the doctor's new look")
            assert set_up.server.state.config["redis-usage-queue-retention-seconds"] == 3600
            press(sheet, Qt.Key.Key_Escape)
            assert not set_up.window.has_sheet

    run(main())


def test_a_server_that_goes_away_is_told_and_the_day_stays(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="dashboard", queued=_today(40)) as set_up:
            page = set_up.dashboard
            await until(lambda: "Connected" in texts(page))
            await until(lambda: "Requests: 40" in " | ".join(_figures(page)))
            await set_up.session.tasks.ask(set_up.server.pause)
            await until(lambda: "Waiting" in texts(page.collector))
            _press(page, "Test")
            await until(lambda: "The server could not be reached" in texts(page.connection))
            set_up.window.refresh()
            await set_up.ready()
            assert "Requests: 40" in " | ".join(_figures(page))
            await set_up.session.tasks.ask(set_up.server.resume)
            await set_up.collecting()
            _press(page, "Test")
            await until(lambda: "Connected" in texts(page.connection))
            assert not set_up.window.findChildren(ConnectForm)

    run(main())
