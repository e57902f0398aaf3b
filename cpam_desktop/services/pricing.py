"""The price table: what models cost, what the user set, the shipped catalogue, and syncs with a preview.

Coroutines of any loop. A price that changes re-prices the whole history, because costs are worked out by queries; the
book's `revision` says when.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection
from typing import Literal, TypeVar

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.clock import MAX_NS
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.pricing import PriceBook, PricesChanged
from cpam_desktop.domain.pricing_match import PriceRule
from cpam_desktop.domain.pricing_sync import SyncPreview, compare
from cpam_desktop.domain.pricing_values import SOURCES, Price, Source
from cpam_desktop.net.download import download
from cpam_desktop.net.proxy import SYSTEM
from cpam_desktop.services.price_catalogue import catalogue_version, look_up
from cpam_desktop.services.price_litellm import read_list
from cpam_desktop.services.price_tables import PriceTable, read_table, write_table
from cpam_desktop.services.queries import ask
from cpam_desktop.store import price_marks, prices
from cpam_desktop.store.database import Database, Writing

T = TypeVar("T")
LIST_URL = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
_URL = "prices.url"
_LARGEST_FILE = 64 * 1024 * 1024
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A model of the history (`used`) or of the price table, with the price in force now (None: not priced).

    `sources` have rows for its own name; `rule` is the pattern that prices it as `price.model`, empty for none.
    """

    model: str
    used: bool
    price: Price | None
    sources: tuple[Source, ...] = ()
    rule: str = ""
    long_writes: bool = False


class PricingService:
    """Every change is one transaction, and tells the bus `PricesChanged`."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._book: PriceBook | None = None
        self._filling = asyncio.Lock()

    async def book(self) -> PriceBook:
        """All prices as they are now; the same object while nothing changed. Never loads the catalogue."""
        book = self._book
        if book is None or book.revision != await ask(self._database, prices.revision):
            book = self._book = await ask(self._database, prices.read_book)
        return book

    async def update_catalogue(self) -> bool:
        """Look up in the shipped catalogue what was not looked up before; True where the table changed.

        Cheap where nothing is new. Else the catalogue is loaded on a worker thread (0.15 s, 30 MB).
        """
        async with self._filling:
            names, done, known = await ask(self._database, _to_look_up)
            version = catalogue_version()
            anew = done.version != version
            missing = sorted(name for name in names if anew or name.lower() not in done.names)
            if not missing:
                return False
            rows = await asyncio.to_thread(look_up, missing)
            nothing = frozenset[str]()
            asked = frozenset(name.lower() for name in missing) | (nothing if anew else done.names)
            gone = known if anew else nothing

            def job(writing: Writing) -> bool:
                price_marks.set_looked_up(writing, price_marks.LookedUp(version, asked))
                if rows or gone:
                    prices.replace_prices(writing, {*missing, *gone}, "catalogue", rows, time.time_ns())
                return bool(rows or gone)

            return await self._write(job)

    async def list(self) -> tuple[PriceLine, ...]:
        """Models of the history and of the table, by name."""
        names = await self._models()
        rows = await ask(self._database, prices.read_prices)
        book = await self.book()
        models = {row.model.lower(): row.model for row in rows} | {name.lower(): name for name in names}
        used = {name.lower() for name in names}
        told: dict[str, set[Source]] = {key: set() for key in models}
        for row in rows:
            told[row.model.lower()].add(row.source)
        return tuple(_line(book, models[key], key in used, told[key]) for key in sorted(models))

    async def set(self, price: Price) -> Price:
        """Store a price of the user's own; the one of the same model and date is replaced. InputError says why not."""
        own = replace(price, model=_name(price.model), source="user")
        if not own.usable:
            raise InputError("a price needs at least what input or output costs")
        if not 0 <= own.from_ns < MAX_NS:
            raise InputError("a price cannot begin before 1970 or after 2262")
        await self._write(lambda writing: prices.put_prices(writing, [own], time.time_ns()))
        return own

    async def remove(self, model: str, source: Source = "user") -> int:
        """Remove what this source says about the model; returns the number of rows. InputError where there is none."""
        count = await self._write(lambda writing: prices.remove_prices(writing, [model], source))
        if not count:
            raise InputError(f"there is no {source} price of “{model}”")
        return count

    async def rules(self) -> tuple[PriceRule, ...]:
        """Every rule, by kind and position."""
        return tuple(await ask(self._database, prices.read_rules))

    async def add_rule(self, kind: Literal["model", "long-write"], pattern: str, target: str = "") -> PriceRule:
        """Add a rule behind the others of its kind, or change the target of the one with this pattern."""
        rule = PriceRule(kind, 0, _name(pattern), _name(target) if kind == "model" else "")
        await self._write(lambda writing: prices.put_rule(writing, rule))
        return rule

    async def remove_rule(self, kind: Literal["model", "long-write"], pattern: str) -> None:
        """Remove a rule; InputError where there is none."""
        if not await self._write(lambda writing: prices.remove_rule(writing, kind, pattern)):
            raise InputError(f"there is no {kind} rule for “{pattern}”")

    async def list_url(self) -> str:
        """The address of the list: the one remembered, else LiteLLM's own."""
        return await ask(self._database, lambda connection: price_marks.setting(connection, _URL)) or LIST_URL

    async def remember_url(self, url: str) -> None:
        """Keep the address for the next sync; empty: LiteLLM's own again."""
        kept = "" if url.strip() == LIST_URL else url.strip()
        await self._write(lambda writing: price_marks.set_setting(writing, _URL, kept))

    async def preview(self, origin: Path | str = LIST_URL, *, proxy: str = SYSTEM) -> SyncPreview:
        """What a sync from a file or URL in LiteLLM's format would change; nothing is written.

        For the models of the history, those synced before, and those that rules point to. InputError or WorkError say
        why the list cannot be had or read.
        """
        data = await asyncio.to_thread(_read_file, origin) if isinstance(origin, Path) else None
        data = await download(str(origin), proxy=proxy) if data is None else data
        entries = await asyncio.to_thread(read_list, data)
        used = await self._models()
        rows, targets = await ask(self._database, lambda c: (prices.read_prices(c), _targets(c)))
        synced = {row.model for row in rows if row.source == "synced"}
        names = {name.lower(): name for name in (*synced, *targets, *used)}
        return await asyncio.to_thread(compare, sorted(names.values()), entries.prices, rows, entries.bad)

    async def apply(self, preview: SyncPreview, choices: Mapping[str, str] | None = None) -> int:
        """Store what the preview shows and, of what was ambiguous, the entries chosen (model: the list's name).

        All or nothing; prices of the user's own are never touched. Returns the number of prices stored.
        """
        try:
            rows = preview.chosen(choices or {})
        except KeyError as error:
            raise InputError(f"{error.args[0]} was not offered") from error
        if rows:
            names = [row.model for row in rows]
            await self._write(lambda w: prices.replace_prices(w, names, "synced", rows, time.time_ns()))
        return len(rows)

    async def export_table(self) -> bytes:
        """All prices as a JSON file in the Usage Service's shape, which `import_table` reads without loss."""
        rows = await ask(self._database, prices.read_prices)
        return write_table({line.model: line.price for line in await self.list() if line.price is not None}, rows)

    async def import_table(self, path: Path) -> PriceTable:
        """Store the prices of such a file over those of the same model, source and date; returns what was read."""
        table = read_table(await asyncio.to_thread(_read_file, path))
        if table.prices:
            await self._write(lambda writing: prices.put_prices(writing, table.prices, time.time_ns()))
        return table

    async def _models(self) -> frozenset[str]:
        """The upstream models of the history."""
        seen = await ask(self._database, price_marks.look_for_models)
        if seen != await ask(self._database, price_marks.seen_models):
            await self._write(lambda writing: price_marks.set_seen_models(writing, seen))
        return seen.names

    async def _write(self, job: Callable[[Writing], T]) -> T:
        def counted(writing: Writing) -> tuple[T, int, int]:
            before = prices.revision(writing.connection)
            return job(writing), before, prices.revision(writing.connection)

        result, before, after = await asyncio.wrap_future(self._database.write(counted))
        if after != before:
            self._bus.publish(PricesChanged(after))
        return result


def _to_look_up(connection: Connection) -> tuple[set[str], price_marks.LookedUp, frozenset[str]]:
    """Names to price, what was looked up, and models with catalogue rows."""
    known = frozenset(row.model for row in prices.read_prices(connection) if row.source == "catalogue")
    return price_marks.model_names(connection) | _targets(connection), price_marks.looked_up(connection), known


def _targets(connection: Connection) -> set[str]:
    return {rule.target for rule in prices.read_rules(connection) if rule.target}


def _line(book: PriceBook, model: str, used: bool, told: set[Source]) -> PriceLine:
    now = time.time_ns()
    price = next((one.price for one in book.resolve(model) if one.from_ns <= now < one.to_ns), None)
    sources: tuple[Source, ...] = tuple(source for source in SOURCES if source in told)
    rule = book.rule_of(model)
    return PriceLine(model, used, price, sources, rule.pattern if rule else "", book.writes_long(model))


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise InputError(f"{path} is larger than {_LARGEST_FILE // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise WorkError(f"{path} cannot be read ({error.strerror})") from error


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"a model's name has 1 to {_LONGEST_NAME} characters")
    return name
