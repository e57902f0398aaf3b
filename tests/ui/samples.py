"""States to draw pages with, made by hand: long names, failures, gaps, nothing at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cpam_desktop.domain.analysis import TABS, Heat, Overview
from cpam_desktop.domain.anomalies import DIMENSIONS, Anomaly, Odd
from cpam_desktop.domain.clock import from_datetime
from cpam_desktop.domain.collecting import CollectorStatus, Gap, GapReason, Mode, State
from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import EventRow, Figures, Group, Spread, TimeBucket
from cpam_desktop.domain.fleet import Check, ConfigSummary, CredentialCounts, ServerFacts, ServerState
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.domain.time_steps import edges
from cpam_desktop.services.dashboard import DashboardData
from cpam_desktop.ui.analytics.loading import AnalyticsState, Choice, Side
from cpam_desktop.ui.analytics.periods import period_of
from cpam_desktop.ui.dashboard.cards import health_start
from cpam_desktop.ui.models.blocks import Key
from cpam_desktop.ui.models.windowed import Fresh, Opening
from cpam_desktop.ui.monitoring.ranges import span_of
from cpam_desktop.ui.pages.dashboard import DashboardState
from cpam_desktop.ui.pages.monitoring import MonitoringState

NOW = datetime(2026, 11, 23, 14, 32, 6, tzinfo=UTC)
NOW_NS = from_datetime(NOW)
MINUTE = 60_000_000_000
EMAIL = "anneliese.van-der-hoogeveen@research.example.com"
BUCKETS = Buckets(1_200_000, 9_800_000, 4_000, 612_345, 77_777, 0)
FIGURES = Figures(12_345, 678, BUCKETS, Spread(4321, 2100, 9000, 21_900, 61_000), Spread(900, 700, 1500, 2400, 9000))

PROFILE = ServerProfile(
    "uid-1", "Production Europe (a rather long name)", "https://cpa.production.example.com:8317/with/a/path"
)
TESTED = ConnectionTest(PROFILE.url, None, "7.2.140", 42, True, 60, ("short_retention",))
STATUS = CollectorStatus(
    "uid-1",
    transport=Mode.HTTP,
    state=State.WAITING,
    received=8_163,
    lag_ms=1_250,
    last_stored_ns=NOW_NS,
    dead_letters=3,
    last_error="The server could not be reached: cpa.production.example.com:8317 refused the connection. "
    "Check the address, the network and whether CPA runs.",
    warnings=("short_retention",),
    gaps=(Gap(NOW_NS - 50 * MINUTE, NOW_NS - 42 * MINUTE, GapReason.SERVER_AWAY, certain=True),),
)
CONFIG = ConfigSummary("fill-first", 3, logs_to_file=True, debug=True, uses_proxy=True, provider_keys=12)
FACTS = ServerFacts("2026-08-22T00:00:00Z", CONFIG, CredentialCounts(1_027, 4, 2), 114, "v7.2.141")
SERVER = ServerState(
    PROFILE, test=TESTED, tested_ns=NOW_NS, good_ns=NOW_NS - 3_000_000_000, collector=STATUS, facts=FACTS
)
UNREACHABLE = replace(SERVER, test=ConnectionTest(PROFILE.url, NotReachable("it refused the connection")))


def row(number: int, **changes: Any) -> EventRow:
    """One attempt; a higher number is newer."""
    given = EventRow(
        id=number,
        time_ns=NOW_NS - (1_000 - number) * 1_000_000_000,
        server=PROFILE.name,
        request_id=f"req-{number:08x}",
        provider="claude",
        executor="ClaudeExecutor",
        auth_type="oauth",
        channel="claude/oauth",
        model="claude-opus-4-5-20251101-with-a-long-suffix",
        alias="",
        account=EMAIL,
        label=EMAIL,
        auth_file=f"claude-{EMAIL}.json",
        auth_index="a1b2",
        project="demo-project",
        source="",
        api_key="sk-…9f2c · 49ebc558",
        api_key_hash="49ebc558",
        endpoint="POST /v1/chat/completions/with/a/long/tail",
        failed=False,
        generate=True,
        status_code=200,
        error="",
        latency_ms=62_600,
        ttft_ms=910,
        effort="xhigh",
        tier="priority",
        response_tier="",
        client_ip="203.0.113.7",
        forwarded_for="198.51.100.4",
        user_agent="agent/1.0",
        quality="complete",
        tokens=Buckets(30_300, 20_800, 100, 2_100, 900, 0),
        headers={},
    )
    return replace(given, **changes)


FAILED = row(
    7,
    failed=True,
    status_code=429,
    tokens=Buckets(),
    error=json.dumps({"error": {"type": "usage_limit_reached", "resets_in_seconds": 4320, "message": f"{EMAIL}: no"}}),
    headers={"Retry-After": "4320", "X-Request-Id": "req_c0385e0e41242165"},
)
ROWS = [FAILED if number % 7 == 0 else row(number) for number in range(300, 0, -1)]


class Memory:
    """A source of rows for the realtime table, without services."""

    def __init__(self, rows: Sequence[EventRow] = ROWS) -> None:
        self.rows = list(rows)

    def key(self, row: EventRow) -> Key:
        return (row.time_ns, row.id)

    async def open(self, limit: int) -> Opening[EventRow]:
        return Opening(self.rows[:limit], len(self.rows), max((row.id for row in self.rows), default=0))

    async def page(self, after: Key, limit: int) -> Sequence[EventRow]:
        return [row for row in self.rows if self.key(row) < after][:limit]

    async def skip(self, after: Key, rows: int) -> Key | None:
        below = [self.key(row) for row in self.rows if self.key(row) < after]
        return below[rows - 1] if rows <= len(below) else None

    async def since(self, mark: int, limit: int) -> Fresh[EventRow]:
        return Fresh([], mark)


CHECKS = (
    Check("server", True, "https://cpa.production.example.com:8317 answered in 42 ms"),
    Check("key", True, "the management key was accepted; CPA 7.2.140"),
    Check(
        "statistics",
        False,
        "usage-statistics-enabled is false, so CPA records nothing",
        "Turn on usage-statistics-enabled; no restart is needed.",
        "turn_on_statistics",
    ),
    Check(
        "retention",
        False,
        "unread events are kept for 60 s",
        "Set redis-usage-queue-retention-seconds to 3600, so that a restart loses nothing.",
        "extend_retention",
    ),
    Check("transport", None, "waits for the check above"),
    Check("consumer", None, "needs a running collector to tell"),
    Check("received", False, "no event was ever stored", "Send one request through CPA."),
)


def _buckets(step_ns: int, start_ns: int, count: int) -> tuple[TimeBucket, ...]:
    return tuple(
        TimeBucket(start_ns + place * step_ns, 900 + place, place % 5 * 30, 1_000_000 + place * 50_000)
        for place in range(count)
    )


def monitoring(*, empty: bool = False) -> MonitoringState:
    """A busy day, or a server without any event."""
    span = span_of("today", NOW, UTC)
    if empty:
        return MonitoringState(span, NOW_NS, Figures(), Figures(), (), CHECKS)
    buckets = _buckets(span.step_ns, span.chart[0], 29)
    groups = {kind: tuple(_group(kind, number) for number in range(9, 0, -1)) for kind in TABS}
    return MonitoringState(span, NOW_NS, FIGURES, FIGURES, buckets, groups=groups)


def _group(kind: str, number: int) -> Group:
    return Group(f"{kind}-{number}", EMAIL, replace(FIGURES, requests=1_234_567 * number, last_ns=NOW_NS))


def dashboard(*, empty: bool = False) -> DashboardState:
    """A busy day, or the first minute of all."""
    today, traffic = span_of("today", NOW, UTC), span_of("7d", NOW, UTC)
    if empty:
        nothing = Figures()
        data = DashboardData(nothing, nothing, nothing)
        return DashboardState(data, today, traffic, NOW_NS)
    group = Group("m", "claude-opus-4-5-20251101-with-a-long-suffix", FIGURES)
    data = DashboardData(
        now=FIGURES,
        before=FIGURES,
        recent=FIGURES,
        traffic=_buckets(traffic.step_ns, traffic.chart[0], 60),
        earlier=_buckets(traffic.step_ns, traffic.chart[0] - 7 * 86_400 * 1_000_000_000, 60),
        health=_buckets(600_000_000_000, health_start(NOW_NS), 144),
        models=(group,) * 5,
        channels=(group,) * 5,
        failures=(FAILED,) * 5,
    )
    return DashboardState(data, today, traffic, NOW_NS)


def analytics(*, empty: bool = False) -> AnalyticsState:
    """Two busy weeks compared with those before, long names, something that stood out; or nothing at all."""
    period = period_of("7d", NOW, UTC)
    at = edges(period.start_ns, period.end_ns, UTC, daily=False)
    choice = Choice(compare="side:before")
    if empty:
        return AnalyticsState(choice, period, at, 1, Side(Overview(Figures()), at))
    group = Group("m", "claude-opus-4-5-20251101-with-a-long-suffix", replace(FIGURES, cost_pico=12_345 * 10**12))
    groups = dict.fromkeys(DIMENSIONS, (group,) * 9)
    heat = tuple(Heat(day, hour, replace(FIGURES, requests=day * hour)) for day in range(7) for hour in range(24))
    overview = Overview(FIGURES, groups=groups, heat=heat, latency_bars=(5, *range(22)), ttft_bars=(9,) * 23)
    side = Side(overview, at, (FIGURES,) * (len(at) - 1))
    anomalies = tuple(
        Anomaly(kind, at[9 * place], at[9 * place + 4], 12_345.0, 678.0, 9.0) for place, kind in enumerate(Odd)
    )
    return AnalyticsState(choice, period, at, 150, side, side, anomalies)
