"""Monitoring's filters on a real history: facets, search, status, brush, range."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.monitoring_kit import MIXED, button, chip, figures, now, offered, requests, take
from tests.ui.stage import SECOND, sent, stage, stored_before


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(MonitoringPage, "refresh_ms", 100)
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def test_facets_search_and_status_change_rows_and_figures(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
            await set_up.ready(4)
            page = set_up.monitoring
            assert await offered(page, "Model") == ["claude-opus-4-8", "gpt-5.5-codex"]
            take(page, "Model", "gpt-5.5-codex")
            await set_up.ready(2)
            assert requests(page) == ["c", "a"]
            await until(lambda: "Attempts / requests: 2" in figures(page))
            assert "Success rate: 50.0 %" in figures(page)
            assert chip(page, "Model").accessibleName() == "Model, 1"

            assert await offered(page, "Provider") == ["claude", "codex"]
            take(page, "Provider", "claude")
            await until(lambda: "No request matches" in texts(page.tables))
            button(page, "Clear filters").click()
            await set_up.ready(4)

            page.filters.search.setText("it fell")
            await set_up.ready(1)
            assert requests(page) == ["d"]
            page.filters.search.clear()
            await set_up.ready(4)

            chip(page, "Failed only").click()
            await set_up.ready(2)
            assert requests(page) == ["d", "c"]
            assert chip(page, "Status").isChecked()
            assert await offered(page, "Status") == [
                "Succeeded", "Failed", "4xx", "429", "5xx", "200", "500", "Clear",
            ]  # fmt: skip
            take(page, "Status", "429")
            await set_up.rest()
            assert not chip(page, "Failed only").isChecked()
            take(page, "Status", "Failed")
            await set_up.ready(1)
            assert requests(page) == ["c"]
            await until(lambda: "Attempts / requests: 1" in figures(page))

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
            page.traffic.chart.set_brush(brush)
            page.traffic.chart.brushed.emit(brush)
            await set_up.ready(3)
            assert requests(page) == ["r2", "r3", "r4"]
            await until(lambda: "Attempts / requests: 3" in figures(page))
            await set_up.publish(sent(request_id="outside"))
            button(page, "Clear").click()
            await set_up.ready(11)
            assert requests(page)[0] == "outside"
            await until(lambda: "Attempts / requests: 11" in figures(page))

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
                assert requests(page) == list(ages)[:count]
                await until(lambda count=count: f"Attempts / requests: {count}" in figures(page), f"figures of {key}")

    run(main())
