"""20,000 random events and 300 random questions: every figure is what plain Python counts from the events alone.

The events lie in segments, merged and not, and in the tail; the oracle shares no code with the engine but the prices'
plain formula.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Figures, Spread
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing import PriceBook, event_cost
from cpam_desktop.domain.pricing_values import ContextTier, Price, ServiceTier, UnitPrices
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.store import prices
from cpam_desktop.store.database import Database
from tests.kit.analysis import ask, seal
from tests.kit.history import breakdown, keep, one, wire

EVENTS, QUESTIONS, DAYS = 20_000, 300, 40
FIRST = datetime(2026, 10, 10, 22, 30, tzinfo=UTC)
ZONES: tuple[tzinfo, ...] = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"))
TIERS = ("auto", "priority", "flex")


@dataclass(frozen=True)
class Fact:
    """What the oracle knows of an event."""

    second: int
    server: str
    request: str
    model: str
    provider: str
    key: str
    account: str
    status: int
    failed: bool
    latency: int | None
    ttft: int
    tier: str
    tokens: Buckets

    @property
    def moment(self) -> datetime:
        return FIRST + timedelta(seconds=self.second)

    @property
    def time_ns(self) -> int:
        return int(self.moment.timestamp()) * 10**9


PRICES = [
    Price("model-1", "user", rates=UnitPrices(1_250_000, 10_000_000, 125_000)),
    Price(
        "model-2",
        "synced",
        rates=UnitPrices(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000),
        context_tiers=(ContextTier(50_000, UnitPrices(6_000_000, 22_500_000)),),
        service_tiers={"priority": ServiceTier(UnitPrices(6_000_000, 30_000_000))},
    ),
    Price("model-3", "catalogue", rates=UnitPrices(7, 11, 3, 5, 5, 13)),
    Price("model-3", "user", int((FIRST + timedelta(days=20)).timestamp()) * 10**9, UnitPrices(70, 110)),
]
BOOK = PriceBook(PRICES)


def _facts() -> list[Fact]:
    random_ = random.Random(4)
    facts: list[Fact] = []
    for number in range(EVENTS):
        failed = random_.random() < 0.1
        output = random_.randrange(5_000)
        facts.append(
            Fact(
                second=random_.randrange(DAYS * 86_400),
                server=random_.choice(("east", "west")),
                request=f"{number:08x}",
                model=f"model-{random_.randrange(6)}",
                provider=random_.choice(("codex", "claude", "openai-compatible-own")),
                key=f"sk-client-key-{random_.randrange(5):04d}",
                account=f"person{random_.randrange(30)}@example.com",
                status=random_.choice((429, 500, 499, 200)) if failed else 200,
                failed=failed,
                latency=None if random_.random() < 0.05 else random_.randrange(30_000),
                ttft=random_.choice((0, random_.randrange(1, 9_000))),
                tier=random_.choice(TIERS),
                tokens=Buckets(
                    random_.randrange(90_000),
                    random_.randrange(50_000),
                    random_.randrange(9_000),
                    output,
                    random_.randrange(output + 1),
                    random_.choice((0, 0, 0, 17)),
                ),
            )
        )
    return facts


def _raw(fact: Fact) -> bytes:
    t = fact.tokens
    return wire(
        timestamp=fact.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        request_id=fact.request,
        model=fact.model,
        provider=fact.provider,
        executor_type="CodexExecutor" if fact.provider == "codex" else "",
        api_key=fact.key,
        source=fact.account,
        service_tier=fact.tier,
        token_breakdown=breakdown(
            t.uncached, t.cache_read, t.cache_write, t.output - t.reasoning, t.reasoning, t.unclassified
        ),
        fail={"status_code": fact.status, "body": ""},
        failed=fact.failed,
        latency_ms=fact.latency,
        ttft_ms=fact.ttft,
    )


@pytest.fixture
def history(database: Database) -> tuple[Database, list[Fact]]:
    """Three quarters are sealed in four runs, in no order of time, and thereby merged; the rest is the tail."""
    facts = _facts()
    for start in range(0, EVENTS, EVENTS // 8):
        batch = facts[start : start + EVENTS // 8]
        for server in ("east", "west"):
            keep(database, [_raw(fact) for fact in batch if fact.server == server], server)
        if start < EVENTS * 3 // 4 and start % (EVENTS // 4):
            seal(database)
    database.write(lambda w: prices.put_prices(w, PRICES, 1)).result(10)
    return database, facts


@dataclass(frozen=True)
class Question:
    """A filter, and the same as a predicate."""

    wanted: EventFilter
    matches: Callable[[Fact], bool]


Test = Callable[[Fact], bool]
STATUSES: tuple[tuple[tuple[str, ...], Test], ...] = (
    (("failed",), lambda fact: fact.failed),
    (("ok", "5xx"), lambda fact: not fact.failed or 500 <= fact.status <= 599),
    (("!429",), lambda fact: fact.status != 429),
)


def _all(tests: Sequence[Test]) -> Test:
    return lambda fact: all(test(fact) for test in tests)


def _between(start: int, end: int) -> Test:
    return lambda fact: start <= fact.second < end


def _is(name: str, value: object) -> Test:
    return lambda fact: getattr(fact, name) == value


def _model(models: set[str], out: bool) -> Test:
    return lambda fact: (fact.model in models) != out


def _slow(fact: Fact) -> bool:
    return fact.latency is not None and fact.latency >= 9_000


def _questions(database: Database) -> Iterator[Question]:
    random_ = random.Random(5)
    uids = {name: one(database, "select uid from server where name = ?", name) for name in ("east", "west")}
    base = int(FIRST.timestamp())
    for _ in range(QUESTIONS):
        fields: dict[str, Any] = {}
        tests: list[Test] = []
        if random_.random() < 0.6:
            ends = sorted(random_.randrange(DAYS * 86_400) for _ in range(2))
            fields["range"] = TimeRange((base + ends[0]) * 10**9, (base + ends[1]) * 10**9)
            tests.append(_between(*ends))
        if random_.random() < 0.3:
            server = random_.choice(("east", "west"))
            fields["servers"] = (uids[server],)
            tests.append(_is("server", server))
        if random_.random() < 0.4:
            models = set(random_.sample([f"model-{n}" for n in range(6)], 2))
            out = random_.random() < 0.5
            fields["models"] = tuple(("!" if out else "") + model.upper() for model in sorted(models))
            tests.append(_model(models, out))
        if random_.random() < 0.3:
            account = f"person{random_.randrange(30)}@example.com"
            fields["accounts"] = (account,)
            tests.append(_is("account", account))
        if random_.random() < 0.3:
            fields["statuses"], test = random_.choice(STATUSES)
            tests.append(test)
        if random_.random() < 0.2:
            fields["min_latency_ms"] = 9_000
            tests.append(_slow)
        if random_.random() < 0.2:
            fields["search"] = f"0{random_.randrange(256):02x}"
            tests.append(partial(_mentions, text=fields["search"]))
        yield Question(EventFilter(**fields), _all(tests))


def _mentions(fact: Fact, text: str) -> bool:
    """Keys are also found by their hash."""
    hashes = [hashlib.sha256(secret.encode()).hexdigest() for secret in (fact.key, fact.account)]
    shown = (
        fact.request,
        fact.model,
        fact.account,
        *hashes,
        f"{fact.key[:3]}…{fact.key[-4:]}",
        "post /v1/chat/completions",
    )
    return any(text in place for place in shown)


def _rank(values: list[int], share: float) -> float:
    rank = share * (len(values) - 1)
    low = int(rank)
    above = values[min(low + 1, len(values) - 1)]
    return values[low] + (above - values[low]) * (rank - low)


def _spread(values: list[int]) -> list[float | None]:
    values = sorted(values)
    if not values:
        return [None] * 5
    return [sum(values) / len(values), *(_rank(values, share) for share in (0.5, 0.9, 0.95, 0.99))]


def _near(values: list[float | None]) -> object:
    """Exact but for the last bits of an interpolation."""
    return pytest.approx(values, rel=1e-12) if None not in values else values


def _tier(fact: Fact) -> str | None:
    return None if fact.tier == "auto" else fact.tier


def _sums(facts: list[Fact]) -> tuple[object, ...]:
    costs = [event_cost(BOOK, f.model, _tier(f), f.time_ns, f.tokens) for f in facts]
    known = [cost for cost in costs if cost is not None]
    sums = [
        sum(getattr(f.tokens, name) for f in facts)
        for name in ("uncached", "cache_read", "cache_write", "output", "reasoning", "unclassified")
    ]
    return (
        len(facts),
        sum(f.failed for f in facts),
        *sums,
        len(known),
        sum(known) if known else None,
        max((f.time_ns for f in facts), default=0),
    )


def _counted(figures: Figures) -> tuple[object, ...]:
    t = figures.tokens
    sums = (t.uncached, t.cache_read, t.cache_write, t.output, t.reasoning, t.unclassified)
    return (figures.requests, figures.failed, *sums, figures.priced_requests, figures.cost_pico, figures.last_ns)


def _list(spread: Spread) -> list[float | None]:
    return [spread.avg, spread.p50, spread.p90, spread.p95, spread.p99]


def _keys(zone: tzinfo) -> dict[str, Callable[[Fact], str]]:
    return {
        "model": lambda f: f.model,
        "account": lambda f: f.account,
        "provider": lambda f: f.provider,
        "channel": lambda f: "own" if f.provider.endswith("-own") else f"{f.provider}/apikey",
        "status": lambda f: str(f.status),
        "day": lambda f: f.moment.astimezone(zone).date().isoformat(),
        "hour": lambda f: f.moment.astimezone(zone).replace(minute=0, second=0).isoformat(),
    }


@pytest.mark.timeout(300)
def test_every_answer_is_what_plain_python_counts(history: tuple[Database, list[Fact]]) -> None:
    database, facts = history
    random_ = random.Random(6)
    sealed = one(database, "select sum(rows) from segment")
    assert 0 < sealed < EVENTS, "both segments and the tail are asked"
    asked = 0
    for question in _questions(database):
        zone = random_.choice(ZONES)
        kind = random_.choice(list(_keys(zone)))
        matching = [fact for fact in facts if question.matches(fact)]
        query = OverviewQuery(question.wanted, step_ns=3_600 * 10**9, groups=(kind,))
        answer = ask(database, lambda analysis, query=query, zone=zone: analysis.overview(query, zone))
        assert _counted(answer.figures) == _sums(matching), question.wanted
        latencies = _spread([f.latency for f in matching if f.latency is not None])
        assert _list(answer.figures.latency_ms) == _near(latencies), question.wanted
        assert _list(answer.figures.ttft_ms) == _near(_spread([f.ttft for f in matching if f.ttft]))
        assert sum(step.requests for step in answer.steps) == len(matching)
        key = _keys(zone)[kind]
        members: dict[str, list[Fact]] = {}
        for fact in matching:
            members.setdefault(key(fact), []).append(fact)
        assert {g.key: _counted(g.figures) for g in answer.groups[kind]} == {k: _sums(m) for k, m in members.items()}
        if asked % 10 == 0:
            _total, groups = ask(database, lambda a, w=question.wanted, k=kind, z=zone: a.groups(w, k, z))
            assert {g.key: _list(g.figures.latency_ms) for g in groups} == {
                k: _near(_spread([f.latency for f in m if f.latency is not None])) for k, m in members.items()
            }
        asked += 1
    assert asked == QUESTIONS
