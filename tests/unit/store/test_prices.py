"""The price table: kept exactly, replaced by source, counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices
from cpam_desktop.store import prices
from cpam_desktop.store.database import Database

WHOLE = Price(
    "Claude-X",
    "user",
    5,
    UnitPrices(1, 2, 3, None, 5, 6),
    (ContextTier(200_000, UnitPrices(input=9)),),
    {"flex": ServiceTier(multiplier=Fraction(1, 3))},
    "anthropic/claude-x",
    77,
)


def _put(database: Database, *rows: Price, now_ns: int = 77) -> None:
    database.write(lambda writing: prices.put_prices(writing, rows, now_ns)).result()


def _table(database: Database) -> list[tuple[str, str, int, int | None]]:
    rows = database.read(prices.read_prices).result()
    return [(row.model, row.source, row.from_ns, row.rates.input) for row in rows]


def _revision(database: Database) -> int:
    return database.read(prices.revision).result()


def _price(model: str, source: str, rate: int) -> Price:
    return Price(model, "user" if source == "user" else "synced", 0, UnitPrices(input=rate))


def test_a_price_is_kept_as_it_is(database: Database) -> None:
    assert _revision(database) == 0
    _put(database, WHOLE)
    assert database.read(prices.read_prices).result() == [WHOLE]
    assert _revision(database) == 1
    assert database.read(prices.read_book).result().revision == 1


def test_one_row_a_model_source_and_date_whatever_the_case(database: Database) -> None:
    _put(database, _price("m", "user", 1), _price("m", "synced", 2))
    _put(database, _price("M", "user", 3))
    assert _table(database) == [("M", "user", 0, 3), ("m", "synced", 0, 2)]


def test_removing_and_replacing_touch_one_source_only(database: Database) -> None:
    _put(database, _price("a", "user", 1), _price("a", "synced", 2), _price("b", "synced", 3))
    job = prices.replace_prices
    database.write(lambda w: job(w, ["A", "c"], "synced", [_price("c", "synced", 4)], 1)).result()
    assert _table(database) == [("a", "user", 0, 1), ("b", "synced", 0, 3), ("c", "synced", 0, 4)]
    assert database.write(lambda w: prices.remove_prices(w, ["A"], "synced")).result() == 0
    assert _revision(database) == 2
    assert database.write(lambda w: prices.remove_prices(w, ["A"], "user")).result() == 1
    assert _revision(database) == 3, "a removed price is a change, too"


def test_a_failed_change_leaves_the_table_and_the_revision(database: Database) -> None:
    _put(database, _price("a", "synced", 2))
    bad = Price("b", "synced", 2**70, UnitPrices(input=1))  # no 64-bit number
    with pytest.raises((StoreError, OverflowError)):
        database.write(lambda w: prices.replace_prices(w, ["a"], "synced", [bad], 1)).result()
    assert _table(database) == [("a", "synced", 0, 2)]
    assert _revision(database) == 1


def test_rules_keep_their_order_and_have_one_target_a_pattern(database: Database) -> None:
    for pattern, target in (("b-*", "x"), ("a-*", "y"), ("B-*", "z")):
        rule = PriceRule("model", 0, pattern, target)
        database.write(lambda w, rule=rule: prices.put_rule(w, rule)).result()
    database.write(lambda w: prices.put_rule(w, PriceRule("long-write", 0, "c"))).result()
    assert database.read(prices.read_rules).result() == [
        PriceRule("long-write", 0, "c"),
        PriceRule("model", 0, "b-*", "z"),
        PriceRule("model", 1, "a-*", "y"),
    ]
    assert database.write(lambda w: prices.remove_rule(w, "model", "B-*")).result() is True
    assert database.write(lambda w: prices.remove_rule(w, "model", "b-*")).result() is False
    assert [rule.pattern for rule in database.read(prices.read_rules).result()] == ["c", "a-*"]
    assert _revision(database) == 5


def test_a_damaged_row_is_named_and_can_be_removed(database: Database) -> None:
    _put(database, WHOLE)
    database.write(lambda w: w.connection.execute("update price set context_tiers = '[['")).result()
    with pytest.raises(StoreError, match="Claude-X"):
        database.read(prices.read_book).result()
    database.write(lambda w: prices.remove_prices(w, ["claude-x"], "user")).result()
    assert _table(database) == []
