"""Analytics on a real history: its figures are the report's, its charts answer to mouse and keyboard, all lead on."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cpam_desktop.domain.clock import rfc3339_nano
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS
from cpam_desktop.ui.analytics.metrics import BY_KEY, colors
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.pages.analytics import AnalyticsPage
from tests.kit.collecting import made
from tests.kit.history import CommandLine, cli, event
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.stage import KEY, UID, Stage, sent, stage, stored_before

__all__ = ["cli"]
OTHER = "5f7a2c1e-0000-4000-8000-000000000002"
FIELDS = {"model": "models", "account": "accounts", "api-key": "api_keys", "channel": "channels"}


@pytest.fixture(autouse=True)
def _english() -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")


def spread_out(count: int, days: float) -> list[bytes]:
    """Seeded events of all kinds, moved into the last days."""
    moved: list[bytes] = []
    for place, raw in enumerate(made(count)):
        fields = {name: value for name, value in json.loads(raw).items() if name != "timestamp"}
        moved.append(sent(ago_s=days * 86_400 * (place + 0.5) / count, **fields))
    return moved


def page_of(set_up: Stage) -> AnalyticsPage:
    page = set_up.window.page
    assert isinstance(page, AnalyticsPage)
    return page


async def loaded(page: AnalyticsPage, **changes: str) -> None:
    """Choose something and wait until the page shows it."""
    before = page.loads
    for name, value in changes.items():
        getattr(page.bar, f"set_{name}")(value)
    await until(lambda: page.loads > before, "another load")


@contextmanager
def asked(set_up: Stage) -> Generator[list[tuple[str, Any]]]:
    """Which pages are asked for; none is opened."""
    found: list[tuple[str, Any]] = []
    session = set_up.session
    session.page_asked.disconnect(set_up.window.open_page)
    session.page_asked.connect(lambda page, argument: found.append((page, argument)))  # pyright: ignore
    yield found
    session.page_asked.connect(set_up.window.open_page)


def test_its_figures_are_those_of_the_report(tmp_path: Path, cli: CommandLine) -> None:
    database = tmp_path / "history.sqlite"
    stored_before(database, spread_out(600, 3))
    totals = cli("report", "--json", "--db", database, "--range", "all").json["totals"]
    assert totals["requests"] == 600

    async def main() -> None:
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            names = {key: tile.accessibleName() for key, tile in page.tiles.tiles.items()}
            assert names["attempts"] == "Attempts: 600, shown"
            assert names["failed"] == f"Failures: {totals['failed']}, hidden"
            assert page.tiles.shown == ("attempts", "cost")
            (attempts, _cost) = page.trend.data.lines
            assert sum(value or 0 for value in attempts.values) == 600
            assert attempts.previous == ()  # nothing was recorded then
            assert page.trend.data.count == 7 * 24
            assert [value is None for value in attempts.values[:24]] == [True] * 24  # before the history began
            await loaded(page, span="30d")
            assert page.trend.data.count == 30
            assert sum(value or 0 for value in page.trend.data.lines[0].values) == 600
            await loaded(page, span="2020-01-01..2020-01-05")
            assert page.tiles.tiles["attempts"].accessibleName() == "Attempts: 0, shown"
            assert page.row_count() == 0

    run(main())


def test_two_metrics_are_drawn_and_a_third_replaces_the_first(tmp_path: Path) -> None:
    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", spread_out(300, 1))
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            tiles = page.tiles.tiles
            tiles["input"].click()
            assert page.tiles.shown == ("cost", "input")
            tiles["cost"].click()
            tiles["input"].click()  # the last one stays
            assert [line.label for line in page.trend.data.lines] == ["Input"]
            tiles["cached"].click()
            same = page.trend.data.tops(4)
            assert same[0] == same[1]  # the same unit shares one scale
            before = page.loads
            tiles["ttft"].click()  # only groups know it: it is read now
            await until(lambda: page.loads > before)
            ttft = page.trend.data.lines[1]
            assert ttft.label == "Avg TTFT"
            assert any(value for value in ttft.values)
            assert colors(("input", "cache")) == ("s2", "s1")
            assert BY_KEY["input"].token == BY_KEY["cache"].token

    run(main())


def test_the_chart_answers_to_the_keyboard_and_leads_to_the_requests(tmp_path: Path) -> None:
    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", spread_out(300, 1))
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            QTest.keyClick(page.trend, Qt.Key.Key_Left)  # the newest step of all
            QTest.keyClick(page.trend, Qt.Key.Key_Left)
            words = page.trend.accessibleDescription().splitlines()
            assert re.fullmatch(r"\w{3} \d{4}-\d\d-\d\d \d\d:00–\d\d:00", words[0])
            assert words[1].startswith("Attempts: ")
            with asked(set_up) as found:
                QTest.keyClick(page.trend, Qt.Key.Key_Return)
            edges = page.trend.data.edges
            assert found == [("monitoring", {"range": (edges[-3], edges[-2]), "everywhere": False})]
            QTest.keyClick(page.trend, Qt.Key.Key_Escape)
            assert page.trend.accessibleDescription() == ""

    run(main())


def test_hours_of_the_week_add_up_and_lead_to_the_newest_of_them(tmp_path: Path) -> None:
    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", spread_out(500, 2))
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            assert page._state is not None  # pyright: ignore[reportPrivateUsage]
            heat = page._state.this.overview.heat  # pyright: ignore[reportPrivateUsage]
            assert sum(one.figures.requests for one in heat) == 500
            first = min(heat, key=lambda one: (one.weekday, one.hour))
            cell = (first.weekday, first.hour)
            page.heat.map.point_at(cell)
            assert page.heat.pointed.text().endswith(f"{first.hour:02d}:00 · {first.figures.requests} requests")
            page.heat.kind.setCurrentIndex(page.heat.kind.findData("failures"))
            assert page.heat.pointed.text().endswith(f"· {first.figures.failed} failed")
            with asked(set_up) as found:
                QTest.keyClick(page.heat.map, Qt.Key.Key_Return)
            ((where, argument),) = found
            start, end = argument["range"]
            moment = time.gmtime(start // 10**9)
            assert (where, argument["status"], end - start) == ("monitoring", ("failed",), HOUR_NS)
            assert (moment.tm_wday, moment.tm_hour) == cell

    run(main())


def test_rows_are_sorted_and_lead_to_what_they_count(tmp_path: Path) -> None:
    async def count(set_up: Stage, wanted: EventFilter) -> int:
        return await set_up.session.tasks.ask(lambda: set_up.session.context.analysis.count(wanted))

    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", spread_out(500, 2))
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            card = page.efficiency
            for kind, field in FIELDS.items():
                card.kind.set_current(kind)
                card.kind.chosen.emit(kind)
                card.model.sort(card.table.place("calls"), Qt.SortOrder.DescendingOrder)
                calls = [row.figures.requests for row in card.model.rows]
                assert calls == sorted(calls, reverse=True)
                assert sum(calls) == 500
                card.table.setFocus()
                card.table.selectRow(0)
                with asked(set_up) as found:
                    QTest.keyClick(card.table, Qt.Key.Key_Return)
                ((where, argument),) = found
                assert where == "monitoring"
                start, end = argument["range"]
                assert end - start == 7 * DAY_NS
                wanted = replace(EventFilter(servers=(UID,)), **{field: argument[kind]})
                assert await count(set_up, wanted) == calls[0]

    run(main())


def at_hour(days: int, count: int, **fields: Any) -> list[bytes]:
    """So many events within the full hour before this one, so many days ago."""
    hour = time.time_ns() // HOUR_NS * HOUR_NS - HOUR_NS - days * DAY_NS
    return [
        json.dumps(
            event(
                timestamp=rfc3339_nano(hour + place * 60 * 10**9),
                request_id=f"{days}-{fields.get('model', '')}-{place}",
                **fields,
            )
        ).encode()
        for place in range(count)
    ]


def test_what_stood_out_is_marked_and_explained(tmp_path: Path) -> None:
    events = [one for days in range(10) if days != 3 for one in at_hour(days, 25, model="good")]
    events += at_hour(3, 24, model="good")
    fail = {"failed": True, "fail": {"status_code": 500, "body": "it fell over"}, "latency_ms": 12}
    events += at_hour(3, 16, model="bad", **fail)

    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", events)
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            (found,) = page.anomalies.model.rows
            assert (found.kind, found.value, found.usual) == ("failures", 0.4, 0)
            data = page.trend.data
            assert [(mark.text, data.edges[mark.place]) for mark in data.marks] == [
                ("More failures: 40.0%, usually 0.0%", found.start_ns)
            ]
            await until(lambda: "model bad" in page.anomalies.reason.text(), "the reason")
            assert "model bad (seen only then): 100%" in page.anomalies.reason.text()
            with asked(set_up) as told:
                page.anomalies.table.setFocus()
                page.anomalies.table.selectRow(0)
                QTest.keyClick(page.anomalies.table, Qt.Key.Key_Return)
            span = (found.start_ns, found.start_ns + HOUR_NS)
            assert told == [("monitoring", {"range": span, "everywhere": False})]
            await loaded(page, span="today")
            assert "Nothing: every hour is near what is usual for it." in texts(page.anomalies)

    run(main())


def test_monitoring_shows_exactly_what_was_asked_for(tmp_path: Path) -> None:
    events = [*at_hour(2, 25, model="one"), *at_hour(2, 4, model="two"), *at_hour(1, 7, model="two")]

    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", events)
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            start = time.time_ns() // HOUR_NS * HOUR_NS - HOUR_NS - 2 * DAY_NS
            page.trend.chosen.emit((start, start + HOUR_NS))
            await set_up.ready(29)
            set_up.window.open_page("analytics")
            page.efficiency.chosen.emit("model", "two")
            await set_up.ready(11)

    run(main())


def test_durations_are_a_distribution_that_leads_on(tmp_path: Path) -> None:
    events = [sent(ago_s=60 + n, request_id=f"r{n}", latency_ms=150 if n < 30 else 6_000) for n in range(40)]

    async def main() -> None:
        stored_before(tmp_path / "history.sqlite", events)
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page = page_of(set_up)
            bars = page.latency.chart.bars
            assert (bars.counts[0], bars.counts[-1], sum(bars.counts)) == (30, 10, 40)
            assert dict(bars.marks)["p50"] == 150
            assert bars.place(150) == 0.5
            with asked(set_up) as found:
                QTest.keyClick(page.latency.chart, Qt.Key.Key_Right)
                QTest.keyClick(page.latency.chart, Qt.Key.Key_Return)
            assert found[0][1]["latency"] == ("100-199",)

    run(main())


def test_two_servers_and_two_ranges_side_by_side(tmp_path: Path) -> None:
    database = tmp_path / "history.sqlite"
    stored_before(database, [sent(ago_s=60 + n, request_id=f"a{n}") for n in range(30)])
    stored_before(database, [sent(ago_s=60 + n, request_id=f"b{n}") for n in range(20)], uid=OTHER)
    stored_before(database, [sent(ago_s=8 * 86_400, request_id=f"c{n}") for n in range(10)])

    async def main() -> None:
        async with stage(tmp_path, page="analytics") as set_up:
            await set_up.ready()
            page, session = page_of(set_up), set_up.session
            other = ServerProfile(OTHER, "staging", set_up.server.url)
            await session.tasks.ask(lambda: session.fleet.visit(other, KEY))
            session.take_fleet(await session.tasks.ask(session.servers_now))
            assert page.comparison.isHidden()

            def first() -> tuple[str, str, str, str]:
                row = page.comparison.model.rows[0]
                return row.this, row.other, row.difference, row.change

            await loaded(page, compare=f"server:{OTHER}")
            assert page.comparison.isVisible()
            assert first() == ("30", "20", "+10", "+50.0%")
            assert page.comparison.note.text().endswith(" against staging")
            attempts = page.trend.data.lines[0]
            assert (sum(v or 0 for v in attempts.values), sum(v or 0 for v in attempts.previous)) == (30, 20)
            await loaded(page, compare="side:month")
            assert first() == ("30", "0", "+30", "–")
            await loaded(page, compare="side:before")
            assert first() == ("30", "10", "+20", "+200.0%")
            await loaded(page, compare="before")
            assert page.comparison.isHidden()
            assert "+200.0%" in page.tiles.tiles["attempts"].accessibleName()
            before = page.loads
            page.bar.scope.set_current("all")
            page.bar.changed.emit()
            await until(lambda: page.loads > before)
            assert page.tiles.tiles["attempts"].accessibleName().startswith("Attempts: 50")

    run(main())
