"""Figures over stored events: totals, groups with exact percentiles, time buckets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
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
    "status": "status",
    "hour": "time_ns",
    "day": "time_ns",
}
_SUMS = (
    "count(*), sum(e.failed), sum(e.uncached), sum(e.cache_read), sum(e.cache_write), sum(e.output),"
    " sum(e.reasoning), sum(e.unclassified)"
)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """`of(value of the column)` gives the group's number in `names` (key, label)."""

    column: str
    of: Callable[[int], int | None]
    names: list[tuple[str, str]]


def totals(connection: Connection, wanted: EventFilter) -> Figures:
    """Figures of everything that matches."""
    where = condition(connection, wanted)
    found = _figures(connection, where, _Grouping("server_id", lambda _value: 0, [("", "")]))
    return found.get(0, Figures())


def groups(connection: Connection, wanted: EventFilter, by: str, zone: tzinfo) -> list[Group]:
    """A row a group: by requests, descending; `hour` and `day` by time, in the zone."""
    where = condition(connection, wanted)
    grouping = _grouping(connection, by, zone)
    found = _figures(connection, where, grouping)
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
        return _Grouping("status", lambda status: number(str(status), str(status)), names)
    if by in ("hour", "day"):
        quarters: dict[int, int] = {}

        def of_time(time_ns: int) -> int:
            quarter = time_ns // _QUARTER
            known = quarters.get(quarter)
            if known is None:
                text = _local_start(quarter, by, zone)
                known = quarters[quarter] = number(text, text)
            return known

        return _Grouping("time_ns", of_time, names)
    members = {row_id: number(key, label) for row_id, (key, label) in labels(connection, by).items()}
    return _Grouping(_GROUP_COLUMN[by], members.get, names)


def _local_start(quarter: int, by: str, zone: tzinfo) -> str:
    """Day `2026-11-01` or ISO hour with offset. A quarter of an hour never crosses either in any zone."""
    moment = datetime.fromtimestamp(quarter * 900, zone)
    if by == "day":
        return moment.date().isoformat()
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()


def _figures(connection: Connection, where: Condition, grouping: _Grouping) -> dict[int, Figures]:
    connection.create_function("group_of", 1, grouping.of, deterministic=True)
    group = f"group_of(e.{grouping.column})"
    rows = connection.execute(f"select {group}, {_SUMS} from event e where {where.sql} group by 1", where.params)
    sums = rows.fetchall()
    latency = _spreads(connection, where, group, "latency_ms", "e.latency_ms is not null")
    # TTFT 0 means unmeasured or under 1 ms, so it is left out (decision 8).
    ttft = _spreads(connection, where, group, "ttft_ms", "e.ttft_ms > 0")
    return {
        row[0]: Figures(
            requests=row[1],
            failed=row[2],
            tokens=Buckets(*row[3:9]),
            latency_ms=latency.get(row[0], NO_SPREAD),
            ttft_ms=ttft.get(row[0], NO_SPREAD),
        )
        for row in sums
        if row[0] is not None
    }


def _spreads(connection: Connection, where: Condition, group: str, column: str, measured: str) -> dict[int, Spread]:
    """Averages and linearly interpolated percentiles a group: SQL ranks, Python interpolates between two ranks."""
    ranks = " or ".join(f"n in (cast({q} * (c - 1) as int), cast({q} * (c - 1) as int) + 1)" for q in _QUANTILES)
    sql = (
        f"with v as (select {group} as g, e.{column} as v from event e where {where.sql} and {measured}),"
        " r as (select g, v, row_number() over (partition by g order by v) - 1 as n,"
        " count(*) over (partition by g) as c, avg(v) over (partition by g) as a from v)"
        f" select g, n, v, c, a from r where {ranks}"
    )
    found: dict[int, tuple[int, float, dict[int, int]]] = {}
    for g, n, v, c, a in connection.execute(sql, where.params):
        found.setdefault(g, (c, a, {}))[2][n] = v
    return {g: Spread(a, *(_interpolate(at, q * (c - 1)) for q in _QUANTILES)) for g, (c, a, at) in found.items()}


def _interpolate(at: dict[int, int], rank: float) -> float:
    low = int(rank)
    value = float(at[low])
    return value if rank == low else value + (rank - low) * (at[low + 1] - value)
