"""The connection test: one request with the key, and what it shows; window and command line put it in words."""

from __future__ import annotations

import time

from cpam_desktop.collector.health import Look
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.summary import Configuration, configuration
from cpam_desktop.domain.errors import AppError
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.targets import client_of, target_of


async def check_connection(profile: ServerProfile, key: str, latch: KeyLatch, *, again: bool = False) -> ConnectionTest:
    """Ask `GET config` once. A key that was refused before is not sent, unless the user says `again`.

    Raises nothing of `AppError`: it stands in the result.
    """
    try:
        target = target_of(profile, key)
        if again:
            latch.clear(target.base_url, target.key)
        async with client_of(target, latch) as client:
            return (await read_configuration(client))[0]
    except AppError as error:
        return ConnectionTest(profile.url, error)


async def read_configuration(client: CpaClient) -> tuple[ConnectionTest, Configuration]:
    """The test's one request, and all that its answer tells. Raises CpaError."""
    started = time.monotonic()
    found = await configuration(client)
    latency = time.monotonic() - started
    settings = found.settings
    look = Look(settings.usage_statistics_enabled, settings.retention_seconds, calls=None)
    test = ConnectionTest(
        url=client.base_url,
        version=client.capabilities.version,
        latency_ms=round(latency * 1000),
        usage_enabled=settings.usage_statistics_enabled,
        retention_s=settings.retention_seconds,
        warnings=look.warnings(starved=False),
    )
    return test, found
