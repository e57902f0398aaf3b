"""Hours and days as steps, across clock changes; figures of hours put together into days."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from cpam_desktop.domain.clock import from_datetime
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Figures, Spread, TimeBucket
from cpam_desktop.domain.time_steps import DAY_NS, HOUR_NS, edges, fold, hour_start, together

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


def at(text: str) -> int:
    return from_datetime(datetime.fromisoformat(text))


def test_full_hours_are_those_of_the_zone() -> None:
    moment = datetime(2026, 11, 23, 9, 47, 12, 5, tzinfo=UTC)
    assert hour_start(moment, UTC) == at("2026-11-23T09:00:00+00:00")
    assert hour_start(moment, KOLKATA) == at("2026-11-23T15:00:00+05:30")


def test_the_day_of_a_clock_change_has_its_own_length() -> None:
    start, end = at("2026-10-24T00:00:00+02:00"), at("2026-10-27T00:00:00+01:00")
    found = edges(start, end, BERLIN, daily=True)
    assert [(b - a) // HOUR_NS for a, b in pairwise(found)] == [24, 25, 24]
    assert (found[0], found[-1]) == (start, end)


def test_hours_cover_the_range() -> None:
    assert edges(0, 5 * HOUR_NS - 1, UTC, daily=False) == tuple(n * HOUR_NS for n in range(6))
    assert edges(0, 0, UTC, daily=False) == (0, HOUR_NS)
    assert edges(7, 8, UTC, daily=True) == (0, DAY_NS)


def bucket(start: int, requests: int, latency: float | None = None, cost: int | None = None) -> TimeBucket:
    figures = Figures(
        requests,
        1,
        Buckets(uncached=10 * requests, output=requests),
        Spread(avg=latency),
        priced_requests=0 if cost is None else requests,
        cost_pico=cost,
        clients=requests - 1,
        timed_output=requests,
        timed_ms=100,
        last_ns=start + 5,
    )
    return TimeBucket(start, requests, 1, 11 * requests, round((latency or 0) * requests), figures)


def test_steps_add_up_and_averages_are_weighed() -> None:
    whole = together([bucket(0, 10, 1_000.0, 7), bucket(HOUR_NS, 30, 2_000.0), bucket(2 * HOUR_NS, 5, None, 3)])
    assert (whole.requests, whole.failed, whole.clients) == (45, 3, 42)
    assert whole.tokens == Buckets(uncached=450, output=45)
    assert whole.latency_ms.avg == 1_750.0  # (10 x 1 s + 30 x 2 s) / 40
    assert (whole.cost_pico, whole.priced_requests) == (10, 15)
    assert (whole.timed_output, whole.timed_ms, whole.last_ns) == (45, 300, 2 * HOUR_NS + 5)


def test_nothing_is_nothing() -> None:
    assert together([]) == Figures()


def test_steps_go_where_they_begin_and_others_are_left_out() -> None:
    steps = [bucket(0, 1), bucket(HOUR_NS, 2), bucket(3 * HOUR_NS, 4), bucket(9 * HOUR_NS, 8)]
    found = fold(steps, (HOUR_NS, 3 * HOUR_NS, 5 * HOUR_NS, 6 * HOUR_NS))
    assert [one.requests for one in found] == [2, 4, 0]
