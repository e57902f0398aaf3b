"""Filters: OR within a kind, AND across kinds; by label or hash, case ignored."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.store import pages
from cpam_desktop.store.database import Database
from tests.kit.analysis import ask
from tests.kit.history import CLIENT_HASH, failed, keep, one, someone, wire

START = 1_795_404_800_000_000_000  # 2026-11-23T03:33:20Z
SECOND = 1_000_000_000


def _at(second: int, nanos: int = 0) -> str:
    return f"2026-11-23T03:33:{20 + second:02d}.{nanos:09d}Z"


@pytest.fixture
def history(database: Database) -> Database:
    """Eight events, a to h, one a second; `snapshots` names the account of one credential."""
    codex = {"provider": "codex", "auth_type": "apikey"}
    compat = {"provider": "openai-compatible-FakeOAI", "executor_type": "OpenAICompatExecutor"}
    snapshots = {"claude-index": someone("alice@example.com", provider="claude")}
    batch = [
        wire(request_id="a", timestamp=_at(0), model="gpt-plain", alias="nice-alias", **codex),
        wire(request_id="b", timestamp=_at(1), model="GPT-plain", **compat),
        wire(request_id="c", timestamp=_at(2), model="claude_x", provider="claude", auth_index="claude-index"),
        failed(429, "slow down: 100% used", request_id="d", timestamp=_at(3), model="claude_x", provider="claude"),
        failed(500, "Internal Ärger", request_id="e", timestamp=_at(4), api_key="sk-client-beta-000002", **codex),
        failed(200, "unexpected EOF", request_id="f", timestamp=_at(5), endpoint="POST /v1/messages", **codex),
        failed(0, "", request_id="g", timestamp=_at(6), source="bob@example.com", auth_index="bob", **codex),
        wire(request_id="h", timestamp=_at(7), api_key="", source="", endpoint="POST /v1/responses", **codex),
    ]
    assert keep(database, batch, "first", snapshots=snapshots).inserted == 8
    return database


def _found(database: Database, wanted: EventFilter) -> str:
    def query(connection: sqlite3.Connection) -> list[str]:
        rows = pages.page(connection, wanted, 100)
        return [row.request_id for row in rows]

    found = sorted(database.read(query).result(10))
    from_columns = ask(database, lambda analysis: analysis.opening(wanted, 100))
    assert sorted(row.request_id for row in from_columns.rows) == found
    assert from_columns.total == len(found)
    return "".join(found)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EventFilter(), "abcdefgh"),
        (EventFilter(models=("gpt-plain",)), "abefgh"),
        (EventFilter(models=("GPT-PLAIN", "other")), "abefgh"),
        (EventFilter(models=(" Claude_X ",)), "cd"),
        (EventFilter(models=("nice-alias",)), ""),
        (EventFilter(models=("gpt",)), ""),
        (EventFilter(models=("claude%x",)), ""),
        (EventFilter(models=("gpt-plain", "claude_x")), "abcdefgh"),
        (EventFilter(providers=("CLAUDE",)), "cd"),
        (EventFilter(providers=("openai-compatible-fakeoai",)), "b"),
        (EventFilter(channels=("fakeoai",)), "b"),
        (EventFilter(channels=("codex/apikey", "FAKEOAI")), "abefgh"),
        (EventFilter(endpoints=("post /v1/MESSAGES",)), "f"),
        (EventFilter(accounts=("Alice@Example.com",)), "c"),
        (EventFilter(accounts=("bob@example.com", "alice@example.com")), "cg"),
        (EventFilter(accounts=("sk-…1111",)), "abdef"),
        (EventFilter(accounts=("sk-…1111 · cc01de93",)), "abdef"),
        (EventFilter(api_keys=(CLIENT_HASH,)), "abcdfg"),
        (EventFilter(api_keys=(CLIENT_HASH.upper(),)), "abcdfg"),
        (EventFilter(api_keys=("175c34b6",)), "abcdfg"),
        (EventFilter(api_keys=("175C34B6",)), "abcdfg"),
        (EventFilter(api_keys=("175c34b",)), ""),
        (EventFilter(api_keys=("sk-…0002",)), "e"),
        (EventFilter(api_keys=("sk-…0001", "sk-…0002")), "abcdefg"),
        (EventFilter(statuses=("ok",)), "abch"),
        (EventFilter(statuses=("failed",)), "defg"),
        (EventFilter(statuses=("429",)), "d"),
        (EventFilter(statuses=("5xx",)), "e"),
        (EventFilter(statuses=("4xx", "5xx")), "de"),
        (EventFilter(statuses=("200",)), "abcfh"),
        (EventFilter(statuses=("!429",)), "abcefgh"),
        (EventFilter(statuses=("!ok",)), "defg"),
        (EventFilter(statuses=("failed", "!429", "!5xx")), "fg"),
        (EventFilter(statuses=("!2xx",)), "deg"),
        # AND across kinds.
        (EventFilter(models=("gpt-plain",), statuses=("failed",)), "efg"),
        (EventFilter(providers=("claude",), accounts=("alice@example.com",), statuses=("failed",)), ""),
        # Search: request id, model, alias, account, key, path, error text.
        (EventFilter(search="NICE"), "a"),
        (EventFilter(search="claude_"), "cd"),
        (EventFilter(search="claud_x"), ""),
        (EventFilter(search="100%"), "d"),
        (EventFilter(search="0%u"), ""),
        (EventFilter(search="slow DOWN"), "d"),
        (EventFilter(search="Ärger"), "e"),
        (EventFilter(search="example.com"), "cg"),
        (EventFilter(search="0002"), "e"),
        (EventFilter(search="/v1/m"), "f"),
        (EventFilter(search="  eof "), "f"),
        (EventFilter(search="nowhere"), ""),
        (EventFilter(search="'; drop table event; --"), ""),
        (EventFilter(search="\\"), ""),
        (EventFilter(search="gpt", statuses=("5xx",)), "e"),
    ],
    ids=str,
)
def test_a_filter_finds_what_it_names(history: Database, wanted: EventFilter, found: str) -> None:
    assert _found(history, wanted) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, "abcdefgh"),
        (START, START + 8 * SECOND, "abcdefgh"),
        (START, START + 7 * SECOND, "abcdefg"),
        (START + 1, START + 7 * SECOND + 1, "bcdefgh"),
        (START + 3 * SECOND, START + 4 * SECOND, "d"),
        (START + 3 * SECOND, START + 3 * SECOND, ""),
        (None, START, ""),
        (START + 7 * SECOND, None, "h"),
        (0, 2**63 - 1, "abcdefgh"),
    ],
)
def test_ranges_are_half_open(history: Database, start: int | None, end: int | None, found: str) -> None:
    assert _found(history, EventFilter(TimeRange(start, end))) == found


def test_servers_are_named_by_their_uid(history: Database) -> None:
    keep(history, [wire(request_id="z")], "second")
    first, second = (one(history, "select uid from server where name = ?", name) for name in ("first", "second"))
    assert _found(history, EventFilter(servers=(first,))) == "abcdefgh"
    assert _found(history, EventFilter(servers=(second,))) == "z"
    assert _found(history, EventFilter(servers=(first, second), statuses=("ok",))) == "abchz"
    assert _found(history, EventFilter(servers=("unknown",))) == ""


def test_a_name_is_looked_for_on_every_server(history: Database) -> None:
    keep(history, [wire(request_id="z")], "second")
    wanted = EventFilter(models=("gpt-plain",), api_keys=("175c34b6",))
    assert _found(history, wanted) == "abfgz"


def test_a_filter_of_two_thousand_names_works(history: Database) -> None:
    names = tuple(f"model-{number}" for number in range(2000))
    assert _found(history, EventFilter(models=(*names, "claude_x"))) == "cd"
    assert _found(history, replace(EventFilter(), servers=names)) == ""


def test_a_search_among_many_error_texts_works(history: Database) -> None:
    batch = [failed(500, f"failure {number}", request_id=f"n{number}") for number in range(3000)]
    keep(history, batch)
    assert _found(history, EventFilter(search="failure 2999")) == "n2999"
    wanted = EventFilter(search="failure")
    assert ask(history, lambda analysis: analysis.count(wanted)) == 3000
