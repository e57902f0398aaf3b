"""Exact averages and percentiles of durations for each group, where ids that mean the same are one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cpam_desktop.analytics import segments
from cpam_desktop.analytics.aggregate import rows_sql, tail_source
from cpam_desktop.analytics.engine import Snapshot
from cpam_desktop.domain.figures import NO_SPREAD, Spread

MOST_ROWS = 3_000_000
"""About 100 MB of durations."""
_QUANTILES = "[0.5, 0.9, 0.95, 0.99]"


def spreads(
    snapshot: Snapshot, folder: Path, expression: str, members: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[Spread, Spread]]:
    """Group number -> (latency, TTFT) in ms; `members` maps values of the expression to (group number, its rows)."""
    found: dict[int, tuple[Spread, Spread]] = {}
    for some in _portions(members):
        found |= _ask(snapshot, folder, expression, some)
    return found


def _portions(members: Mapping[int, tuple[int, int]]) -> Iterator[dict[int, int]]:
    """Whole groups, until they have so many rows that their durations fill the memory."""
    values_of: dict[int, list[int]] = {}
    rows_of: dict[int, int] = {}
    for value, (number, rows) in members.items():
        values_of.setdefault(number, []).append(value)
        rows_of[number] = rows_of.get(number, 0) + rows
    portion: dict[int, int] = {}
    rows = 0
    for number, values in values_of.items():
        if portion and rows + rows_of[number] > MOST_ROWS:
            yield portion
            portion, rows = {}, 0
        portion |= dict.fromkeys(values, number)
        rows += rows_of[number]
    if portion:
        yield portion


def _ask(
    snapshot: Snapshot, folder: Path, expression: str, members: Mapping[int, int]
) -> dict[int, tuple[Spread, Spread]]:
    sources = [tail_source(snapshot)]
    if snapshot.segments:
        sources.append(segments.read_files(folder, snapshot.segments))
    rows = " union all ".join(f"({rows_sql(snapshot, source, cost=False)})" for source in sources)
    values = ", ".join(f"({value}, {number})" for value, number in members.items())
    # TTFT 0 means unmeasured or under 1 ms, so it is left out (decision 8).
    found = snapshot.run(
        f"with members (value, number) as (values {values}), rows as ({rows})"
        f" select number, sum(latency), count(latency), quantile_cont(latency, {_QUANTILES}),"
        f" sum(ttft), count(ttft), quantile_cont(ttft, {_QUANTILES}) from ("
        f" select {expression} as value, latency_ms::uinteger as latency, nullif(ttft_ms, 0)::uinteger as ttft"
        " from rows) join members using (value) group by number",
        snapshot.where.params * len(sources),
    )
    return {row[0]: (_spread(*row[1:4]), _spread(*row[4:7])) for row in found}


def _spread(total: int | None, count: int, quantiles: list[float] | None) -> Spread:
    return NO_SPREAD if not count or total is None or quantiles is None else Spread(total / count, *quantiles)
