"""The management client against whole servers: the routes that monitoring needs, and their refusals."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cpam_desktop.cpa.capabilities import Feature
from cpam_desktop.cpa.management import (
    api_key_usage,
    api_keys_count,
    auth_files,
    config,
    set_usage_statistics,
    usage_statistics,
)
from cpam_desktop.domain.errors import InputRefused, KeyRefused, RouteMissing
from cpam_desktop.net.latch import KeyLatch
from tests.kit.subject import WRONG_KEY, Subject


async def test_liveness_and_version(subject: Subject) -> None:
    async with subject.client() as client:
        await client.healthz()
        assert client.capabilities.version == ""
        await usage_statistics(client)
        assert client.capabilities.version != ""
        assert client.capabilities.plugins is not None
        for feature in (Feature.USAGE_QUEUE, Feature.RESP_POP, Feature.PUBSUB, Feature.API_KEY_USAGE):
            assert client.capabilities.has(feature)


async def test_pasted_addresses_work(subject: Subject) -> None:
    for tail in ("/", "/management.html#/login", "/v0/management/"):
        pasted = Subject(subject.url + tail, subject.key)
        async with pasted.client() as client:
            assert await usage_statistics(client) is True


async def test_statistics_switch(subject: Subject) -> None:
    async with subject.client() as client:
        await set_usage_statistics(client, False)
        assert await usage_statistics(client) is False
        assert (await config(client)).usage_statistics_enabled is False
        await set_usage_statistics(client, True)
        assert await usage_statistics(client) is True
        assert (await config(client)).usage_statistics_enabled is True


async def test_settings_and_credentials(subject: Subject) -> None:
    async with subject.client() as client:
        assert 1 <= (await config(client)).retention_seconds <= 3600
        files = await auth_files(client)
        assert [file.name.lower() for file in files] == sorted(file.name.lower() for file in files)
        for file in files:
            assert len(file.auth_index) == 16
            assert file.type == file.provider
        assert all(calls >= 0 for calls in (await api_key_usage(client)).values())
        assert await api_keys_count(client) >= 1


async def test_refused_input_comes_in_the_servers_words(subject: Subject) -> None:
    async with subject.client() as client:
        with pytest.raises(InputRefused, match="invalid body"):
            await client.put("usage-statistics-enabled", {"value": "yes"})
        with pytest.raises(InputRefused, match="count must be a positive integer"):
            await client.get("usage-queue", list[Any], count=0)


async def test_unknown_route(subject: Subject) -> None:
    async with subject.client() as client:
        for _ in range(2):
            with pytest.raises(RouteMissing):
                await client.get("no-such-route", dict[str, Any])
        assert client.capabilities.absent == {"no-such-route"}
        assert await usage_statistics(client) is True


async def test_wrong_key_is_one_strike(subject: Subject) -> None:
    """One failed login at the server however many pollers start; then a success, which resets its count."""
    latch = KeyLatch(None)
    async with subject.client(WRONG_KEY, latch) as client:
        results = await asyncio.gather(*(usage_statistics(client) for _ in range(6)), return_exceptions=True)
        assert [type(result) for result in results] == [KeyRefused] * 6
        assert sum("nothing was sent" in str(result) for result in results) == 5
    with pytest.raises(KeyRefused, match="nothing was sent"):
        await subject.link(WRONG_KEY, latch)
    async with subject.client(latch=latch) as client:
        assert await usage_statistics(client) is True
