"""The typed routes, fed with what real servers answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.management import (
    AuthFile,
    IdToken,
    ServerConfig,
    api_key_usage,
    api_keys_count,
    auth_files,
    config,
    config_yaml,
    latest_version,
    put_config_yaml,
)
from cpam_desktop.domain.errors import CutAnswer, ServerFailed
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from tests.kit.raw_server import HTTP_OK, Peer, RawServer, http_answer

DATA = Path(__file__).parents[2] / "data" / "cpa"


def recorded(name: str) -> bytes:
    return json.dumps(json.loads((DATA / f"{name}.json").read_text())["body"]).encode()


class Served:
    """A client connected to a server that answers everything with one body."""

    def __init__(self, body: bytes, status: str = "200 OK") -> None:
        async def script(peer: Peer) -> None:
            while True:
                await peer.until(b"\r\n\r\n")
                await peer.send(http_answer(body, status=status))

        self._server = RawServer(script)

    async def __aenter__(self) -> CpaClient:
        server = await self._server.__aenter__()
        self._client = CpaClient(server.url, "fake-key", latch=KeyLatch(None), timeouts=Timeouts(1, 2, 3))
        return await self._client.__aenter__()

    async def __aexit__(self, *error: Any) -> None:
        await self._client.__aexit__(*error)
        await self._server.__aexit__(*error)


async def test_recorded_config() -> None:
    async with Served(recorded("config-get")) as client:
        found = await config(client)
    assert found == ServerConfig(
        usage_statistics_enabled=True, redis_usage_queue_retention_seconds=600, logging_to_file=True
    )
    assert found.retention_seconds == 600


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b"{}", 60),
        (b'{"redis-usage-queue-retention-seconds":null}', 60),
        (b'{"redis-usage-queue-retention-seconds":0}', 60),
        (b'{"redis-usage-queue-retention-seconds":-5}', 60),
        (b'{"redis-usage-queue-retention-seconds":7200}', 3600),
        (b'{"redis-usage-queue-retention-seconds":90.0}', 90),
        (b'{"redis-usage-queue-retention-seconds":"soon"}', 60),
    ],
)
async def test_retention(body: bytes, seconds: int) -> None:
    async with Served(body) as client:
        assert (await config(client)).retention_seconds == seconds


async def test_recorded_auth_files() -> None:
    async with Served(recorded("auth-files-list-mixed")) as client:
        found = await auth_files(client)
    first = found[0]
    assert (first.name, first.auth_index, first.provider, first.email, first.project_id) == (
        "antigravity-carol@example.com.json",
        "bfb49cce11ee1f45",
        "antigravity",
        "carol@example.com",
        "fake-project-123",
    )
    assert {file.status for file in found} == {"active", "disabled"}


@pytest.mark.parametrize("body", [b'{"files":null}', b'{"files":[]}', b'{"files":[null,5,"x"]}'])
async def test_no_auth_files(body: bytes) -> None:
    async with Served(body) as client:
        assert await auth_files(client) == []


async def test_lenient_auth_file() -> None:
    body = b"""{"files":[{"name":"a.json","auth_index":null,"account_type":"api_key","account":"sk-fake-secret-key",
        "success":"7","failed":2.0,"disabled":"maybe","status":"","weight":3,"new_field":{"x":1},
        "status_message":"{\\"error\\":\\"key sk-proj-abcdef1234567890 is bad\\"}",
        "id_token":{"plan_type":"pro","chatgpt_account_id":"acc-1"}}]}"""
    async with Served(body) as client:
        assert await auth_files(client) == [
            AuthFile(
                name="a.json",
                account_type="api_key",
                success=7,
                failed=2,
                weight=3,
                status_message='{"error":"key sk-…7890 is bad"}',
                id_token=IdToken(plan_type="pro", chatgpt_account_id="acc-1"),
            )
        ]


async def test_counters() -> None:
    body = b"""{"gemini":{"|AIza-fake-1":{"success":3,"failed":1,"recent_requests":[]},"|AIza-fake-2":null},
        "badkey":{"https://up.example|sk-bad":{"success":null,"failed":4}},"empty":null}"""
    async with Served(body) as client:
        counters = await api_key_usage(client)
        assert sorted(counters.values()) == [4, 4]
        assert await api_key_usage(client) == counters  # the same keys have the same names
    async with Served(recorded("api-key-usage")) as client:
        counters = await api_key_usage(client)
        assert sorted(counters.values()) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 2]  # badkey, flaky, and openrouter twice


async def test_config_file_goes_and_comes_byte_for_byte() -> None:
    text = "# comment\nusage-statistics-enabled: true\nname: ü\n"

    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(http_answer(text.encode()))
        await peer.until(b"\r\n\r\n")
        await peer.until("ü\n".encode())
        await peer.send(http_answer(b'{"ok":true,"changed":["config"]}'))
        await peer.eof()

    async with RawServer(script) as server, CpaClient(server.url, "fake-key", latch=KeyLatch(None)) as client:
        assert await config_yaml(client) == text
        await put_config_yaml(client, text)
    assert server.received.endswith(b"\r\n\r\n" + text.encode())
    assert b"PUT /v0/management/config.yaml HTTP/1.1\r\n" in server.received
    assert b"content-type: application/yaml\r\n" in server.received.lower()


async def test_config_file_that_is_not_whole_is_never_taken() -> None:
    async def script(peer: Peer) -> None:
        await peer.until(b"\r\n\r\n")
        await peer.send(HTTP_OK + b"Content-Length: 100\r\n\r\nport: 1\n")

    async with RawServer(script) as server, CpaClient(server.url, "fake-key", latch=KeyLatch(None)) as client:
        with pytest.raises(CutAnswer, match="whole"):
            await config_yaml(client)
    async with Served(b"name: \xff") as client:
        with pytest.raises(CutAnswer, match="UTF-8"):
            await config_yaml(client)


async def test_small_routes() -> None:
    async with Served(b'{"latest-version":"v7.2.141"}') as client:
        assert await latest_version(client) == "v7.2.141"
    async with Served(b'{"error":"request_failed","message":"no network"}', "502 Bad Gateway") as client:
        with pytest.raises(ServerFailed, match="no network"):
            await latest_version(client)
    async with Served(b'{"api-keys":["a","b"]}') as client:
        assert await api_keys_count(client) == 2
    async with Served(b'{"api-keys":null}') as client:
        assert await api_keys_count(client) == 0
