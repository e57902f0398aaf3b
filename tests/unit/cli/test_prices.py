"""`prices`: the price table on the command line, the JSON of each action as the examples in `tests/data/cli`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kit.history import DATA, CommandLine, wire
from tests.kit.shapes import shape

LIST = DATA / "prices" / "list.json"
USED = ("gpt-5.4", "gpt-plain", "gpt-two", "mine", "nope")
SET = ["--input", "3", "--output", "15.5", "--cache-read", "0.3", "--reasoning", "20"]
TIERS = ["--above", "200000:input=6,cache-read=0.6", "--tier", "Flex=0.5", "--tier", "priority:input=7"]


@pytest.fixture
def work(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A history with five models, one of them with a price of its own and one with an older synced price."""
    monkeypatch.chdir(tmp_path)
    Path("events.jsonl").write_bytes(b"\n".join(wire(model=m, alias="best", request_id=m) for m in USED))
    assert cli("import", "events.jsonl").status == 0
    old = {"gpt-plain": {"input_cost_per_token": 1e-06}, "bad": 1}
    Path("old.json").write_text(json.dumps(old))
    assert cli("prices", "sync", "--file", "old.json").status == 0
    assert cli("prices", "set", "mine", *SET, *TIERS, "--from", "2026-11-01", "--tz", "Europe/Berlin").status == 0
    return cli


VERBS: dict[str, list[str]] = {
    "prices-list": ["list"],
    "prices-sync": ["sync", "--file", str(LIST), "--choose", "gpt-two=azure/gpt-two"],
    "prices-set": ["set", "other", *SET, *TIERS],
    "prices-remove": ["remove", "mine"],
    "prices-import": ["import", str(DATA / "prices" / "service-1.1.4.json")],
    "prices-export": ["export", "-o", "out.json"],
    "prices-rule": ["rule", "add", "claude-*", "--long-write"],
}


def _run(work: CommandLine, *arguments: str) -> Any:
    ran = work("prices", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["schema"] == 1
    return ran.json


@pytest.mark.parametrize("name", VERBS)
def test_the_json_is_that_of_the_example(work: CommandLine, name: str) -> None:
    _run(work, "rule", "add", "local-*", "gpt-5.4")
    example = json.loads((DATA / "cli" / f"{name}.json").read_text(encoding="utf-8"))
    found = _run(work, *VERBS[name])
    assert shape(found) == shape(example)
    assert list(found) == list(example)


def _prices(work: CommandLine) -> dict[str, Any]:
    return {one["model"]: one["price"] for one in _run(work, "list")["prices"]}


def test_the_list_shows_what_is_in_force_and_what_has_no_price(work: CommandLine) -> None:
    found = _prices(work)
    assert list(found) == list(USED), "what clients ask for is no model of the history"
    assert (found["gpt-two"], found["nope"]) == (None, None)
    assert (found["gpt-5.4"]["source"], found["gpt-5.4"]["input"]) == ("catalogue", 2.5)
    mine = found["mine"]
    assert (mine["source"], mine["from"]) == ("user", "2026-10-31T23:00:00+00:00")
    assert (mine["input"], mine["output"], mine["cache_read"], mine["cache_write"]) == (3, 15.5, 0.3, None)
    assert [(one["above"], one["input"], one["cache_read"]) for one in mine["context_tiers"]] == [(200000, 6, 0.6)]
    assert [(one["tier"], one["multiplier"], one["input"]) for one in mine["service_tiers"]] == [
        ("flex", "1/2", None),
        ("priority", None, 7),
    ]
    assert [one["model"] for one in _run(work, "list", "--unpriced")["prices"]] == ["gpt-two", "nope"]


def test_money_is_a_number_as_it_was_given(work: CommandLine) -> None:
    work("prices", "set", "x", "--input", "0.0000001", "--output", "10.10")
    ran = work("prices", "list", "--json").out
    assert '"input":0,"output":10.1,' in ran
    work("prices", "set", "x", "--input", "0.1234567", "--output", "100")
    assert '"input":0.123457,"output":100,' in work("prices", "list", "--json").out


def test_a_dry_run_stores_nothing_and_a_sync_never_touches_ones_own(work: CommandLine) -> None:
    work("prices", "set", "gpt-plain", "--input", "9")
    before = _prices(work)
    found = _run(work, "sync", "--file", str(LIST), "--dry-run")
    assert found["applied"] is None
    (changed,) = found["changed"]
    assert (changed["model"], changed["own_price_stays"], changed["old"]["input"], changed["new"]["input"]) == (
        "gpt-plain", True, 1, 1.25,
    )  # fmt: skip
    assert [one["entry"] for one in found["ambiguous"][0]["candidates"]] == [
        "azure/gpt-two",
        "openrouter/openai/gpt-two",
    ]
    assert _prices(work) == before
    assert _run(work, "sync", "--file", str(LIST))["applied"] == 1
    assert _prices(work)["gpt-plain"]["input"] == 9


def test_rules_price_a_name_as_another_and_writes_as_long(work: CommandLine) -> None:
    _run(work, "rule", "add", "nop*", "gpt-5.4")
    added = _run(work, "rule", "add", "mine", "--long-write")
    assert added["rules"] == [
        {"kind": "long-write", "pattern": "mine", "model": None},
        {"kind": "model", "pattern": "nop*", "model": "gpt-5.4"},
    ]
    lines = {one["model"]: one for one in _run(work, "list")["prices"]}
    assert (lines["nope"]["rule"], lines["nope"]["price"]["model"]) == ("nop*", "gpt-5.4")
    assert lines["mine"]["long_writes"] is True
    assert _run(work, "rule", "remove", "NOP*")["rules"] == added["rules"][:1]


def test_an_exported_table_is_imported_again(work: CommandLine) -> None:
    _run(work, "export", "-o", "out.json")
    _run(work, "remove", "mine")
    assert _prices(work)["mine"] is None
    assert _run(work, "import", "out.json") == {"schema": 1, "imported": 2, "bad": []}
    assert _prices(work)["mine"]["output"] == 15.5


def test_people_get_tables_and_words(work: CommandLine) -> None:
    listed = work("prices", "list").out
    assert "not priced" in listed
    assert "> 200,000, flex, priority" in listed
    said = work("prices", "sync", "--file", LIST, "--dry-run")
    assert "openrouter/openai/gpt-two" in said.out
    assert "12 entries: 0 new, 1 changed, 0 unchanged, 1 ambiguous, 3 unknown; nothing is stored" in said.err
    assert "Left out bad-negative: input_cost_per_token is negative." in said.err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["set", "m", "--input", "-1"], 2, "is negative"),
        (["set", "m", "--input", "cheap"], 2, "no price in USD"),
        (["set", "m", "--cache-read", "1"], 2, "at least what input or output"),
        (["set", "m", "--input", "1", "--above", "x:input=1"], 2, "no number of tokens"),
        (["set", "m", "--input", "1", "--above", "5:inputs=1"], 2, "no rate"),
        (["set", "m", "--input", "1", "--tier", "flex=1e999999999"], 2, "--tier"),
        (["set", "m", "--input", "1", "--from", "soon"], 2, "no date"),
        (["remove", "nobody"], 2, "no user price"),
        (["sync", "--file", "absent.json"], 1, "cannot be read"),
        (["sync", "--url", "http://127.0.0.1:1/x"], 1, "could not be fetched"),
        (["sync", "--file", "events.jsonl"], 2, "price list"),
        (["sync", "--file", "old.json", "--choose", "x"], 2, "MODEL=ENTRY"),
        (["sync", "--file", "old.json", "--choose", "x=y"], 2, "was not offered"),
        (["rule", "add", "x"], 2, "either a MODEL or --long-write"),
        (["rule", "remove", "x"], 2, "no model rule"),
        (["import", "old.json"], 2, "price table"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    work: CommandLine, arguments: list[str], status: int, words: str
) -> None:
    ran = work("prices", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1
