"""The server under contract: the demo server, or a real CPA named by CPAM_TEST_CPA_URL and CPAM_TEST_CPA_KEY.

A real one should be made for tests: events are taken from its queue, its statistics switch is flipped, and its first
model is asked small questions with its first client key.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.management import set_usage_statistics
from cpam_desktop.cpa.resp import RespLink
from cpam_desktop.cpa.usage import pop_http
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.net.latch import KeyLatch
from tests.kit.demo import running_demo

WRONG_KEY = "fake-wrong-management-key"


class Subject:
    """One server: its address and key, and a way to make events happen."""

    def __init__(self, url: str, key: str, demo: DemoServer | None = None) -> None:
        self.url = url
        self.key = key
        self._demo = demo
        self._count = 0

    def client(self, key: str | None = None, latch: KeyLatch | None = None) -> CpaClient:
        """A client of its own, with a latch of its own where none is given."""
        return CpaClient(self.url, key or self.key, latch=latch or KeyLatch(None))

    async def link(self, key: str | None = None, latch: KeyLatch | None = None) -> RespLink:
        """A RESP login."""
        return await RespLink.connect(self.url, key or self.key, latch=latch or KeyLatch(None))

    async def cause(self, count: int) -> None:
        """Make at least `count` events happen; they are queued or delivered shortly after."""
        if self._demo is not None:
            self._demo.publish(*(self._invented() for _ in range(count)))
            return
        async with self.client() as client:
            keys = (await client.get("api-keys", dict[str, list[str]]))["api-keys"]
        headers = {"Authorization": f"Bearer {keys[0]}"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False) as proxy:
            models = [model["id"] for model in (await proxy.get("/v1/models")).json()["data"]]
            if not models:
                pytest.skip("the real CPA has no model, so no event can be made")
            body = {"model": sorted(models)[0], "messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}
            for _ in range(count):
                await proxy.post("/v1/chat/completions", json=body)

    async def drain(self) -> list[bytes]:
        """Empty the queue over HTTP."""
        events: list[bytes] = []
        async with self.client() as client:
            while items := (await pop_http(client)).items:
                events += items
        return events

    def _invented(self) -> bytes:
        self._count += 1
        event: dict[str, Any] = {
            "timestamp": "2026-11-23T03:33:33.441693806Z",
            "latency_ms": 48,
            "source": "sk-fake-upstream",
            "auth_index": "034aa2fed6aaec6e",
            "tokens": {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18},
            "failed": False,
            "fail": {"status_code": 200, "body": ""},
            "provider": "claude",
            "model": "claude-sonnet-4-5",
            "endpoint": "POST /v1/messages",
            "auth_type": "apikey",
            "api_key": "fake-client-key",
            "request_id": f"{self._count:08x}",
        }
        return json.dumps(event, separators=(",", ":")).encode()


@asynccontextmanager
async def subject_of(kind: str) -> AsyncGenerator[Subject]:
    """The subject of a kind, its queue empty and its statistics on; skips `real` where none is named."""
    if kind == "demo":
        async with running_demo() as demo:
            yield Subject(demo.url, demo.key, demo)
        return
    url, key = os.environ.get("CPAM_TEST_CPA_URL"), os.environ.get("CPAM_TEST_CPA_KEY")
    if not url or not key:
        pytest.skip("CPAM_TEST_CPA_URL and CPAM_TEST_CPA_KEY name no real CPA")
    subject = Subject(url, key)
    async with subject.client() as client:
        await set_usage_statistics(client, True)
    await subject.drain()
    yield subject
