"""The Prices page on a real history: prices of one's own with undo, rules, a sync from a file, the catalogue."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox

from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import Price, UnitPrices
from cpam_desktop.ui.dialogs.price import PriceForm
from cpam_desktop.ui.dialogs.price_rules import PriceRulesForm
from cpam_desktop.ui.dialogs.price_sync import SyncForm
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.pages.prices import PricesPage
from cpam_desktop.ui.prices import keeper
from cpam_desktop.ui.prices.matching import told
from cpam_desktop.ui.prices.rows import PriceRow
from cpam_desktop.ui.widgets.button import Button
from tests.kit.history import DATA, CommandLine, cli, tokens
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.stage import Stage, press, sent, stage, stored_before

__all__ = ["cli"]

LIST = DATA / "prices" / "list.json"
PLAIN = [sent(request_id=f"r{n}", ago_s=60 + n, tokens=tokens(1_000_000, 100_000)) for n in range(3)]
"""Three attempts of `gpt-plain`, each of 1M tokens in and 0.1M out."""


@pytest.fixture(autouse=True)
def _folders(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setattr(PricesPage, "refresh_ms", 100)


def _page(set_up: Stage) -> PricesPage:
    assert isinstance(set_up.window.page, PricesPage)
    return set_up.window.page


def _cells(page: PricesPage, *columns: str) -> list[tuple[str, ...]]:
    places = [page.table.place(column) for column in columns]
    rows = (page.model.cells_at(place) for place in range(page.model.rowCount()))
    return [tuple(cells[place] for place in places) for cells in rows]


async def _open_row(set_up: Stage, place: int) -> PriceForm:
    page = _page(set_up)
    page.table.setFocus()
    page.table.selectRow(place)
    press(page.table, Qt.Key.Key_Return)
    return await set_up.dialog(PriceForm)


def test_a_price_of_ones_own_is_set_removed_and_brought_back(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=PLAIN) as set_up:
            page = _page(set_up)
            await until(lambda: _cells(page, "model", "requests", "source") == [("gpt-plain", "3", "No price")])
            assert page.chips["unpriced"].isVisible()
            form = await _open_row(set_up, 0)
            form.rates["input"].setText("abc")
            form.save_now()
            assert "“abc” is no number." in texts(form)
            form.rates["input"].setText("1.25")
            form.rates["output"].setText("10")
            form.services.add.click()
            form.save_now()  # an empty row is none
            await until(lambda: _cells(page, "input", "output", "source") == [("1.25", "10.00", "Mine")], "my price")
            await until(lambda: _cells(page, "cost") == [("$6.75",)], "3 x (1.25 + 1.00)")
            assert not page.chips["unpriced"].isVisible()
            assert "Priced: 100 %, 3 of 3 calls, 30 d" in texts(page.kpis)
            assert "Estimated cost, 30 d: $6.75, all servers, by the prices of now" in texts(page.kpis)
            form = await _open_row(set_up, 0)
            assert form.rates["output"].text() == "10.00"
            form.remove.click()
            await until(lambda: _cells(page, "source") == [("No price",)], "no price again")
            notice = set_up.window.toasts.history[0]
            assert notice.title == "Your price of gpt-plain is removed"
            assert notice.act is not None
            notice.act()
            await until(lambda: _cells(page, "input", "source") == [("1.25", "Mine")], "the undo")

    run(main())


def test_prices_with_days_stay_beside_each_other(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=PLAIN[:1]) as set_up:
            page, session = _page(set_up), set_up.session
            for rate, from_ns in ((1_000_000, 0), (2_000_000, 1_767_225_600 * 10**9)):  # 2026-01-01
                price = Price("gpt-plain", "user", from_ns, UnitPrices(input=rate))
                await session.tasks.ask(lambda price=price: session.context.pricing.set(price))
            await until(lambda: _cells(page, "input", "since") == [("2.00", "2026-01-01")], "the later price")
            form = await _open_row(set_up, 0)
            assert form.day.text() == "2026-01-01"
            listed = "My prices by date: always: 1.00 / –; 2026-01-01: 2.00 / –. Another day adds one."
            assert listed in texts(form)
            assert faults(form) == []
            form.cancel.click()

    run(main())


def test_filters_and_search(tmp_path: Path) -> None:
    events = [*PLAIN, sent(model="gpt-other", request_id="x", ago_s=5)]

    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=events) as set_up:
            page, session = _page(set_up), set_up.session
            price = Price("gpt-plain", "user", 0, UnitPrices(input=1))
            await session.tasks.ask(lambda: session.context.pricing.set(price))
            await until(lambda: _cells(page, "model", "source") == [("gpt-other", "No price"), ("gpt-plain", "Mine")])
            page.chips["user"].click()
            assert _cells(page, "model") == [("gpt-plain",)]
            page.chips["unpriced"].click()
            assert _cells(page, "model") == [("gpt-other",)]
            page.chips["synced"].click()
            assert "No model matches" in texts(page)
            page.chips["all"].click()
            page.focus_search()
            page.search.setText("PLAIN")
            page.search.returnPressed.emit()
            assert _cells(page, "model") == [("gpt-plain",)]
            assert faults(set_up.window) == []
            assert unnamed(set_up.window) == []

    run(main())


def test_a_rule_tells_what_it_matches_and_prices_it(tmp_path: Path) -> None:
    events = [*PLAIN, sent(model="local-7b", request_id="x", ago_s=5), sent(model="local-70b", request_id="y", ago_s=4)]

    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=events) as set_up:
            page, session = _page(set_up), set_up.session
            price = Price("gpt-plain", "user", 0, UnitPrices(input=1_250_000, output=10_000_000))
            await session.tasks.ask(lambda: session.context.pricing.set(price))
            await until(lambda: page.row_count() == 3 and page.chips["unpriced"].isVisible())
            page.rules.click()
            form = await set_up.dialog(PriceRulesForm)
            assert "No rules yet." in texts(form)
            assert not form.add.isEnabled()
            form.pattern.setText("local-*")
            form.target.setText("gpt-plain")
            assert "$ in / out per 1M: 1.25 / 10.00" in texts(form)
            (matched,) = [text for text in texts(form) if text.startswith("Matches 2: ")]
            assert {"local-7b", "local-70b"} == set(matched.removeprefix("Matches 2: ").rstrip(".").split(", "))
            assert faults(form) == []
            form.add_now()
            await until(lambda: "priced as gpt-plain" in texts(form), "the rule")
            form.kind.set_current("long-write")
            form.kind.chosen.emit("long-write")
            form.pattern.setText("gpt-*")
            form.add_now()
            await until(lambda: "cache writes live one hour" in texts(form), "the other rule")
            assert unnamed(form) == []
            form.close_button.click()
            await until(lambda: page.rules.text() == "Rules (2)…")
            assert set(_cells(page, "model", "input")) == {
                ("gpt-plain (1 h cache writes)", "1.25"),
                ("local-7b (as gpt-plain)", "1.25"),
                ("local-70b (as gpt-plain)", "1.25"),
            }
            page.rules.click()
            form = await set_up.dialog(PriceRulesForm)
            remove = next(b for b in form.findChildren(Button) if b.accessibleName() == "Remove the rule local-*")
            remove.click()
            await until(lambda: "priced as gpt-plain" not in texts(form), "the rule gone")

    run(main())


def test_a_pattern_leaves_what_has_a_price_of_its_own() -> None:
    mine = Price("gpt-a", "user", 0, UnitPrices(input=1))
    shipped = Price("gpt-b", "catalogue", 0, UnitPrices(input=1))
    rows = [
        PriceRow("gpt-a", True, mine, sources=("user",)),
        PriceRow("gpt-b", True, shipped, sources=("catalogue",)),
        PriceRow("gpt-c", True, None),
    ]
    starred = told(PriceRule("model", 0, "gpt-*", "gpt-a"), rows)
    assert starred == "Matches 3: gpt-a, gpt-b, gpt-c. 2 of them keep the price of their own name."
    assert told(PriceRule("model", 0, "gpt-b", "gpt-a"), rows) == "Matches 1: gpt-b."
    assert told(PriceRule("model", 0, "o*", "gpt-a"), rows) == "No model matches; the rule holds for models that come."


def test_a_sync_shows_what_it_changes_and_stores_it_when_told(tmp_path: Path) -> None:
    models = ("gpt-plain", "gpt-two", "nope")
    events = [sent(model=model, request_id=model, ago_s=5) for model in models]

    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=events) as set_up:
            page, session = _page(set_up), set_up.session
            await until(lambda: page.row_count() == 3)
            page.sync.click()
            form = await set_up.dialog(SyncForm)
            assert form.source.text().startswith("https://raw.githubusercontent.com/BerriAI/litellm/")
            form.use_file(tmp_path / "absent.json")
            await until(lambda: "The price table is as it was." in " ".join(texts(form)), "why it cannot be read")
            assert form.read.isEnabled()
            form.use_file(LIST)
            await until(form.apply.isVisible, "the preview")
            tabs = {tab.accessibleName() for tab in form.view.tabs.findChildren(QAbstractButton)}
            assert {"New, 1", "Changed, 0", "To choose, 1", "Not in the list, 1", "Unreadable entries, 7"} <= tabs
            assert form.view.model.cells_at(0)[:3] == ("gpt-plain", "–", "1.25 / 10.00 · batch, flex, priority")
            assert form.apply.text() == "Apply 1 prices"
            form.view.tabs.set_current("ambiguous")
            form.view.tabs.chosen.emit("ambiguous")
            (box,) = form.view.findChildren(QComboBox)
            offered = [box.itemText(place) for place in range(box.count())]
            assert offered == [
                "Leave it without a synced price",
                "azure/gpt-two · 2.00 / 8.00 · same name, other provider",
                "openrouter/openai/gpt-two · 1.00 / 4.00 · same name, other provider",
            ]
            box.setCurrentIndex(2)
            assert form.apply.text() == "Apply 2 prices"
            assert faults(form) == []
            assert unnamed(form) == []
            assert (await session.tasks.ask(session.context.pricing.list))[0].price is None, "nothing before the button"
            form.apply.click()
            await until(lambda: len([one for one in _cells(page, "source") if one == ("Synced",)]) == 2, "the prices")
            assert set(_cells(page, "model", "input")) == {("nope", "–"), ("gpt-plain", "1.25"), ("gpt-two", "1.00")}
            assert page.chips["synced"].accessibleName() == "Synced, 2"

    run(main())


def test_an_address_that_cannot_be_read_is_told_and_remembered_only_when_it_can(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=PLAIN) as set_up:
            session = set_up.session
            _page(set_up).sync.click()
            form = await set_up.dialog(SyncForm)
            form.source.setText("http://127.0.0.1:9/list.json")
            form.read_now()
            await until(lambda: "The file could not be fetched" in texts(form), "the error")
            assert await session.tasks.ask(session.context.pricing.list_url) != "http://127.0.0.1:9/list.json"
            await session.tasks.ask(lambda: session.context.pricing.remember_url("http://127.0.0.1:9/mine.json"))
            form.cancel.click()
            await until(lambda: not set_up.window.has_sheet)
            _page(set_up).sync.click()
            form = await set_up.dialog(SyncForm)
            assert form.source.text() == "http://127.0.0.1:9/mine.json"

    run(main())


def test_the_catalogue_prices_models_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "START_MS", 10)
    monkeypatch.setattr(keeper, "NEW_MS", 10)
    first = sent(model="gpt-5.4", request_id="x", ago_s=5, tokens=tokens(1_000_000, 0))
    stored_before(tmp_path / "history.sqlite", [first])

    async def main() -> None:
        async with stage(tmp_path, page="prices") as set_up:
            page = _page(set_up)
            await until(lambda: _cells(page, "model", "source") == [("gpt-5.4", "Catalogue")], "after the start")
            await set_up.publish(sent(model="o3", request_id="y", ago_s=1))
            await until(lambda: len(_cells(page, "model")) == 2 and not page.chips["unpriced"].isVisible(), "a new one")
            assert page.model.rows[0].cost == Decimal("5.00"), "long context: 1M tokens are more than 272,000"

    run(main())


def test_it_fits_into_a_small_window(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="prices", queued=PLAIN, size=(1100, 700)) as set_up:
            page = _page(set_up)
            await until(lambda: page.row_count() == 1)
            await set_up.rest()
            assert faults(set_up.window) == []
            assert page.table.columnWidth(0) >= 180
            assert page.table.horizontalScrollBar().maximum() == 0
            form = await _open_row(set_up, 0)
            await set_up.rest()
            assert faults(form) == []

    run(main())


def test_no_models_yet_says_when_they_come(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, page="prices", visits=False) as set_up:
            page = _page(set_up)
            await until(lambda: "No models yet" in texts(page), "the empty table, without a server")
            page.add.click()
            form = await set_up.dialog(PriceForm)
            form.rates["input"].setText("1")
            form.save_now()
            assert "Give the name of the model." in texts(form)
            form.model.setText("my-model")
            form.save_now()
            await until(lambda: _cells(page, "model", "source") == [("my-model", "Mine")], "it in the table")

    run(main())
