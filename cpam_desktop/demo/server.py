"""The demo server: starts, stops and restarts a stand-in CPA with live traffic on one loopback port."""

from __future__ import annotations

import asyncio
import random
import secrets
import ssl
from collections.abc import Iterable, Iterator
from itertools import islice

from cpam_desktop.demo.auth_files import AuthFile
from cpam_desktop.demo.clock import NS, DemoClock
from cpam_desktop.demo.faults import Faults
from cpam_desktop.demo.gate import Access
from cpam_desktop.demo.listener import Port
from cpam_desktop.demo.population import populate
from cpam_desktop.demo.seeding import demo_auth_files, demo_config
from cpam_desktop.demo.state import DemoState, Seen
from cpam_desktop.demo.traffic import Traffic, generate
from cpam_desktop.domain.aio import spawn

_CHUNK = 200
_TICK = 0.02


class DemoServer:
    """A running demo server; make one with `await DemoServer.start(...)`. All methods belong to its loop."""

    def __init__(self, state: DemoState, port: Port, traffic: Traffic, seed: int, rate: float) -> None:
        self.state = state
        self.seed = seed
        self._port = port
        self._traffic = traffic
        self._rate = rate
        self._host = ""
        self._live: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        key: str | None = None,
        seed: int = 1,
        rate: float = 5.0,
        days: float = 0,
        history_per_day: int = 4000,
        tls: ssl.SSLContext | None = None,
        version: str = "7.2.140",
        retention_seconds: int = 60,
        statistics: bool = True,
        allow_remote: bool = False,
        idle_seconds: float = 10.0,
        n_models: int = 40,
        n_accounts: int = 24,
        n_keys: int = 24,
    ) -> DemoServer:
        """Listen on `host:port` (0: any free port) with `rate` live events a second (0: none).

        `key` is random where not given. `days` of history wait in the queue from the start, `history_per_day`
        events each; like all queued events they go after `retention_seconds`. `tls` is a server's context.
        Raises OSError where the port cannot be opened.
        """
        people = populate(seed, n_models=n_models, n_accounts=n_accounts, n_keys=n_keys)
        config = demo_config(people)
        config["usage-statistics-enabled"] = statistics
        config["redis-usage-queue-retention-seconds"] = retention_seconds
        access = Access(key or f"demo-{secrets.token_hex(12)}", allow_remote=allow_remote)
        state = DemoState(access, config, version)
        state.auth_files = demo_auth_files(people, state.clock.now_ns())
        state.log.write("main.go:572", f"CLIProxyAPI Version: {version}, demo server, seed {seed}")
        if days > 0:
            now = state.clock.now_ns()
            begin = now - int(days * 86_400 * NS)
            pace = history_per_day / 86_400
            await _queue_history(state, generate(seed, start_ns=begin, end_ns=now, rate=pace, people=people))
        server = cls(state, Port(state, tls=tls, idle_seconds=idle_seconds), Traffic(seed, people), seed, rate)
        await server._listen(host, port)
        return server

    @property
    def url(self) -> str:
        """Base URL, such as `http://127.0.0.1:41873`; a wildcard address shows as loopback."""
        host = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}.get(self._host, self._host)
        return f"{self._port.scheme}://{host}:{self.state.port}"

    @property
    def port(self) -> int:
        """The port it listens on, the same after a restart."""
        return self.state.port

    @property
    def key(self) -> str:
        """The management key. It is random and opens nothing but this demo: no secret."""
        return self.access.secret

    @property
    def access(self) -> Access:
        """Keys and whether management and remote clients are allowed; changes work at once."""
        return self.state.gate.access

    @property
    def faults(self) -> Faults:
        """Faults to switch on."""
        return self.state.faults

    @property
    def seen(self) -> Seen:
        """What reached the server."""
        return self.state.seen

    @property
    def clock(self) -> DemoClock:
        """The server's time; `advance` it to let events expire and bans end."""
        return self.state.clock

    def publish(self, *events: bytes) -> None:
        """Publish raw events now: to subscribers if there are any, else into the queue."""
        self.state.publish(events)

    async def feed(self, events: Iterable[bytes]) -> int:
        """Publish many, never faster than subscribers read; how many they were."""
        stream, count = iter(events), 0
        while chunk := list(islice(stream, _CHUNK)):
            await self.state.queue.drained()
            self.state.publish(chunk)
            count += len(chunk)
            await asyncio.sleep(0)
        return count

    def change_credentials(self, files: list[AuthFile]) -> None:
        """Put other auth files in place; subscribers get `{"refresh":true}`."""
        self.state.auth_files = files
        self.state.queue.control(b'{"refresh":true}')

    def drop_connections(self) -> None:
        """Cut every connection at once; the port stays open."""
        self._port.drop_connections()

    async def pause(self) -> None:
        """As if the process had ended: port closed, connections cut, queue, counters and bans forgotten."""
        if self._live is not None:
            self._live.cancel()
            await asyncio.wait([self._live])
            self._live = None
        await self._port.close()
        self.state.clear()

    async def resume(self) -> None:
        """Listen again on the same port, with live traffic."""
        await self._listen(self._host, self.state.port)

    async def restart(self) -> None:
        """`pause` and `resume`."""
        await self.pause()
        await self.resume()

    async def stop(self) -> None:
        """Close everything; harmless when stopped already."""
        await self.pause()

    async def _listen(self, host: str, port: int) -> None:
        self._host = host
        self.state.port = await self._port.listen(host, port)
        if self._rate > 0:
            self._live = spawn(self._publish_live(), "demo traffic")

    async def _publish_live(self) -> None:
        """Requests that end now, at random intervals; high rates in batches of one tick."""
        loop = asyncio.get_running_loop()
        rng = random.Random(f"live {self.seed}")
        due = loop.time()
        while True:
            batch: list[bytes] = []
            while due <= loop.time() and len(batch) < _CHUNK:
                events = self._traffic.request(self.clock.now_ns(), ends=True)
                batch += events
                due += rng.expovariate(self._rate) * len(events)
            self.state.publish(batch)
            shortest = _TICK if self._rate * _TICK < _CHUNK else 0
            await asyncio.sleep(max(due - loop.time(), shortest))


async def _queue_history(state: DemoState, events: Iterator[bytes]) -> None:
    while chunk := list(islice(events, _CHUNK)):
        state.queue.put(chunk)
        state.seen.published += len(chunk)
        await asyncio.sleep(0)
