"""Exact averages and percentiles of durations for each group, where ids that mean the same are one group."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cpam_desktop.analytics import segments
from cpam_desktop.analytics.aggregate import rows_sql, tail_source
from cpam_desktop.analytics.engine import Snapshot
from cpam_desktop.domain.figures import NO_SPREAD, Spread

_QUANTILES = "[0.5, 0.9, 0.95, 0.99]"


def spreads(
    snapshot: Snapshot, folder: Path, expression: str, members: Mapping[int, int]
) -> dict[int, tuple[Spread, Spread]]:
    """Group number -> (latency, TTFT) in ms; `members` maps values of the expression to group numbers."""
    if not members:
        return {}
    sources = [tail_source(snapshot)]
    if snapshot.segments:
        sources.append(segments.read_files(folder, snapshot.segments))
    rows = " union all ".join(f"({rows_sql(snapshot, source, cost=False)})" for source in sources)
    values = ", ".join(f"({value}, {number})" for value, number in members.items())
    # TTFT 0 means unmeasured or under 1 ms, so it is left out (decision 8).
    found = snapshot.run(
        f"with members (value, number) as (values {values}), rows as ({rows})"
        f" select number, sum(latency_ms), count(latency_ms), quantile_cont(latency_ms, {_QUANTILES}),"
        f" sum(ttft), count(ttft), quantile_cont(ttft, {_QUANTILES})"
        f" from (select *, {expression} as value, nullif(ttft_ms, 0) as ttft from rows) join members using (value)"
        " group by number",
        snapshot.where.params * len(sources),
    )
    return {row[0]: (_spread(*row[1:4]), _spread(*row[4:7])) for row in found}


def _spread(total: int | None, count: int, quantiles: list[float] | None) -> Spread:
    return NO_SPREAD if not count or total is None or quantiles is None else Spread(total / count, *quantiles)
