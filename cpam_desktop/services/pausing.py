"""Work on the history during which no collector of this process stores into it: a restore."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.collecting import State
from cpam_desktop.services.context import Context
from cpam_desktop.services.fleet import Fleet

T = TypeVar("T")
_AT_WORK = (State.STARTING, State.RUNNING, State.WAITING)


async def while_paused(fleet: Fleet, context: Context, work: Callable[[], T]) -> T:
    """Stop the collectors of this history, run blocking `work` on a thread, and start them again, also after an error.

    The server keeps what comes meanwhile, as long as its retention says. A collector that waits for the user (a refused
    key) is left alone. On the network thread's loop.
    """
    uids = [state.profile.uid for state in fleet.servers]
    known = [(uid, context.collectors.status(uid)) for uid in uids]
    paused = [uid for uid, status in known if status is not None and status.state in _AT_WORK]
    for uid in paused:
        await context.collectors.stop(uid)
    running = spawn(asyncio.to_thread(work), "work on the history")
    try:
        return await asyncio.shield(running)
    finally:
        await asyncio.wait({running})  # who asked may have gone; a thread cannot be broken off
        for uid in paused:
            await fleet.retry(uid)
