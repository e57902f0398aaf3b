"""The three ways to read events, against whole servers: destructive pops over HTTP and RESP, and Pub/Sub."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from cpam_desktop.cpa.subscription import Subscription
from cpam_desktop.cpa.usage import pop_http
from cpam_desktop.domain.errors import KeyRefused
from cpam_desktop.net.latch import KeyLatch
from tests.kit.subject import WRONG_KEY, Subject


def checked(events: list[bytes]) -> list[dict[str, Any]]:
    """The events decoded; each looks like one."""
    decoded: list[dict[str, Any]] = [json.loads(event) for event in events]
    for event in decoded:
        assert {"timestamp", "tokens", "failed", "model", "auth_index", "request_id"} <= set(event)
    return decoded


async def received(subscription: Subscription, count: int) -> tuple[list[bytes], list[str]]:
    """Events and control messages until `count` events are there."""
    events: list[bytes] = []
    controls: list[str] = []
    async with asyncio.timeout(20):
        while len(events) < count:
            batch = await subscription.next_batch(1.0)
            events += batch.events
            controls += batch.controls
    return events, controls


async def test_pop_over_http(subject: Subject) -> None:
    await subject.cause(3)
    async with subject.client() as client:
        first = await pop_http(client, 2)
        assert (len(first.items), first.asked, first.cut) == (2, 2, False)
        rest = await pop_http(client)
        assert len(rest.items) >= 1
        assert (await pop_http(client)).items == []
    checked(first.items + rest.items)


async def test_pop_over_resp_shares_the_queue(subject: Subject) -> None:
    await subject.cause(4)
    async with await subject.link() as link:
        first = await link.pop(2)
        assert (len(first.items), first.asked, first.cut) == (2, 2, False)
        async with subject.client() as client:
            second = await pop_http(client, 1)
        rest = await link.pop()
        assert len(rest.items) >= 1
        assert (await link.pop()).items == []
    times = [event["timestamp"] for event in checked(first.items + second.items + rest.items)]
    assert times == sorted(times)


async def test_subscription_gets_new_events_and_the_queue_keeps_the_old(subject: Subject) -> None:
    await subject.cause(1)
    subscription = await (await subject.link()).subscribe()
    greeting = await subscription.next_batch(5.0)
    assert (greeting.events, greeting.controls) == ([], ("support_refresh",))
    await subject.cause(3)
    events, _ = await received(subscription, 3)
    checked(events)
    backlog = await subject.drain()
    assert len(backlog) >= 1
    assert not set(backlog) & set(events)
    late = await subscription.unsubscribe_and_drain()
    assert late.events == []
    await subject.cause(1)
    assert len(await subject.drain()) >= 1


async def test_unsubscribe_loses_nothing_that_was_published(subject: Subject) -> None:
    subscription = await (await subject.link()).subscribe()
    await subject.cause(20)
    batch = await subscription.unsubscribe_and_drain()
    assert len(checked(batch.events + await subject.drain())) >= 20
    assert batch.controls == ("support_refresh",)


async def test_two_subscribers_get_the_same(subject: Subject) -> None:
    first = await (await subject.link()).subscribe()
    second = await (await subject.link()).subscribe()
    await subject.cause(2)
    one, _ = await received(first, 2)
    other, _ = await received(second, 2)
    assert one[:2] == other[:2]
    await first.close()
    await second.close()


async def test_wrong_key_over_resp_is_one_strike(subject: Subject) -> None:
    latch = KeyLatch(None)
    results = await asyncio.gather(*(subject.link(WRONG_KEY, latch) for _ in range(6)), return_exceptions=True)
    assert [type(result) for result in results] == [KeyRefused] * 6
    assert "invalid management key" in str(results[0])
    assert sum("nothing was sent" in str(result) for result in results) == 5
    async with subject.client(WRONG_KEY, latch) as client:
        with pytest.raises(KeyRefused, match="nothing was sent"):
            await pop_http(client)
    async with await subject.link(latch=latch) as link:
        assert (await link.pop()).cut is False
