"""All servers of the window: saved ones and the demo, their keys of this session, their collectors and tests.

Coroutines of the network thread's loop. Nothing here acts on a server without the user having asked.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from cpam_desktop.collector.runner import Target
from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import InputError, KeyringError
from cpam_desktop.domain.fleet import Check, FleetChanged, ServerState
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.net.urls import normalise_base_url
from cpam_desktop.services import fixes
from cpam_desktop.services.addresses import short_name
from cpam_desktop.services.connecting import check_connection
from cpam_desktop.services.context import Context
from cpam_desktop.services.demonstration import DEMO_UID, DemoHistory, DemoService
from cpam_desktop.services.doctor import key_missing
from cpam_desktop.services.looking import look_at
from cpam_desktop.services.queries import ask
from cpam_desktop.services.targets import target_of
from cpam_desktop.store import records

LOOK_NS = 60 * NS_PER_SECOND
"""A look at a server that is younger than this is shown again instead of asking anew."""


class Fleet:
    """`await open()` at the start, `await close()` at the end; `servers` is the state now."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._demo = DemoService()
        self._demo_history = DemoHistory(context.bus)
        self._keys: dict[str, str] = {}
        self._states: dict[str, ServerState] = {}
        self._looks: dict[str, asyncio.Task[ServerState]] = {}

    def home(self, uid: str) -> Context:
        """The services on the history of a server: the demo has one of its own. From any thread."""
        demo = self._demo_history.context if uid == DEMO_UID and uid in self._states else None
        return demo or self._context

    @property
    def servers(self) -> tuple[ServerState, ...]:
        """Every server with its newest collector status."""
        return tuple(
            replace(state, collector=self.home(uid).collectors.status(uid)) for uid, state in list(self._states.items())
        )

    async def open(self) -> tuple[ServerState, ...]:
        """Start the collectors of all saved servers whose key is known."""
        self._context.commits.start()
        for profile in self._context.servers.list():
            try:
                key = await self._context.servers.key(profile.uid)
            except KeyringError:
                key = None
            self._states[profile.uid] = ServerState(profile, has_key=bool(key))
            if key:
                self._keys[profile.uid] = key
                await self._collect(profile)
        self._tell()
        return self.servers

    async def close(self) -> None:
        """Stop collectors (everything received is committed) and the demo server, whose history is deleted."""
        looks = list(self._looks.values())
        for look in looks:
            look.cancel()
        await asyncio.gather(*looks, return_exceptions=True)
        await self._context.commits.stop()
        await self._context.collectors.stop_all()
        await self.home(DEMO_UID).collectors.stop(DEMO_UID)
        await self._demo.stop()
        await self._demo_history.close()

    async def start_demo(
        self, *, rate: float = 5.0, seed: int = 1, days: float = 2, apart: bool = True
    ) -> ServerProfile:
        """Start the demo server, with some days of history, and collect from it. It is never saved.

        Without `apart` its events go into the open history instead of one of their own (a tour's is made for it).
        """
        if DEMO_UID not in self._states:
            await self._demo_history.close()  # of a demo that was stopped; pages may still have read it then
        if apart:
            await self._demo_history.open()
        profile, key = await self._demo.start(rate=rate, seed=seed, days=days)
        self._keys[DEMO_UID] = key
        self._states[DEMO_UID] = ServerState(profile, demo=True)
        await self._collect(profile)
        self._tell()
        return profile

    async def visit(self, profile: ServerProfile, key: str) -> ServerProfile:
        """Collect from a server that is not saved; what its address has recorded before belongs to it."""
        url = normalise_base_url(profile.url)
        known = await ask(
            self._context.database, lambda connection: records.find_server(connection, uid=None, base_url=url)
        )
        uid = profile.uid or (known.uid if known else records.ad_hoc_uid(url))
        name = profile.name or (known.name if known else "") or short_name(url)
        visited = replace(profile, uid=uid, url=url, name=name)
        self._keys[uid] = key
        self._states[uid] = ServerState(visited)
        await self._collect(visited)
        self._tell()
        return visited

    async def try_connection(self, profile: ServerProfile, key: str, *, again: bool = False) -> ConnectionTest:
        """Test what stands in the connect dialog; nothing is saved. An empty key means the one that is known."""
        return await check_connection(profile, key or self._keys.get(profile.uid, ""), self._context.latch, again=again)

    async def connect(
        self, profile: ServerProfile, key: str, *, keep: bool = True
    ) -> tuple[ServerProfile, KeyringError | None]:
        """Save a new or changed server with its key and collect from it; the error says why a key is not kept.

        Without `keep` the key lives in this session only, and one that was kept before is forgotten.
        """
        if profile.uid:
            saved = await self._context.servers.update(profile)
        else:
            saved = await self._context.servers.add(profile)
        trouble = None
        if key.strip():
            self._keys[saved.uid] = key.strip()
            if keep:
                trouble = await self._context.servers.set_key(saved.uid, key)
            elif profile.uid:
                trouble = await self._forget_key(saved.uid)
        self._states[saved.uid] = ServerState(saved, has_key=saved.uid in self._keys)
        await self._collect(saved)
        self._tell()
        return saved, trouble

    async def _forget_key(self, uid: str) -> KeyringError | None:
        try:
            await self._context.servers.forget_key(uid)
        except KeyringError as error:
            return error
        return None

    async def remove(self, uid: str) -> KeyringError | None:
        """Forget a server and its key; its history stays."""
        await self.home(uid).collectors.stop(uid)
        self._states.pop(uid, None)
        self._keys.pop(uid, None)
        trouble = None
        if uid == DEMO_UID:
            await self._demo.stop()
        else:
            trouble = await self._context.servers.remove(uid)
        self._tell()
        return trouble

    async def set_mode(self, uid: str, mode: Mode) -> None:
        """Collect in another mode from now on."""
        profile = replace(self._state(uid).profile, mode=mode)
        if any(saved.uid == uid for saved in self._context.servers.list()):  # not the demo, nor one just visited
            profile = await self._context.servers.update(profile)
        self._states[uid] = replace(self._state(uid), profile=profile)
        await self._collect(profile)
        self._tell()

    async def retry(self, uid: str) -> None:
        """The user said "try again": forget a refusal and start the collector anew."""
        self.home(uid).collectors.try_again(self._target(uid))
        await self._collect(self._state(uid).profile)

    async def test(self, uid: str) -> ServerState:
        """Test the connection of a server, look at what it tells about itself, and remember both."""
        self._state(uid)
        if uid not in self._looks:
            self._looks[uid] = spawn(self._look(uid), f"look at {uid}")
            self._looks[uid].add_done_callback(lambda _done: self._looks.pop(uid, None))
        return await asyncio.shield(self._looks[uid])

    async def look(self, uid: str) -> ServerState:
        """As `test`, but nothing is asked where the last look is young enough: for everything that shows a server."""
        state = self._state(uid)
        if state.tested_ns is not None and 0 <= time.time_ns() - state.tested_ns < LOOK_NS:
            return state
        return await self.test(uid)

    async def _look(self, uid: str) -> ServerState:
        state = self._state(uid)
        found, facts = await look_at(
            state.profile, self._keys.get(uid, ""), self._context.latch, self.home(uid).database
        )
        now = time.time_ns()
        if uid in self._states:
            state = self._states[uid]
            good = now if found.ok else state.good_ns
            self._states[uid] = replace(
                state, test=found, tested_ns=now, good_ns=good, facts=state.facts if facts is None else facts
            )
            self._tell()
        return self._state(uid)

    async def examine(self, uid: str) -> list[Check]:
        """The doctor's checks of a server; without its key only that is told."""
        if not self._keys.get(uid):
            return key_missing(self._state(uid).profile.name)
        home = self.home(uid)
        return await home.doctor.examine(self._target(uid), home.collectors.status(uid))

    async def fix(self, uid: str, action: str) -> None:
        """Carry out a remedy that the user has confirmed (see `Check.action`)."""
        target, latch = self._target(uid), self._context.latch
        if action == "turn_on_statistics":
            await fixes.turn_on_statistics(target, latch)
        elif action == "extend_retention":
            await fixes.extend_retention(target, latch)
        elif action == "try_again":
            await self.retry(uid)

    async def _collect(self, profile: ServerProfile) -> None:
        key = self._keys.get(profile.uid)
        if key:
            target = replace(target_of(profile, key), lasting=profile.uid != DEMO_UID)
            await self.home(profile.uid).collectors.start(target, profile.mode)

    def _state(self, uid: str) -> ServerState:
        try:
            return self._states[uid]
        except KeyError:
            raise InputError("this server is not connected any more") from None

    def _target(self, uid: str) -> Target:
        return target_of(self._state(uid).profile, self._keys.get(uid, ""))

    def _tell(self) -> None:
        self._context.bus.publish(FleetChanged(self.servers))
