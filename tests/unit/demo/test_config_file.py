"""The demo's config.yaml: byte for byte as it was put, and what of it takes effect."""

from __future__ import annotations

import httpx
import pytest

from cpam_desktop.demo.server import DemoServer
from tests.kit.demo import management, running_demo


async def put(client: httpx.AsyncClient, text: str) -> httpx.Response:
    return await client.put("config.yaml", content=text.encode())


async def test_a_file_comes_back_as_it_was_put() -> None:
    async with running_demo() as server, management(server) as client:
        text = (await client.get("config.yaml")).text
        changed = text.replace("\n", "  # by hand\r\n", 1).replace("debug: false", "debug: true")
        assert (await put(client, changed)).json() == {"changed": ["config"], "ok": True}
        assert (await client.get("config.yaml")).content == changed.encode()
        assert (await client.get("debug")).json() == {"debug": True}
        # A write by another route writes the file anew.
        await client.put("debug", json={"value": False})
        assert "debug: false" in (await client.get("config.yaml")).text


async def test_single_values_take_effect_at_once() -> None:
    async with running_demo(retention_seconds=60) as server, management(server) as client:
        await put(client, "redis-usage-queue-retention-seconds: 600 # longer\nproxy-url: 'http://p:1'\nx-unknown: 1\n")
        config = (await client.get("config")).json()
        assert config["redis-usage-queue-retention-seconds"] == 600
        assert config["proxy-url"] == "http://p:1"
        assert "x-unknown" not in config
        assert server.state.config["usage-statistics-enabled"] is True


async def test_a_new_secret_locks_the_old_key_out_and_is_hashed_in_the_file() -> None:
    async with running_demo() as server, management(server) as client:
        await put(client, "remote-management:\n  secret-key: brand-new-fake-key\n")
        assert (await client.get("debug")).status_code == 401
        async with management(server, key="brand-new-fake-key") as again:
            text = (await again.get("config.yaml")).text
    assert text.startswith('remote-management:\n  secret-key: "$2a$10$')
    assert "brand-new" not in text


async def test_an_unchanged_file_keeps_the_key() -> None:
    async with running_demo() as server, management(server) as client:
        await put(client, (await client.get("config.yaml")).text)
        assert (await client.get("debug")).status_code == 200


def state(server: DemoServer) -> tuple[object, ...]:
    return dict(server.state.config), server.access.secret, server.state.config_text


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("port: abc", 400, "line 1: cannot unmarshal !!str `abc` into int"),
        ("debug: maybe", 400, "line 1: cannot unmarshal !!str `maybe` into bool"),
        ("debug: true\ndebug: true\n", 400, 'line 2: mapping key "debug" already defined at line 1'),
        ('debug: true\n"debug": true\n', 400, 'line 2: mapping key "debug" already defined at line 1'),
        ("api-keys: [a, b", 400, "yaml: line 1: did not find expected ',' or ']'"),
        ("just words", 400, "line 1: cannot unmarshal !!str `just words` into config.Config"),
        ("codex-api-key:\n  - api-key: a\n  - api-key: b\n    weight: 1000001\n", 422, "codex-api-key[1].weight: "),
    ],
)
async def test_what_cannot_be_used_changes_nothing(text: str, status: int, words: str) -> None:
    async with running_demo() as server, management(server) as client:
        before = state(server)
        answer = await put(client, text)
        assert answer.status_code == status
        assert words in answer.json()["message"]
        assert state(server) == before


async def test_brackets_in_quotes_and_comments_are_text() -> None:
    async with running_demo() as server, management(server) as client:
        answer = await put(client, "proxy-url: \"http://[::1\" # a [ here\nx: '{'\ny: [1, 2]\n")
        assert answer.status_code == 200
