"""Figures, groups and time buckets: literals, days with a clock change, and an oracle that counts by itself."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import GROUPS, Figures, Spread
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange, parse_range
from cpam_desktop.store.database import Database
from cpam_desktop.store.vocabulary import choices
from tests.kit.analysis import ask
from tests.kit.history import ABSENT, breakdown, failed, keep, one, someone, wire

BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _totals(database: Database, wanted: EventFilter | None = None) -> Figures:
    return ask(database, lambda analysis: analysis.figures(wanted or EventFilter()))


def _groups(
    database: Database, by: str, zone: tzinfo = UTC, wanted: EventFilter | None = None
) -> list[tuple[str, str, Figures]]:
    _total, rows = ask(database, lambda analysis: analysis.groups(wanted or EventFilter(), by, zone))
    return [(row.key, row.label, row.figures) for row in rows]


def _counts(
    database: Database, by: str, zone: tzinfo = UTC, wanted: EventFilter | None = None
) -> list[tuple[str, int]]:
    return [(key, figures.requests) for key, _, figures in _groups(database, by, zone, wanted)]


def test_an_empty_history_has_nothing_and_no_rates(database: Database) -> None:
    assert _totals(database) == Figures()
    assert _totals(database).success_rate is None
    for by in GROUPS:
        assert _groups(database, by) == []


def test_totals_count_attempts_failures_and_tokens(database: Database) -> None:
    keep(
        database,
        [
            wire(request_id="1", token_breakdown=breakdown(10, 20, 30, 40, 50, 60), latency_ms=100, ttft_ms=10),
            wire(request_id="2", token_breakdown=breakdown(1, 2, 3, 4, 5, 6), latency_ms=200, ttft_ms=0),
            failed(429, "no", request_id="3", latency_ms=0, ttft_ms=0),
            failed(200, "EOF", request_id="4", latency_ms=ABSENT, ttft_ms=30),
        ],
    )
    assert _totals(database) == Figures(
        requests=4,
        failed=2,
        tokens=Buckets(11, 22, 33, 99, 55, 66),
        # Latency counts all that were measured, TTFT leaves out 0. The rank of p90 among 3 is 0.9 x 2 = 1.8.
        latency_ms=Spread(100.0, 100.0, 180.0, 190.0, 198.0),
        ttft_ms=Spread(20.0, 20.0, 28.0, 29.0, 29.8),
        clients=4,
        timed_output=99,  # of the two that succeeded, which took 300 ms
        timed_ms=300,
        last_ns=1_795_404_831_073_341_464,
    )
    assert _totals(database).success_rate == 0.5


def test_one_value_is_its_own_percentiles(database: Database) -> None:
    keep(database, [wire(latency_ms=7, ttft_ms=0)])
    assert _totals(database).latency_ms == Spread(7.0, 7.0, 7.0, 7.0, 7.0)
    assert _totals(database).ttft_ms == Spread()


def test_groups_come_by_requests_then_by_key(database: Database) -> None:
    models = ["b", "a", "c", "c", "d", "d", "d"]
    keep(database, [wire(request_id=f"{number}", model=model) for number, model in enumerate(models)])
    assert _counts(database, "model") == [("d", 3), ("c", 2), ("a", 1), ("b", 1)]


def test_keys_of_groups_are_stable_and_labels_for_people(database: Database) -> None:
    snapshots = {"alice": someone("alice@example.com")}
    keep(database, [wire(), wire(auth_index="alice", source="x@example.com")], snapshots=snapshots)
    keep(database, [wire(api_key="", source="")], "other")
    client = "175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a"
    assert [row[:2] for row in _groups(database, "api-key")] == [(client, "sk-…0001 · 175c34b6"), ("", "")]
    assert {row[:2] for row in _groups(database, "account")} == {
        ("", ""),
        ("alice@example.com", "alice@example.com"),
        ("sk-…1111 · cc01de93", "sk-…1111 · cc01de93"),
    }
    assert _counts(database, "status") == [("200", 3)]
    assert _counts(database, "endpoint") == [("POST /v1/chat/completions", 3)]


def test_servers_add_up_under_one_name(database: Database) -> None:
    keep(database, [wire()], "a")
    keep(database, [wire()], "b")
    for by in ("model", "account", "api-key", "provider", "channel", "endpoint", "status", "project"):
        assert [figures.requests for _, _, figures in _groups(database, by)] == [2]


def test_a_late_attribution_moves_old_events_to_their_account(database: Database) -> None:
    keep(database, [wire(request_id="1")])
    keep(database, [wire(request_id="2")], snapshots={"cb3c5eb4152635f2": someone("alice@example.com")})
    assert _counts(database, "account") == [("alice@example.com", 2)]


def _hourly(day: str, hours: range) -> list[bytes]:
    """An event at half past every UTC hour since midnight UTC of that day."""
    start = datetime.fromisoformat(f"{day}T00:30:00+00:00")
    stamps = [(start + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ") for hour in hours]
    return [wire(timestamp=stamp, request_id=stamp) for stamp in stamps]


def test_the_day_of_23_hours(database: Database) -> None:
    keep(database, _hourly("2026-03-28", range(72)))
    assert _counts(database, "day", BERLIN) == [
        ("2026-03-28", 23),  # from 01:30 local time on
        ("2026-03-29", 23),
        ("2026-03-30", 24),
        ("2026-03-31", 2),
    ]
    day = EventFilter(parse_range("2026-03-29..2026-03-29", NOW, BERLIN))
    hours = [key for key, _ in _counts(database, "hour", BERLIN, day)]
    assert len(hours) == 23
    assert hours[:4] == [
        "2026-03-29T00:00:00+01:00",
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-29T04:00:00+02:00",
    ]


def test_the_day_of_25_hours(database: Database) -> None:
    keep(database, _hourly("2026-10-24", range(72)))
    assert _counts(database, "day", BERLIN) == [
        ("2026-10-24", 22),
        ("2026-10-25", 25),
        ("2026-10-26", 24),
        ("2026-10-27", 1),
    ]
    day = EventFilter(parse_range("2026-10-25..2026-10-25", NOW, BERLIN))
    hours = _counts(database, "hour", BERLIN, day)
    assert hours[1:5] == [
        ("2026-10-25T01:00:00+02:00", 1),
        ("2026-10-25T02:00:00+02:00", 1),
        ("2026-10-25T02:00:00+01:00", 1),
        ("2026-10-25T03:00:00+01:00", 1),
    ]
    assert len(hours) == 25


def test_hours_of_a_zone_that_lies_between_the_hours(database: Database) -> None:
    stamps = ["2026-11-23T18:14:59.999999999Z", "2026-11-23T18:15:00Z", "2026-11-23T19:14:59Z", "2026-11-23T19:15:00Z"]
    keep(database, [wire(timestamp=stamp) for stamp in stamps])
    assert _counts(database, "hour", KATHMANDU) == [
        ("2026-11-23T23:00:00+05:45", 1),
        ("2026-11-24T00:00:00+05:45", 2),
        ("2026-11-24T01:00:00+05:45", 1),
    ]
    assert _counts(database, "day", KATHMANDU) == [("2026-11-23", 1), ("2026-11-24", 3)]
    assert _counts(database, "hour", UTC) == [("2026-11-23T18:00:00+00:00", 2), ("2026-11-23T19:00:00+00:00", 2)]


def test_a_timeline_counts_from_the_start_of_its_range(database: Database) -> None:
    seconds = [0, 1, 59, 60, 150]
    start = 1_795_404_800_000_000_000
    batch = [
        wire(timestamp=datetime.fromtimestamp(1_795_404_800 + second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), latency_ms=5)
        for second in seconds
    ]
    keep(database, [*batch, failed(500, "x", timestamp="2026-11-23T03:35:51Z")])
    minute = 60_000_000_000
    wanted = EventFilter(TimeRange(start + 1_000_000_000, None))
    found = ask(database, lambda analysis: analysis.overview(OverviewQuery(wanted, step_ns=minute))).steps
    first = start + 1_000_000_000
    assert [(b.start_ns, b.requests, b.failed, b.tokens, b.latency_sum_ms) for b in found] == [
        (first, 3, 0, 480, 15),
        (first + 2 * minute, 2, 1, 160, 17),
    ]
    whole = ask(database, lambda analysis: analysis.overview(OverviewQuery(EventFilter(), step_ns=minute))).steps
    assert [(b.start_ns % minute, b.requests) for b in whole] == [(0, 2), (0, 2), (0, 2)]


def test_choices_are_labels_without_the_empty_one(database: Database) -> None:
    keep(database, [wire(model="b"), wire(model="A"), wire(api_key="", model="c")])
    models = database.read(lambda connection: choices(connection, "model")).result(10)
    assert models == ["A", "b", "c", "gpt-plain"]
    keys = database.read(lambda connection: choices(connection, "api-key")).result(10)
    assert keys == ["sk-…0001 · 175c34b6"]


# The oracle: every event is a plain dictionary, and all figures are counted from the dictionaries alone.

Facts = dict[str, Any]
NUMBERS = st.integers(0, 10**9)
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "second": st.integers(0, 4 * 86_400),
            "model": st.sampled_from(["gpt", "claude", "gemini", "Ω model"]),
            "provider": st.sampled_from(["codex", "openai-compatible-a", "claude"]),
            "auth_type": st.sampled_from(["apikey", "oauth"]),
            "endpoint": st.sampled_from(["POST /v1/messages", "POST /v1/responses"]),
            "api_key": st.sampled_from(["", "sk-first-key-0001", "sk-second-key-0002"]),
            "source": st.sampled_from(["a@example.com", "b@example.com"]),
            "status": st.sampled_from([200, 200, 200, 429, 500]),
            "failed": st.booleans(),
            "latency": st.none() | st.integers(0, 100_000),
            "ttft": st.integers(0, 50_000) | st.just(0),
            "tokens": st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
        }
    ),
    max_size=25,
)
FIRST = datetime(2026, 10, 23, 12, tzinfo=UTC)  # four days around the 25-hour day


def _record(number: int, facts: Facts) -> bytes:
    moment = FIRST + timedelta(seconds=facts["second"])
    return wire(
        timestamp=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        request_id=f"{number}",
        token_breakdown=breakdown(*facts["tokens"]),
        fail={"status_code": facts["status"], "body": ""},
        latency_ms=facts["latency"],
        ttft_ms=facts["ttft"],
        **{name: facts[name] for name in ("model", "provider", "auth_type", "endpoint", "api_key", "source", "failed")},
    )


def _hour_key(zone: tzinfo) -> Callable[[Facts], str]:
    def key(facts: Facts) -> str:
        local = (FIRST + timedelta(seconds=facts["second"])).astimezone(zone)
        return local.strftime("%Y-%m-%dT%H:00:00") + local.isoformat()[-6:]

    return key


def _day_key(zone: tzinfo) -> Callable[[Facts], str]:
    return lambda facts: (FIRST + timedelta(seconds=facts["second"])).astimezone(zone).strftime("%Y-%m-%d")


def _channel(facts: Facts) -> str:
    return "a" if facts["provider"] == "openai-compatible-a" else f"{facts['provider']}/{facts['auth_type']}"


def _percentile(values: list[int], share: float) -> float:
    """Linear interpolation between closest ranks, as numpy's and DuckDB's default."""
    rank = share * (len(values) - 1)
    below = int(rank)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (rank - below)


def _spread(values: list[int]) -> list[float | None]:
    if not values:
        return [None] * 5
    values = sorted(values)
    return [sum(values) / len(values), *(_percentile(values, share) for share in (0.5, 0.9, 0.95, 0.99))]


def _expected(events: list[Facts]) -> tuple[object, ...]:
    sums = [sum(facts["tokens"][place] for facts in events) for place in range(6)]
    uncached, read, write, plain, reasoning, rest = sums
    return (
        len(events),
        sum(facts["failed"] for facts in events),
        (uncached, read, write, plain + reasoning, reasoning, rest),
        pytest.approx(_spread([facts["latency"] for facts in events if facts["latency"] is not None])),
        pytest.approx(_spread([facts["ttft"] for facts in events if facts["ttft"] > 0])),
    )


def _actual(figures: Figures) -> tuple[object, ...]:
    t = figures.tokens
    return (
        figures.requests,
        figures.failed,
        (t.uncached, t.cache_read, t.cache_write, t.output, t.reasoning, t.unclassified),
        _list(figures.latency_ms),
        _list(figures.ttft_ms),
    )


def _list(spread: Spread) -> list[float | None]:
    return [spread.avg, spread.p50, spread.p90, spread.p95, spread.p99]


def _by(events: list[Facts], key: Callable[[Facts], str]) -> dict[str, tuple[object, ...]]:
    return {name: _expected([facts for facts in events if key(facts) == name]) for name in map(key, events)}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.sampled_from([UTC, BERLIN, KATHMANDU]), st.integers(0, 10**9))
def test_every_figure_is_what_the_oracle_counts(
    database: Database, events: list[Facts], zone: tzinfo, example: int
) -> None:
    name = f"{example}-{one(database, 'select count(*) from server')}"
    keep(database, [_record(number, facts) for number, facts in enumerate(events)], name)
    wanted = EventFilter(servers=(one(database, "select uid from server where name = ?", name),))
    assert _actual(_totals(database, wanted)) == _expected(events)
    keys: dict[str, Callable[[Facts], str]] = {
        "model": lambda facts: facts["model"],
        "provider": lambda facts: facts["provider"],
        "channel": _channel,
        "endpoint": lambda facts: facts["endpoint"],
        "account": lambda facts: facts["source"],
        "status": lambda facts: str(facts["status"]),
        "project": lambda _facts: "",
        "hour": _hour_key(zone),
        "day": _day_key(zone),
    }
    for by, key in keys.items():
        found = _groups(database, by, zone, wanted)
        assert {row[0]: _actual(row[2]) for row in found} == _by(events, key), by
    by_key = _groups(database, "api-key", zone, wanted)
    assert sorted(row[2].requests for row in by_key) == sorted(
        sum(facts["api_key"] == key for facts in events) for key in {facts["api_key"] for facts in events}
    )


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.integers(0, 4 * 86_400), st.integers(0, 4 * 86_400), st.integers(0, 10**9))
def test_a_filtered_report_counts_what_matches(
    database: Database, events: list[Facts], one_end: int, other_end: int, example: int
) -> None:
    name = f"{example}-{one(database, 'select count(*) from server')}"
    keep(database, [_record(number, facts) for number, facts in enumerate(events)], name)
    start, end = sorted((one_end, other_end))
    base = int(FIRST.timestamp())
    wanted = EventFilter(
        TimeRange((base + start) * 10**9, (base + end) * 10**9),
        servers=(one(database, "select uid from server where name = ?", name),),
        models=("GPT", "Ω MODEL"),
        statuses=("ok", "5xx"),
    )
    matching = [
        facts
        for facts in events
        if start <= facts["second"] < end
        and facts["model"] in ("gpt", "Ω model")
        and (not facts["failed"] or 500 <= facts["status"] <= 599)
    ]
    assert _actual(_totals(database, wanted)) == _expected(matching)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=50))
def test_the_oracles_percentiles_are_those_of_the_standard_library(values: list[int]) -> None:
    hundredths = statistics.quantiles(values, n=100, method="inclusive")
    ours = [_percentile(sorted(values), share) for share in (0.5, 0.9, 0.95, 0.99)]
    assert ours == pytest.approx([hundredths[49], hundredths[89], hundredths[94], hundredths[98]])


def test_absurd_numbers_do_not_make_a_range_unreadable(database: Database) -> None:
    huge = {"input_tokens": 2**62, "output_tokens": 1, "total_tokens": 2**62 + 1}
    keep(database, [wire(request_id=str(n), tokens=huge, token_breakdown=None, latency_ms=2**60) for n in range(1200)])
    figures = _totals(database)
    assert figures.requests == 1200
    assert figures.latency_ms.p99 == 2**31
