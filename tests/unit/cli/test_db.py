"""`db` retain, vacuum, backup and restore: their JSON, their exit statuses, their question, and a damaged history."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cli.upkeep import size as read_size
from tests.kit.history import DATA, RECORDED, CommandLine
from tests.kit.shapes import shape

VERBS: dict[str, list[str]] = {
    "db-retain": ["db", "retain", "--max-size", "1KB", "--archive", "archives", "--json"],
    "db-retain-dry-run": ["db", "--json", "retain", "--days", "36500", "--dry-run"],
    "db-vacuum": ["db", "vacuum", "--json"],
    "db-backup": ["db", "backup", "backup.sqlite", "--json"],
    "db-restore": ["db", "restore", "backup.sqlite", "--json"],
}


@pytest.fixture
def work(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a history of the 71 recorded events, in a folder that holds a backup of it."""
    monkeypatch.chdir(tmp_path)
    assert cli("import", RECORDED).status == 0
    assert cli("db", "backup", "backup.sqlite").status == 0
    return cli


def _events(work: CommandLine) -> int:
    return int(work("db", "info", "--json").json["events"])


@pytest.mark.parametrize("name", VERBS)
def test_the_json_has_the_shape_of_its_example(work: CommandLine, name: str) -> None:
    ran = work(*VERBS[name])
    example = json.loads((DATA / "cli" / f"{name}.json").read_text(encoding="utf-8"))
    assert (ran.status, ran.err) == (0, "")
    assert shape(ran.json) == shape(example)
    assert list(ran.json) == list(example)
    for field in ("events", "servers", "kept_back", "dry_run", "first", "last", "oldest_kept", "newest_kept"):
        assert ran.json.get(field) == example.get(field)


def test_a_dry_run_deletes_nothing(work: CommandLine) -> None:
    ran = work("db", "retain", "--max-size", "1KB", "--dry-run", "--json")
    assert (ran.json["events"], ran.json["deleted"]) == (70, None)
    ran = work("db", "retain", "--max-size", "1KB", "--dry-run")
    assert "70" in ran.out
    assert _events(work) == 71


def test_what_goes_is_said_before_it_goes(work: CommandLine) -> None:
    ran = work("db", "retain", "--max-size", "1KB")
    assert "events that go" in ran.out
    assert "70 events deleted" in ran.err
    assert _events(work) == 1
    ran = work("db", "vacuum", "--json")
    assert ran.json["bytes_after"] < ran.json["bytes_before"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "more", "left"), [("y\n", [], 1), ("n\n", [], 71), ("", [], 71), ("", ["--yes"], 1)]
)
def test_at_a_terminal_it_asks(
    work: CommandLine, monkeypatch: pytest.MonkeyPatch, answer: str, more: list[str], left: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", _Terminal(answer))
        patch.setattr(sys, "stderr", said := _Terminal())
        work("db", "retain", "--max-size", "1KB", *more)
    assert ("Delete them?" in said.getvalue()) is not bool(more)
    assert _events(work) == left


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["db", "retain"], 2),
        (["db", "retain", "--days", "0"], 2),
        (["db", "retain", "--days", "some"], 2),
        (["db", "retain", "--max-size", "3XB"], 2),
        (["db", "retain", "--max-size", "-1GB"], 2),
        (["db", "backup"], 2),
        (["db", "backup", "data/history.sqlite"], 2),
        (["db", "backup", "none/backup.sqlite"], 1),
        (["db", "restore", "none.sqlite"], 1),
        (["db", "nonsense"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_done_says_so_in_one_line(work: CommandLine, args: list[str], status: int) -> None:
    ran = work(*args)
    assert ran.status == status
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert _events(work) == 71


@pytest.mark.parametrize(("text", "size"), [("1500", 1500), ("2GB", 2_000_000_000), ("0.5 mb", 500_000), ("3k", 3000)])
def test_sizes_in_words(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("damage", ["opens", "beyond"])
def test_a_damaged_history_is_restored(work: CommandLine, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "data" / "history.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192) if damage == "opens" else b"\xff" * len(content))
    ran = work("db", "restore", "backup.sqlite", "--json")
    assert (ran.status, ran.err, ran.json["events"]) == (0, "", 71)
    assert Path(ran.json["replaced"]).stat().st_size == len(content)
    assert _events(work) == 71
    report: Any = work("report", "--range", "all", "--json").json
    assert report["totals"]["requests"] == 71


def test_the_history_of_another_program_is_not_replaced(work: CommandLine, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as file:
        file.execute("create table usage_events (id integer)")
    before = other.read_bytes()
    ran = work("db", "--db", other, "restore", "backup.sqlite")
    assert ran.status == 1
    assert "another program" in ran.err
    assert other.read_bytes() == before


def test_a_history_that_is_not_there_is_made_from_a_backup(work: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "new" / "history.sqlite"
    assert work("db", "restore", "backup.sqlite", "--db", path).status == 0
    assert work("db", "info", "--db", path, "--json").json["events"] == 71
