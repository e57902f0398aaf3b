"""Why is monitoring empty or behind: one check after the other, each with its remedy in words.

A check that needs an earlier one to pass waits (`ok` None) instead of failing for the same reason again.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from cpam_desktop.collector.health import LONG_ENOUGH_RETENTION, STARVED
from cpam_desktop.collector.runner import Target
from cpam_desktop.cpa import management
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.domain.errors import AppError, CpaError, KeyRefused, NotSupported, RouteMissing
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.fleet import Check
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.events import EventService
from cpam_desktop.services.targets import client_of

STALE_SECONDS = 600
WAITS = "waits for the check above"


class DoctorService:
    """Runs the checks against one server. Changes nothing, and asks the latch before every request."""

    def __init__(self, latch: KeyLatch, events: EventService) -> None:
        self._latch = latch
        self._events = events

    async def examine(self, target: Target, collector: CollectorStatus | None = None) -> list[Check]:
        """All checks, in order. `collector`: the status of the running collector, where there is one."""
        return [check async for check in self._checks(target, collector)]

    async def _checks(self, target: Target, collector: CollectorStatus | None) -> AsyncIterator[Check]:
        async with client_of(target, self._latch) as client:
            alive = await self._alive(client)
            yield alive
            key, statistics, retention = await self._key_and_settings(client, wait=alive.ok is False)
            yield key
            yield statistics
            yield retention
            yield await self._transport(target, wait=not key.ok)
        yield self._consumer(collector)
        yield await self._received(target, collector)

    async def _alive(self, client: CpaClient) -> Check:
        started = time.monotonic()
        try:
            await client.healthz()
        except RouteMissing:
            return Check("server", None, f"{client.base_url} answers; it is older than 6.9.10")
        except CpaError as error:
            return _failed("server", error)
        return Check("server", True, f"{client.base_url} answered in {(time.monotonic() - started) * 1000:.0f} ms")

    async def _key_and_settings(self, client: CpaClient, *, wait: bool) -> tuple[Check, Check, Check]:
        if wait:
            waiting = [Check(name, None, WAITS) for name in ("key", "statistics", "retention")]
            return waiting[0], waiting[1], waiting[2]
        try:
            settings = await management.config(client)
        except CpaError as error:
            return _failed("key", error), Check("statistics", None, WAITS), Check("retention", None, WAITS)
        version = client.capabilities.version
        key = Check("key", True, f"the management key was accepted; CPA {version or 'of unknown version'}")
        if settings.usage_statistics_enabled:
            statistics = Check("statistics", True, "usage-statistics-enabled is true")
        else:
            statistics = Check(
                "statistics",
                False,
                "usage-statistics-enabled is false, so CPA records nothing",
                "Turn on usage-statistics-enabled; no restart is needed.",
                "turn_on_statistics",
            )
        seconds = settings.retention_seconds
        long_enough = seconds >= LONG_ENOUGH_RETENTION
        retention = Check(
            "retention",
            long_enough,
            f"unread events are kept for {seconds} s",
            "" if long_enough else "Set redis-usage-queue-retention-seconds to 3600, so that a restart loses nothing.",
            "" if long_enough else "extend_retention",
        )
        return key, statistics, retention

    async def _transport(self, target: Target, *, wait: bool) -> Check:
        if wait:
            return Check("transport", None, WAITS)
        try:
            link = await RespLink.connect(
                target.base_url, target.key, latch=self._latch, tls=target.tls, proxy=target.proxy
            )
        except NotSupported as error:
            return Check("transport", True, f"events are read over HTTP, because {error.detail}")
        except CpaError as error:
            return _failed("transport", error)
        await link.close()
        return Check("transport", True, "direct delivery (RESP) works")

    def _consumer(self, collector: CollectorStatus | None) -> Check:
        if collector is None or collector.state is not State.RUNNING:
            return Check("consumer", None, "needs a running collector to tell")
        if STARVED in collector.warnings:
            return Check(
                "consumer",
                False,
                "the server's counters grow, but few events arrive",
                "Another tool reads the same queue: stop it, or import from it.",
            )
        return Check("consumer", True, "no other reader of the queue was noticed")

    async def _received(self, target: Target, collector: CollectorStatus | None) -> Check:
        last = collector.last_event_ns if collector else None
        if last is None:
            uids = [r.uid for r in await self._events.servers() if r.uid == target.uid or r.base_url == target.base_url]
            page = await self._events.page(EventFilter(servers=tuple(uids)), 1) if uids else None
            last = page.rows[0].time_ns if page and page.rows else None
        if last is None:
            return Check("received", False, "no event was ever stored", "Send one request through CPA.")
        fresh = time.time_ns() - last < STALE_SECONDS * 1_000_000_000
        return Check("received", True if fresh else None, f"the newest stored event is of {to_iso(last)}")


def key_missing(name: str) -> list[Check]:
    """What can be said of a server whose key is not known: nothing is sent to it."""
    detail = f"no management key is known for {name}"
    key = Check("key", False, detail, "Enter the server's secret-key.", "enter_key")
    return [key, *(Check(step, None, WAITS) for step in ("statistics", "retention", "transport", "consumer"))]


def _failed(name: str, error: AppError) -> Check:
    action = "enter_key" if isinstance(error, KeyRefused) else ""
    return Check(name, False, f"{error.title}: {error.detail}" if error.detail else error.title, error.hint, action)
