"""What a configuration says in short, also where fields are null, missing or of another type; credentials by state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.management import AuthFile
from cpam_desktop.cpa.summary import Configuration, configuration, count_credentials
from cpam_desktop.domain.errors import CutAnswer, KeyRefused, NotACpa
from cpam_desktop.domain.fleet import ConfigSummary, CredentialCounts
from cpam_desktop.net.http import Timeouts
from cpam_desktop.net.latch import KeyLatch
from tests.kit.raw_server import Peer, RawServer, http_answer

DATA = Path(__file__).parents[2] / "data" / "cpa"


async def answered(body: object, route: str = "") -> Any:
    """The configuration, or the number of models, of a server that answers everything with one body."""
    sent: list[bytes] = []

    async def script(peer: Peer) -> None:
        sent.append(await peer.until(b"\r\n\r\n"))
        await peer.send(http_answer(json.dumps(body).encode(), status="401 x" if body == {"error": "no"} else "200 OK"))

    async with (
        RawServer(script) as server,
        CpaClient(server.url, "fake-key", latch=KeyLatch(None), timeouts=Timeouts(1, 2, 3)) as client,
    ):
        found = await client.models(route) if route else await configuration(client)
        assert (b"fake-key" in sent[0]) is not bool(route)
        return found


async def test_a_recorded_configuration() -> None:
    found: Configuration = await answered(json.loads((DATA / "config-get.json").read_text())["body"])
    assert found.settings.retention_seconds == 600
    assert found.summary.strategy == "round-robin"
    assert found.summary.client_keys > 0
    assert found.client_key not in repr(found)


@pytest.mark.parametrize(
    ("body", "expected", "key"),
    [
        ({}, ConfigSummary("round-robin"), ""),
        ({"routing": None, "api-keys": None, "openai-compatibility": None}, ConfigSummary("round-robin"), ""),
        ({"routing": "x", "api-keys": "x", "openai-compatibility": ["x"]}, ConfigSummary("round-robin"), ""),
        (
            {"api-keys": ["schl\u00fcssel", " fake-two ", 3], "routing": {"strategy": "weighted-round-robin"}},
            ConfigSummary("weighted-round-robin", client_keys=2),
            "fake-two",
        ),
        (
            {"debug": True, "logging-to-file": True, "proxy-url": ""},
            ConfigSummary("round-robin", 0, True, debug=True),
            "",
        ),
    ],
)
async def test_what_is_not_as_expected_counts_as_not_there(body: object, expected: ConfigSummary, key: str) -> None:
    found: Configuration = await answered(body)
    assert (found.summary, found.client_key) == (expected, key)


def test_a_credential_that_is_off_counts_as_that() -> None:
    files = [
        AuthFile(),
        AuthFile(status="active"),
        AuthFile(disabled=True, unavailable=True),
        AuthFile(unavailable=True),
        AuthFile(status="error"),
    ]
    assert count_credentials(files) == CredentialCounts(active=2, disabled=1, failing=2)
    assert count_credentials(files).total == 5


async def test_models_are_asked_for_with_the_clients_key_only() -> None:
    assert await answered({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}, "fake-client") == 2
    with pytest.raises((NotACpa, CutAnswer)):
        await answered({"models": []}, "fake-client")
    with pytest.raises(KeyRefused):
        await answered({"error": "no"}, "fake-client")
