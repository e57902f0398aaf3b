"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from pathlib import Path
from statistics import median

import hiredis
import msgspec

_SYNCS = 40


def describe(folder: Path) -> dict[str, object]:
    """Facts by name, as text."""
    cores = os.cpu_count() or 1
    shared = " (the byte server takes part of one of them)" if cores <= 2 else ""
    return {
        "machine": f"{cores} cores{shared}, {platform.system()} {platform.machine()}",
        "versions": f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"msgspec {msgspec.__version__}, hiredis {hiredis.__version__}",
        "disk": f"{sync_ms(folder):.2f} ms to append 4 KiB and fsync (median of {_SYNCS}): a durable commit takes one",
    }


def load() -> float:
    """How many processes wanted a core in the last minute; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def sync_ms(folder: Path) -> float:
    """How long this disk takes to keep something."""
    path = folder / "sync"
    seconds: list[float] = []
    with path.open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            begin = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - begin)
    path.unlink()
    return median(seconds) * 1000
