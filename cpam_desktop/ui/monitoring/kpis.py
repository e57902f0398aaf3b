"""The figures strip of Monitoring: cells with their change against the period before."""

from __future__ import annotations

from collections.abc import Sequence

from cpam_desktop.domain.figures import Figures, Spread, TimeBucket
from cpam_desktop.ui.format import MISSING, change, duration, grouped, human, human_parts, money, percent, points
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.widgets.kpi_strip import Kpi

EMPTY = Figures()


def kpis(now: Figures, before: Figures | None, buckets: Sequence[TimeBucket], minutes: float | None) -> list[Kpi]:
    """Nine cells of Monitoring. `minutes`: length of the range, for rates; None where it cannot be told."""
    past = before or EMPTY
    calls, failed, tokens = _series(list(buckets))
    spent = tuple(float(bucket.figures.cost_usd or 0) for bucket in buckets[-24:])
    return [
        Kpi(
            translate("kpi", "Attempts / requests"),
            human(now.requests),
            f"/ {human(now.clients)}",
            delta=change(now.requests, past.requests),
            values=calls,
            tip=translate("kpi", "{0} attempts upstream for {1} requests of clients").format(
                grouped(now.requests), grouped(now.clients)
            ),
        ),
        _success(now, past, failed),
        _rates(now, minutes),
        _tokens(now, past, tokens),
        _cache_hit(now, past),
        _cost(now, past, spent),
        _spread(translate("kpi", "Latency p50"), now.latency_ms, past.latency_ms),
        _spread(translate("kpi", "TTFT p50"), now.ttft_ms, past.ttft_ms),
        _speed(now, past),
    ]


def _rates(now: Figures, minutes: float | None) -> Kpi:
    label = translate("kpi", "RPM / TPM")
    if not minutes:
        return Kpi(label, MISSING)
    requests, (amount, unit) = now.requests / minutes, human_parts(round(now.tokens.total / minutes), 1)
    shown = f"{requests:.1f}" if requests < 100 else human(round(requests))
    return Kpi(label, shown, f"/ {amount}{unit}", note=translate("kpi", "a minute"))


def _tokens(now: Figures, past: Figures, values: tuple[float, ...]) -> Kpi:
    tokens, (amount, unit) = now.tokens, human_parts(now.tokens.total)
    kinds = (
        (translate("kpi", "Uncached input"), tokens.uncached),
        (translate("kpi", "Cache reads"), tokens.cache_read),
        (translate("kpi", "Cache writes"), tokens.cache_write),
        (translate("kpi", "Output"), tokens.output),
        (translate("kpi", "of it reasoning"), tokens.reasoning),
        (translate("kpi", "Unclassified"), tokens.unclassified),
    )
    return Kpi(
        translate("kpi", "Tokens"),
        amount,
        unit,
        delta=change(tokens.total, past.tokens.total),
        note=translate("kpi", "{0} out").format(human(tokens.output)),
        values=values,
        series="s2",
        tip="\n".join(f"{name}: {grouped(value)}" for name, value in kinds),
    )


def _cost(now: Figures, past: Figures, values: tuple[float, ...]) -> Kpi:
    """What is priced; where that is not all, the cell says so and asks for prices when it is clicked."""
    usd, before = now.cost_usd, past.cost_usd
    part = now.priced_requests < now.requests
    each = "" if usd is None else translate("kpi", "{0} each").format(money(usd / now.priced_requests))
    share = translate("kpi", "{0}% priced").format(int(100 * now.priced_requests / now.requests) if part else 100)
    whole = translate("kpi", "{0} of {1} priced").format(grouped(now.priced_requests), grouped(now.requests))
    return Kpi(
        translate("kpi", "Cost"),
        money(usd),
        delta=None if part or usd is None or before is None else change(float(usd), float(before)),
        good=usd is None or before is None or usd <= before,
        note=share if part else each,
        values=values if usd is not None else (),
        series="s3",
        link=part,
        tip=whole if part else "",
    )


def _speed(now: Figures, past: Figures) -> Kpi:
    speed, before = now.output_speed, past.output_speed
    return Kpi(
        translate("kpi", "Output speed"),
        MISSING if speed is None else f"{speed:.0f}",
        "" if speed is None else translate("kpi", "tokens/s"),
        delta=change(speed, before),
        good=speed is None or before is None or speed >= before,
    )


def _success(now: Figures, past: Figures, failed: tuple[float, ...]) -> Kpi:
    return Kpi(
        translate("kpi", "Success rate"),
        percent(now.success_rate),
        "%" if now.requests else "",
        delta=points(now.success_rate, past.success_rate),
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
        delta=points(now.cache_hit_rate, past.cache_hit_rate),
        good=_rose(now.cache_hit_rate, past.cache_hit_rate),
        note=translate("kpi", "{0} cached").format(human(now.tokens.cache_read)),
    )


def _spread(label: str, now: Spread, past: Spread) -> Kpi:
    value, _, unit = duration(now.p50).partition(" ")
    note = ""
    if now.p95 is not None and now.p99 is not None:
        note = translate("kpi", "p95 {0} · p99 {1}").format(_short(now.p95), _short(now.p99))
    return Kpi(
        label,
        value or MISSING,
        unit,
        note=note,
        tip="\n".join(
            f"{name} {duration(value)}"
            for name, value in (
                (translate("kpi", "average"), now.avg),
                ("p50", now.p50),
                ("p90", now.p90),
                ("p95", now.p95),
                ("p99", now.p99),
                (translate("kpi", "p50 before"), past.p50),
            )
        ),
    )


def _short(milliseconds: float) -> str:
    """Seconds without their unit, for a note with two of them."""
    value = milliseconds / 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _rose(now: float | None, before: float | None) -> bool:
    return now is None or before is None or now >= before


def _series(buckets: list[TimeBucket]) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    last = buckets[-24:]
    return (
        tuple(float(bucket.requests) for bucket in last),
        tuple(float(bucket.failed) for bucket in last),
        tuple(float(bucket.tokens) for bucket in last),
    )
