"""Figures over stored events: totals, groups with exact percentiles, time buckets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import accumulate
from sqlite3 import Connection

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import NO_SPREAD, Figures, Group, Spread, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store.query import Condition, condition
from cpam_desktop.store.vocabulary import labels

_QUANTILES = (0.5, 0.9, 0.95, 0.99)
_QUARTER = 900 * NS_PER_SECOND
_GROUP_COLUMN = {
    "model": "model_id",
    "endpoint": "endpoint_id",
    "provider": "upstream_id",
    "channel": "upstream_id",
    "api-key": "key_id",
    "account": "credential_id",
    "project": "credential_id",
}
_SUMS = (
    "count(*), sum(e.failed), sum(e.uncached), sum(e.cache_read), sum(e.cache_write), sum(e.output),"
    " sum(e.reasoning), sum(e.unclassified)"
)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """SQL groups by the expression `sql`; `of(its value)` gives the group's number in `names` (key, label)."""

    sql: str
    of: Callable[[int], int | None]
    names: list[tuple[str, str]]


def totals(connection: Connection, wanted: EventFilter, *, spreads: bool = True) -> Figures:
    """Figures of everything that matches; percentiles cost two thirds of it and are left out without `spreads`."""
    where = condition(connection, wanted)
    found = _figures(connection, where, _Grouping("0", lambda _value: 0, [("", "")]), spreads)
    return found.get(0, Figures())


def groups(connection: Connection, wanted: EventFilter, by: str, zone: tzinfo, *, spreads: bool = True) -> list[Group]:
    """A row a group: by requests, descending; `hour` and `day` by time, in the zone."""
    where = condition(connection, wanted)
    grouping = _grouping(connection, by, zone)
    found = _figures(connection, where, grouping, spreads)
    rows = [Group(*grouping.names[number], figures) for number, figures in found.items()]
    if by in ("hour", "day"):
        return sorted(
            rows, key=lambda row: datetime.fromisoformat(row.key).astimezone(UTC) if by == "hour" else row.key
        )
    return sorted(rows, key=lambda row: (-row.figures.requests, row.key))


def timeline(connection: Connection, wanted: EventFilter, step_ns: int) -> list[TimeBucket]:
    """Steps that hold events, by time; a step starts at a multiple of `step_ns` since the range's start (or 1970)."""
    where = condition(connection, wanted)
    start = wanted.range.start_ns or 0
    sql = (
        "select (e.time_ns - ?) / ?, count(*), sum(e.failed),"
        " sum(e.uncached + e.cache_read + e.cache_write + e.output + e.unclassified), sum(e.latency_ms)"
        f" from event e where {where.sql} group by 1 order by 1"
    )
    rows = connection.execute(sql, (start, step_ns, *where.params))
    return [TimeBucket(start + row[0] * step_ns, row[1], row[2], row[3], row[4] or 0) for row in rows]


def choices(connection: Connection, kind: str) -> list[str]:
    """Labels of a kind that events can have, sorted without regard to case; the empty one is left out."""
    found = {label for _key, label in labels(connection, kind).values() if label}
    return sorted(found, key=str.casefold)


def _grouping(connection: Connection, by: str, zone: tzinfo) -> _Grouping:
    names: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}

    def number(key: str, label: str) -> int:
        if key not in numbers:
            numbers[key] = len(names)
            names.append((key, label))
        return numbers[key]

    if by == "status":
        return _Grouping("e.status", lambda status: number(str(status), str(status)), names)
    if by in ("hour", "day"):
        quarters: dict[int, int] = {}

        def of_quarter(quarter: int) -> int:
            known = quarters.get(quarter)
            if known is None:
                text = _local_start(quarter, by, zone)
                known = quarters[quarter] = number(text, text)
            return known

        return _Grouping(f"e.time_ns / {_QUARTER}", of_quarter, names)
    members = {row_id: number(key, label) for row_id, (key, label) in labels(connection, by).items()}
    return _Grouping(f"e.{_GROUP_COLUMN[by]}", members.get, names)


def _local_start(quarter: int, by: str, zone: tzinfo) -> str:
    """Day `2026-11-01` or ISO hour with offset. A quarter of an hour never crosses either in any zone."""
    moment = datetime.fromtimestamp(quarter * 900, zone)
    if by == "day":
        return moment.date().isoformat()
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()


def _figures(connection: Connection, where: Condition, grouping: _Grouping, spreads: bool) -> dict[int, Figures]:
    # SQL groups by integers alone and Python merges the few sums: a function called for each row costs four times that.
    rows = connection.execute(f"select {grouping.sql}, {_SUMS} from event e where {where.sql} group by 1", where.params)
    sums: dict[int, list[int]] = {}
    for value, *numbers in rows:
        group = grouping.of(value)
        if group is not None:
            known = sums.get(group)
            sums[group] = numbers if known is None else [a + b for a, b in zip(known, numbers, strict=True)]
    latency: dict[int, Spread] = {}
    ttft: dict[int, Spread] = {}
    if spreads:
        latency = _spreads(connection, where, grouping, "latency_ms", "e.latency_ms is not null")
        # TTFT 0 means unmeasured or under 1 ms, so it is left out (decision 8).
        ttft = _spreads(connection, where, grouping, "ttft_ms", "e.ttft_ms > 0")
    return {
        group: Figures(
            requests=numbers[0],
            failed=numbers[1],
            tokens=Buckets(*numbers[2:]),
            latency_ms=latency.get(group, NO_SPREAD),
            ttft_ms=ttft.get(group, NO_SPREAD),
        )
        for group, numbers in sums.items()
    }


def _spreads(
    connection: Connection, where: Condition, grouping: _Grouping, column: str, measured: str
) -> dict[int, Spread]:
    """Averages and linearly interpolated percentiles a group, from how often each value occurs."""
    sql = (
        f"select {grouping.sql}, e.{column}, count(*) from event e where {where.sql} and {measured}"
        " group by 2, 1 order by 2"
    )
    found: dict[int, tuple[list[int], list[int]]] = {}
    for value, milliseconds, count in connection.execute(sql, where.params):
        group = grouping.of(value)
        if group is not None:
            values, counts = found.setdefault(group, ([], []))
            values.append(milliseconds)
            counts.append(count)
    return {group: _spread(values, counts) for group, (values, counts) in found.items()}


def _spread(values: list[int], counts: list[int]) -> Spread:
    """Of ascending values and how often each occurs."""
    ends = list(accumulate(counts))
    total = sum(value * count for value, count in zip(values, counts, strict=True))
    return Spread(total / ends[-1], *(_quantile(values, ends, quantile) for quantile in _QUANTILES))


def _quantile(values: list[int], ends: list[int], quantile: float) -> float:
    rank = quantile * (ends[-1] - 1)
    low = int(rank)
    value = float(values[bisect_right(ends, low)])
    if rank == low:
        return value
    return value + (rank - low) * (values[bisect_right(ends, low + 1)] - value)
