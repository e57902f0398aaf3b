"""What stands out from the usual, and who contributed most: figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from cpam_desktop.domain.anomalies import Anomaly, Cause, Odd, causes, find
from cpam_desktop.domain.events import NO_BUCKETS, Buckets
from cpam_desktop.domain.figures import NO_SPREAD, Figures, Group, Spread, TimeBucket
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS

START = 1_792_800_000 * 10**9  # a full hour


def usual(hour: int) -> Figures:
    """A day of work: 200 requests an hour from 8 to 19, 10 at night; everything else the same all day."""
    requests = 200 if 8 <= hour % 24 < 20 else 10
    tokens = Buckets(uncached=1_000 * requests, cache_read=3_000 * requests, output=500 * requests)
    return Figures(
        requests,
        0,
        tokens,
        Spread(avg=4_000.0),
        priced_requests=requests,
        cost_pico=requests * 10**10,
        clients=requests,
    )


def history(days: int, changed: dict[int, Figures] | None = None) -> list[TimeBucket]:
    """So many days in hours; `changed` hours are others."""
    given = {} if changed is None else changed
    figures = [given[hour] if hour in given else usual(hour) for hour in range(days * 24)]
    return [
        TimeBucket(START + hour * HOUR_NS, one.requests, one.failed, one.tokens.total, 0, one)
        for hour, one in enumerate(figures)
    ]


def odd(changed: dict[int, Figures], days: int = 10) -> list[tuple[Odd, int, float, float]]:
    """Kind, hour, value and usual value of what is found."""
    return [
        (one.kind, (one.start_ns - START) // HOUR_NS, round(one.value, 3), round(one.usual, 3))
        for one in find(history(days, changed), HOUR_NS)
    ]


def test_nothing_stands_out_of_days_alike_with_their_nights() -> None:
    assert find(history(10), HOUR_NS) == []
    assert find([], HOUR_NS) == []


def test_a_busy_night_stands_out_though_days_are_busier() -> None:
    night = 5 * 24 + 3
    busy = replace(usual(night), requests=150, priced_requests=150, tokens=replace(usual(9).tokens))
    assert (Odd.REQUESTS, night, 150, 10) in odd({night: busy})
    assert odd({5 * 24 + 12: replace(usual(12), requests=215)}) == []


def test_every_kind_is_told_by_its_own_measure() -> None:
    hour = 6 * 24 + 10
    one = usual(10)
    assert odd({hour: replace(one, cost_pico=9 * 10**12)}) == [(Odd.COST, hour, 9.0, 2.0)]
    assert odd({hour: replace(one, latency_ms=Spread(avg=9_500.0))}) == [(Odd.LATENCY, hour, 9_500, 4_000)]
    assert odd({hour: replace(one, failed=40)}) == [(Odd.FAILURES, hour, 0.2, 0.0)]
    assert odd({hour: replace(one, tokens=Buckets(600_000, 200_000, 0, 100_000))}) == [(Odd.CACHE, hour, 0.25, 0.75)]
    assert odd({hour: replace(one, tokens=Buckets(600_000, 1_800_000, 0, 300_000))}) == [
        (Odd.SIZE, hour, 13_500, 4_500)
    ]


def test_few_requests_prove_nothing() -> None:
    night = 5 * 24 + 3
    assert odd({night: replace(usual(night), failed=9, latency_ms=Spread(avg=60_000.0))}) == []


def test_hours_that_follow_are_one_with_the_worst_value() -> None:
    first = 4 * 24 + 9
    changed = {first: replace(usual(9), failed=60), first + 1: replace(usual(9), failed=100)}
    (found,) = find(history(10, changed), HOUR_NS)
    assert (found.kind, found.value, found.steps) == (Odd.FAILURES, 0.5, 2)
    assert (found.start_ns, found.end_ns) == (START + first * HOUR_NS, START + (first + 2) * HOUR_NS)


def test_what_came_before_is_only_learnt_from() -> None:
    early, late = 2 * 24 + 9, 8 * 24 + 9
    changed = {early: replace(usual(9), failed=100), late: replace(usual(9), failed=100)}
    found = find(history(10, changed), HOUR_NS, START + 5 * DAY_NS)
    assert [one.start_ns for one in found] == [START + late * HOUR_NS]


def test_too_little_history_tells_nothing() -> None:
    steps = [replace(step, figures=usual(10)) for step in history(1)[:5]]
    steps[4] = replace(steps[4], figures=replace(usual(10), requests=5_000))
    assert find(steps, HOUR_NS) == []


def test_days_are_compared_with_the_days_around() -> None:
    days = [TimeBucket(START + day * DAY_NS, 0, 0, 0, 0, usual(10)) for day in range(20)]
    days[15] = replace(days[15], figures=replace(usual(10), requests=900))
    assert (Odd.REQUESTS, 900) in [(one.kind, one.value) for one in find(days, DAY_NS)]


def group(key: str, requests: int, latency_ms: Spread = NO_SPREAD, tokens: Buckets = NO_BUCKETS) -> Group:
    return Group(key, key.upper(), Figures(requests, 0, tokens, latency_ms))


def test_the_cause_of_many_requests_is_who_has_more_than_its_share() -> None:
    spike = Anomaly(Odd.REQUESTS, 0, HOUR_NS, 1_000, 200, 9)
    then = {"model": [group("a", requests=100), group("b", requests=900)]}
    whole = {"model": [group("a", requests=10_100), group("b", requests=10_900)]}
    # Of 200 usual requests each has 100: a has none above, b 800 of 800.
    assert causes(spike, then, whole) == [Cause("model", "b", "B", 1.0, False)]


def test_one_seen_only_then_is_told() -> None:
    spike = Anomaly(Odd.REQUESTS, 0, HOUR_NS, 500, 100, 9)
    then = {"api-key": [group("old", requests=200), group("new", requests=300)]}
    whole = {"api-key": [group("old", requests=10_200), group("new", requests=300)]}
    # 400 above: 100 of the old key, 300 of the new one.
    assert causes(spike, then, whole) == [Cause("api-key", "new", "NEW", 0.75, True)]


def test_the_cause_of_slow_answers_is_weighed_by_requests() -> None:
    slow = Anomaly(Odd.LATENCY, 0, HOUR_NS, 9_000, 4_000, 9)
    then = {
        "account": [
            group("rare", requests=2, latency_ms=Spread(avg=60_000.0)),
            group("much", requests=100, latency_ms=Spread(avg=8_000.0)),
        ]
    }
    (cause,) = causes(slow, then, {"account": [group("much", requests=5_000)]})
    # 2 x 56 s against 100 x 4 s above the usual.
    assert (cause.key, round(cause.share, 3)) == ("much", 0.781)


def test_the_cause_of_a_drop_is_who_is_below() -> None:
    drop = Anomaly(Odd.CACHE, 0, HOUR_NS, 0.3, 0.6, 9)
    then = {
        "channel": [
            group("warm", requests=10, tokens=Buckets(uncached=400, cache_read=600)),
            group("cold", requests=10, tokens=Buckets(uncached=1_000, cache_read=0)),
        ]
    }
    assert [(cause.key, cause.share) for cause in causes(drop, then, then)] == [("cold", 1.0)]


def test_without_groups_there_is_no_cause() -> None:
    assert causes(Anomaly(Odd.FAILURES, 0, HOUR_NS, 0.5, 0.1, 9), {}, {}) == []
