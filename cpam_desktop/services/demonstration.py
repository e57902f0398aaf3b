"""The built-in demo server as a service: started on a free loopback port, labelled as demo wherever it shows."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.services.context import Context

if TYPE_CHECKING:
    from cpam_desktop.demo.server import DemoServer

DEMO_UID = "demo"
DEMO_NAME = "Demo server"


class DemoService:
    """At most one demo server. Lives on the network thread's loop."""

    def __init__(self) -> None:
        self._server: DemoServer | None = None

    async def start(
        self, host: str = "127.0.0.1", port: int = 0, *, rate: float = 5.0, seed: int = 1, days: float = 0
    ) -> tuple[ServerProfile, str]:
        """The profile of the running demo server and its key, which is random and opens nothing else."""
        if self._server is None:
            from cpam_desktop.demo.server import DemoServer  # brings Starlette and uvicorn: 150 ms

            self._server = await DemoServer.start(host, port, rate=rate, seed=seed, days=days, retention_seconds=3600)
        return ServerProfile(DEMO_UID, DEMO_NAME, self._server.url, proxy="direct"), self._server.key

    async def stop(self) -> None:
        """Stop it; safe when it does not run."""
        server, self._server = self._server, None
        if server is not None:
            await server.stop()


class DemoHistory:
    """A history of the demo's own, in a temporary folder: what is made up never mixes with the user's figures.

    Prices, names and views that are tried out there go with it. Lives on the network thread's loop.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.context: Context | None = None

    async def open(self) -> Context:
        """The open history; an empty one is made where there is none."""
        if self.context is None:
            folder = self._folder = tempfile.TemporaryDirectory(prefix="cpam-demo-", ignore_cleanup_errors=True)
            self.context = await asyncio.to_thread(Context.open, Path(folder.name) / "demo.sqlite", self._bus)
            self.context.sealing.start()
        return self.context

    async def close(self) -> None:
        """Delete it; its collector must have been stopped. Safe when there is none."""
        context, self.context = self.context, None
        if context is not None:
            await context.sealing.stop()
            await asyncio.to_thread(context.close)
        folder, self._folder = self._folder, None
        if folder is not None:
            await asyncio.to_thread(folder.cleanup)
