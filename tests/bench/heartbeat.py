"""A process with the real window on the Monitoring page; a 5 ms timer on the GUI thread tells how long it was late.

`argv`: URL of a server, its key, seconds to watch. Prints JSON: lateness in ms, and what was received and stored.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.ui.app import Options, Program, make_application
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.qasync_compat import make_loop

BEAT_MS = 5
WARM_UP_SECONDS = 5.0


async def watch(program: Program, url: str, key: str, seconds: float) -> dict[str, object]:
    """Open the page, let it come to rest, then note each beat."""
    program.window.show()
    await program.open()
    session = program.session
    assert session is not None
    fleet = session.fleet
    visited = await session.tasks.ask(lambda: fleet.visit(ServerProfile("", "", url), key))
    session.take_fleet(fleet.servers)
    session.choose_server(visited.uid)
    program.window.open_page("monitoring")
    await asyncio.sleep(WARM_UP_SECONDS)
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(BEAT_MS)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    before = session.collector
    await asyncio.sleep(seconds)
    timer.stop()
    after = session.collector
    assert before is not None
    assert after is not None
    late = sorted((b - a) * 1000 - BEAT_MS for a, b in pairwise(beats))
    return {
        "p99": late[int(len(late) * 0.99)],
        "longest": late[-1],
        "rate": (after.inserted - before.inserted) / seconds,
        "lag_ms": after.lag_ms,
    }


def main() -> None:
    """Run and print."""
    url, key, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    preferences = Preferences(size=(1440, 900))
    application = make_application(preferences)
    loop = make_loop(application)

    async def run(path: Path) -> None:
        program = Program(Options(database=path, page="monitoring", saved=False), preferences, None)
        found = await watch(program, url, key, seconds)
        await program.close()
        print(json.dumps(found))

    with tempfile.TemporaryDirectory(prefix="cpam-bench-") as folder:
        loop.run_until_complete(run(Path(folder) / "history.sqlite"))


if __name__ == "__main__":
    main()
