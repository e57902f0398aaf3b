"""What Analytics measures: each with its name, its value of figures, how it is written and whether more is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.charts.trend_data import axis_number
from cpam_desktop.ui.format import MISSING, change, duration, human, money, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Metric:
    """`unit` is count, usd, rate (0 to 1), ms or speed; `better` is 1 where more is welcome, -1 where less, else 0.

    `sums`: a step without requests is 0, and no gap in the line.
    """

    key: str
    title: str
    token: str
    unit: str
    value: Callable[[Figures], float | None]
    better: int = 0
    sums: bool = False

    def name(self) -> str:
        """What people call it."""
        return translate("metric", self.title)


def _each(part: Callable[[Figures], float | None]) -> Callable[[Figures], float | None]:
    """A part divided by the requests that were priced."""

    def value(figures: Figures) -> float | None:
        whole = part(figures)
        return whole / figures.priced_requests if whole is not None and figures.priced_requests else None

    return value


def _cost(figures: Figures) -> float | None:
    return None if figures.cost_usd is None else float(figures.cost_usd)


METRICS = (
    Metric("attempts", QT_TRANSLATE_NOOP("metric", "Attempts"), "s1", "count", lambda one: one.requests, sums=True),
    Metric(
        "clients", QT_TRANSLATE_NOOP("metric", "Client requests"), "s4", "count", lambda one: one.clients, sums=True
    ),
    Metric(
        "failed", QT_TRANSLATE_NOOP("metric", "Failures"), "bad_fill", "count", lambda one: one.failed, -1, sums=True
    ),
    Metric("success", QT_TRANSLATE_NOOP("metric", "Success rate"), "ok_fill", "rate", lambda one: one.success_rate, 1),
    Metric("cost", QT_TRANSLATE_NOOP("metric", "Cost"), "s3", "usd", _cost, sums=True),
    Metric("unit_cost", QT_TRANSLATE_NOOP("metric", "Cost a request"), "s3", "usd", _each(_cost), -1),
    Metric("cache", QT_TRANSLATE_NOOP("metric", "Cache hit"), "s2", "rate", lambda one: one.cache_hit_rate, 1),
    Metric("input", QT_TRANSLATE_NOOP("metric", "Input"), "s2", "tokens", lambda one: one.tokens.input, sums=True),
    Metric("output", QT_TRANSLATE_NOOP("metric", "Output"), "s6", "tokens", lambda one: one.tokens.output, sums=True),
    Metric(
        "cached", QT_TRANSLATE_NOOP("metric", "Cached"), "s4", "tokens", lambda one: one.tokens.cache_read, sums=True
    ),
    Metric(
        "reasoning",
        QT_TRANSLATE_NOOP("metric", "Reasoning"),
        "s1",
        "tokens",
        lambda one: one.tokens.reasoning,
        sums=True,
    ),
    Metric("latency", QT_TRANSLATE_NOOP("metric", "Avg latency"), "s5", "ms", lambda one: one.latency_ms.avg, -1),
    Metric("ttft", QT_TRANSLATE_NOOP("metric", "Avg TTFT"), "s4", "ms", lambda one: one.ttft_ms.avg, -1),
    Metric("speed", QT_TRANSLATE_NOOP("metric", "Output speed"), "s6", "speed", lambda one: one.output_speed, 1),
)
BY_KEY = {metric.key: metric for metric in METRICS}
_OTHERS = ("s1", "s3", "s4")


def write(unit: str, value: float | None) -> str:
    """A value with its unit, as tiles and tables show it."""
    if value is None:
        return MISSING
    if unit == "usd":
        return money(value)
    if unit == "rate":
        return f"{percent(value)}%"
    if unit == "ms":
        return duration(value)
    if unit == "speed":
        return translate("metric", "{0} t/s").format(f"{value:.1f}" if value < 100 else f"{value:.0f}")
    return human(round(value))


def tick(unit: str, value: float) -> str:
    """A value at an axis: short, and without needless decimals."""
    if unit == "usd":
        return f"${value:,g}" if value < 10_000 else f"${axis_number(value)}"
    if unit == "rate":
        return f"{value * 100:g}%"
    if unit == "ms":
        return f"{value / 1000:g} s" if value >= 1000 or value == 0 else f"{value:g} ms"
    return axis_number(value)


def delta(metric: Metric, now: Figures, before: Figures | None) -> tuple[str | None, bool]:
    """Change against the other figures (rates in percentage points), and whether it is welcome."""
    if before is None:
        return None, True
    new, old = metric.value(now), metric.value(before)
    if new is None or old is None:
        return None, True
    welcome = metric.better == 0 or (new - old) * metric.better >= 0
    if metric.unit != "rate":
        return change(new, old), welcome
    text = f"{(new - old) * 100:+.1f}%"
    return ("0%" if text in ("+0.0%", "-0.0%") else text), welcome


def colors(shown: tuple[str, ...]) -> tuple[str, ...]:
    """A token for each metric that is drawn: its own, or another where two would look alike."""
    tokens: list[str] = []
    for key in shown:
        token = BY_KEY[key].token
        tokens.append(token if token not in tokens else next(one for one in _OTHERS if one not in tokens))
    return tuple(tokens)
