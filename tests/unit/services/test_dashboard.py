"""The Dashboard's figures on a history made by hand: what belongs to which range, what costs most, what is forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.domain.clock import parse_time_ns, rfc3339_nano
from cpam_desktop.domain.failures import FailureRules
from cpam_desktop.domain.pricing_values import Price, UnitPrices
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.services.context import Context
from cpam_desktop.services.dashboard import DashboardData, DashboardQuery
from tests.kit.history import failed, keep, tokens, wire

HOUR = 3_600_000_000_000
NOW = parse_time_ns("2026-11-23T09:30:00Z") or 0
MIDNIGHT = NOW - NOW % (24 * HOUR)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    with Context.open(tmp_path / "history.sqlite") as found:
        yield found


def at(hours_ago: float, **fields: Any) -> bytes:
    """One attempt that started so long ago, of a request of its own unless told."""
    moment = NOW - round(hours_ago * HOUR)
    return wire(**{"timestamp": rfc3339_nano(moment), "request_id": f"r{hours_ago}", **fields})


async def load(context: Context, *names: str) -> DashboardData:
    """Today, the chart of today in half hours, the strip of the last day."""
    uids = await context.server_uids(list(names)) if names else ()
    query = DashboardQuery(
        servers=uids,
        today=TimeRange(MIDNIGHT, None),
        before=TimeRange(MIDNIGHT - 24 * HOUR, NOW - 24 * HOUR),
        recent=TimeRange(NOW - HOUR // 2, None),
        health=TimeRange(NOW - 24 * HOUR, None),
        traffic=TimeRange(MIDNIGHT, None),
        earlier=TimeRange(MIDNIGHT - 24 * HOUR, MIDNIGHT),
        traffic_step_ns=HOUR // 2,
        health_step_ns=HOUR // 6,
    )
    return await context.dashboard.load(query, UTC)


async def test_each_attempt_counts_where_it_belongs(context: Context) -> None:
    events = [
        at(0.25, tokens=tokens(100, 10)),
        at(0.26, request_id="r0.25", tokens=tokens(100, 10)),  # the same request, tried again
        at(9.0),  # 00:30
        at(9.75),  # 23:45 yesterday
        at(25.0),  # 08:30 yesterday
        at(23.9),  # 09:36 yesterday: later than now
        at(60.0),
    ]
    keep(context.database, events)
    data = await load(context)
    assert (data.now.requests, data.now.clients) == (3, 2)
    assert data.before.requests == 1
    assert (data.recent.requests, data.recent.tokens.total) == (2, 220)
    assert [(step.start_ns, step.requests) for step in data.traffic] == [
        (MIDNIGHT + HOUR // 2, 1),
        (MIDNIGHT + 9 * HOUR, 2),
    ]
    assert [step.requests for step in data.earlier] == [1, 1, 1]
    assert sum(step.requests for step in data.health) == 5
    assert all((step.start_ns - NOW) % (HOUR // 6) == 0 for step in data.health)


async def test_models_stand_by_what_they_cost(context: Context) -> None:
    events = [
        *(at(1 + place / 100, model="cheap", alias="cheap", tokens=tokens(1_000_000, 0)) for place in range(3)),
        at(2, model="dear", alias="dear", tokens=tokens(1_000_000, 0)),
        *(at(3 + place / 100, model="unknown", alias="unknown") for place in range(5)),
        *(at(4 + place / 100, model=f"m{place}", alias=f"m{place}") for place in range(4)),
    ]
    keep(context.database, events)
    await context.pricing.set(Price("cheap", "user", rates=UnitPrices(input=1_000_000)))
    await context.pricing.set(Price("dear", "user", rates=UnitPrices(input=5_000_000)))
    data = await load(context)
    assert [(group.key, group.figures.cost_usd) for group in data.models[:3]] == [
        ("dear", 5),
        ("cheap", 3),
        ("unknown", None),
    ]
    assert len(data.models) == 5
    assert (data.now.cost_usd, data.now.priced_requests, data.now.requests) == (8, 4, 13)


async def test_what_is_forgiven_is_no_failure_here_either(context: Context) -> None:
    limited = failed(429, "slow down", timestamp=rfc3339_nano(NOW - HOUR), request_id="a")
    broken = failed(500, "oh", timestamp=rfc3339_nano(NOW - 2 * HOUR), request_id="b")
    keep(context.database, [limited, broken])
    data = await load(context)
    assert [row.status_code for row in data.failures] == [429, 500]
    assert data.now.failed == 2
    await context.rules.set(FailureRules(("rate-limit",)))
    data = await load(context)
    assert [row.status_code for row in data.failures] == [500]
    assert (data.now.failed, sum(step.failed for step in data.health)) == (1, 1)


async def test_one_server_or_all_of_them(context: Context) -> None:
    keep(context.database, [at(1), at(2)], "home")
    keep(context.database, [at(3)], "office")
    assert (await load(context, "office")).now.requests == 1
    assert (await load(context)).now.requests == 3
