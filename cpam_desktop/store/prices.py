"""The price table and its rules: read as a book, changed in one transaction each, counted by a revision.

The revision stands in `setting`, grows with every change of prices or rules, whoever makes it, and so tells every
process when what it worked out from a book is old.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.pricing import PriceBook
from cpam_desktop.domain.pricing_json import dump_contexts, dump_services, load_contexts, load_services
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_values import Price, Source, UnitPrices
from cpam_desktop.store import models
from cpam_desktop.store.database import Writing
from cpam_desktop.store.orm import delete, insert
from cpam_desktop.store.price_marks import set_setting, setting

_REVISION = "prices.revision"
_RATES = "input, output, cache_read, cache_write, cache_write_long, reasoning"


def revision(connection: sqlite3.Connection) -> int:
    """Number of changes so far."""
    value = setting(connection, _REVISION)
    return int(value) if value else 0


def read_book(connection: sqlite3.Connection) -> PriceBook:
    """All prices and rules with their revision; StoreError names a row that is damaged."""
    return PriceBook(read_prices(connection), read_rules(connection), revision(connection))


def read_prices(connection: sqlite3.Connection) -> list[Price]:
    """Every row, by model, source and date."""
    rows = connection.execute(
        f"select model, source, from_ns, {_RATES}, context_tiers, service_tiers, source_model, updated_ns"
        " from price order by model, source, from_ns"
    )
    return [_price(row) for row in rows]


def read_rules(connection: sqlite3.Connection) -> list[PriceRule]:
    """Every rule, by kind and position."""
    rows = connection.execute("select kind, position, pattern, target from price_rule order by kind, position, id")
    return [PriceRule(*row) for row in rows]


def put_prices(writing: Writing, prices: Iterable[Price], now_ns: int) -> None:
    """Insert prices; one of the same model (case ignored), source and date is replaced."""
    _put(writing, prices, now_ns)
    _changed(writing)


def remove_prices(writing: Writing, names: Collection[str], source: Source) -> int:
    """Remove what this source says about these models (case ignored); returns the number of rows."""
    count = _remove(writing, names, source)
    if count:
        _changed(writing)
    return count


def replace_prices(writing: Writing, names: Collection[str], source: Source, prices: Sequence[Price], now: int) -> None:
    """Put `prices` in the place of all that this source says about these models."""
    _remove(writing, names, source)
    _put(writing, prices, now)
    _changed(writing)


def put_rule(writing: Writing, rule: PriceRule) -> None:
    """Insert a rule behind the others of its kind; the target of one with the same pattern (case ignored) changes."""
    pattern = rule.pattern.strip()
    for row_id, _, known in _rules_of(writing.connection, rule.kind):
        if known.lower() == pattern.lower():
            writing.connection.execute("update price_rule set target = ? where id = ?", (rule.target, row_id))
            break
    else:
        position = max((at for _, at, _ in _rules_of(writing.connection, rule.kind)), default=-1) + 1
        insert(writing.orm, models.PriceRule, kind=rule.kind, position=position, pattern=pattern, target=rule.target)
    _changed(writing)


def remove_rule(writing: Writing, kind: str, pattern: str) -> bool:
    """Remove the rule with this pattern (case ignored); False where there is none."""
    wanted = pattern.strip().lower()
    found = [row_id for row_id, _, known in _rules_of(writing.connection, kind) if known.lower() == wanted]
    if found:
        delete(writing.orm, models.PriceRule, found)
        _changed(writing)
    return bool(found)


def _put(writing: Writing, prices: Iterable[Price], now_ns: int) -> None:
    known: dict[tuple[str, str, int], int] = {
        (model.lower(), source, start): row_id
        for row_id, model, source, start in writing.connection.execute("select id, model, source, from_ns from price")
    }
    for price in prices:
        key = (price.model.strip().lower(), price.source, price.from_ns)
        if key in known:
            delete(writing.orm, models.Price, [known[key]])
        known[key] = _insert(writing, price, now_ns)


def _insert(writing: Writing, price: Price, now_ns: int) -> int:
    return insert(
        writing.orm,
        models.Price,
        model=price.model.strip(),
        source=price.source,
        from_ns=price.from_ns,
        **dict(price.rates.told(missing=True)),
        context_tiers=dump_contexts(price.context_tiers),
        service_tiers=dump_services(price.service_tiers),
        source_model=price.source_model,
        updated_ns=now_ns,
    )


def _remove(writing: Writing, names: Collection[str], source: Source) -> int:
    wanted = {name.strip().lower() for name in names}
    rows = writing.connection.execute("select id, model from price where source = ?", (source,)).fetchall()
    found = [row_id for row_id, model in rows if model.lower() in wanted]
    for start in range(0, len(found), 500):
        delete(writing.orm, models.Price, found[start : start + 500])
    return len(found)


def _rules_of(connection: sqlite3.Connection, kind: str) -> list[tuple[int, int, str]]:
    return connection.execute("select id, position, pattern from price_rule where kind = ?", (kind,)).fetchall()


def _price(row: Sequence[object]) -> Price:
    model, source, start, *rest = row
    rates, (contexts, services, source_model, updated) = cast("list[int | None]", rest[:6]), rest[6:]
    try:
        return Price(
            model=str(model),
            source=cast("Source", source),
            from_ns=cast("int", start),
            rates=UnitPrices(*rates),
            context_tiers=load_contexts(str(contexts)),
            service_tiers=load_services(str(services)),
            source_model=str(source_model),
            updated_ns=cast("int", updated),
        )
    except ValueError as error:
        hint = "Remove that price and set it again."
        raise StoreError(f"the {source} price of “{model}” is damaged ({error})", hint=hint) from error


def _changed(writing: Writing) -> None:
    set_setting(writing, _REVISION, str(revision(writing.connection) + 1))
