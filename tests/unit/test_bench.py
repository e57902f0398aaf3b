"""What the bench judges by: its account of what was sent and stored, its goals, its prepared answers."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench import canned_files
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.large import Large
from tests.bench.ledger import time_ns
from tests.bench.workload import Workload, make


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Workload:
    """Made once: seeded, so always the same."""
    return make(tmp_path_factory.mktemp("events"), 3000)


@pytest.fixture
def bench(workload: Workload, tmp_path: Path) -> Bench:
    """A bench whose history is this test's own."""
    return Bench(workload, tmp_path, 1, Large(tmp_path, 3000), print)


def test_the_events_hold_what_the_bench_promises(workload: Workload) -> None:
    shares = workload.shares
    assert (shares.events, shares.models, shares.accounts, shares.keys) == (3000, 41, 200, 24)
    assert (round(shares.failed, 3), shares.failure_texts, round(shares.aliased, 3)) == (0.026, 69, 0.048)
    assert shares.shortfall() == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"models": 29}, "fewer than 30 models"),
        ({"accounts": 199, "keys": 23}, "fewer than 200 accounts, fewer than 24 keys"),
        ({"failed": 0.024}, "not 3 % failures"),
        ({"failure_texts": 1}, "failures without texts of their own"),
        ({"aliased": 0.061}, "not 5 % aliases"),
    ],
)
def test_events_that_hold_less_are_told(workload: Workload, changes: dict[str, float], expected: str) -> None:
    assert dataclasses.replace(workload.shares, **changes).shortfall() == expected


def _change(sql: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.execute(sql)
            file.commit()

    return change


def test_a_whole_history_is_right(bench: Bench) -> None:
    assert bench.check(bench.history()) == ""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("delete from event where id = 7", "3,000 sent, 2,999 stored"),
        (
            "insert into event select (select max(id) + 1 from event), server_id, time_ns + 1,"
            " {rest} from event where id = 7",
            "3,000 sent, 3,001 stored",
        ),
        ("update event set time_ns = time_ns + 1 where id = 7", "as many rows as events, but with other contents"),
        ("update event set raw_total = raw_total + 1 where id = 7", "as many rows as events, but with other contents"),
        ("update event set failed = 1 - failed where id = 7", "as many rows as events, but with other contents"),
        ("update event set model_id = alias_id + 1 where id = 7", "as many rows as events, but with other contents"),
    ],
)
def test_a_lost_doubled_or_changed_event_is_told(bench: Bench, change: str, expected: str) -> None:
    path = bench.history()
    with closing(sqlite3.connect(path)) as file:
        names = [row[1] for row in file.execute("pragma table_info(event)")]
    _change(change.format(rest=", ".join(names[3:])))(path)
    assert bench.check(path) == expected


def test_times_keep_their_nanoseconds() -> None:
    assert time_ns("2026-01-01T00:00:00.019957088Z") == 1_767_225_600_019_957_088
    assert time_ns("2026-01-01T00:00:01.5Z") == 1_767_225_601_500_000_000
    assert time_ns("2026-01-01T00:00:01Z") == 1_767_225_601_000_000_000


def test_a_goal_is_judged_by_the_median() -> None:
    fast = Figure("speed", "events/s", [10.0, 30.0, 20.0], Goal(least=20))
    assert fast.verdict == "goal >= 20: met"
    assert fast.document() == {
        "name": "speed",
        "unit": "events/s",
        "min": 10.0,
        "median": 20.0,
        "max": 30.0,
        "runs": 3,
        "goal": ">= 20",
        "met": True,
        "wrong": None,
        "note": "",
    }
    assert Figure("speed", "events/s", [10.0, 30.0, 19.9], Goal(least=20)).verdict == "goal >= 20: MISSED"
    assert Figure("stall", "ms", [51.0], Goal(most=50)).verdict == "goal <= 50: MISSED"


def test_a_speed_at_which_events_are_lost_meets_no_goal() -> None:
    figure = Figure("speed", "events/s", [30.0], Goal(least=20), wrong="3 sent, 2 stored")
    assert figure.verdict == "WRONG: 3 sent, 2 stored"
    assert figure.document()["met"] is False


def test_prepared_answers_hold_every_event_once(workload: Workload, tmp_path: Path) -> None:
    events = list(workload.events())[:1001]
    canned_files.write(tmp_path, canned_files.HTTP, events, {})
    chunks = canned_files.Chunks(tmp_path / canned_files.HTTP)
    found: list[object] = []
    with chunks.open() as file:
        while place := chunks.next():
            file.seek(place[0])
            head, _, body = file.read(place[1]).partition(b"\r\n\r\n")
            assert head.endswith(f"Content-Length: {len(body)}".encode())
            found.append(json.loads(body))
    assert found == [[json.loads(raw) for raw in events[start : start + 500]] for start in (0, 500, 1000)]
