"""Histories with a past: an event an hour, sealed in runs where a test wants it so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from cpam_desktop.analytics import columns, segments
from cpam_desktop.analytics.duck import open_memory
from cpam_desktop.domain.upkeep import Progress
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from tests.kit.history import keep, wire

START = datetime(2026, 11, 1, tzinfo=UTC)
NOW_NS = 1_794_355_200_000_000_000
"""2026-11-11 00:00 UTC: ten days after the start."""
HOUR_NS = 3_600_000_000_000


def at(hour: float) -> int:
    """So many hours after the start, in ns UTC."""
    return NOW_NS - 240 * HOUR_NS + int(hour * HOUR_NS)


def aged(hours: Sequence[float], **fields: Any) -> list[bytes]:
    """One event at each of these hours after the start."""
    return [
        wire(timestamp=(START + timedelta(hours=hour)).isoformat(), request_id=f"{number:08x}-{hour}", **fields)
        for number, hour in enumerate(hours)
    ]


def keep_aged(database: Database, hours: Sequence[float], name: str = "cpa", **fields: Any) -> None:
    """Store them."""
    assert keep(database, aged(hours, **fields), name).inserted == len(hours)


def keep_many(database: Database, count: int, name: str = "cpa", text: int = 0) -> None:
    """So many events, 250 an hour from the start on; every tenth failed with a text of its own, `text` long."""
    intake: Intake | None = None
    for start in range(0, count, 5_000):
        batch = [
            wire(
                timestamp=(START + timedelta(seconds=14.4 * number)).isoformat(),
                request_id=f"{number:08x}",
                failed=number % 10 == 0,
                fail={"status_code": 500, "body": f"failure {number} " + "x" * text} if number % 10 == 0 else {},
            )
            for number in range(start, min(count, start + 5_000))
        ]
        keep(database, batch, name, intake=intake)


def seal(database: Database, most: int = 1_000_000) -> None:
    """Seal what is not sealed yet, in files of about `most` rows that may share moments and runs of ids."""
    folder = segments.folder_of(database.path)
    segments.prepare_folder(folder)
    with closing(open_memory(folder, "128MB", threads=1)) as connection:
        columns.make_table(connection, "run")
        sealed = database.read(manifest.sealed_through).result(10)
        rows = database.read(lambda c: manifest.rows_after(c, sealed, 1 << 60, 1_000_000)).result(10)
        columns.append(connection, "run", rows)
        made = segments.write_files(connection, folder, columns.with_first("run", None), most)
    database.write(lambda writing: manifest.replace_segments(writing, [], made)).result(10)


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Look again and again until it holds; for what another process or thread does without telling."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.01)


def calls_off(cancel: threading.Event) -> Progress:
    """A progress that calls the work off at its first word."""

    def progress(_step: str, _done: int, _total: int) -> None:
        cancel.set()

    return progress
