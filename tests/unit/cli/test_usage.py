"""What the verbs of the history say and return when something is wrong, and what people see instead of JSON."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.cli.progress import ProgressLine
from tests.kit.history import RECORDED, CommandLine, Ran, failed, wire

READERS = ["report", "events", "export -o out.jsonl"]
ALL = [*READERS, "import events.jsonl", "db info"]


@pytest.fixture
def work(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.jsonl").write_bytes(wire())
    return cli


def _refused(ran: Ran, status: int) -> str:
    """The one line on stderr."""
    assert ran.status == status
    assert ran.out == ""
    assert ran.err.startswith("cpam-desktop: ")
    assert ran.err.count("\n") == 1
    return ran.err


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize("verb", READERS)
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--range", "last week"], "“last week” is no time range. Use 1h, 24h"),
        (["--range", "2026-11-02..2026-11-01"], "is empty. FROM must be before TO."),
        (["--range", "2026-02-30.."], "“2026-02-30” is no date or time. Write ISO 8601"),
        (["--range", "..9999-12-31"], "“9999-12-31” is no date or time"),
        (["--tz", "Mars/Olympus"], "there is no time zone “Mars/Olympus”. Give an IANA name"),
        (["--status", "broken"], "“broken” is no status. Use ok, failed, 429, 5xx"),
        (["--status", "ok", "--status", "!!429"], "“!!429” is no status"),
        (["--profile", "nobody"], "there is no server called “nobody”. Servers: none yet."),
    ],
    ids=str,
)
def test_a_wrong_filter_is_named(work: CommandLine, verb: str, args: list[str], said: str, json_too: list[str]) -> None:
    assert said in _refused(work(*verb.split(), *args, *json_too), 2)
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize("cursor", ["", "x", "5", "5-", "-5", "1-2-3", "²-1", "1.5-2", "99999999999999999999-1", "1-٢"])
def test_a_wrong_cursor_is_named(work: CommandLine, cursor: str) -> None:
    said = _refused(work("events", f"--before={cursor}"), 2)
    assert f"“{cursor}” is no cursor. Use the next_before of an earlier page." in said


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "many", "²", "1e3"])
def test_a_wrong_limit_is_named(work: CommandLine, limit: str) -> None:
    assert f"“{limit}” is no number above 0" in _refused(work("events", f"--limit={limit}"), 2)


@pytest.mark.parametrize(
    "args",
    [
        ["report", "--group-by", "weather"],
        ["report", "--nonsense"],
        ["export"],
        ["export", "-o", "out", "--format", "xml"],
        ["import"],
        ["import", "a", "--profile", "p", "--server-name", "s"],
        ["db"],
        ["db", "explode"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(work: CommandLine, args: list[str]) -> None:
    ran = work(*args)
    assert (ran.status, ran.out) == (2, "")
    assert "error:" in ran.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["import", "missing.jsonl"], "there is no file missing.jsonl."),
        (["import", "."], ". is a folder. Name the files in it."),
        (
            ["import", "events.jsonl", "--format", "xml"],
            "the format “xml” cannot be imported. Known formats: auto, json, legacy, sqlite, jsonl.",
        ),
        (
            ["import", "picture.png"],
            "picture.png holds no usage events that can be read. Expected one JSON object a line",
        ),
        (["import", "events.jsonl", "--profile", "nobody"], "nobody"),
    ],
    ids=str,
)
def test_what_cannot_be_imported_is_named(work: CommandLine, args: list[str], said: str) -> None:
    Path("picture.png").write_bytes(b"\x89PNG\r\n")
    assert said in _refused(work(*args), 2)


@pytest.mark.parametrize("verb", ALL)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("foreign.sqlite", "foreign.sqlite belongs to another program. Name another file with --db."),
        ("newer.sqlite", "newer.sqlite was written by a newer version of CPAM Desktop. Update the application."),
        ("damaged.sqlite", "damaged.sqlite is damaged or is no database. Restore a backup, or move the file away."),
        ("folder", "folder is a folder. Name a file."),
        ("damaged.sqlite/under", "cannot be made (Not a directory)."),
    ],
)
def test_an_unusable_database_is_1(work: CommandLine, verb: str, name: str, said: str) -> None:
    Path("folder").mkdir()
    Path("damaged.sqlite").write_bytes(b"not a database" * 1000)
    for file, statement in (("foreign", "create table t (id)"), ("newer", "pragma user_version = 99")):
        if file == "newer":
            assert work("db", "info", "--db", "newer.sqlite").status == 0
        with closing(sqlite3.connect(f"{file}.sqlite")) as connection:
            connection.execute(statement)
            connection.commit()
    path = f"{name}/h.sqlite" if name.endswith("under") else name
    said_now = _refused(work(*verb.split(), "--db", path), 1)
    assert said_now.startswith("cpam-desktop: The history database cannot be used: ")
    assert said in said_now


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("target", ["missing/out", "."])
def test_a_target_that_cannot_be_written_is_1(work: CommandLine, form: str, target: str) -> None:
    if target == ".":
        Path("taken").mkdir()
        target = "taken"
    assert work("import", "events.jsonl").status == 0
    assert f"{target} cannot be written" in _refused(work("export", "-o", target, "--format", form), 1)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/self/mem exists and cannot be read")
def test_a_file_that_cannot_be_read_is_1(work: CommandLine) -> None:
    assert "/proc/self/mem cannot be read" in _refused(work("import", "/proc/self/mem"), 1)


def test_an_import_with_bad_lines_is_0(work: CommandLine) -> None:
    Path("events.jsonl").write_bytes(b"{\n" + wire() + b"\nnonsense\n")
    ran = work("import", "events.jsonl", "--json")
    assert (ran.status, ran.err) == (0, "")
    (file,) = ran.json["files"]
    assert [file[name] for name in ("total", "added", "failed", "unsupported")] == [3, 1, 2, 0]
    assert [re.sub(r":.*", "", warning) for warning in file["warnings"]] == ["line 1", "line 3"]


def test_files_before_a_missing_one_stay_imported(work: CommandLine) -> None:
    assert work("import", "events.jsonl", "missing.jsonl").status == 2
    assert work("db", "info", "--json").json["events"] == 1


def test_a_dry_run_changes_nothing(work: CommandLine) -> None:
    ran = work("import", "events.jsonl", "--dry-run", "--json")
    assert (ran.status, ran.json["files"][0]["added"]) == (0, 1)
    info = work("db", "info", "--json").json
    assert (info["events"], info["servers"], info["bytes_per_event"]) == (0, [], None)


def test_an_interrupted_import_is_130_and_goes_on_the_next_time(
    work: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("events.jsonl").write_bytes(b"\n".join(wire(request_id=str(number)) for number in range(9)))
    before = signal.getsignal(signal.SIGINT)

    def interrupt(_line: ProgressLine, _text: str) -> None:
        signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr("cpam_desktop.services.importing.BATCH", 4)
        patch.setattr(ProgressLine, "update", interrupt)
        ran = work("import", "events.jsonl", "other.jsonl", "--json")
    assert (ran.status, ran.err) == (130, "")
    (file,) = ran.json["files"]
    assert (file["total"], file["added"]) == (4, 4)
    assert file["warnings"] == ["stopped; importing this file again goes on from here"]
    assert work("db", "info", "--json").json["events"] == 4
    assert signal.getsignal(signal.SIGINT) is before
    (file,) = work("import", "events.jsonl", "--json").json["files"]
    assert (file["total"], file["added"], file["duplicates"]) == (9, 9, 0)
    assert file["warnings"] == ["went on behind line 4, where an earlier import was broken off"]


def test_a_second_interrupt_breaks_it_off(work: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(_line: ProgressLine, _text: str) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(ProgressLine, "update", twice)
    ran = work("import", "events.jsonl", "--json")
    assert (ran.status, ran.out, ran.err) == (130, "", "cpam-desktop: interrupted\n")
    assert work("db", "info", "--json").json["events"] == 1


def test_a_file_that_is_refused_keeps_no_other_from_being_imported(work: CommandLine) -> None:
    Path("events.zip").write_bytes(b"PK\x03\x04")
    Path("more.jsonl").write_bytes(wire(request_id="2") + b"\n{")
    ran = work("import", "events.jsonl", "events.zip", "more.jsonl", "--json")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "events.zip is a zip archive. Unpack it" in ran.err
    assert [(file["file"], file["added"]) for file in ran.json["files"]] == [("events.jsonl", 1), ("more.jsonl", 1)]
    ran = work("import", "more.jsonl", "events.jsonl")
    assert (ran.status, ran.err) == (0, "more.jsonl: line 2: no JSON: Input data was truncated\n")


def test_events_go_to_a_saved_server(work: CommandLine) -> None:
    assert work("profile", "add", "Home", "--url", "http://127.0.0.1:1").status == 0
    assert work("import", "events.jsonl", "--profile", "home").status == 0
    assert work("db", "info", "--json").json["servers"] == ["Home"]
    assert work("report", "--json", "--range", "all", "--profile", "HOME").json["totals"]["requests"] == 1
    assert work("profile", "add", "Empty", "--url", "http://127.0.0.1:2").status == 0
    report = work("report", "--json", "--range", "all", "--profile", "Empty").json
    assert (report["totals"]["requests"], report["servers"]) == (0, [])


def test_another_database_is_another_history(work: CommandLine) -> None:
    assert work("import", "events.jsonl", "--db", "deep/er/other.sqlite").status == 0
    assert work("db", "info", "--json", "--db", "deep/er/other.sqlite").json["events"] == 1
    assert work("db", "info", "--json").json["events"] == 0


def test_the_default_range_is_the_last_day(work: CommandLine) -> None:
    assert work("import", "events.jsonl").status == 0
    Path("old.jsonl").write_bytes(wire(timestamp="2001-01-01T00:00:00Z"))
    assert work("import", "old.jsonl").status == 0
    report = work("report", "--json", "--tz", "Europe/Berlin").json
    assert report["range"]["from"] is not None
    assert report["totals"]["requests"] < 2
    assert work("export", "-o", "all.jsonl", "--json").json["events"] == 2, "an export is all that there is"


def test_people_get_tables_on_stdout_and_words_on_stderr(work: CommandLine) -> None:
    Path("events.jsonl").write_bytes(
        RECORDED.read_bytes() + b"{\n" + failed(500, "x", timestamp="2026-11-24T00:00:00Z", model="[bold]odd[/bold]")
    )
    ran = work("import", "events.jsonl")
    assert ran.status == 0
    assert ["events.jsonl", "jsonl", "73", "72", "0", "1", "0"] in [_cells(line) for line in ran.out.splitlines()]
    assert ran.err == "line 72: no JSON: Input data was truncated\n"
    report = work("report", "--range", "all", "--group-by", "provider")
    table = [_cells(line) for line in report.out.splitlines()]
    assert ["claude", "10", "4", "60", "6,000", "4,500", "180", "6,180"] in [cells[:8] for cells in table]
    assert ["total", "72", "22"] in [cells[:3] for cells in table]
    assert report.err == ""
    events = work("events", "--range", "all", "--limit", "2")
    assert "grok.user@example.com" in events.out
    assert "500 failed" in events.out
    assert re.fullmatch(r"More: --before \d{19}-\d+\n", events.err)
    assert work("export", "-o", "out.jsonl").err == "72 events written to out.jsonl.\n"
    info = work("db", "info").out
    assert "imported" in info
    assert "72" in info


def test_long_times_are_whole_milliseconds(work: CommandLine) -> None:
    Path("events.jsonl").write_bytes(wire(latency_ms=1234567) + b"\n" + wire(latency_ms=1234568))
    assert work("import", "events.jsonl").status == 0
    assert "1,234,568" in work("report", "--range", "all").out


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│┃ ").split("│")]


def test_texts_of_events_are_no_markup(work: CommandLine) -> None:
    Path("events.jsonl").write_bytes(
        wire(model="[red]gpt[/red]", source="", api_key="") + b"\n" + wire(model="[/] :bug: \x1b[2J")
    )
    assert work("import", "events.jsonl").status == 0
    assert "\x1b" not in work("events", "--range", "all").out
    assert "[red]gpt[/red]" in work("events", "--range", "all").out
    report = work("report", "--range", "all", "--group-by", "model")
    assert report.status == 0
    assert "[/] :bug: \N{REPLACEMENT CHARACTER}[2J" in report.out


def test_an_empty_history_is_shown_as_such(work: CommandLine) -> None:
    for verb in ("report", "events", "db info"):
        ran = work(*verb.split())
        assert (ran.status, ran.err) == (0, "")
        assert "Traceback" not in ran.out


def _process(folder: Path, *args: str) -> subprocess.Popen[str]:
    folders = {"CPAM_DATA_DIR": str(folder / "data"), "CPAM_CONFIG_DIR": str(folder / "config")}
    return subprocess.Popen(
        [sys.executable, "-m", "cpam_desktop", *args],
        env={**os.environ, **folders},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
    )


def test_the_program_itself(tmp_path: Path) -> None:
    imported = _process(tmp_path, "import", str(RECORDED), "--json")
    out, err = imported.communicate(timeout=60)
    assert (imported.returncode, err, json.loads(out)["files"][0]["added"]) == (0, "", 71)
    refused = _process(tmp_path, "events", "--before", "x")
    out, err = refused.communicate(timeout=60)
    assert (refused.returncode, out) == (2, "")
    assert err == (
        "cpam-desktop: This input cannot be used: “x” is no cursor. Use the next_before of an earlier page.\n"
    )
    if sys.platform != "win32":
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    _process(tmp_path, "import", str(RECORDED)).communicate(timeout=60)
    process = _process(tmp_path, "events", "--range", "all", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
