"""A look at a server: the connection test, and what the server tells about itself, over one connection.

A management call costs the server about 100 ms, so a look is two of them (configuration, credentials), and its newest
release is asked for once a day at most: the server asks GitHub for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any, TypeVar, cast

from cpam_desktop.cpa import management
from cpam_desktop.cpa.capabilities import Feature, parse_version
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.summary import Configuration, count_credentials
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.errors import AppError, InputRefused, KeyRefused, RemoteDisabled, RouteMissing
from cpam_desktop.domain.fleet import ServerFacts
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.connecting import read_configuration
from cpam_desktop.services.queries import ask
from cpam_desktop.services.targets import client_of, target_of
from cpam_desktop.store import settings
from cpam_desktop.store.database import Database

T = TypeVar("T")
DAY_NS = 86_400 * NS_PER_SECOND
_log = logging.getLogger(__name__)


async def look_at(
    profile: ServerProfile, key: str, latch: KeyLatch, database: Database
) -> tuple[ConnectionTest, ServerFacts | None]:
    """The test, and the facts where the server took the key. Raises nothing of `AppError`: it stands in the test."""
    try:
        target = target_of(profile, key)
        async with client_of(target, latch) as client:
            test, found = await read_configuration(client)
            files, models, newest = await asyncio.gather(
                _part(management.auth_files(client)),
                _part(_models(client, found)),
                _newest(client, database, profile.uid or target.base_url),
            )
            build_date = client.capabilities.build_date
    except AppError as error:
        return ConnectionTest(profile.url, error), None
    facts = ServerFacts(
        build_date=build_date,
        config=found.summary,
        credentials=None if files is None else count_credentials(files),
        models=models,
        newer=newest if _is_newer(newest, test.version) else "",
    )
    return test, facts


async def _part(work: Coroutine[Any, Any, T]) -> T | None:
    """None where the server does not tell it; a refused key is told, because everything else fails with it."""
    try:
        return await work
    except KeyRefused:
        raise
    except AppError as error:
        _log.info("a part of a look at a server failed: %s", error)
        return None


async def _models(client: CpaClient, found: Configuration) -> int | None:
    try:
        return await client.models(found.client_key)
    except KeyRefused:  # the client's key, not ours
        return None


async def _newest(client: CpaClient, database: Database, name: str) -> str:
    """The newest release as the server saw it within a day; empty where it cannot tell, or must not be asked."""
    setting, version = f"latest-version.{name}", client.capabilities.version
    kept = await ask(database, lambda connection: settings.read(connection, setting))
    known = cast("dict[str, object]", kept) if isinstance(kept, dict) else {}
    asked, latest = known.get("asked_ns"), known.get("latest")
    now = time.time_ns()
    forbidden = known.get("forbidden") == version  # another version may allow it
    if forbidden or (isinstance(asked, int) and 0 <= now - asked < DAY_NS):
        return latest if isinstance(latest, str) else ""
    if not client.capabilities.has(Feature.LATEST_VERSION) or parse_version(version) is None:
        return ""  # nothing to compare with
    value: dict[str, object] = {"asked_ns": now, "latest": ""}
    try:
        value["latest"] = await management.latest_version(client)
    except (RouteMissing, InputRefused, RemoteDisabled):
        value["forbidden"] = version
    except KeyRefused:
        raise
    except AppError as error:  # GitHub does not answer the server: tomorrow again
        _log.info("the newest release is not known: %s", error)
    await asyncio.wrap_future(database.write(lambda writing: settings.write(writing, setting, value)))
    return str(value["latest"])


def _is_newer(newest: str, running: str) -> bool:
    one, other = parse_version(newest), parse_version(running)
    return one is not None and other is not None and one > other
