"""What the window costs: time to its first paint against a bare PySide6 window, and stalls of the event loop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from statistics import median

from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal

RATE = 500
_WATCH_SECONDS, _QUICK_SECONDS = 20.0, 3.0
_PAINTS = 5
_ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def paint(bench: Bench) -> Iterator[Figure]:
    """Process start to first paint, bare and ours in turns, so that a busy moment hits both."""
    bare: list[float] = []
    ours: list[float] = []
    for number in range(_PAINTS if bench.runs > 1 else 1):
        bench.say(f"first paint {number + 1}")
        bare.append(_first_paint("bare"))
        ours.append(_first_paint("ours"))
    yield Figure("first paint, bare PySide6 window", "ms", bare)
    yield Figure("first paint, our window", "ms", ours)
    yield Figure("first paint, ours : bare", "ratio", [median(ours) / median(bare)])


def stalls(bench: Bench) -> Iterator[Figure]:
    """Lateness of a 5 ms beat on the GUI thread while 500 events a second arrive with Monitoring open."""
    seconds = _WATCH_SECONDS if bench.runs > 1 else _QUICK_SECONDS
    found: list[dict[str, float]] = []
    for number in range(bench.runs):
        bench.say(f"event-loop stalls {number + 1}")
        with _demo() as (url, key):
            command = [sys.executable, "-m", "tests.bench.heartbeat", url, key, str(seconds)]
            found.append(json.loads(subprocess.run(command, env=_ENV, check=True, capture_output=True).stdout))
    rates = [one["rate"] for one in found]
    yield Figure("events a second stored meanwhile", "events/s", rates, note=f"asked for {RATE}")
    yield Figure("event-loop stall, p99", "ms", [one["p99"] for one in found])
    wrong = "too few events came" if min(rates) < RATE * 0.8 else ""
    yield Figure("event-loop stall, longest", "ms", [one["longest"] for one in found], Goal(most=50), wrong=wrong)


def _first_paint(which: str) -> float:
    command = [sys.executable, "-m", "tests.bench.first_paint", which, repr(time.time())]
    return float(subprocess.run(command, env=_ENV, check=True, capture_output=True).stdout)


@contextmanager
def _demo() -> Generator[tuple[str, str]]:
    command = [sys.executable, "-m", "cpam_desktop", "demo", "--rate", str(RATE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            yield told["url"], told["key"]
        finally:
            process.terminate()
