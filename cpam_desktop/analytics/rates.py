"""Prices as a DuckDB table: one row a (model, service tier, period, size of the input) of the history."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cpam_desktop.domain.pricing import MOST_PRICED, PriceBook, Rate
from cpam_desktop.store.upkeep_lineage import lineage, origin
from cpam_desktop.store.vocabulary import of_kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SMALL_RATE = 2**63 // MOST_PRICED - 1
"""Up to this rate a cost fits into 64 bits; beyond it DuckDB counts with 128, which is slower."""
_INPUT = "(e.uncached + e.cache_read + e.cache_write)"
COST = f"""
case when e.unclassified = 0 and {_INPUT} + e.output <= {MOST_PRICED} then e.uncached * r.uncached
+ e.cache_read * r.cache_read + e.cache_write * r.cache_write + (e.output - e.reasoning) * r.output
+ e.reasoning * r.reasoning end"""
"""Of an event `e` and its rate `r`, in pico-USD; null where it is not priced."""


def join(table: str) -> str:
    """How an event `e` finds its one rate `r`."""
    return (
        f"left join {table} r on r.model_id = e.model_id and r.tier_id = e.tier_id and e.time_ns >= r.from_ns"
        f" and e.time_ns < r.to_ns and {_INPUT} > r.above and {_INPUT} <= r.upto"
    )


def signature(connection: sqlite3.Connection, book: PriceBook) -> tuple[str, int, int, int]:
    """What the table depends on: the file, its prices, and the models and tiers that there are."""
    newest = [
        connection.execute(f"select coalesce(max(id), 0) from term where {of_kind(kind)}").fetchone()[0]
        for kind in ("model", "tier")
    ]
    return origin(lineage(connection)), book.revision, newest[0], newest[1]


def make_table(duck: DuckDBPyConnection, name: str, connection: sqlite3.Connection, book: PriceBook) -> None:
    """Fill a new table with the rates of every model and tier of the history."""
    tiers = _terms(connection, "tier")
    rows: list[tuple[int, ...]] = []
    for model_id, model in _terms(connection, "model"):
        rates = book.rates(model)
        if rates:
            for tier_id, text in tiers:
                tier = book.service_tier(model, text)
                rows += [(model_id, tier_id, *_numbers(rate)) for rate in rates if rate.tier == tier]
    kind = "BIGINT" if all(max(row[6:]) <= _SMALL_RATE for row in rows) else "HUGEINT"
    duck.execute(
        f"create table {name} (model_id INTEGER, tier_id INTEGER, from_ns BIGINT, to_ns BIGINT, above BIGINT,"
        f" upto BIGINT, uncached {kind}, cache_read {kind}, cache_write {kind}, output {kind}, reasoning {kind})"
    )
    for start in range(0, len(rows), 1_000):
        values = ",".join(str(row) for row in rows[start : start + 1_000])
        duck.execute(f"insert into {name} values {values}")


def _terms(connection: sqlite3.Connection, kind: str) -> list[tuple[int, str]]:
    return connection.execute(f"select id, text from term where {of_kind(kind)}").fetchall()


def _numbers(rate: Rate) -> tuple[int, ...]:
    return (
        *(rate.from_ns, rate.to_ns, rate.above, rate.upto),
        *(rate.uncached, rate.cache_read, rate.cache_write, rate.output, rate.reasoning),
    )
