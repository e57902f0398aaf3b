"""What the Dashboard shows, from as few scans of the history as its ranges allow."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import tzinfo

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.figures import EventRow, Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.services.analysis import AnalysisService
from cpam_desktop.services.failure_rules import FailureRuleService

TOP = 5


@dataclass(frozen=True, slots=True)
class DashboardData:
    """`traffic` and `earlier` have steps of `traffic_step_ns`, `health` of `health_step_ns`.

    `models` are those that cost most, what has no price last; `channels` those with most attempts, whose latency is an
    average. `recent` are the figures of the last 30 minutes.
    """

    now: Figures
    before: Figures
    recent: Figures
    traffic: tuple[TimeBucket, ...] = ()
    earlier: tuple[TimeBucket, ...] = ()
    health: tuple[TimeBucket, ...] = ()
    models: tuple[Group, ...] = ()
    channels: tuple[Group, ...] = ()
    failures: tuple[EventRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DashboardQuery:
    """Ranges: today up to now, yesterday up to the same time, the last 30 minutes, the health strip, and the traffic
    chart with what came before it (`earlier` ends where `traffic` starts). No servers: all of them."""

    servers: tuple[str, ...]
    today: TimeRange
    before: TimeRange
    recent: TimeRange
    health: TimeRange
    traffic: TimeRange
    earlier: TimeRange
    traffic_step_ns: int
    health_step_ns: int


class DashboardService:
    """Reads of the Dashboard."""

    def __init__(self, analysis: AnalysisService, rules: FailureRuleService) -> None:
        self._analysis = analysis
        self._rules = rules

    async def load(self, wanted: DashboardQuery, zone: tzinfo) -> DashboardData:
        """All parts side by side; cancelled like every query."""
        base = await self._rules.applied(EventFilter(servers=wanted.servers))
        today, before = replace(base, range=wanted.today), replace(base, range=wanted.before)
        chart = TimeRange(wanted.earlier.start_ns, wanted.traffic.end_ns)
        ask = self._analysis.overview
        day, recent, around, health, failures = await asyncio.gather(
            ask(OverviewQuery(today, before, groups=("model", "channel")), zone),
            self._analysis.figures(replace(base, range=wanted.recent)),
            ask(OverviewQuery(replace(base, range=chart), step_ns=wanted.traffic_step_ns), zone),
            ask(OverviewQuery(replace(base, range=wanted.health), step_ns=wanted.health_step_ns), zone),
            self._analysis.page(replace(today, statuses=("failed",)), TOP),
        )
        border = wanted.traffic.start_ns or 0
        return DashboardData(
            now=day.figures,
            before=day.before or Figures(),
            recent=recent,
            traffic=tuple(step for step in around.steps if step.start_ns >= border),
            earlier=tuple(step for step in around.steps if step.start_ns < border),
            health=health.steps,
            models=tuple(sorted(day.groups["model"], key=_by_cost)[:TOP]),
            channels=day.groups["channel"][:TOP],
            failures=tuple(failures),
        )


def _by_cost(group: Group) -> tuple[int, int]:
    return -(group.figures.cost_pico or 0), -group.figures.requests
