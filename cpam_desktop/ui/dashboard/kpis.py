"""The Dashboard's figures: today against the same time yesterday, and the rates of the last half hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpam_desktop.domain.figures import Figures, TimeBucket
from cpam_desktop.ui.format import MISSING, change, duration, grouped, human, human_parts, money, percent, points
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.kpi_strip import Kpi

if TYPE_CHECKING:
    from cpam_desktop.services.dashboard import DashboardData

RECENT_MINUTES = 30
_NOTHING = Figures()
_SHAPE = 24  # steps of the small lines


def dashboard_kpis(data: DashboardData | None) -> list[Kpi]:
    """Attempts, success, rate, tokens, cost, cache hit, latency; the small lines are those of the traffic chart."""
    now, past, recent = (data.now, data.before, data.recent) if data else (_NOTHING,) * 3
    steps = data.traffic[-_SHAPE:] if data else ()
    return [
        _attempts(now, past, steps),
        _success(now, past, steps),
        _rate(recent),
        _tokens(now, past, steps),
        _cost(now, past, steps),
        _cache_hit(now, past),
        _latency(now, past),
    ]


def _attempts(now: Figures, past: Figures, steps: Sequence[TimeBucket]) -> Kpi:
    return Kpi(
        translate("kpi", "Attempts"),
        grouped(now.requests) if now.requests < 1_000_000 else human(now.requests),
        delta=change(now.requests, past.requests),
        note=translate("kpi", "{0} requests").format(human(now.clients)),
        values=tuple(float(step.requests) for step in steps),
        tip=translate("kpi", "{0} attempts upstream for {1} requests of clients").format(
            grouped(now.requests), grouped(now.clients)
        ),
    )


def _success(now: Figures, past: Figures, steps: Sequence[TimeBucket]) -> Kpi:
    return Kpi(
        translate("kpi", "Success rate"),
        percent(now.success_rate),
        "%" if now.requests else "",
        delta=points(now.success_rate, past.success_rate),
        good=_rose(now.success_rate, past.success_rate),
        note=translate("kpi", "{0} failed").format(grouped(now.failed)),
        values=tuple(float(step.failed) for step in steps),
        series="bad_fill",
    )


def _rate(recent: Figures) -> Kpi:
    amount, unit = human_parts(round(recent.tokens.total / RECENT_MINUTES), 1)
    return Kpi(
        translate("kpi", "RPM / TPM"),
        f"{recent.requests / RECENT_MINUTES:.1f}",
        f"/ {amount}{unit}",
        note=translate("kpi", "last {0} minutes").format(RECENT_MINUTES),
    )


def _tokens(now: Figures, past: Figures, steps: Sequence[TimeBucket]) -> Kpi:
    amount, unit = human_parts(now.tokens.total)
    return Kpi(
        translate("kpi", "Tokens"),
        amount,
        unit,
        delta=change(now.tokens.total, past.tokens.total),
        note=translate("kpi", "{0} out").format(human(now.tokens.output)),
        values=tuple(float(step.tokens) for step in steps),
        series="s2",
    )


def _cost(now: Figures, past: Figures, steps: Sequence[TimeBucket]) -> Kpi:
    cost, before = now.cost_usd, past.cost_usd
    if now.priced_requests == now.requests:
        note = translate("kpi", "all priced") if now.requests else ""
    else:
        note = translate("kpi", "{0} of {1} priced").format(human(now.priced_requests), human(now.requests))
    return Kpi(
        translate("kpi", "Cost"),
        money(cost),
        delta=None if cost is None or before is None else change(float(cost), float(before)),
        good=cost is None or before is None or cost <= before,
        note=note,
        values=tuple(float(step.figures.cost_usd or 0) for step in steps),
        series="s3",
    )


def _cache_hit(now: Figures, past: Figures) -> Kpi:
    return Kpi(
        translate("kpi", "Cache hit"),
        percent(now.cache_hit_rate),
        "%" if now.tokens.input else "",
        delta=points(now.cache_hit_rate, past.cache_hit_rate),
        good=_rose(now.cache_hit_rate, past.cache_hit_rate),
        note=translate("kpi", "{0} cached").format(human(now.tokens.cache_read)),
    )


def _latency(now: Figures, past: Figures) -> Kpi:
    slow, before = now.latency_ms.p95, past.latency_ms.p95
    value, _, unit = duration(slow).partition(" ")
    return Kpi(
        translate("kpi", "p95 latency"),
        value or MISSING,
        unit,
        delta=change(slow, before),
        good=slow is None or before is None or slow <= before,
        note=translate("kpi", "TTFT {0}").format(duration(now.ttft_ms.p95)) if now.ttft_ms.p95 else "",
    )


def _rose(now: float | None, before: float | None) -> bool:
    return now is None or before is None or now >= before
