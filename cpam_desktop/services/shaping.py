"""From the engine's numbers to values of pages and reports: figures, named groups, time steps, hours of the week."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from cpam_desktop.analytics.aggregate import MEASURES, Numbers, Part, add
from cpam_desktop.domain.analysis import EDGES_MS, Heat
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import NO_SPREAD, Figures, Group, Spread, TimeBucket
from cpam_desktop.store.vocabulary import labels

QUARTER_S = 900
QUARTERS = f"time_ns // {QUARTER_S * NS_PER_SECOND}"
EXPRESSIONS = {
    "model": "model_id",
    "endpoint": "endpoint_id",
    "provider": "upstream_id",
    "channel": "upstream_id",
    "api-key": "key_id",
    "account": "credential_id",
    "project": "credential_id",
    "status": "status",
    "hour": QUARTERS,
    "day": QUARTERS,
}
"""What a kind of group is made of: ids or numbers of a row, which `Naming` puts together under names."""
_AT = {name: place for place, name in enumerate(MEASURES)}


@dataclass(frozen=True, slots=True)
class Naming:
    """`of(value)` is (key, label) of the group that a value of the expression belongs to; None: of none."""

    kind: str
    of: Callable[[int], tuple[str, str] | None]


def naming(connection: sqlite3.Connection, kind: str, zone: tzinfo) -> Naming:
    """How values of a kind's expression are called now."""
    if kind == "status":
        return Naming(kind, lambda status: (str(status), str(status)))
    if kind in ("hour", "day"):
        return Naming(kind, lambda quarter: _local(quarter, kind, zone))
    return Naming(kind, labels(connection, kind).get)


def groups(found: Mapping[int | None, Numbers], names: Naming) -> list[Group]:
    """Groups whose values mean the same put together: by requests, descending; `hour` and `day` by time."""
    merged: dict[tuple[str, str], Numbers] = {}
    for value, numbers in found.items():
        name = None if value is None else names.of(value)
        if name is not None:
            merged[name] = add(merged[name], numbers) if name in merged else numbers
    rows = [Group(key, label, figures(numbers)) for (key, label), numbers in merged.items()]
    if names.kind == "hour":
        return sorted(rows, key=lambda row: datetime.fromisoformat(row.key).astimezone(UTC))
    if names.kind == "day":
        return sorted(rows, key=lambda row: row.key)
    return sorted(rows, key=lambda row: (-row.figures.requests, row.key))


def with_spreads(rows: Iterable[Group], found: Mapping[str, tuple[Spread, Spread]]) -> list[Group]:
    """The groups with percentiles, by key."""
    return [
        replace(row, figures=replace(row.figures, latency_ms=spreads[0], ttft_ms=spreads[1]))
        if (spreads := found.get(row.key))
        else row
        for row in rows
    ]


def total(part: Part) -> Figures:
    """Figures of everything, with percentiles where they were asked for."""
    whole = figures(part.total)
    if part.latency.values is None:
        return whole
    return replace(whole, latency_ms=part.latency.spread(), ttft_ms=part.ttft.spread())


def figures(numbers: Numbers) -> Figures:
    """One group's figures; of durations only the average latency."""
    if len(numbers) < len(MEASURES):
        return Figures(requests=numbers[_AT["requests"]], failed=numbers[_AT["failed"]])
    latency_count = numbers[_AT["latency_count"]]
    average = numbers[_AT["latency_sum"]] / latency_count if latency_count else None
    priced = numbers[_AT["priced"]]
    return Figures(
        requests=numbers[_AT["requests"]],
        failed=numbers[_AT["failed"]],
        tokens=Buckets(*numbers[_AT["uncached"] : _AT["unclassified"] + 1]),
        latency_ms=NO_SPREAD if average is None else Spread(avg=average),
        priced_requests=priced,
        cost_pico=numbers[_AT["cost"]] if priced else None,
        clients=numbers[_AT["clients"]],
        timed_output=numbers[_AT["timed_output"]],
        timed_ms=numbers[_AT["timed_ms"]],
        last_ns=numbers[_AT["last_ns"]],
    )


def steps(found: Mapping[int | None, Numbers], start_ns: int, step_ns: int) -> tuple[TimeBucket, ...]:
    """Time steps that hold events, by time."""
    return tuple(_step(start_ns + value * step_ns, numbers) for value, numbers in sorted(_known(found)))


def _step(start_ns: int, numbers: Numbers) -> TimeBucket:
    values = figures(numbers)
    latency = numbers[_AT["latency_sum"]] if len(numbers) == len(MEASURES) else 0
    return TimeBucket(start_ns, values.requests, values.failed, values.tokens.total, latency, values)


def heat(found: Mapping[int | None, Numbers], zone: tzinfo) -> tuple[Heat, ...]:
    """Hours of the week that hold events."""
    merged: dict[tuple[int, int], Numbers] = {}
    for quarter, numbers in _known(found):
        moment = datetime.fromtimestamp(quarter * QUARTER_S, zone)
        place = moment.weekday(), moment.hour
        merged[place] = add(merged[place], numbers) if place in merged else numbers
    return tuple(Heat(weekday, hour, figures(numbers)) for (weekday, hour), numbers in sorted(merged.items()))


def bars(values: object, counts: object) -> tuple[int, ...]:
    """How many durations lie between the edges of `EDGES_MS`."""
    import numpy

    if values is None:
        return ()
    sums, _edges = numpy.histogram(values, bins=[*EDGES_MS, 2**62], weights=counts)  # pyright: ignore
    return tuple(int(value) for value in sums)


def _known(found: Mapping[int | None, Numbers]) -> list[tuple[int, Numbers]]:
    return [(value, numbers) for value, numbers in found.items() if value is not None]


def _local(quarter: int, kind: str, zone: tzinfo) -> tuple[str, str]:
    moment = datetime.fromtimestamp(quarter * QUARTER_S, zone)
    text = moment.date().isoformat() if kind == "day" else moment.replace(minute=0, second=0, microsecond=0).isoformat()
    return text, text
