"""The engine's snapshots: segments and tail are one history, while others store, seal, price and cancel."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import CancelledError
from datetime import UTC

import pytest

from cpam_desktop.analytics import aggregate, sealer, tail
from cpam_desktop.analytics.aggregate import Aggregator, Wants
from cpam_desktop.analytics.engine import Engine, Superseded
from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.pricing import PriceBook
from cpam_desktop.domain.pricing_values import Price, ServiceTier, UnitPrices
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import manifest, prices
from cpam_desktop.store.database import CancelToken, Database
from tests.kit.analysis import ask, engine, seal
from tests.kit.history import failed, keep, wire

ALL = EventFilter()
HOUR_NS = 3_600 * 10**9
START_NS = 1_795_392_000 * 10**9  # 2026-11-23T00:00:00Z


def _at(hour: int) -> str:
    return f"2026-11-23T{hour:02d}:00:00Z"


def _count(database: Database, wanted: EventFilter = ALL) -> int:
    return ask(database, lambda analysis: analysis.figures(wanted)).requests


def test_segments_and_tail_are_one_history(database: Database) -> None:
    keep(database, [wire(request_id=f"a{n}", timestamp=_at(n)) for n in range(5)])
    assert _count(database) == 5
    seal(database)
    assert _count(database) == 5
    keep(database, [wire(request_id=f"b{n}", timestamp=_at(n)) for n in range(7)])
    assert _count(database) == 12
    seal(database)
    keep(database, [failed(500, "x", timestamp=_at(9))])
    assert _count(database) == 13
    assert _count(database, EventFilter(statuses=("failed",))) == 1


def test_a_tail_lets_go_of_what_is_sealed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "_PRUNE_ROWS", 3)
    for number in range(6):
        keep(database, [wire(request_id=f"{number}-{n}", timestamp=_at(n)) for n in range(4)])
        assert _count(database) == (number + 1) * 4
        seal(database)
        assert _count(database) == (number + 1) * 4


def test_an_older_snapshot_than_the_tail_is_told_to_ask_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "_PRUNE_ROWS", 0)
    keep(database, [wire(request_id=f"{n}") for n in range(4)])
    made = Engine(database.path, lambda _connection: PriceBook([]))
    entered, sealed = threading.Event(), threading.Event()

    def old(connection: object) -> None:
        manifest.segments(connection)  # pyright: ignore[reportArgumentType]
        entered.set()
        assert sealed.wait(10)
        with made.snapshot(connection, ALL):  # pyright: ignore[reportArgumentType]
            raise AssertionError("the rows are gone from the tail")

    late = database.read(old)
    assert entered.wait(10)
    seal(database)

    def new(connection: object) -> int:
        with made.snapshot(connection, ALL) as snapshot:  # pyright: ignore[reportArgumentType]
            return snapshot.newest - snapshot.sealed

    assert database.read(new).result(10) == 0
    sealed.set()
    with pytest.raises(Superseded):
        late.result(10)
    made.close()


def test_a_new_price_prices_the_past(database: Database) -> None:
    keep(database, [wire(model="own", timestamp=_at(1)), wire(model="other", request_id="2", timestamp=_at(2))])
    seal(database)
    assert ask(database, lambda analysis: analysis.figures(ALL)).cost_pico is None
    price = Price("own", "user", rates=UnitPrices(1_000_000, 2_000_000))
    database.write(lambda w: prices.put_prices(w, [price], 1)).result(10)
    figures = ask(database, lambda analysis: analysis.figures(ALL))
    assert (figures.cost_pico, figures.priced_requests) == (120 * 1_000_000 + 40 * 2_000_000, 1)
    row = ask(database, lambda analysis: analysis.page(EventFilter(models=("own",)), 1))[0]
    assert row.cost_pico == 200_000_000
    database.write(lambda w: prices.remove_prices(w, ["own"], "user")).result(10)
    assert ask(database, lambda analysis: analysis.figures(ALL)).cost_pico is None


def test_a_price_beyond_64_bits_is_exact(database: Database) -> None:
    big = {"input_tokens": 2**29, "output_tokens": 0, "total_tokens": 2**29}
    keep(database, [wire(model="own", tokens=big, request_id=str(n)) for n in range(3)])
    price = Price("own", "user", rates=UnitPrices(10**12, 0))
    database.write(lambda w: prices.put_prices(w, [price], 1)).result(10)
    assert ask(database, lambda analysis: analysis.figures(ALL)).cost_pico == 3 * 2**29 * 10**12


def test_codex_is_billed_by_what_was_asked_for_and_others_by_what_was_answered(database: Database) -> None:
    tiers = {"service_tier": "priority", "response_service_tier": "default", "model": "own"}
    keep(database, [wire(provider="codex", **tiers)])
    keep(database, [wire(provider="openai", executor_type="OpenAICompatExecutor", request_id="2", **tiers)])
    price = Price(
        "own", "user", rates=UnitPrices(1, 1), service_tiers={"priority": ServiceTier(UnitPrices(1_000, 1_000))}
    )
    database.write(lambda w: prices.put_prices(w, [price], 1)).result(10)
    for _ in ("tail", "sealed"):
        _total, rows = ask(database, lambda analysis: analysis.groups(ALL, "provider", UTC))
        assert {row.key: row.figures.cost_pico for row in rows} == {"codex": 160_000, "openai": 160}
        seal(database)


def test_a_rolling_range_reads_only_its_edges_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "SEGMENT_ROWS", 4)
    monkeypatch.setattr(sealer, "CHUNK", 4)
    keep(database, [wire(request_id=f"{n}", timestamp=_at(n)) for n in range(20)])
    seal(database)
    read: list[bool] = []
    plain = aggregate._part  # pyright: ignore[reportPrivateUsage]

    def counted(*args: object, **options: object) -> object:
        read.append(bool(options.get("timeless")))
        return plain(*args, **options)  # pyright: ignore[reportArgumentType, reportCallIssue]

    monkeypatch.setattr(aggregate, "_part", counted)
    analysis = engine(database)
    for start, expected in ((1, [False]), (2, [True, False]), (3, [False])):
        read.clear()
        wanted = EventFilter(TimeRange(START_NS + start * HOUR_NS, None))
        found = asyncio.run(analysis.overview(OverviewQuery(wanted, step_ns=HOUR_NS, origin_ns=0)))
        assert found.figures.requests == 20 - start
        assert [step.requests for step in found.steps] == [1] * (20 - start)
        assert found.steps[0].start_ns == START_NS + start * HOUR_NS
        assert read == expected, "first one scan, then what lies whole inside is kept, then only the edge"


def test_a_cancelled_question_ends_at_once(database: Database) -> None:
    keep(database, [wire(request_id=f"{n}") for n in range(50)])
    made = Engine(database.path, lambda _connection: PriceBook([]))
    token, started = CancelToken(), threading.Event()

    def slow(connection: object) -> None:
        with made.snapshot(connection, ALL, token) as snapshot:  # pyright: ignore[reportArgumentType]
            started.set()
            snapshot.run("select count(*) from range(1000000) a, range(1000000) b")

    begin = time.monotonic()
    future = database.read(slow, token)
    assert started.wait(10)
    token.cancel()
    with pytest.raises(CancelledError):
        future.result(20)
    assert time.monotonic() - begin < 15
    assert _count(database) == 50
    made.close()


def test_counts_alone_are_counts(database: Database) -> None:
    keep(database, [wire(request_id="1"), failed(429, "x", request_id="2"), failed(500, "y", request_id="3")])
    made = Engine(database.path, lambda _connection: PriceBook([]))
    aggregator = Aggregator(made.folder)

    def counted(connection: object) -> list[int]:
        forgiven = EventFilter(forgiven=(429,))
        with made.snapshot(connection, forgiven) as snapshot:  # pyright: ignore[reportArgumentType]
            return aggregator.ask(snapshot, {}, Wants.COUNTS).total

    assert database.read(counted).result(10) == [3, 1]
    made.close()


def test_questions_beside_a_writer_and_a_sealer_always_see_whole_commits(database: Database) -> None:
    """Each commit brings 10 events; whatever is asked when, the answer is a multiple of 10 and never falls."""
    keep(database, [wire(request_id=f"x{n}", timestamp=_at(n)) for n in range(10)])
    intake, done = Intake(1), threading.Event()

    def write() -> None:
        for number in range(60):
            batch = [wire(request_id=f"{number}-{n}", timestamp=_at(n)) for n in range(10)]
            database.write(intake.job(batch, 1, {})).result(10)
            if number % 7 == 0:
                seal(database)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = [10]
    while not done.is_set():
        seen.append(_count(database))
    writer.join()
    assert seen == sorted(seen)
    assert {count % 10 for count in seen} == {0}
    assert _count(database) == 610


@pytest.mark.parametrize("provider", ["codex", "openai"])
def test_a_row_costs_what_the_figures_say(database: Database, provider: str) -> None:
    texts = ("", "auto", "priority", "fast")
    tiers = [(asked, wanted, said) for asked in texts for wanted in texts for said in texts]
    for number, (asked, wanted, said) in enumerate(tiers):
        fields = {"service_tier": asked, "request_service_tier": wanted, "response_service_tier": said}
        keep(database, [wire(model="own", provider=provider, executor_type="", request_id=f"q{number:03d}", **fields)])
    service = {"priority": ServiceTier(UnitPrices(1_000, 1_000))}
    price = Price("own", "user", rates=UnitPrices(1, 1), service_tiers=service)
    database.write(lambda w: prices.put_prices(w, [price], 1)).result(10)
    rows = ask(database, lambda analysis: analysis.page(ALL, 100))
    assert len(rows) == len(tiers)
    assert {row.cost_pico for row in rows} == {160, 160_000}
    assert sum(row.cost_pico or 0 for row in rows) == ask(database, lambda analysis: analysis.figures(ALL)).cost_pico
