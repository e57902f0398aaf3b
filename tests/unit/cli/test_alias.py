"""`alias`: names on the command line, the JSON of each action as the examples in `tests/data/cli`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kit.history import CLIENT_HASH, CLIENT_KEY, DATA, RECORDED, CommandLine
from tests.kit.shapes import shape

BETA = "ce9793e4ce7c1b9f04ca70fc7ebd7594d02ad1cb27a4bd2c1cfcd68e696defbb"
ITEMS = {"items": [{"apiKeyHash": BETA, "alias": "Laptop", "updatedAtMs": 1_795_405_232_967}]}


@pytest.fixture
def work(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The recorded events in the history, one key with a name, `names.json` to import."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    assert cli("import", RECORDED).status == 0
    assert cli("alias", "set", "175c34b6", "Build server").status == 0
    return cli


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("alias-list", ["list", "--all"]),
        ("alias-set", ["set", "sk-…0001", "Build"]),
        ("alias-remove", ["remove", "Build server"]),
        ("alias-import", ["import", "names.json"]),
        ("alias-export", ["export", "-o", "out.json"]),
    ],
)
def test_the_json_is_that_of_the_example(work: CommandLine, name: str, arguments: list[str]) -> None:
    ran = work("alias", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    example = json.loads((DATA / "cli" / f"{name}.json").read_text(encoding="utf-8"))
    assert shape(ran.json) == shape(example)
    assert list(ran.json) == list(example)


def test_a_name_is_shown_in_reports_and_rows_and_filters_by(work: CommandLine) -> None:
    report = work("report", "--json", "--range", "all", "--group-by", "api-key", "--api-key", "BUILD SERVER").json
    (group,) = report["groups"]
    assert (group["key"], group["label"]) == (CLIENT_HASH, "Build server · …0001")
    assert report["totals"]["requests"] == group["requests"] > 0
    events = work("events", "--json", "--range", "all", "--search", "uild serv", "--limit", "2").json
    assert {row["api_key"] for row in events["events"]} == {"Build server · …0001"}


def test_a_provider_keeps_its_own_name_for_scripts(work: CommandLine) -> None:
    assert work("alias", "set", "codex", "OpenAI", "--kind", "provider").status == 0
    events = work("events", "--json", "--range", "all", "--provider", "openai", "--limit", "1").json
    assert events["events"][0]["provider"] == "codex"
    report = work("report", "--json", "--range", "all", "--group-by", "provider").json
    assert ("codex", "OpenAI · codex") in [(group["key"], group["label"]) for group in report["groups"]]


def test_only_what_has_a_name_is_listed_unless_asked(work: CommandLine) -> None:
    assert [item["label"] for item in work("alias", "list", "--json").json["names"]] == ["Build server · …0001"]
    assert work("alias", "list", "--json", "--kind", "account").json["names"] == []
    everything = work("alias", "list", "--json", "--all", "--kind", "provider").json["names"]
    assert [item["alias"] for item in everything] == [None] * 6
    table = work("alias", "list")
    assert "Build server" in table.out
    assert CLIENT_HASH in table.out


@pytest.mark.parametrize(
    "arguments",
    [["set", CLIENT_KEY, "x"], ["remove", CLIENT_KEY], ["set", "175c34b6", CLIENT_KEY], ["set", "AIzaSyFakeFake", "x"]],
)
def test_a_clear_key_is_refused_and_not_printed(work: CommandLine, arguments: list[str]) -> None:
    ran = work("alias", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "key" in ran.err
    assert CLIENT_KEY not in ran.err
    assert [item["alias"] for item in work("alias", "list", "--json").json["names"]] == ["Build server"]


def test_a_taken_name_is_refused_naming_its_holder(work: CommandLine) -> None:
    ran = work("alias", "set", BETA, "BUILD SERVER")
    assert ran.status == 2
    assert ran.err == (
        "cpam-desktop: This name cannot be used: the name “BUILD SERVER” belongs to the API key 175c34b6… already."
        " Choose another name.\n"
    )


def test_names_go_out_and_come_in_again(work: CommandLine, tmp_path: Path) -> None:
    assert work("alias", "import", "names.json", "--json").json["added"] == 1
    assert work("alias", "export", "-o", "out.json", "--json").json["names"] == 2
    items = json.loads((tmp_path / "out.json").read_bytes())["items"]
    assert [(item["apiKeyHash"], item["alias"]) for item in items] == [(CLIENT_HASH, "Build server"), (BETA, "Laptop")]
    assert items[1]["updatedAtMs"] == 1_795_405_232_967
    again = work("alias", "import", "out.json", "--json").json
    assert (again["added"], again["changed"], again["unchanged"], again["removed"]) == (0, 0, 2, 0)


def test_what_has_no_name_any_more(work: CommandLine) -> None:
    assert work("alias", "remove", "175c34b6", "--json").json["removed"] is True
    assert work("alias", "remove", "175c34b6", "--json").json["removed"] is False
    assert work("alias", "list", "--json").json["names"] == []


def test_files_that_cannot_be_read_or_written(work: CommandLine) -> None:
    ran = work("alias", "import", "absent.json")
    assert (ran.status, ran.err) == (
        1,
        "cpam-desktop: Something went wrong: absent.json cannot be read (No such file or directory).\n",
    )
    assert work("alias", "export", "-o", "absent/x.json").status == 1
