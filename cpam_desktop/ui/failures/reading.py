"""Reads all that the Failures page shows of one range: figures, groups, steps by code, texts by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cpam_desktop.domain.analysis import FailureOverview, Overview, OverviewQuery, Trend
from cpam_desktop.domain.failures import FailureRules
from cpam_desktop.domain.figures import Figures
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.failures.chart import Stacks
from cpam_desktop.ui.failures.classes import stacks
from cpam_desktop.ui.failures.digest import digest
from cpam_desktop.ui.failures.drawer import DIGEST_SECONDS, Scope
from cpam_desktop.ui.failures.groups import GROUPS, GroupRow, group_rows, kind_rows
from cpam_desktop.ui.monitoring.ranges import Span, now_utc, span_of
from cpam_desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class FailuresState:
    """`plain` are the figures, and `by_code` the failures, that no rule has changed; `figures` are under `rules`."""

    scope: Scope
    rules: FailureRules
    plain: Figures
    by_code: Mapping[int, int]
    figures: Figures
    before: Figures | None
    bars: Stacks
    groups: Mapping[str, Sequence[GroupRow]]


async def read_failures(session: Session, servers: tuple[str, ...], range_key: str, tab: str) -> FailuresState:
    """Ask the services; `tab` is the group whose rows get a trend. Raises AppError."""
    context, ask, zone = session.context, session.tasks.ask, session.zone
    analysis = context.analysis
    first = (await ask(context.events.file_info)).first_ns if range_key == "all" else None
    span = span_of(range_key, now_utc(), zone, first)
    rules = await ask(context.rules.get)
    plain = EventFilter(range=span.shown, servers=servers)
    wanted = replace(plain, forgiven=rules.statuses)
    before = None if span.before is None else replace(wanted, range=span.before)
    everything = await ask(lambda: analysis.overview(OverviewQuery(plain, groups=("status",)), zone))
    counted = await ask(lambda: analysis.overview(OverviewQuery(wanted, before, groups=GROUPS), zone))
    failures = await ask(lambda: analysis.failures(wanted, GROUPS, span.step_ns, zone))
    trends = {"status": await _trends(session, wanted, "status", span)}
    if tab in GROUPS and tab not in trends:
        trends[tab] = await _trends(session, wanted, tab, span)
    found = await session.tasks.run_blocking(lambda: digest(failures.texts), seconds=DIGEST_SECONDS)
    return FailuresState(
        Scope(wanted, _period(span), span.step_ns, found),
        rules,
        everything.figures,
        {int(group.key): group.figures.failed for group in everything.groups["status"] if group.figures.failed},
        counted.figures,
        counted.before,
        _bars(trends["status"], span),
        _groups(failures, counted, trends, span) | {"kind": kind_rows(found.kinds)},
    )


def _period(span: Span) -> tuple[int, int]:
    """The range with both of its edges."""
    start, end = span.shown.start_ns, span.shown.end_ns
    return span.chart[0] if start is None else start, span.chart[1] if end is None else end


async def _trends(session: Session, wanted: EventFilter, kind: str, span: Span) -> list[Trend]:
    analysis, failed = session.context.analysis, replace(wanted, statuses=("failed",))
    return await session.tasks.ask(lambda: analysis.trends(failed, kind, span.chart[0], span.step_ns))


def _bars(by_code: Sequence[Trend], span: Span) -> Stacks:
    start, step = span.chart[0], span.step_ns
    total = max(1, -(-(span.chart[1] - start) // step))
    return Stacks(start, step, total, stacks(by_code, start, step, total))


def _groups(
    failures: FailureOverview, counted: Overview, trends: Mapping[str, Sequence[Trend]], span: Span
) -> dict[str, Sequence[GroupRow]]:
    return {
        kind: group_rows(
            failures.groups[kind],
            counted.groups[kind],
            {trend.key: trend for trend in trends.get(kind, ())},
            span.chart[0],
            span.step_ns,
        )
        for kind in GROUPS
    }
