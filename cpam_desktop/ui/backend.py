"""Opens and closes what stands behind the window: network thread, history, services, servers."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.services.context import Context
from cpam_desktop.services.fleet import Fleet
from cpam_desktop.services.runtime import NetworkThread
from cpam_desktop.ui.tasks import Tasks

_log = logging.getLogger(__name__)
OPEN_SECONDS = 120.0  # a history may have to be migrated
FLEET_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything open; `close` it in the order that loses nothing."""

    network: NetworkThread
    context: Context
    fleet: Fleet

    async def close(self, tasks: Tasks) -> None:
        """Stop collectors with everything received committed, then the thread, then the history."""
        try:
            await asyncio.wait_for(tasks.ask(self.fleet.close), FLEET_SECONDS)
        except Exception:
            _log.exception("the collectors did not stop in order")
        await tasks.run_blocking(self.network.stop, seconds=20)
        await tasks.run_blocking(self.context.close, seconds=20)


async def open_backend(path: Path, tasks: Tasks) -> Backend:
    """Open the history at `path` and the saved servers; StoreError and WorkError come through."""
    context = await tasks.run_blocking(lambda: Context.open(path), seconds=OPEN_SECONDS)
    network = NetworkThread()
    network.start()
    tasks.attach(network)
    return Backend(network, context, Fleet(context))
