"""Other processes on one history: one that commits all the time, one that is told what to do and may be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_COMMITTER = """
import json, sys, threading, time
from pathlib import Path
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from tests.kit.history import wire

database = Database.open(Path(sys.argv[1]))
intake = Intake(database.write(lambda w: records.imported_server_id(w, "beside")).result(10))
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
count, longest = 0, 0.0
while not stop.is_set():
    batch = [wire(timestamp="2026-11-10T20:00:00Z", request_id=f"b{count + n}", model=f"m{n}") for n in range(5)]
    begin = time.monotonic()
    count += database.write(intake.job(batch, 1, {})).result(30).inserted
    longest = max(longest, time.monotonic() - begin)
    print(json.dumps({"count": count, "longest": longest}), flush=True)
    stop.wait(0.01)
database.close()
print(json.dumps({"count": count, "longest": longest}), flush=True)
"""


class Committer:
    """Commits five events every 10 ms; `stop` returns how many it stored and its longest commit in seconds."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def stop(self) -> tuple[int, float]:
        """End it in order; fails where one of its commits failed."""
        out, err = self._process.communicate("\n", timeout=60)
        assert self._process.returncode == 0, err[-2000:]
        last: dict[str, Any] = json.loads(out.splitlines()[-1])
        return int(last["count"]), float(last["longest"])


def _start(script: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@contextmanager
def committing(path: Path) -> Generator[Committer]:
    """While inside, another process stores events of a server of its own."""
    process = _start(_COMMITTER, str(path))
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), process.communicate()[1][-2000:]
        yield Committer(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def killed_at(script: str, word: str, *args: str) -> None:
    """Run a script in another process, and kill it as soon as it prints a line that begins with the word."""
    process = _start(script, *args)
    assert process.stdout is not None
    try:
        while not (line := process.stdout.readline()).startswith(word):
            assert line, process.communicate()[1][-2000:]
    finally:
        process.kill()
        process.communicate()


@contextmanager
def holding(path: Path, role: str) -> Generator[int]:
    """While inside, another process holds this role of the history; its number."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom cpam_desktop.store.locks import RoleLock\n"
        "with RoleLock(Path(sys.argv[1]), sys.argv[2], 'does it'):\n"
        "    print('held', flush=True)\n    sys.stdin.readline()\n"
    )
    process = _start(script, str(path), role)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()
