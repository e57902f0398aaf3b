"""The price service on a real database, file and socket: catalogue, own prices, syncs, tables, rules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import AppError, InputError, WorkError
from cpam_desktop.domain.pricing import PricesChanged
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices
from cpam_desktop.services.pricing import PricingService
from cpam_desktop.store import price_marks, prices
from cpam_desktop.store.database import Database
from tests.kit.history import DATA, keep_lines, wire
from tests.kit.raw_server import Peer, RawServer, http_answer

SERVICE = DATA / "prices"
LIST = SERVICE / "list.json"
MODELS = ("gpt-plain", "gpt-two", "gpt-same", "claude-dated", "nope")


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def pricing(database: Database, bus: Bus) -> PricingService:
    return PricingService(database, bus)


def _use(database: Database, *models: str) -> None:
    keep_lines(database, [wire(model=model, request_id=model) for model in models])


def _own(model: str, rate: int, **more: object) -> Price:
    return Price(model, "user", 0, UnitPrices(input=rate, output=rate), **more)  # pyright: ignore[reportArgumentType]


async def _lines(pricing: PricingService) -> list[tuple[str, bool, int | None, str]]:
    found = await pricing.list()
    return [
        (one.model, one.used, one.price.rates.input if one.price else None, one.price.source if one.price else "")
        for one in found
    ]


async def test_the_catalogue_prices_the_models_of_the_history_once(pricing: PricingService, database: Database) -> None:
    assert await pricing.update_catalogue() is False
    _use(database, "gpt-5.4", "nope")
    assert await pricing.update_catalogue() is True
    assert await _lines(pricing) == [("gpt-5.4", True, 2_500_000, "catalogue"), ("nope", True, None, "")]
    assert await pricing.update_catalogue() is False, "nothing is new, the unknown one included"
    _use(database, "o3")
    assert await pricing.update_catalogue() is True
    assert [line[0] for line in await _lines(pricing)] == ["gpt-5.4", "nope", "o3"]


async def test_another_version_of_the_catalogue_replaces_the_rows(pricing: PricingService, database: Database) -> None:
    _use(database, "gpt-5.4")
    old = Price("gone", "catalogue", 0, UnitPrices(1, 1))
    database.write(lambda w: prices.put_prices(w, [old], 1)).result()
    done = price_marks.LookedUp("0.0.1", frozenset({"gpt-5.4", "gone"}))
    database.write(lambda w: price_marks.set_looked_up(w, done)).result()
    assert await pricing.update_catalogue() is True
    assert await _lines(pricing) == [("gpt-5.4", True, 2_500_000, "catalogue")]


async def test_a_rules_target_is_looked_up_too(pricing: PricingService, database: Database) -> None:
    _use(database, "local-7b")
    await pricing.add_rule("model", "local-*", "gpt-5.4")
    await pricing.update_catalogue()
    line = (await pricing.list())[1]
    assert (line.model, line.rule, line.price and line.price.model) == ("local-7b", "local-*", "gpt-5.4")
    await pricing.remove_rule("model", "local-*")
    assert (await pricing.list())[1].price is None
    with pytest.raises(InputError, match="no model rule"):
        await pricing.remove_rule("model", "local-*")


def test_nothing_loads_the_catalogue_before_it_is_asked() -> None:
    code = "import sys, cpam_desktop.services.context, cpam_desktop.cli.main; print('genai_prices' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "False\n"


async def test_a_book_is_read_again_only_where_something_changed(
    pricing: PricingService, database: Database, bus: Bus
) -> None:
    seen: list[PricesChanged] = []
    subscription = bus.subscribe(PricesChanged, seen.append)
    await pricing.set(_own("m", 1))
    book = await pricing.book()
    assert await pricing.book() is book
    other = PricingService(database, Bus())
    await other.set(_own("m", 2))
    again = await pricing.book()
    assert (again.revision, [rate.uncached for rate in again.rates("m")]) == (2, [2])
    await pricing.remove("M")
    assert (await pricing.book()).rates("m") == ()
    assert seen == [PricesChanged(1), PricesChanged(3)]
    subscription.close()


async def test_what_is_no_price_is_refused(pricing: PricingService) -> None:
    for price in (_own(" ", 1), _own("a\tb", 1), Price("m", "user", 0, UnitPrices())):
        with pytest.raises(InputError):
            await pricing.set(price)
    with pytest.raises(InputError, match="no user price"):
        await pricing.remove("m")


async def test_a_sync_shows_first_and_then_does_what_it_showed(pricing: PricingService, database: Database) -> None:
    _use(database, *MODELS)
    await pricing.set(_own("gpt-plain", 5))
    found = await pricing.preview(LIST)
    assert [(one.model, one.own) for one in found.new] == [("gpt-plain", True), ("gpt-same", False)]
    assert [one.model for one in found.ambiguous] == ["claude-dated", "gpt-two"]
    assert (found.unmatched, len(found.bad), found.entries) == (("nope",), 7, 12)
    assert len(database.read(prices.read_prices).result()) == 1, "nothing is written yet"

    with pytest.raises(InputError, match="was not offered"):
        await pricing.apply(found, {"gpt-two": "gpt-plain"})
    assert await pricing.apply(found, {"gpt-two": "openrouter/openai/gpt-two"}) == 3
    assert await _lines(pricing) == [
        ("claude-dated", True, None, ""),
        ("gpt-plain", True, 5, "user"),
        ("gpt-same", True, 2_000_000, "synced"),
        ("gpt-two", True, 1_000_000, "synced"),
        ("nope", True, None, ""),
    ]
    again = await pricing.preview(LIST)
    assert (again.new, again.changed, again.unchanged) == ((), (), ("gpt-plain", "gpt-same", "gpt-two"))
    await pricing.remove("gpt-plain")
    assert ("gpt-plain", True, 1_250_000, "synced") in await _lines(pricing)


async def test_a_sync_that_cannot_be_stored_leaves_the_table(pricing: PricingService, database: Database) -> None:
    _use(database, *MODELS)
    await pricing.apply(await pricing.preview(LIST))
    before = database.read(prices.read_prices).result()
    _use(database, "gpt-long")
    found = await pricing.preview(LIST)
    database.write(
        lambda w: w.connection.execute(
            "create trigger t before insert on price begin select raise(abort, 'no room'); end"
        )
    ).result()
    with pytest.raises(AppError, match="no room"):
        await pricing.apply(found)
    assert database.read(prices.read_prices).result() == before


async def test_a_list_over_http_and_how_that_can_fail(
    pricing: PricingService, database: Database, tmp_path: Path
) -> None:
    _use(database, "gpt-plain")
    answers = {
        "/list": http_answer(LIST.read_bytes()),
        "/moved": http_answer(b"", status="302 Found", headers="Location: /list\r\n"),
        "/gone": http_answer(b"{}", status="404 Not Found"),
        "/circle": http_answer(b"", status="302 Found", headers="Location: /circle\r\n"),
        "/page": http_answer(b"<html>"),
        "/cut": http_answer(b"{}").replace(b"Content-Length: 2", b"Content-Length: 9"),
    }

    async def answer(peer: Peer) -> None:
        head = await peer.until(b"\r\n\r\n")
        peer.writer.write(answers[head.split()[1].decode()])

    async with RawServer(answer) as server:
        for path in ("/list", "/moved"):
            found = await pricing.preview(server.url + path)
            assert [one.model for one in found.new] == ["gpt-plain"]
        for path, kind, words in (
            ("/gone", WorkError, "status 404"),
            ("/circle", WorkError, "again and again"),
            ("/page", InputError, "not JSON"),
            ("/cut", WorkError, "not whole"),
        ):
            with pytest.raises(kind, match=words):
                await pricing.preview(server.url + path)
    with pytest.raises(WorkError, match="could not be fetched"):
        await pricing.preview(server.url + "/list")
    with pytest.raises(InputError, match="no http"):
        await pricing.preview("ftp://example.com/list")
    with pytest.raises(WorkError, match="cannot be read"):
        await pricing.preview(tmp_path / "absent.json")
    assert database.read(prices.read_prices).result() == []


async def test_a_list_comes_through_the_proxy(pricing: PricingService, database: Database) -> None:
    _use(database, "gpt-plain")

    async def answer(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        peer.writer.write(http_answer(LIST.read_bytes()))

    async with RawServer(answer) as proxy:
        found = await pricing.preview("http://prices.invalid/list.json", proxy=proxy.url)
    assert [one.model for one in found.new] == ["gpt-plain"]
    assert proxy.received.startswith(b"GET http://prices.invalid/list.json HTTP/1.1\r\n")


async def test_a_table_goes_out_and_comes_back_without_loss(
    pricing: PricingService, database: Database, tmp_path: Path
) -> None:
    tiers = (ContextTier(200_000, UnitPrices(input=9)),)
    services = {"flex": ServiceTier(UnitPrices(output=1))}
    await pricing.set(_own("a", 1_234_567, context_tiers=tiers, service_tiers=services))
    await pricing.set(Price("a", "user", 500, UnitPrices(3_000_000, 15_000_000, 300_000, 3_750_000)))
    _use(database, "gpt-plain", "gpt-5.4")
    await pricing.apply(await pricing.preview(LIST))
    await pricing.update_catalogue()
    path = tmp_path / "prices.json"
    path.write_bytes(await pricing.export_table())
    shown = json.loads(path.read_bytes())["prices"]
    assert list(shown) == ["a", "gpt-5.4", "gpt-plain"]
    outer = {name: value for name, value in shown["a"].items() if name not in ("rows", "updatedAtMs")}
    assert outer == {"prompt": 3.0, "completion": 15.0, "cache": 0.3, "cacheRead": 0.3, "cacheCreation": 3.75}
    assert (shown["gpt-plain"]["source"], shown["gpt-plain"]["prompt"]) == ("litellm", 1.25)

    kept = [row for row in database.read(prices.read_prices).result() if row.source != "catalogue"]
    await pricing.remove("a")
    await pricing.remove("gpt-plain", "synced")
    table = await pricing.import_table(path)
    assert (len(table.prices), table.bad) == (3, ())
    again = [row for row in database.read(prices.read_prices).result() if row.source != "catalogue"]
    assert [_plain(row) for row in again] == [_plain(row) for row in kept]


def _plain(row: Price) -> tuple[object, ...]:
    return row.model, row.source, row.from_ns, row.rates, row.context_tiers, dict(row.service_tiers), row.source_model


async def test_the_tables_of_both_usage_services(pricing: PricingService) -> None:
    table = await pricing.import_table(SERVICE / "service-1.1.4.json")
    found = {price.model: price for price in table.prices}
    assert table.bad == ()
    # prompt 3, completion 15, cache 0.3, and the rest from the list's entry that was kept with it
    claude = found["claude-cache"]
    assert claude.rates == UnitPrices(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000)
    assert claude.context_tiers == (ContextTier(200_000, UnitPrices(6_000_000, 22_500_000)),)
    assert (claude.source, found["old"].source if "old" in found else "user") == ("synced", "user")
    assert found["embed-noout"].rates.input == 50_000

    newer = await pricing.import_table(SERVICE / "service-plus.json")
    rates = {price.model: price.rates for price in newer.prices}
    assert rates["gpt-plain"] == UnitPrices(1_250_000, 10_000_000, 125_000)
    saved = await pricing.import_table(SERVICE / "service-put.json")
    assert [(price.model, price.source, price.rates) for price in saved.prices] == [
        ("gpt-plain", "user", UnitPrices(1_250_000, 10_000_000, 125_000)),
        ("old", "user", UnitPrices(1_000_000, 1_000_000, 1_000_000)),
    ]


async def test_bad_prices_of_a_table_are_told_and_the_rest_is_kept(pricing: PricingService, tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(
        '{"prices": {"a": {"prompt": -1, "completion": 1}, "b": {"prompt": 1, "completion": "2"}, "c": 3,'
        ' "d": {"cache": 1}, "e": {"prompt": 1, "completion": 2},'
        ' "f": {"prompt": 1, "completion": 2, "rows": [{"source": "user", "from_ns": -1, "rates": {}}]}}}'
    )
    table = await pricing.import_table(path)
    assert [price.model for price in table.prices] == ["e"]
    assert [(one.name, one.reason) for one in table.bad] == [
        ("a", "prompt is negative"),
        ("b", "completion is no number"),
        ("c", "it is not an object with a name"),
        ("d", "“d” has neither prompt nor completion"),
        ("f", "a row begins at no time"),
    ]
    path.write_text("[]")
    with pytest.raises(InputError, match="no “prices”"):
        await pricing.import_table(path)
