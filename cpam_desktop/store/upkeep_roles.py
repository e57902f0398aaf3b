"""Keeps the other roles of a history away while its file is worked on: collectors, and the sealer."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from glob import escape
from pathlib import Path
from threading import Event

from cpam_desktop.domain.errors import RoleTaken
from cpam_desktop.store.locks import RoleLock

SEALER_SECONDS = 60.0
"""So long the sealer of another process is waited for; it works for seconds, and minutes after a large import."""
_LOOK_SECONDS = 0.2


@contextmanager
def sealer_away(database: Path, cancel: Event, patience: float = SEALER_SECONDS) -> Generator[None]:
    """Hold the sealer's role for the block. RoleTaken where somebody seals for longer than the patience."""
    lock = RoleLock(database, "sealer", "prepares the history")
    give_up = time.monotonic() + patience
    while True:
        try:
            lock.acquire()
            break
        except RoleTaken:
            if cancel.wait(_LOOK_SECONDS) or time.monotonic() >= give_up:
                raise
    try:
        yield
    finally:
        lock.release()


@contextmanager
def collectors_away(database: Path) -> Generator[None]:
    """Hold the role of every collector that ever worked here for the block; RoleTaken names the process of one."""
    with ExitStack() as held:
        for lock in _collectors(database):
            held.enter_context(lock)
        yield


def collecting_processes(database: Path) -> list[str]:
    """Numbers of other processes that collect into this history."""
    found: list[str] = []
    for lock in _collectors(database):
        try:
            with lock:
                pass
        except RoleTaken as error:
            found.append(str(error.params["process"]))
    return sorted({process for process in found if process != str(os.getpid())})


def _collectors(database: Path) -> list[RoleLock]:
    names = sorted(path.name for path in database.parent.glob(f"{escape(database.name)}.collector-*.lock"))
    roles = [name.removeprefix(f"{database.name}.").removesuffix(".lock") for name in names]
    return [RoleLock(database, role, "collects into this history") for role in roles]
