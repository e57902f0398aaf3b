"""Sums of everything that matches, in total and by several groupings at once, in one scan; mergeable, and cached.

What a set of segments says never changes, so its part of an answer is kept: asked again, only new segments and the
tail are read. Percentiles come from how often each duration occurs, which is exact and can be merged too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Any

from cpam_desktop.analytics import rates, segments
from cpam_desktop.analytics.engine import Snapshot
from cpam_desktop.domain.figures import NO_SPREAD, Spread

MEASURES = {
    "requests": "count(*)",
    "failed": "sum(bad)",
    "clients": "sum(begins)",
    "uncached": "sum(uncached)",
    "cache_read": "sum(cache_read)",
    "cache_write": "sum(cache_write)",
    "output": "sum(output)",
    "reasoning": "sum(reasoning)",
    "unclassified": "sum(unclassified)",
    "priced": "count(cost)",
    "cost": "sum(cost)",
    "latency_sum": "sum(latency_ms)",
    "latency_count": "count(latency_ms)",
    "timed_output": "sum(timed_output)",
    "timed_ms": "sum(timed_ms)",
    "last_ns": "max(time_ns)",
}
"""Name -> SQL over `rows_sql` and `_TIMED`. All are added up, but for `last_ns`.

Sums of columns that are 0 or 1 take half the time of counts with a `filter`.
"""
_TIMED = "bad = 0 and output > 0 and latency_ms > 0"
_MORE = f", case when {_TIMED} then output end as timed_output, case when {_TIMED} then latency_ms end as timed_ms"
_LAST = list(MEASURES).index("last_ns")
_QUANTILES = (0.5, 0.9, 0.95, 0.99)
_COLUMNS = (
    "id, time_ns, server_id, upstream_id, credential_id, key_id, model_id, alias_id, endpoint_id, tier_id, failed,"
    " status, error_id, latency_ms, ttft_ms, uncached, cache_read, cache_write, output, reasoning, unclassified,"
    " request_id, first"
)


class Wants(Enum):
    """How much is to be counted: everything, sums without percentiles, or attempts and failures alone."""

    ALL = "all"
    SUMS = "sums"
    COUNTS = "counts"


Numbers = list[int]
"""One number a measure, in their order; the first two alone where only they were wanted."""


@dataclass
class Counts:
    """How often each duration occurs: two arrays of equal length, `values` ascending."""

    values: Any = None
    counts: Any = None

    def add(self, values: Any, counts: Any) -> None:
        """Merge others in."""
        import numpy

        if self.values is not None and len(values):
            values, counts = numpy.concatenate((self.values, values)), numpy.concatenate((self.counts, counts))
        elif self.values is not None:
            return
        order = numpy.argsort(values, kind="stable")
        values, counts = values[order], counts[order]
        if len(values):
            starts = numpy.flatnonzero(numpy.concatenate(([True], values[1:] != values[:-1])))
            values, counts = values[starts], numpy.add.reduceat(counts, starts)
        self.values, self.counts = values, counts

    def spread(self) -> Spread:
        """Average and linearly interpolated percentiles; nothing where nothing was measured."""
        import numpy

        if self.values is None or not len(self.values):
            return NO_SPREAD
        ends = numpy.cumsum(self.counts)
        total = int(ends[-1])
        average = int((self.values * self.counts).sum()) / total
        return Spread(average, *(self._quantile(ends, quantile * (total - 1)) for quantile in _QUANTILES))

    def _quantile(self, ends: Any, rank: float) -> float:
        import numpy

        low = int(rank)
        value = float(self.values[numpy.searchsorted(ends, low, side="right")])
        if rank == low:
            return value
        above = float(self.values[numpy.searchsorted(ends, low + 1, side="right")])
        return value + (rank - low) * (above - value)


@dataclass
class Part:
    """`groups[name][value]` are the numbers of one group; the total stands under ("", 0)."""

    groups: dict[str, dict[int | None, Numbers]] = field(default_factory=dict[str, dict[int | None, Numbers]])
    latency: Counts = field(default_factory=Counts)
    ttft: Counts = field(default_factory=Counts)

    def merge(self, other: Part) -> None:
        """Take another part in; parts of disjoint rows."""
        for name, found in other.groups.items():
            known = self.groups.setdefault(name, {})
            for value, numbers in found.items():
                known[value] = add(known[value], numbers) if value in known else numbers
        for mine, theirs in ((self.latency, other.latency), (self.ttft, other.ttft)):
            if theirs.values is not None:
                mine.add(theirs.values, theirs.counts)

    def copy(self) -> Part:
        """Another one that can be merged into without changing this."""
        part = Part({name: dict(found) for name, found in self.groups.items()})
        part.latency = Counts(self.latency.values, self.latency.counts)
        part.ttft = Counts(self.ttft.values, self.ttft.counts)
        return part

    @property
    def total(self) -> Numbers:
        """The numbers of everything."""
        return self.groups.get("", {}).get(0, [0] * len(MEASURES))


def add(left: Numbers, right: Numbers) -> Numbers:
    """The numbers of two disjoint sets of rows together."""
    numbers = [a + b for a, b in zip(left, right, strict=True)]
    if len(numbers) > _LAST:
        numbers[_LAST] = max(left[_LAST], right[_LAST])
    return numbers


def rows_sql(snapshot: Snapshot, source: str, *, cost: bool = True, timeless: bool = False) -> str:
    """Matching rows of a source, with `bad` and `begins` (1 or 0: counts as failed, as a client's request) and `cost`.

    `timeless`: all of them lie in the range.
    """
    where = snapshot.where.timeless if timeless else snapshot.where.sql
    priced = f", {rates.COST} as cost" if cost else ""
    joined = rates.join(snapshot.rates) if cost else ""
    return (
        f"select e.*, ({snapshot.where.failed})::integer as bad, first::integer as begins{priced}"
        f" from (select {_COLUMNS} from {source}) e {joined}"
        f" where {where}"
    )


def tail_source(snapshot: Snapshot) -> str:
    """The tail as this snapshot sees it."""
    return f"tail where id > {snapshot.sealed} and id <= {snapshot.newest}"


MOST_GROUPS = 20_000
"""Parts with more groups (texts of failures) are not kept: they would fill the memory."""
_Key = tuple[object, ...]


class Aggregator:
    """Answers, and keeps the parts of sealed segments. Call it with the engine's snapshots, from any thread."""

    MOST_KEPT = 24

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._kept: dict[_Key, tuple[frozenset[str], Part]] = {}
        self._asked: dict[_Key, None] = {}

    def ask(self, snapshot: Snapshot, groupings: Mapping[str, str], wants: Wants = Wants.ALL) -> Part:
        """Totals and a group a value of each SQL expression (over the columns of a row)."""
        inner, edges = snapshot.inner, snapshot.edges
        key = self._key(snapshot, groupings, wants)
        if self._is_new(key) and edges:
            # Two scans cost more than one: a question that may never come again is answered with one.
            inner, edges = (), snapshot.segments
        whole = self._inner(snapshot, key, groupings, wants).copy() if inner else Part()
        if edges:
            whole.merge(_part(snapshot, segments.read_files(self._folder, edges), groupings, wants))
        if snapshot.newest > snapshot.sealed:
            whole.merge(_part(snapshot, tail_source(snapshot), groupings, wants))
        return whole

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._kept.clear()
            self._asked.clear()

    def _key(self, snapshot: Snapshot, groupings: Mapping[str, str], wants: Wants) -> _Key:
        where = snapshot.where
        return where.timeless, where.params, where.failed, snapshot.rates, tuple(groupings.items()), wants

    def _inner(self, snapshot: Snapshot, key: _Key, groupings: Mapping[str, str], wants: Wants) -> Part:
        """The part of segments that lie whole in the range: the same for every range that holds them."""
        names = frozenset(segment.file for segment in snapshot.inner)
        known, part = self._kept.get(key) or (frozenset[str](), Part())
        if not known <= names:
            known, part = frozenset[str](), Part()
        new = [segment for segment in snapshot.inner if segment.file not in known]
        if new:
            part = part.copy()
            part.merge(_part(snapshot, segments.read_files(self._folder, new), groupings, wants, timeless=True))
            if sum(map(len, part.groups.values())) <= MOST_GROUPS:
                self._keep(key, names, part)
        return part

    def _keep(self, key: _Key, names: frozenset[str], part: Part) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (names, part)
            if len(self._kept) > self.MOST_KEPT:
                del self._kept[next(iter(self._kept))]

    def _is_new(self, key: _Key) -> bool:
        """Whether a question is asked for the first time, as far as that is remembered."""
        with self._lock:
            new = key not in self._asked
            self._asked.pop(key, None)
            self._asked[key] = None
            if len(self._asked) > self.MOST_KEPT:
                del self._asked[next(iter(self._asked))]
            return new


def _part(
    snapshot: Snapshot, source: str, groupings: Mapping[str, str], wants: Wants, *, timeless: bool = False
) -> Part:
    part = Part()
    counted = wants is Wants.COUNTS
    measures = list(MEASURES.values())[:2] if counted else MEASURES.values()
    names = list(groupings)
    keys = "".join(f", {expression} as k{n}" for n, expression in enumerate(groupings.values()))
    sets = "".join(f", (k{n})" for n in range(len(names)))
    which = f"grouping({', '.join(f'k{n}' for n in range(len(names)))})" if names else "0"
    selected = "".join(f", k{n}" for n in range(len(names)))
    matching = rows_sql(snapshot, source, cost=not counted, timeless=timeless)
    rows = snapshot.run(
        f"with rows as (select *{keys}{'' if counted else _MORE} from ({matching}))"
        f" select {which}{selected}, {', '.join(measures)} from rows group by grouping sets ((){sets})",
        snapshot.where.params,
    )
    for which_set, *values in rows:
        numbers = [value or 0 for value in values[len(names) :]]
        grouped = [n for n in range(len(names)) if not which_set >> (len(names) - 1 - n) & 1]
        if not grouped or not names:
            part.groups.setdefault("", {})[0] = numbers
        else:
            part.groups.setdefault(names[grouped[0]], {})[values[grouped[0]]] = numbers
    if wants is Wants.ALL:
        _durations(snapshot, rows_sql(snapshot, source, cost=False, timeless=timeless), part)
    return part


def _durations(snapshot: Snapshot, rows: str, part: Part) -> None:
    # TTFT 0 means unmeasured or under 1 ms, so it is left out (decision 8).
    found = snapshot.arrays(
        "select grouping(latency_ms)::integer as which, coalesce(latency_ms, ttft_ms)::bigint as value,"
        " count(*)::bigint as times"
        f" from (select latency_ms, nullif(ttft_ms, 0) as ttft_ms from ({rows}))"
        " group by grouping sets ((latency_ms), (ttft_ms)) having value is not null",
        snapshot.where.params,
    )
    which, values, times = found["which"], found["value"], found["times"]
    part.latency.add(values[which == 0], times[which == 0])
    part.ttft.add(values[which == 1], times[which == 1])
