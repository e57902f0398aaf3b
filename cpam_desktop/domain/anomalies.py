"""Steps of time that stand out from what is usual, by how much, and what contributed most to it.

Usual is the median of the same hour of other days; where too few days are known, of the steps around. A step stands out
where it is away from the median by five times the usual scatter (MAD), by a factor, and by an amount that matters:
each of the three alone calls quiet nights or tiny servers odd.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from cpam_desktop.domain.figures import Figures, Group, TimeBucket
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS

DIMENSIONS: tuple[str, ...] = ("model", "account", "api-key", "channel")
"""Where causes are looked for."""
MOST = 30
_FAR = 5.0
_TO_SIGMA = 1.4826
_AROUND = 12
_LEAST_DAYS, _LEAST_AROUND = 4, 6


class Odd(StrEnum):
    """In what a step stands out."""

    REQUESTS = "requests"
    COST = "cost"  # US dollars
    SIZE = "size"  # tokens a request
    LATENCY = "latency"  # average, ms
    FAILURES = "failures"  # share of the attempts, 0 to 1
    CACHE = "cache"  # cache hit rate, 0 to 1


@dataclass(frozen=True, slots=True)
class Anomaly:
    """[start, end) in nanoseconds UTC, so many steps long; `value` and `usual` are those of the worst one, in the unit
    of the kind; `score` counts usual scatters."""

    kind: Odd
    start_ns: int
    end_ns: int
    value: float
    usual: float
    score: float
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Cause:
    """A group and its share, 0 to 1, of what is above (or below) the usual; `new`: it was not seen otherwise."""

    dimension: str
    key: str
    label: str
    share: float
    new: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """`over` / `under` make the value (None: a sum of the step); `amount` is the least difference that matters."""

    over: Callable[[Figures], float]
    under: Callable[[Figures], float] | None
    factor: float
    amount: float
    least: int
    drop: bool = False

    def value(self, figures: Figures) -> float | None:
        if self.under is None:
            return self.over(figures)
        below = self.under(figures)
        return self.over(figures) / below if below and figures.requests >= self.least else None


def _requests(figures: Figures) -> float:
    return figures.requests


def _latency(figures: Figures) -> float:
    return (figures.latency_ms.avg or 0.0) * figures.requests


_RULES = {
    Odd.REQUESTS: _Rule(_requests, None, 2.0, 30, 1),
    Odd.COST: _Rule(lambda one: float(one.cost_usd or 0), None, 2.0, 0.5, 1),
    Odd.SIZE: _Rule(lambda one: one.tokens.total, _requests, 2.0, 1_000, 20),
    Odd.LATENCY: _Rule(_latency, _requests, 1.8, 1_500, 20),
    Odd.FAILURES: _Rule(lambda one: one.failed, _requests, 2.0, 0.1, 20),
    Odd.CACHE: _Rule(lambda one: one.tokens.cache_read, lambda one: one.tokens.input, 1.0, 0.2, 20, drop=True),
}


def find(steps: Sequence[TimeBucket], step_ns: int, since_ns: int = 0) -> list[Anomaly]:
    """What stands out in steps of one length (those without events may be missing), newest first.

    Steps before `since_ns` only tell what is usual. At most the `MOST` that stand out most. Steps of the same kind
    that follow each other are one anomaly, with the values of its worst step.
    """
    by_place = {step.start_ns // step_ns: step.figures for step in steps}
    offset = steps[0].start_ns % step_ns if steps else 0
    found: list[Anomaly] = []
    for kind, rule in _RULES.items():
        values = {place: value for place, one in by_place.items() if (value := rule.value(one)) is not None}
        odd: list[Anomaly] = []
        for place, value in sorted(values.items()):
            start = place * step_ns + offset
            usual = _usual(values, place, step_ns) if start + step_ns > since_ns else ()
            score = _score(rule, value, usual)
            if score is not None:
                odd.append(Anomaly(kind, start, start + step_ns, value, median(usual), score))
        found += _joined(odd)
    strongest = sorted(found, key=lambda one: -one.score)[:MOST]
    return sorted(strongest, key=lambda one: (-one.start_ns, -one.score))


def _usual(values: Mapping[int, float], place: int, step_ns: int) -> Sequence[float]:
    """What to compare with; empty where too little is known."""
    if step_ns <= HOUR_NS:
        day = DAY_NS // step_ns
        same = [values[at] for n in range(1, 31) for at in (place - n * day, place + n * day) if at in values]
        if len(same) >= _LEAST_DAYS:
            return same
    around = [values[at] for at in range(place - _AROUND, place + _AROUND + 1) if at != place and at in values]
    return around if len(around) >= _LEAST_AROUND else ()


def _score(rule: _Rule, value: float, usual: Sequence[float]) -> float | None:
    """Distance from the median in usual scatters, where it stands out."""
    if not usual:
        return None
    middle = median(usual)
    away = middle - value if rule.drop else value - middle
    if away < rule.amount or away < (rule.factor - 1) * middle:
        return None
    scatter = _TO_SIGMA * median(abs(one - middle) for one in usual)
    score = away / max(scatter, rule.amount / _FAR)
    return score if score >= _FAR else None


def _joined(odd: Sequence[Anomaly]) -> list[Anomaly]:
    joined: list[Anomaly] = []
    for one in odd:
        last = joined[-1] if joined else None
        if last is None or last.end_ns != one.start_ns:
            joined.append(one)
            continue
        worst = one if one.score > last.score else last
        joined[-1] = replace(worst, start_ns=last.start_ns, end_ns=one.end_ns, steps=last.steps + 1)
    return joined


def causes(anomaly: Anomaly, then: Mapping[str, Sequence[Group]], whole: Mapping[str, Sequence[Group]]) -> list[Cause]:
    """The group of each dimension that contributed most, the clearest first.

    `then` are the groups of the anomaly's time, `whole` those of a longer time around it, which tells what is usual.
    """
    found = [
        cause
        for dimension in DIMENSIONS
        if (cause := _cause(anomaly, dimension, then.get(dimension, ()), whole.get(dimension, ()))) is not None
    ]
    return sorted(found, key=lambda cause: -cause.share)


def _cause(anomaly: Anomaly, dimension: str, then: Sequence[Group], whole: Sequence[Group]) -> Cause | None:
    rule = _RULES[anomaly.kind]
    here = {group.key: rule.over(group.figures) for group in then}
    usual = {group.key: max(0.0, rule.over(group.figures) - here.get(group.key, 0.0)) for group in whole}
    all_usual = sum(usual.values())

    def above(group: Group) -> float:
        """What the group has more (of a drop: less) than it would usually."""
        if rule.under is not None:
            return rule.over(group.figures) - anomaly.usual * rule.under(group.figures)
        share = usual.get(group.key, 0.0) / all_usual if all_usual else 0.0
        return rule.over(group.figures) - anomaly.usual * anomaly.steps * share

    sign = -1 if rule.drop else 1
    parts = sorted(((sign * above(group), group) for group in then), key=lambda pair: -pair[0])
    total = sum(part for part, _ in parts if part > 0)
    if not total:
        return None
    part, group = parts[0]
    requests = next((one.figures.requests for one in whole if one.key == group.key), 0)
    return Cause(dimension, group.key, group.label, part / total, requests <= group.figures.requests)
