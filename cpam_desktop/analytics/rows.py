"""Which rows match a filter, newest first: ids from columns, so that SQLite has to read the rows of a page only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cpam_desktop.analytics import segments
from cpam_desktop.analytics.aggregate import Aggregator, Wants, rows_sql, tail_source
from cpam_desktop.analytics.engine import Snapshot
from cpam_desktop.domain.figures import Cursor
from cpam_desktop.store.manifest import Segment

_FIRST_LOOK = 2
_HOUR_NS = 3_600 * 1_000_000_000
_NEWEST_FIRST = "order by time_ns desc, id desc"


def page(snapshot: Snapshot, folder: Path, limit: int, before: Cursor | None = None) -> list[Cursor]:
    """Up to `limit` positions before the cursor (or the newest). Old segments are not read once a page is full."""
    older = "" if before is None else f" and (e.time_ns, e.id) < ({before.time_ns}, {before.id})"
    waiting = sorted(
        (s for s in snapshot.segments if before is None or s.min_ns <= before.time_ns),
        key=lambda s: s.max_ns,
        reverse=True,
    )
    found = _newest(snapshot, [tail_source(snapshot)], older, limit)
    look = _FIRST_LOOK
    while waiting and not (len(found) >= limit and waiting[0].max_ns < found[-1].time_ns):
        batch, waiting = waiting[:look], waiting[look:]
        found = _merge(found, _newest(snapshot, [segments.read_files(folder, batch)], older, limit), limit)
        look *= 2
    return found


def count(snapshot: Snapshot, aggregator: Aggregator) -> int:
    """How many rows match."""
    return aggregator.ask(snapshot, {}, Wants.COUNTS).total[0]


def skip(snapshot: Snapshot, aggregator: Aggregator, folder: Path, after: Cursor, rows: int) -> Cursor | None:
    """The position `rows` rows below `after`; None past the end. Counts hours, then looks into two of them."""
    found = aggregator.ask(snapshot, {"hour": f"time_ns // {_HOUR_NS}"}, Wants.COUNTS).groups.get("hour", {})
    own = after.time_ns // _HOUR_NS
    hours = [(hour, numbers[0]) for hour, numbers in sorted(found.items(), reverse=True) if hour is not None]
    left = max(1, rows) + _newer_in_hour(snapshot, folder, own, after)
    for hour, requests in hours:
        if hour > own:
            continue
        if left <= requests:
            return _nth(snapshot, folder, hour, left)
        left -= requests
    return None


def _newer_in_hour(snapshot: Snapshot, folder: Path, hour: int, after: Cursor) -> int:
    sources = _sources_of(snapshot, folder, hour)
    within = f" and {_in_hour(hour)} and (e.time_ns, e.id) >= ({after.time_ns}, {after.id})"
    return sum(
        snapshot.run(f"select count(*) from ({_rows(snapshot, source)}{within})", snapshot.where.params)[0][0]
        for source in sources
    )


def _nth(snapshot: Snapshot, folder: Path, hour: int, number: int) -> Cursor:
    union = " union all ".join(
        f"(select time_ns, id from ({_rows(snapshot, source)} and {_in_hour(hour)}))"
        for source in _sources_of(snapshot, folder, hour)
    )
    params = snapshot.where.params * len(_sources_of(snapshot, folder, hour))
    row = snapshot.run(f"select time_ns, id from ({union}) {_NEWEST_FIRST} limit 1 offset {number - 1}", params)[0]
    return Cursor(row[0], row[1])


def _in_hour(hour: int) -> str:
    return f"e.time_ns >= {hour * _HOUR_NS} and e.time_ns < {(hour + 1) * _HOUR_NS}"


def _sources_of(snapshot: Snapshot, folder: Path, hour: int) -> list[str]:
    near: list[Segment] = [
        s for s in snapshot.segments if s.max_ns >= hour * _HOUR_NS and s.min_ns < (hour + 1) * _HOUR_NS
    ]
    return [tail_source(snapshot), *([segments.read_files(folder, near)] if near else [])]


def _rows(snapshot: Snapshot, source: str) -> str:
    return rows_sql(snapshot, source, cost=False)


def _newest(snapshot: Snapshot, sources: Sequence[str], more: str, limit: int) -> list[Cursor]:
    found: list[Cursor] = []
    for source in sources:
        rows: list[tuple[Any, ...]] = snapshot.run(
            f"select time_ns, id from ({_rows(snapshot, source)}{more}) {_NEWEST_FIRST} limit {limit}",
            snapshot.where.params,
        )
        found = _merge(found, [Cursor(row[0], row[1]) for row in rows], limit)
    return found


def _merge(left: Sequence[Cursor], right: Sequence[Cursor], limit: int) -> list[Cursor]:
    return sorted((*left, *right), key=lambda at: (at.time_ns, at.id), reverse=True)[:limit]
