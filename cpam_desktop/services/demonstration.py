"""The built-in demo server as a service: started on a free loopback port, labelled as demo wherever it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpam_desktop.domain.servers import ServerProfile

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
