"""Opens and closes what stands behind the window: network thread, history, services, servers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cpam_desktop.services.collecting import STOP_SECONDS
from cpam_desktop.services.context import Context
from cpam_desktop.services.fleet import Fleet
from cpam_desktop.services.runtime import JOIN_SECONDS, NetworkThread
from cpam_desktop.ui.tasks import Tasks

_log = logging.getLogger(__name__)
OPEN_SECONDS = 120.0  # a history may have to be migrated
FLEET_SECONDS = STOP_SECONDS + 10.0
SEALING_SECONDS = 5.0  # it is told to stop; what it has not finished is done another time
THREAD_SECONDS = JOIN_SECONDS + 5.0
HISTORY_SECONDS = 30.0  # what is queued is written, where the disk lets it


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything open; `close` it in the order that loses nothing."""

    network: NetworkThread
    context: Context
    fleet: Fleet

    async def close(self, tasks: Tasks) -> None:
        """Stop collectors with everything received committed, then the thread, then the history.

        Each stage has its deadline; what is wrong with one is logged and does not keep the next from its turn.
        """
        await _stage("the collectors", asyncio.wait_for(tasks.ask(self.fleet.close), FLEET_SECONDS))
        await _stage("sealing", asyncio.wait_for(tasks.ask(self.context.sealing.stop), SEALING_SECONDS))
        await _stage("the network thread", tasks.run_blocking(self.network.stop, seconds=THREAD_SECONDS))
        await _stage("the history", tasks.run_blocking(self.context.close, seconds=HISTORY_SECONDS))


async def _stage(what: str, work: Awaitable[None]) -> None:
    try:
        await work
    except Exception:
        _log.exception("%s did not end in order", what)


async def _keep_sealed(context: Context) -> None:
    context.sealing.start()


async def open_backend(path: Path, tasks: Tasks) -> Backend:
    """Open the history at `path`, which is kept sealed from now on; StoreError and WorkError come through."""
    context = await tasks.run_blocking(lambda: Context.open(path), seconds=OPEN_SECONDS)
    network = NetworkThread()
    network.start()
    tasks.attach(network)
    await tasks.ask(partial(_keep_sealed, context))
    return Backend(network, context, Fleet(context))
