"""The Failures page on a real history: figures, texts by kind, drawers, rules of what does not count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.domain.analysis import FailureText
from cpam_desktop.domain.failure_kinds import FailureKind
from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.dialogs.failure_rules import RulesForm
from cpam_desktop.ui.failures import digest as digests
from cpam_desktop.ui.failures.chart import StackedBars
from cpam_desktop.ui.failures.digest import TextRow, digest
from cpam_desktop.ui.failures.kpis import lost_requests
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.pages.failures import FailuresPage
from cpam_desktop.ui.widgets.button import Button
from tests.kit.history import CommandLine, cli, tokens
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.monitoring_kit import requests
from tests.ui.stage import Stage, sent, stage, stored_before

__all__ = ["cli"]

LIMIT = (
    '{"error": {"type": "usage_limit_reached", "message": "The usage limit has been reached", "resets_in_seconds": %d}}'
)


@pytest.fixture(autouse=True)
def _folders(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(FailuresPage, "refresh_ms", 100)


def _fail(status: int, body: str, request: str, ago_s: float, **more: Any) -> bytes:
    fail = {"status_code": status, "body": body}
    return sent(ago_s=ago_s, request_id=request, failed=True, fail=fail, tokens=tokens(0, 0), **more)


EVENTS = (
    sent(request_id="a", ago_s=400),
    sent(request_id="b", ago_s=390),
    _fail(429, LIMIT % 4331, "c", 300, model="gpt-5.4"),
    _fail(429, LIMIT % 120, "d", 200, model="gpt-5.4"),
    _fail(429, LIMIT % 60, "e", 100, model="gpt-5.4", response_headers={"Retry-After": ["60"]}),
    sent(request_id="e", ago_s=90, model="gpt-5.4"),
    _fail(500, "unexpected EOF", "f", 80),
    _fail(500, "unexpected EOF", "g", 70),
    _fail(499, "context canceled", "h", 60),
)
"""3 successes and 6 failures; of the requests a, b, c, d, e, f, g, h those from c on but e got no answer: 5 lost."""


def _page(set_up: Stage) -> FailuresPage:
    assert isinstance(set_up.window.page, FailuresPage)
    return set_up.window.page


def _rows(page: FailuresPage) -> list[tuple[str, str, str]]:
    """Code, kind and count of the texts."""
    cells = (page.lists.texts.cells_at(place) for place in range(page.lists.texts.rowCount()))
    return [(cell[0], cell[1], cell[3]) for cell in cells]


async def _loaded(page: FailuresPage) -> None:
    """Wait until everything of `EVENTS` is told; figures of one load may be of different moments."""
    await until(lambda: len(_rows(page)) == 3 and "Requests lost: 5" in " | ".join(texts(page.kpis)), "three texts")


def _press(page: FailuresPage, text: str) -> None:
    next(button for button in page.findChildren(Button) if button.text() == text and button.isVisible()).click()


def test_texts_that_differ_in_numbers_are_one_row() -> None:
    found = digest(
        [
            FailureText(429, LIMIT % 10, 5, 100),
            FailureText(429, LIMIT % 20, 4, 300),
            FailureText(500, "unexpected EOF", 3, 200),
            FailureText(429, "", 1, 50),
        ]
    )
    assert found.texts == (
        TextRow(429, FailureKind.QUOTA, LIMIT % 20, 9, 300, 2),
        TextRow(500, FailureKind.CUT, "unexpected EOF", 3, 200),
        TextRow(429, FailureKind.RATE_LIMIT, "", 1, 50),
    )
    assert [(kind.kind, kind.count, kind.last_ns, kind.statuses) for kind in found.kinds] == [
        (FailureKind.QUOTA, 9, 300, (429,)),
        (FailureKind.CUT, 3, 200, (500,)),
        (FailureKind.RATE_LIMIT, 1, 50, (429,)),
    ]
    assert (LIMIT % 777).startswith(found.texts[0].term)
    assert found.texts[0].says(LIMIT % 1)
    assert not found.texts[0].says("unexpected EOF")


def test_more_texts_than_are_read_are_sorted_by_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST_READ", 3)
    monkeypatch.setattr(digests, "MOST_ROWS", 2)
    given = [FailureText(400, f"text {'abcdef'[n] * 3}", 10 - n, n) for n in range(5)]
    found = digest(given)
    assert [row.text for row in found.texts] == ["text aaa", "text bbb"]
    assert (found.more, found.unread) == (3, 2)
    assert sum(kind.count for kind in found.kinds) == 10 + 9 + 8 + 7 + 6


def test_lost_requests_are_those_without_a_success() -> None:
    assert lost_requests(Figures(requests=9, failed=6, clients=8)) == 5
    assert lost_requests(Figures(requests=3, failed=0, clients=2)) == 0, "a tool's own success is one more"


def test_failures_by_text_code_and_group(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS) as set_up:
            page = _page(set_up)
            await _loaded(page)
            shown = " | ".join(texts(page.kpis))
            assert "Failures: 6, of 9 calls" in shown
            assert "Failure rate: 66.7 %" in shown
            assert "Requests lost: 5, of 8, after all retries" in shown
            assert "Rate limited: 3, 33.3% of all calls" in shown
            assert "Most common: Usage limit reached, 3 failures" in shown
            assert _rows(page) == [
                ("429", "Usage limit reached", "3"),
                ("500", "Stream broke off", "2"),
                ("499", "Client hung up", "1"),
            ]
            page.lists.tabs.set_current("model")
            page.lists.tabs.chosen.emit("model")
            await until(lambda: page.lists.groups.rowCount() == 2 and page.lists.groups.rows[0].first_ns)
            assert [(row.label, row.failed, row.requests) for row in page.lists.groups.rows] == [
                ("gpt-5.4", 3, 4),
                ("gpt-plain", 3, 5),
            ]
            assert faults(set_up.window) == []
            assert unnamed(set_up.window) == []

    run(main())


def test_a_text_says_what_to_do_and_leads_to_its_requests(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS, size=(1100, 700)) as set_up:
            page = _page(set_up)
            await _loaded(page)
            page.lists.text_table.selectRow(0)
            await until(lambda: page.drawer.isVisible() and "Limits and resets" in texts(page.drawer), "the drawer")
            said = texts(page.drawer)
            assert "usage_limit_reached" in said
            assert any("Wait until the limit resets, or add another account." in text for text in said)
            assert "3 that differ in numbers" in said
            assert "Retry after" in said
            assert "gpt-5.4" in said
            assert faults(page.drawer) == []
            _press(page, "Show the requests")
            monitoring = set_up.monitoring
            await set_up.ready(3)
            assert requests(monitoring) == ["e", "d", "c"], "the three limits, and not the success of e"
            set_up.window.open_page("failures")
            page.drawer.shut()
            assert page.drawer.isHidden()

    run(main())


def test_a_group_tells_kinds_and_whom_it_hits(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS) as set_up:
            page = _page(set_up)
            await _loaded(page)
            page.lists.tabs.set_current("model")
            page.lists.tabs.chosen.emit("model")
            await until(lambda: page.lists.groups.rowCount() == 2)
            page.lists.group_table.selectRow(1)
            await until(lambda: "What was said" in texts(page.drawer), "the drawer")
            said = texts(page.drawer)
            assert said.count("gpt-plain") == 1, "it is the title, and no group of its own"
            assert {"Stream broke off", "Client hung up", "Channels"} <= set(said)
            page.lists.tabs.set_current("kind")
            page.lists.tabs.chosen.emit("kind")
            await until(lambda: page.lists.groups.rowCount() == 3)
            page.lists.group_table.selectRow(2)
            await until(lambda: "Client hung up" in texts(page.drawer) and "context canceled" in texts(page.drawer))

    run(main())


def test_what_does_not_count_is_left_out_and_said(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS) as set_up:
            page = _page(set_up)
            await _loaded(page)
            page.rules_button.click()
            form = await set_up.dialog(RulesForm)
            form.kinds["rate-limit"].setChecked(True)
            assert "3 of 6 failures are not counted." in texts(form)
            form.codes.setText("42")
            assert not form.apply.isEnabled()
            assert any("“42” is no status code" in text for text in texts(form))
            form.codes.setText("499")
            assert "4 of 6 failures are not counted." in texts(form)
            assert faults(form) == []
            form.apply.click()
            await until(lambda: _rows(page) == [("500", "Stream broke off", "2")], "the rules in force")
            assert "Not counted as failures: 429, 499" in texts(page)
            assert "4 of 6 failures are not counted." in texts(page)
            assert "Failures: 2, of 9 calls" in " | ".join(texts(page.kpis))
            assert "Requests lost: 5, of 8, after all retries" in " | ".join(texts(page.kpis)), "rules change no answer"
            page.told.acted.emit()
            form = await set_up.dialog(RulesForm)
            form.codes.setText("499, 500")
            form.apply.click()
            await until(lambda: "No failure that counts" in texts(page), "nothing left")
            assert "6 of 6 failures are not counted." in texts(page)

    run(main())


def test_no_failures_is_good_news(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS[:2]) as set_up:
            page = _page(set_up)
            await until(lambda: "No failures in this range" in texts(page), "the good news")
            assert page.state is PageState.READY
            assert page.span.isVisible(), "another range can still be chosen"
            await set_up.publish(EVENTS[2])
            await until(lambda: len(_rows(page)) == 1, "the first failure, by itself")

    run(main())


def test_all_servers_together(tmp_path: Path) -> None:
    stored_before(tmp_path / "history.sqlite", EVENTS, uid="5f7a2c1e-0000-4000-8000-000000000009")

    async def main() -> None:
        async with stage(tmp_path, page="failures") as set_up:
            page = _page(set_up)
            await until(lambda: "No requests in this range" in texts(page), "nothing of this server")
            page.servers.set_current("all")
            page.servers.chosen.emit("all")
            await until(lambda: len(_rows(page)) == 3, "the other server's failures")

    run(main())


def test_the_chart_stacks_classes_of_codes(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="failures", queued=EVENTS) as set_up:
            page = _page(set_up)
            await _loaded(page)
            (chart,) = page.findChildren(StackedBars)
            assert chart.accessibleDescription() == "6 failures"
            told = {line for x in range(chart.width()) for line in chart.told_at(x).split("\n")[1:]}
            assert {line.partition(":")[0] for line in told} == {"Limits (429)", "Other 4xx", "Provider (5xx)"}
            assert chart.told_at(0) == ""

    run(main())


def test_thousands_of_texts_are_bounded(tmp_path: Path) -> None:
    bodies = [json.dumps({"error": {"message": f"refused for {name}"}}) for name in _names(1_200)]
    events = [_fail(400, body, f"r{n}", 10 + n / 10) for n, body in enumerate(bodies)]
    stored_before(tmp_path / "history.sqlite", events)

    async def main() -> None:
        async with stage(tmp_path, page="failures") as set_up:
            page = _page(set_up)
            await until(lambda: len(_rows(page)) == 300, "the most frequent texts")
            assert "and 900 more" in texts(page.lists)
            assert "Failures: 1,200, of 1,200 calls" in " | ".join(texts(page.kpis))

    run(main())


def _names(count: int) -> list[str]:
    """Different words without digits."""
    letters = "abcdefghijklmnop"
    return [letters[n // 256 % 16] + letters[n // 16 % 16] + letters[n % 16] + "x" for n in range(count)]
