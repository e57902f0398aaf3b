"""Everything the Dashboard shows of the history."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from cpam_desktop.domain.analysis import Overview, OverviewQuery
from cpam_desktop.domain.figures import EventRow, Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.services.analysis import AnalysisService

TOP = 5


@dataclass(frozen=True, slots=True)
class DashboardData:
    """`traffic` and `earlier` have steps of `traffic_step_ns`; `health` of 10 minutes."""

    now: Figures
    before: Figures
    recent: Figures
    traffic: tuple[TimeBucket, ...]
    earlier: tuple[TimeBucket, ...]
    health: tuple[TimeBucket, ...]
    models: tuple[Group, ...]
    channels: tuple[Group, ...]
    failures: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class DashboardQuery:
    """Ranges: today up to now, yesterday up to the same time, the last 30 minutes, and of the traffic chart."""

    servers: tuple[str, ...]
    today: TimeRange
    before: TimeRange
    recent: TimeRange
    traffic: TimeRange
    earlier: TimeRange
    traffic_step_ns: int
    health_step_ns: int
    forgiven: tuple[int, ...] = ()


class DashboardService:
    """Reads of the Dashboard."""

    def __init__(self, analysis: AnalysisService) -> None:
        self._analysis = analysis

    async def load(self, wanted: DashboardQuery, zone: tzinfo) -> DashboardData:
        """All parts side by side; cancelled like every query."""
        base = EventFilter(servers=wanted.servers, forgiven=wanted.forgiven)
        today = replace(base, range=wanted.today)
        ask = self._analysis.overview

        def steps(span: TimeRange) -> Coroutine[Any, Any, Overview]:
            return ask(OverviewQuery(replace(base, range=span), step_ns=wanted.traffic_step_ns), zone)

        day, before, recent, traffic, earlier, failures = await asyncio.gather(
            ask(OverviewQuery(today, step_ns=wanted.health_step_ns, groups=("model", "channel")), zone),
            self._analysis.figures(replace(base, range=wanted.before)),
            self._analysis.figures(replace(base, range=wanted.recent)),
            steps(wanted.traffic),
            steps(wanted.earlier),
            self._analysis.page(replace(today, statuses=("failed",)), TOP),
        )
        return DashboardData(
            now=day.figures,
            before=before,
            recent=recent,
            traffic=traffic.steps,
            earlier=earlier.steps,
            health=day.steps,
            models=day.groups["model"][:TOP],
            channels=day.groups["channel"][:TOP],
            failures=tuple(failures),
        )
