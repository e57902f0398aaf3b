"""The Dashboard on a real history: its figures are the report's, its links lead somewhere, the server may go away."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from cpam_desktop.domain.analysis import HistoryPreparing
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.services import sealing
from cpam_desktop.ui.dashboard.mix import TokenMix
from cpam_desktop.ui.dashboard.scope import ScopeSwitch
from cpam_desktop.ui.dialogs.connect import ConnectForm
from cpam_desktop.ui.dialogs.doctor import DoctorSheet
from cpam_desktop.ui.format import grouped, human, human_parts, money, percent
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.pages.dashboard import DashboardPage
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.table import DataTable
from tests.kit.collecting import made
from tests.kit.history import CommandLine, breakdown, cli
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.monitoring_kit import requests
from tests.ui.stage import KEY, UID, Stage, press, sent, stage, stored_before

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


def _by_cost(group: dict[str, Any]) -> tuple[float, int]:
    return -(group["cost_usd"] or 0), -group["requests"]


def test_its_figures_are_those_of_the_report(tmp_path: Path, cli: CommandLine) -> None:
    database = tmp_path / "history.sqlite"
    events = _today(600)
    clients = len({json.loads(raw)["request_id"] for raw in events})
    assert clients < 600  # some were tried again
    stored_before(database, events)

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
            assert f"Attempts: 600, {clients} requests" in shown
            assert f"Success rate: {percent(totals['success_rate'])} %" in shown
            assert f"{grouped(totals['failed'])} failed" in shown
            assert f"Tokens: {' '.join(human_parts(totals['total_tokens']))}" in shown
            hits = totals["cached_tokens"] / totals["input_tokens"]
            assert f"Cache hit: {percent(hits)} %" in shown
            assert f"Cost: {money(totals['cost_usd'])}, {totals['priced_requests']} of 600 priced" in shown
            models.sort(key=_by_cost)
            assert _cells(page, "Cost by model") == [
                (group["label"], human(group["requests"]), "", money(group["cost_usd"])) for group in models[:5]
            ]
            assert models[0]["cost_usd"] > 0
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
            await until(lambda: "Attempts: 40" in " | ".join(_figures(page)))
            failed = [json.loads(raw)["request_id"] for raw in events if json.loads(raw)["failed"]]
            assert failed
            _press(page, "All failures")
            await set_up.ready(len(failed))
            assert requests(set_up.monitoring) == failed
            set_up.window.open_page("dashboard")
            model = _cells(page, "Cost by model")[0]
            table = _table(page, "Cost by model")
            table.setFocus()
            table.selectRow(0)  # arrows only choose; Return goes there
            assert set_up.window.page is page
            QTest.keyClick(table, Qt.Key.Key_Return)
            await set_up.ready(int(model[1]))
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
            await until(lambda: "Attempts: 40" in " | ".join(_figures(page)))
            await set_up.session.tasks.ask(set_up.server.pause)
            await until(lambda: "Waiting" in texts(page.collector))
            _press(page, "Test")
            await until(lambda: "The server could not be reached" in texts(page.connection))
            set_up.window.refresh()
            await set_up.ready()
            assert "Attempts: 40" in " | ".join(_figures(page))
            await set_up.session.tasks.ask(set_up.server.resume)
            await set_up.collecting()
            _press(page, "Test")
            await until(lambda: "Connected" in texts(page.connection))
            assert not set_up.window.findChildren(ConnectForm)

    run(main())


def test_the_token_mix_adds_up(tmp_path: Path) -> None:
    async def main() -> None:
        mixed = [
            sent(request_id=f"r{n}", token_breakdown=breakdown(uncached=500, read=300, write=100, out=60, reasoning=40))
            for n in range(2)
        ]
        async with stage(tmp_path, page="dashboard", queued=mixed) as set_up:
            page = set_up.dashboard
            await until(lambda: "Attempts: 2" in " | ".join(_figures(page)))
            (mix,) = page.findChildren(TokenMix)
            shown = [text for text in texts(mix) if ": " in text]
            assert shown == [
                "Uncached: 1,000 50%",
                "Cache read: 600 30%",
                "Cache write: 200 10%",
                "Output: 120 6.0%",
                "Reasoning: 80 4.0%",
            ]

    run(main())


def test_the_server_tells_of_itself_and_links_only_to_pages_there_are(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="dashboard", queued=[sent()]) as set_up:
            page = set_up.dashboard
            await until(lambda: "Connected" in texts(page.connection))
            shown = texts(page.connection)
            assert "2026-08-22" in shown
            assert ("Models", "40") in pairwise(shown)
            assert ("Routing", "round-robin") in pairwise(shown)
            assert "config" not in {page.id for page in set_up.program.pages}
            assert not [b for b in page.connection.findChildren(Button) if b.text() == "Config" and b.isVisible()]
            await set_up.there(lambda: set_up.server.state.config.update({"routing": {"strategy": "fill-first"}}))
            await set_up.there(lambda: setattr(set_up.server.state, "latest_version", "v9.0.0"))
            _press(page, "Test")
            await until(lambda: ("Routing", "fill-first") in pairwise(texts(page.connection)))
            assert "9.0.0 available" not in texts(page.connection)  # asked for a moment ago

    run(main())


def test_a_history_without_a_server_is_shown(tmp_path: Path) -> None:
    stored_before(tmp_path / "history.sqlite", [sent(request_id="kept")])

    async def main() -> None:
        async with stage(tmp_path, page="dashboard", visits=False) as set_up:
            page = set_up.dashboard
            await set_up.ready()
            assert "Attempts: 1, 1 requests" in _figures(page)
            assert "No server connected" in texts(page.connection)
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            _press(page, "Connect…")
            await set_up.dialog(ConnectForm)

    run(main())


def test_a_server_that_was_never_reached_shows_its_history(tmp_path: Path) -> None:
    stored_before(tmp_path / "history.sqlite", [sent(request_id="kept")])

    async def main() -> None:
        async with stage(tmp_path, page="dashboard", visits=False) as set_up:
            session, profile = set_up.session, ServerProfile(UID, "prod", "http://127.0.0.1:9", proxy="direct")
            await session.tasks.ask(lambda: session.fleet.visit(profile, KEY))
            session.take_fleet(await session.tasks.ask(session.servers_now))
            page = set_up.dashboard
            await until(lambda: "The server could not be reached" in texts(page.connection))
            await until(lambda: "Attempts: 1, 1 requests" in _figures(page))

    run(main())


def test_two_servers_can_be_put_together(tmp_path: Path) -> None:
    stored_before(tmp_path / "history.sqlite", [sent(request_id="other")], "uid-other")
    stored_before(tmp_path / "history.sqlite", [sent(request_id="one")])

    async def main() -> None:
        async with stage(tmp_path, page="dashboard") as set_up:
            page, session = set_up.dashboard, set_up.session
            await until(lambda: "Attempts: 1, 1 requests" in _figures(page))
            (switch,) = set_up.window.findChildren(ScopeSwitch)
            choices = {button.text(): button for button in switch.findChildren(QAbstractButton)}
            assert not choices["All servers"].isVisible()
            other = ServerProfile("uid-other", "other", "http://127.0.0.1:9", proxy="direct")
            await session.tasks.ask(lambda: session.fleet.visit(other, KEY))
            await until(choices["All servers"].isVisible)
            choices["All servers"].click()
            await until(lambda: "Attempts: 2, 2 requests" in _figures(page))
            choices["This server"].click()
            await until(lambda: "Attempts: 1, 1 requests" in _figures(page))

    run(main())


def test_what_is_prepared_stands_in_the_status_bar_until_it_is_done(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="dashboard", visits=False) as set_up:
            bus, status = set_up.session.context.bus, set_up.window.status
            assert not [text for text in texts(status) if "Preparing" in text]
            bus.publish(HistoryPreparing(340_000, 1_000_000))
            await until(lambda: "Preparing history… 34 %" in texts(status))
            bus.publish(HistoryPreparing(1_000_000, 1_000_000))
            await until(lambda: not [text for text in texts(status) if "Preparing" in text])

    run(main())


def test_the_window_keeps_the_history_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LEAST_ROWS", 10)
    stored_before(tmp_path / "history.sqlite", _today(50))

    async def main() -> None:
        async with stage(tmp_path, page="dashboard", visits=False) as set_up:
            sizes = set_up.session.context.upkeep.sizes
            await until(lambda: sizes().segment_files == 1)
            await until(lambda: any("50 events" in text for text in texts(set_up.window.status)))

    run(main())
