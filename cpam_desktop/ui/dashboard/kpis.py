"""The Dashboard's figures: today against the same time yesterday, and the rates of the last half hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpam_desktop.domain.figures import Figures, TimeBucket
from cpam_desktop.ui.format import MISSING, change, duration, grouped, human, human_parts, money, percent, points
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.kpi_strip import Kpi

if TYPE_CHECKING:
    from cpam_desktop.services.dashboard import DashboardData

RECENT_MINUTES = 30
_NOTHING = Figures()
_HOUR_NS = 3_600_000_000_000


@dataclass(slots=True)
class _Hour:
    requests: int = 0
    failed: int = 0
    tokens: int = 0
    cost: int = 0


def dashboard_kpis(data: DashboardData | None) -> list[Kpi]:
    """Attempts, success, rate, tokens, cost, cache hit, latency; the small lines are the last 24 hours."""
    now, past, recent = (data.now, data.before, data.recent) if data else (_NOTHING,) * 3
    hours = _by_hour(data.health) if data else ()
    return [
        _attempts(now, past, hours),
        _success(now, past, hours),
        _rate(recent),
        _tokens(now, past, hours),
        _cost(now, past, hours),
        _cache_hit(now, past),
        _latency(now, past),
    ]


def _by_hour(steps: Sequence[TimeBucket]) -> Sequence[_Hour]:
    """Hours from the first with calls to the last, those without calls among them."""
    if not steps:
        return ()
    first, last = (step.start_ns // _HOUR_NS for step in (steps[0], steps[-1]))
    hours = [_Hour() for _ in range(last - first + 1)]
    for step in steps:
        hour = hours[step.start_ns // _HOUR_NS - first]
        hour.requests += step.requests
        hour.failed += step.failed
        hour.tokens += step.tokens
        hour.cost += step.figures.cost_pico or 0
    return hours


def _attempts(now: Figures, past: Figures, hours: Sequence[_Hour]) -> Kpi:
    return Kpi(
        translate("kpi", "Attempts"),
        grouped(now.requests) if now.requests < 1_000_000 else human(now.requests),
        delta=change(now.requests, past.requests),
        note=translate("kpi", "{0} requests").format(human(now.clients)),
        values=tuple(float(hour.requests) for hour in hours),
        tip=translate("kpi", "{0} attempts upstream for {1} requests of clients").format(
            grouped(now.requests), grouped(now.clients)
        ),
    )


def _success(now: Figures, past: Figures, hours: Sequence[_Hour]) -> Kpi:
    return Kpi(
        translate("kpi", "Success rate"),
        percent(now.success_rate),
        "%" if now.requests else "",
        delta=points(now.success_rate, past.success_rate),
        good=_rose(now.success_rate, past.success_rate),
        note=translate("kpi", "{0} failed").format(grouped(now.failed)),
        values=tuple(float(hour.failed) for hour in hours),
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


def _tokens(now: Figures, past: Figures, hours: Sequence[_Hour]) -> Kpi:
    amount, unit = human_parts(now.tokens.total)
    return Kpi(
        translate("kpi", "Tokens"),
        amount,
        unit,
        delta=change(now.tokens.total, past.tokens.total),
        note=translate("kpi", "{0} out").format(human(now.tokens.output)),
        values=tuple(float(hour.tokens) for hour in hours),
        series="s2",
    )


def _cost(now: Figures, past: Figures, hours: Sequence[_Hour]) -> Kpi:
    """Compared only where both days are priced as a whole; where not, the note leads to the prices."""
    cost, before = now.cost_usd, past.cost_usd
    part = now.priced_requests < now.requests
    whole = not part and past.priced_requests == past.requests
    each = "" if cost is None else translate("kpi", "{0} each").format(money(cost / now.priced_requests))
    some = translate("kpi", "{0} of {1} priced").format(human(now.priced_requests), human(now.requests))
    return Kpi(
        translate("kpi", "Cost"),
        money(cost),
        delta=change(float(cost), float(before)) if whole and cost is not None and before is not None else None,
        good=cost is None or before is None or cost <= before,
        note=some if part else each,
        values=() if cost is None else tuple(float(hour.cost) for hour in hours),
        series="s3",
        link=part,
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
