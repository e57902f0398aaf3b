"""`make bench` itself, in its quick form: each row is there, and what was stored is what was sent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cpam_desktop

CHECKOUT = Path(cpam_desktop.__file__).parent.parent
SPEEDS = [
    "ready rows, 500 a durable commit",
    "RESP pop to committed rows",
    "  processor time, RESP pop",
    "Pub/Sub to committed rows",
    "  processor time, Pub/Sub",
    "HTTP queue to committed rows",
    "  processor time, HTTP queue",
    "import of a file",
]
PAGES = [
    "page of 7 d",
    "page of 7 d, model and status",
    "page of 30 d",
    "page of 30 d, account and not model",
    "page of all",
    "page of all, model and status",
]
ROWS = ["first", "deep", "filtered", "filtered, deep", "a jump"]
QUESTIONS = [
    *(f"{page}{again}" for page in PAGES for again in ("", ", again")),
    *(f"rows, {rows}" for rows in ROWS),
    "search, found",
    "search in texts",
    "search, nothing",
    "failures of 30 d",
    "report process",
    "report process, memory",
]
LIVE = [
    "3,000 and 500/s: page of 7 d",
    "3,000 and 500/s: page of all",
    "3,000 and 500/s: rows, first",
    "3,000 and 500/s: search",
    "  from commit to every view",
]
WINDOW = [
    "first paint, bare PySide6 window",
    "first paint, our window",
    "first paint, ours : bare",
    "events a second stored meanwhile",
    "event-loop stall, p99",
    "event-loop stall, longest",
]


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "tests.bench", "--quick", *arguments)
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=110)


def _figures(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert run.returncode == 0, run.stderr[-2000:]
    return {figure["name"]: figure for figure in json.loads(run.stdout)["figures"]}


def test_every_speed_is_measured_and_nothing_is_lost() -> None:
    measures = ("bare", "resp", "subscribe", "http", "import", "disk")
    run = _bench("--json", *(word for name in measures for word in ("--only", name)))
    figures = _figures(run)
    parts = {name for name in figures if name.startswith(("  table ", "  index ", "  file "))}
    assert [name for name in figures if name not in parts] == [
        *SPEEDS,
        "rows on disk, with response headers",
        "RESP pop : ready rows",
        "Pub/Sub : ready rows",
        "HTTP queue : ready rows",
    ]
    assert {"  table event", "  index event_key"} <= parts
    assert [name for name, figure in figures.items() if figure["wrong"]] == []
    assert [name for name, figure in figures.items() if not figure["min"] > 0] == []
    assert figures["RESP pop to committed rows"]["goal"] == ">= 20,000"
    assert figures["Pub/Sub to committed rows"]["goal"] == ">= 10,000"
    assert "41 models, 200 accounts, 24 keys, 2.6% failed" in json.loads(run.stdout)["events"]


def test_the_large_histories_are_asked_and_hold_every_event() -> None:
    run = _bench("--json", *(word for name in ("large", "one", "live", "ten") for word in ("--only", name)))
    figures = _figures(run)
    assert list(figures) == [
        "import of 3,000, sealed",
        "  on disk, rows and segments",
        "    segments alone",
        *(f"3,000: {name}" for name in QUESTIONS),
        *LIVE,
        "sealing of 30,000 rows",
        *(f"30,000: {name}" for name in QUESTIONS),
    ]
    assert [name for name, figure in figures.items() if figure["wrong"]] == []
    assert figures["3,000: page of 7 d"]["goal"] == "<= 150"
    assert figures["30,000: page of all"]["goal"] == "<= 2,000"


def test_people_get_a_table() -> None:
    run = _bench("--only", "import")
    assert run.returncode == 0, run.stderr[-2000:]
    lines = run.stdout.splitlines()
    assert [line.split()[0] for line in lines[:5]] == ["machine:", "versions:", "disk:", "load:", "events:"]
    assert lines[6].split() == ["min", "median", "max"]
    assert lines[7].startswith("import of a file  ")
    assert len(lines) == 8


@pytest.mark.slow
def test_the_window_is_measured() -> None:
    figures = _figures(_bench("--json", "--only", "paint", "--only", "stalls"))
    assert list(figures) == WINDOW
    assert [name for name, figure in figures.items() if figure["wrong"]] == []
