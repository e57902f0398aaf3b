"""Monitoring on a real collector and a real history: what comes in, what stands still, what filters do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPlainTextEdit, QStyleOptionViewItem, QToolTip, QWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.pages.monitoring import MonitoringPage
from cpam_desktop.ui.widgets.button import Button
from tests.kit.history import failed, tokens
from tests.ui.kit import run, until
from tests.ui.layouts import texts
from tests.ui.monitoring_kit import ANNA, BOB, MIXED, button, chip, figures, now, offered, pill, requests
from tests.ui.stage import Stage, press, sent, stage, stored_before


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(MonitoringPage, "refresh_ms", 100)
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


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
            assert requests(page) == ["live-2", "live-1", "live-0", "first"]
            assert min(times) < 1.0
            assert "Live" in texts(page.tables)
            await until(lambda: "Attempts / requests: 4" in figures(page), "figures that follow")

    run(main())


def _scroll_away(page: MonitoringPage) -> None:
    page.realtime.live.table.verticalScrollBar().setValue(200)


def _choose_a_row(page: MonitoringPage) -> None:
    page.realtime.live.table.selectRow(2)


def _pause(page: MonitoringPage) -> None:
    button(page, "Pause").click()


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
            seen, top = requests(page), table.rowAt(1)
            assert "Live" not in texts(page.tables)
            for number in range(3):
                await set_up.publish(sent(request_id=f"new-{number}"))
            offer = pill(page)
            await until(lambda: offer.text() == "3 new", "the pill")
            assert offer.isVisible()
            assert (requests(page), table.rowAt(1), page.realtime.model.rowCount()) == (seen, top, 60)
            offer.click()
            await until(lambda: page.realtime.model.rowCount() == 63)
            assert requests(page)[:4] == ["new-2", "new-1", "new-0", "old-59"]
            assert table.verticalScrollBar().value() == 0
            assert not offer.isVisible()

    run(main())


def test_resuming_puts_waiting_rows_in(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=[sent(request_id="old", ago_s=5)]) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            _pause(page)
            assert "Paused" in texts(page.tables)
            await set_up.publish(sent(request_id="new"))
            await until(lambda: page.realtime.model.pending == 1)
            button(page, "Resume").click()
            assert requests(page) == ["new", "old"]
            assert "Live" in texts(page.tables)

    run(main())


def test_the_detail_shows_attempts_and_what_the_provider_said(tmp_path: Path) -> None:
    async def main() -> None:
        body = '{"error": {"type": "overloaded_error", "message": "Overloaded"}}'
        tried = failed(529, body, request_id="retried", source=ANNA, provider="claude", auth_type="oauth")
        then = sent(request_id="retried", source=BOB, provider="claude", auth_type="oauth", tokens=tokens(120, 40))
        async with stage(tmp_path, queued=now([tried, then])) as set_up:
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
    parts = [*await offered(page, "Account"), *_tips(page, monkeypatch)]
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
        queued = now([failed(403, f"the account {ANNA} is blocked", source=ANNA, auth_type="oauth", request_id="a")])
        async with stage(tmp_path, queued=queued) as set_up:
            await set_up.ready(1)
            page = set_up.monitoring
            masked = await _everything(set_up, monkeypatch)
            assert "ann***@example.com" in masked
            assert ANNA not in masked
            chip(page, "Mask e-mails").click()
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
            button(set_up.window, "Turn on").click()
            await until(lambda: set_up.server.state.config["usage-statistics-enabled"] is True)
            await until(lambda: any(text.startswith("All is ready") for text in texts(page)), "the doctor's new look")
            start = time.monotonic()
            await set_up.publish(sent(request_id="first"))
            await set_up.ready(1)
            assert time.monotonic() - start < 2.0

    run(main())


def test_a_server_that_goes_away_leaves_the_history(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, queued=now(MIXED)) as set_up:
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
