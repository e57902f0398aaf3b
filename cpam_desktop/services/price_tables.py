"""Price tables as JSON files in the Usage Service's shape, in USD per 1M tokens; ours say everything beside it.

    {"prices": {"<model>": {"prompt", "completion", "cache", "cacheRead", "cacheCreation", "source", "sourceModelId",
                            "updatedAtMs", "rows": [{"source", "from_ns", "rates", "context", "services",
                                                     "source_model"}]}}}

The outer fields are the price in force; `rows` (ours only) are all rows exactly, in pico-USD a token.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from cpam_desktop.domain.clock import MAX_NS, NS_PER_MS
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.pricing_json import (
    dump_contexts,
    dump_services,
    load_contexts,
    load_services,
    rates_object,
    read_rates,
)
from cpam_desktop.domain.pricing_sync import BadEntry
from cpam_desktop.domain.pricing_values import Price, Source, UnitPrices, rate_of, usd_per_million
from cpam_desktop.services.price_litellm import read_entry

_OWN = ("", "user", "manual")


@dataclass(frozen=True, slots=True)
class PriceTable:
    """What a file holds; rows of the shipped catalogue are left out, they come with the application."""

    prices: tuple[Price, ...]
    bad: tuple[BadEntry, ...] = ()


def write_table(in_force: Mapping[str, Price], rows: Iterable[Price]) -> bytes:
    """The file: models with the price in force, and all rows of the table."""
    by_model: dict[str, list[Price]] = {}
    for row in rows:
        by_model.setdefault(row.model.lower(), []).append(row)
    table = {model: _entry(price, by_model.get(model.lower(), [])) for model, price in sorted(in_force.items())}
    return json.dumps({"prices": table}, indent=1, ensure_ascii=False).encode() + b"\n"


def read_table(data: bytes) -> PriceTable:
    """A file's prices; a bad entry is reported and left out. InputError where the whole is none."""
    try:
        whole: object = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise _no_table() from error
    table = cast("dict[str, object]", whole).get("prices") if isinstance(whole, dict) else None
    if not isinstance(table, dict):
        raise _no_table()
    prices: list[Price] = []
    bad: list[BadEntry] = []
    for model, entry in cast("dict[str, object]", table).items():
        try:
            prices += _read(model, entry)
        except ValueError as error:
            bad.append(BadEntry(model[:300], str(error)))
    return PriceTable(tuple(prices), tuple(bad))


def _entry(price: Price, rows: Iterable[Price]) -> dict[str, object]:
    rates = price.rates
    found: dict[str, object] = {
        "prompt": _usd(rates.input or 0),
        "completion": _usd(rates.output or 0),
        "cache": _usd((rates.input or 0) if rates.cache_read is None else rates.cache_read),
    }
    for name, rate in (("cacheRead", rates.cache_read), ("cacheCreation", rates.cache_write)):
        if rate is not None:
            found[name] = _usd(rate)
    if price.source != "user":
        found["source"] = "litellm" if price.source == "synced" else price.source
        found["sourceModelId"] = price.source_model
    found["updatedAtMs"] = price.updated_ns // NS_PER_MS
    found["rows"] = [_row(row) for row in rows]
    return found


def _row(row: Price) -> dict[str, object]:
    return {
        "source": row.source,
        "from_ns": row.from_ns,
        "rates": rates_object(row.rates),
        "context": json.loads(dump_contexts(row.context_tiers)),
        "services": json.loads(dump_services(row.service_tiers)),
        "source_model": row.source_model,
    }


def _usd(rate: int) -> float:
    return float(usd_per_million(rate))


def _read(model: str, entry: object) -> list[Price]:
    if not model.strip() or not isinstance(entry, dict):
        raise ValueError("it is not an object with a name")
    fields = cast("dict[str, object]", entry)
    rows = fields.get("rows")
    if isinstance(rows, list):
        found = [_read_row(model, one) for one in cast("list[object]", rows)]
        return [price for price in found if price is not None]
    source = str(fields.get("source") or "").lower()
    if source == "catalogue":
        return []
    told = _told(model, fields)
    price = Price(model, "user" if source in _OWN else "synced", 0, told, source_model=_text(fields, "sourceModelId"))
    return [_with_tiers(price, fields) if source == "litellm" else price]


def _told(model: str, fields: dict[str, object]) -> UnitPrices:
    """Rates of the outer fields; newer services say which of them were configured, and a 0 is nothing else there."""
    says = any(name.endswith("Configured") for name in fields)

    def told(name: str, flag: str) -> int | None:
        value = fields.get(name)
        if value is None or (says and not fields.get(flag)):
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(f"{name} is no number")
        try:
            return rate_of(Decimal(value))
        except ValueError as error:
            raise ValueError(f"{name} {error}") from error

    read = told("cacheRead", "cacheReadConfigured")
    rates = UnitPrices(
        input=told("prompt", "promptConfigured"),
        output=told("completion", "completionConfigured"),
        cache_read=told("cache", "cacheReadConfigured") if read is None else read,
        cache_write=told("cacheCreation", "cacheCreationConfigured"),
    )
    if rates.input is None and rates.output is None:
        raise ValueError(f"“{model}” has neither prompt nor completion")
    return rates


def _with_tiers(price: Price, fields: dict[str, object]) -> Price:
    """With the tiers of the list's own entry, where it was kept and says the same."""
    try:
        entry: object = json.loads(_text(fields, "rawJson"), parse_float=Decimal, parse_int=Decimal)
        whole = read_entry(price.model, entry)
    except ValueError:
        return price
    if (whole.rates.input or 0, whole.rates.output or 0) != (price.rates.input or 0, price.rates.output or 0):
        return price
    tiers, services = whole.context_tiers, whole.service_tiers
    return Price(price.model, "synced", 0, whole.rates, tiers, services, price.source_model or price.model)


def _read_row(model: str, value: object) -> Price | None:
    if not isinstance(value, dict):
        raise ValueError("a row is not an object")
    row = cast("dict[str, object]", value)
    source, start = row.get("source"), row.get("from_ns")
    if source not in ("user", "synced"):
        return None
    if not isinstance(start, int) or not 0 <= start < MAX_NS:
        raise ValueError("a row begins at no time")
    return Price(
        model=model,
        source=cast("Source", source),
        from_ns=start,
        rates=read_rates(row.get("rates")),
        context_tiers=load_contexts(json.dumps(row.get("context", []))),
        service_tiers=load_services(json.dumps(row.get("services", {}))),
        source_model=_text(row, "source_model"),
    )


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return value[:100_000] if isinstance(value, str) else ""


def _no_table() -> InputError:
    hint = "Give a file that `prices export` or a Usage Service wrote; for LiteLLM's list there is `prices sync`."
    return InputError("it has no “prices”", title="The price table cannot be read", hint=hint)
