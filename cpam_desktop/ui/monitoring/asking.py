"""What Monitoring asks of the history, and the state it shows: one overview for figures, chart and all tabs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from cpam_desktop.domain.analysis import TABS, OverviewQuery
from cpam_desktop.domain.figures import Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.fleet import Check
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ui.monitoring.ranges import Span

if TYPE_CHECKING:  # services come after the first paint
    from cpam_desktop.services.context import Context


@dataclass(frozen=True, slots=True)
class MonitoringState:
    """Figures, buckets and groups of a span; `earlier` are the buckets of the period before.

    `wanted` is the filter with its range, narrowed by the brush; `checks` where there is no event at all.
    """

    span: Span
    now_ns: int
    figures: Figures
    before: Figures | None = None
    buckets: tuple[TimeBucket, ...] = ()
    checks: tuple[Check, ...] = ()
    groups: Mapping[str, tuple[Group, ...]] = field(default_factory=dict[str, tuple[Group, ...]])
    earlier: tuple[TimeBucket, ...] = ()
    wanted: EventFilter = field(default_factory=EventFilter)

    def minutes(self, brush: tuple[int, int] | None) -> float | None:
        """Length of what the figures are of, for rates; None where it has no start."""
        shown = replace(self.span, shown=TimeRange(*brush)) if brush is not None else self.span
        return shown.minutes(self.now_ns)

    @property
    def unpriced(self) -> tuple[Group, ...]:
        """Models with requests that have no price."""
        models = self.groups.get("model", ())
        return tuple(group for group in models if group.figures.priced_requests < group.figures.requests)


async def ask(
    context: Context,
    wanted: EventFilter,
    span: Span,
    zone: tzinfo,
    *,
    compare: bool,
    brush: tuple[int, int] | None,
) -> MonitoringState:
    """The state of a filter over a span; runs on the network thread. A brush narrows everything but the chart."""
    analysis = context.analysis
    base = await context.rules.applied(replace(wanted, range=span.shown))
    kinds = () if brush is not None else TABS
    asked = [OverviewQuery(base, None, span.step_ns, kinds)]
    if compare and span.before is not None and brush is None:
        asked.append(OverviewQuery(replace(base, range=span.before), None, span.step_ns))
    found, *past = await asyncio.gather(*(analysis.overview(query, zone) for query in asked))
    figures, groups = found.figures, found.groups
    before, earlier = (past[0].figures, past[0].steps) if past else (None, ())
    narrowed = base
    if brush is not None:
        narrowed = replace(base, range=TimeRange(*brush))
        inner = await analysis.overview(OverviewQuery(narrowed, None, None, TABS), zone)
        figures, groups = inner.figures, inner.groups
    return MonitoringState(span, time.time_ns(), figures, before, found.steps, (), groups, earlier, narrowed)


async def choices(context: Context, kind: str, base: EventFilter, zone: tzinfo) -> tuple[Group, ...]:
    """Values of a facet that the range and the servers of `base` have, the most frequent first."""
    found = await context.analysis.overview(OverviewQuery(base, groups=(kind,)), zone)
    return found.groups[kind]
