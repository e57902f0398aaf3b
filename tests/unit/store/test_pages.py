from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Cursor, EventRow
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import pages
from cpam_desktop.store.database import Database
from tests.kit.analysis import ask
from tests.kit.history import CLIENT_HASH, breakdown, failed, keep, one, someone, wire

T = TypeVar("T")
ALL = EventFilter()


def _ask(database: Database, query: Callable[[sqlite3.Connection], T]) -> T:
    return database.read(query).result(10)


def _page(database: Database, limit: int, before: Cursor | None = None, wanted: EventFilter = ALL) -> list[EventRow]:
    return _ask(database, lambda connection: pages.page(connection, wanted, limit, before))


def _stamp(second: int) -> str:
    return f"2026-11-23T03:{second // 60:02d}:{second % 60:02d}Z"


def _names(rows: list[EventRow]) -> list[str]:
    return [row.request_id for row in rows]


def test_a_row_shows_everything_and_no_secret(database: Database) -> None:
    record = failed(
        429,
        '{"error":"slow down sk-fake-oai-aaaa1111"}',
        alias="asked",
        x_forwarded_for="203.0.113.9",
        reasoning_effort="high",
        response_service_tier="default",
        generate=False,
        response_headers={"Retry-After": ["5"], "Set-Cookie": ["no"]},
        token_breakdown=breakdown(1, 2, 3, 4, 5, 6),
    )
    snapshot = someone("alice@example.com", label="Alice")
    keep(database, [record], snapshots={"cb3c5eb4152635f2": snapshot})
    assert _page(database, 10) == [
        EventRow(
            id=1,
            time_ns=1_795_404_831_073_341_464,
            server="cpa",
            request_id="43bcd0c7",
            provider="codex",
            executor="CodexExecutor",
            auth_type="apikey",
            channel="codex/apikey",
            model="gpt-plain",
            alias="asked",
            account="alice@example.com",
            label="Alice",
            auth_file="alice@example.com.json",
            auth_index="cb3c5eb4152635f2",
            project="",
            source="sk-…1111",
            api_key="sk-…0001 · 175c34b6",
            api_key_hash=CLIENT_HASH,
            endpoint="POST /v1/chat/completions",
            failed=True,
            generate=False,
            status_code=429,
            error='{"error":"slow down sk-…1111"}',
            latency_ms=12,
            ttft_ms=2,
            effort="high",
            tier="auto",
            response_tier="default",
            client_ip="127.0.0.1",
            forwarded_for="203.0.113.9",
            user_agent="my-agent/1.2",
            quality="complete",
            tokens=Buckets(1, 2, 3, 9, 5, 6),
            headers={"Retry-After": "5"},
            account_key="alice@example.com",
            provider_label="codex",
            channel_label="codex/apikey",
            billed_tier="auto",
        )
    ]


def test_pages_come_newest_first_whatever_came_first(database: Database) -> None:
    order = [3, 1, 4, 0, 2]
    keep(database, [wire(request_id=f"{second}", timestamp=_stamp(second)) for second in order])
    assert _names(_page(database, 3)) == ["4", "3", "2"]
    assert _names(_page(database, 3, Cursor(_page(database, 3)[-1].time_ns, _page(database, 3)[-1].id))) == ["1", "0"]
    assert _page(database, 3, Cursor(0, 0)) == []


def test_events_of_one_moment_are_each_shown_once(database: Database) -> None:
    keep(database, [wire(request_id=f"{number}") for number in range(25)])
    shown: list[str] = []
    before: Cursor | None = None
    while rows := _page(database, 4, before):
        shown += _names(rows)
        before = rows[-1].cursor
    assert shown == [f"{number}" for number in reversed(range(25))]


def test_new_rows_do_not_move_the_pages_below_a_cursor(database: Database) -> None:
    keep(database, [wire(request_id=f"{second}", timestamp=_stamp(second)) for second in range(10)])
    first = _page(database, 4)
    late = [wire(request_id="new", timestamp=_stamp(50)), wire(request_id="older", timestamp=_stamp(9))]
    keep(database, late)
    assert _names(_page(database, 4, first[-1].cursor)) == ["5", "4", "3", "2"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["a", "b"]), st.booleans()), max_size=30),
    st.integers(1, 7),
    st.integers(0, 10**9),
)
def test_paging_gives_every_row_once_in_order(
    database: Database, facts: list[tuple[int, str, bool]], size: int, example: int
) -> None:
    name = f"{example}-{one(database, 'select count(*) from server')}"
    keep(
        database,
        [
            wire(request_id=f"{number}", timestamp=_stamp(second), model=model, failed=bad)
            for number, (second, model, bad) in enumerate(facts)
        ],
        name,
    )
    uid = one(database, "select uid from server where name = ?", name)
    for wanted, matching in (
        (EventFilter(servers=(uid,)), list(enumerate(facts))),
        (
            EventFilter(servers=(uid,), models=("A",), statuses=("failed",)),
            [(number, fact) for number, fact in enumerate(facts) if fact[1] == "a" and fact[2]],
        ),
    ):
        expected = [f"{number}" for number, _ in sorted(matching, key=lambda item: (-item[1][0], -item[0]))]
        shown: list[str] = []
        before: Cursor | None = None
        while rows := _page(database, size, before, wanted):
            assert len(rows) == min(size, len(expected) - len(shown))
            shown += _names(rows)
            before = rows[-1].cursor
        assert shown == expected
        assert ask(database, lambda analysis, wanted=wanted: analysis.count(wanted)) == len(expected)


def test_what_was_added_since_is_what_a_live_table_lacks(database: Database) -> None:
    keep(database, [wire(request_id="1", timestamp=_stamp(9))])
    seen = _ask(database, pages.newest_id)
    keep(database, [wire(request_id="late", timestamp=_stamp(1)), wire(request_id="new", timestamp=_stamp(10))])
    keep(database, [wire(request_id="1", timestamp=_stamp(9)), failed(500, "x", request_id="bad")])

    def added(connection: sqlite3.Connection, wanted: EventFilter = ALL, limit: int = 100) -> list[EventRow]:
        return pages.added_since(connection, wanted, seen, limit)

    assert _names(_ask(database, added)) == ["bad", "new", "late"]
    assert _names(_ask(database, lambda connection: added(connection, EventFilter(statuses=("ok",))))) == [
        "new",
        "late",
    ]
    assert _names(_ask(database, lambda connection: added(connection, limit=1))) == ["bad"]


def test_an_empty_history_has_no_newest_row(database: Database) -> None:
    assert _ask(database, pages.newest_id) == 0
    assert _page(database, 10) == []
    assert ask(database, lambda analysis: analysis.count(ALL)) == 0


@pytest.mark.parametrize(("rows", "name"), [(1, "8"), (2, "7"), (9, "0")])
def test_a_position_below_another_is_found(database: Database, rows: int, name: str) -> None:
    keep(database, [wire(request_id=f"{second}", timestamp=_stamp(second)) for second in range(10)])
    newest = _page(database, 1)[0].cursor
    found = ask(database, lambda analysis: analysis.skip(ALL, newest, rows))
    assert found is not None
    assert one(database, "select request_id from event where id = ?", found.id) == name
    assert ask(database, lambda analysis: analysis.skip(ALL, newest, 10)) is None


def test_the_attempts_of_a_request_come_oldest_first(database: Database) -> None:
    def attempt(stamp: str, **more: Any) -> bytes:
        return wire(timestamp=stamp, **more)

    keep(
        database,
        [
            attempt("2026-11-23T03:00:02Z", model="second"),
            attempt("2026-11-23T03:00:01Z", model="first"),
            attempt("2026-11-23T03:10:01Z", model="ten minutes later"),
            attempt("2026-11-23T03:10:03Z", model="too late"),
            attempt("2026-11-23T03:00:01Z", model="another request", request_id="x"),
            attempt("2026-11-23T03:00:01Z", model="no id", request_id=""),
        ],
    )
    keep(database, [attempt("2026-11-23T03:00:01Z", model="another server")], "other")

    def models(row_id: int) -> list[str]:
        return [row.model for row in _ask(database, lambda connection: pages.same_request(connection, row_id))]

    assert models(1) == ["first", "second", "ten minutes later"]
    assert models(6) == []
    assert models(999) == []
