"""The figures strips of Monitoring and Dashboard: six cells, each with its change against the period before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpam_desktop.domain.figures import Figures, TimeBucket
from cpam_desktop.ui.format import MISSING, change, duration, grouped, human, human_parts, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.kpi_strip import Kpi

if TYPE_CHECKING:
    from cpam_desktop.services.dashboard import DashboardData

EMPTY = Figures()


def kpis(now: Figures, before: Figures | None, buckets: list[TimeBucket], minutes: float | None) -> list[Kpi]:
    """Calls, success, tokens, cache, latency, time to first token. `minutes`: length of the range, for the rate."""
    past = before or EMPTY
    calls, failed, tokens = _series(buckets)
    tokens_in, tokens_out = human_parts(now.tokens.input), human_parts(now.tokens.output)
    per_minute = "" if not minutes else translate("kpi", "{0} a minute").format(f"{now.requests / minutes:.1f}")
    return [
        Kpi(
            translate("kpi", "Calls"),
            grouped(now.requests),
            delta=change(now.requests, past.requests),
            note=per_minute,
            values=calls,
        ),
        _success(now, past, failed),
        Kpi(
            translate("kpi", "Tokens in / out"),
            tokens_in[0],
            f"{tokens_in[1]} / {tokens_out[0]}{tokens_out[1]}",
            delta=change(now.tokens.total, past.tokens.total),
            note=translate("kpi", "{0} reasoning").format(human(now.tokens.reasoning)),
            values=tokens,
            series="s2",
        ),
        _cache_hit(now, past),
        _spread(translate("kpi", "Latency p50"), now.latency_ms.p50, now.latency_ms.p95, past.latency_ms.p50),
        _spread(translate("kpi", "TTFT p50"), now.ttft_ms.p50, now.ttft_ms.p95, past.ttft_ms.p50),
    ]


def dashboard_kpis(data: DashboardData | None, buckets: Sequence[TimeBucket]) -> list[Kpi]:
    """Today against the same time yesterday: requests, success, rate, tokens, cache, p95 latency."""
    now, past = (data.now, data.before) if data else (EMPTY, EMPTY)
    recent = data.recent if data else EMPTY
    calls, failed, tokens = _series(list(buckets))
    amount, unit = human_parts(now.tokens.total)
    per_minute, tpm = recent.requests / 30, human_parts(round(recent.tokens.total / 30), 1)
    return [
        Kpi(
            translate("kpi", "Requests"),
            grouped(now.requests),
            delta=change(now.requests, past.requests),
            note=translate("kpi", "against yesterday") if past.requests else translate("kpi", "today"),
            values=calls,
        ),
        _success(now, past, failed),
        Kpi(
            translate("kpi", "RPM / TPM (30 min)"),
            f"{per_minute:.1f}",
            f"/ {tpm[0]}{tpm[1]}",
            note=translate("kpi", "{0} calls").format(grouped(recent.requests)),
        ),
        Kpi(
            translate("kpi", "Tokens"),
            amount,
            unit,
            delta=change(now.tokens.total, past.tokens.total),
            note=translate("kpi", "{0} out").format(human(now.tokens.output)),
            values=tokens,
            series="s2",
        ),
        _cache_hit(now, past),
        _slowest(now, past),
    ]


def _slowest(now: Figures, past: Figures) -> Kpi:
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


def _success(now: Figures, past: Figures, failed: tuple[float, ...]) -> Kpi:
    return Kpi(
        translate("kpi", "Success rate"),
        percent(now.success_rate),
        "%" if now.requests else "",
        delta=_points(now.success_rate, past.success_rate),
        good=_rose(now.success_rate, past.success_rate),
        note=translate("kpi", "{0} failed").format(grouped(now.failed)),
        values=failed,
        series="bad_fill",
    )


def _cache_hit(now: Figures, past: Figures) -> Kpi:
    return Kpi(
        translate("kpi", "Cache hit"),
        percent(now.cache_hit_rate),
        "%" if now.tokens.input else "",
        delta=_points(now.cache_hit_rate, past.cache_hit_rate),
        good=_rose(now.cache_hit_rate, past.cache_hit_rate),
        note=translate("kpi", "{0} cached").format(human(now.tokens.cache_read)),
    )


def _spread(label: str, p50: float | None, p95: float | None, before: float | None) -> Kpi:
    value, _, unit = duration(p50).partition(" ")
    note = translate("kpi", "p95 {0}").format(duration(p95)) if p95 is not None else ""
    rose = p50 is not None and before is not None and p50 > before
    return Kpi(label, value or MISSING, unit, delta=change(p50, before), good=not rose, note=note)


def _points(now: float | None, before: float | None) -> str | None:
    """Change of a rate in percentage points."""
    if now is None or before is None:
        return None
    text = f"{(now - before) * 100:+.1f}%"
    return "0%" if text in ("+0.0%", "-0.0%") else text


def _rose(now: float | None, before: float | None) -> bool:
    return now is None or before is None or now >= before


def _series(buckets: list[TimeBucket]) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    last = buckets[-24:]
    return (
        tuple(float(bucket.requests) for bucket in last),
        tuple(float(bucket.failed) for bucket in last),
        tuple(float(bucket.tokens) for bucket in last),
    )
