"""Every recording of a real CPA that the demo server answers, replayed and compared field by field."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest

from cpam_desktop.demo.server import DemoServer
from tests.contract.recordings import KEY, Accidents, Recording, differences, load, names
from tests.contract.replay_state import prepare

HEX16 = r"[0-9a-f]{16}"
BUCKET = r"\d\d:\d[05]-\d\d:\d[05]"
_BUCKETS: Accidents = {
    "files[].recent_requests[].time": BUCKET,  # the hour of the recording
    "files[].recent_requests[].success": "*",  # which ten minutes, is compared as a sum
    "files[].recent_requests[].failed": "*",
}
_KEY_BUCKETS = {
    f"{provider}.{key}.recent_requests[].{field}": BUCKET if field == "time" else "*"
    for provider, keys in load("api-key-usage").body.items()
    for key in keys
    for field in ("time", "success", "failed")
}
_LOG: Accidents = {
    "lines": "#",
    "lines[]": r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] \[.{8}\] \[.{5}\] \[[a-z_]+\.go:\d+\] .*",  # what that server did
    "next-cursor": r"[\w-]{20,}",  # opaque
    "latest-timestamp": r"\d{10}",  # that server's last line
}

ACCIDENTS: tuple[tuple[str, Accidents], ...] = (
    ("auth-files-.*", _BUCKETS),
    ("api-key-usage", _KEY_BUCKETS),
    ("logs-get-.*", _LOG),
    # Made from the failures of the moment: names hold date and request id, sizes follow from the text.
    (
        "request-error-logs",
        {
            "files[].name": r"error-v1[\w-]*-\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{8}\.log",
            "files[].size": r"\d{3,4}",
            "files[].modified": r"\d{10}",
        },
    ),
    ("request-error-logs-download", {"": r"(?s)=== REQUEST INFO ===\n.*=== RESPONSE ===\nStatus: \d+\n.*"}),
    # A file and a page have the text of their own server; what they must hold is tested below.
    ("config-yaml-get|management-html", {"": "*"}),
    ("latest-version-unreachable", {"message": "*"}),  # the words of that machine's network
)

# Of the build, not of the protocol: a self-built CPA has no commit and date.
BUILD_HEADERS = {"x-cpa-commit", "x-cpa-build-date"}
COMPARED_HEADERS = {
    "content-type",
    "cache-control",
    "x-content-type-options",
    "location",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "x-cpa-version",
    "x-cpa-support-plugin",
}


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    """As recorded: a self-built CPA, which calls its version `dev`."""
    running = await DemoServer.start(key=KEY, rate=0, version="dev", allow_remote=True)
    yield running
    await running.stop()


async def replay(server: DemoServer, recording: Recording) -> httpx.Response:
    """Send the recorded request, from another address than this machine's where it came from one."""
    remote = re.search("remote", recording.name) is not None
    transport = httpx.AsyncHTTPTransport(local_address="127.0.0.2" if remote else None)
    async with httpx.AsyncClient(base_url=server.url, transport=transport) as client:
        path, content = await _own_path(client, recording), await _own_body(client, recording)
        return await client.request(recording.method, path, headers=recording.headers, content=content)


async def _own_path(client: httpx.AsyncClient, recording: Recording) -> str:
    """Cursors and file names are given out by each server itself."""
    headers = {"X-Management-Key": KEY}
    if recording.name == "logs-get-cursor":
        answer = await client.get("/v0/management/logs?limit=3", headers=headers)
        await client.get("/v0/management/debug", headers=headers)
        return f"/v0/management/logs?cursor={answer.json()['next-cursor']}&limit=2"
    if recording.name == "request-error-logs-download":
        answer = await client.get("/v0/management/request-error-logs", headers=headers)
        return f"/v0/management/request-error-logs/{answer.json()['files'][0]['name']}"
    return recording.path


FILE_CHANGES = {
    "config-yaml-put-ok": ("debug: false", "debug: true"),
    "config-yaml-put-port-change": ("port: ", "port: 1"),
    "config-yaml-put-change-secret": ("secret-key: ", "secret-key: new-key #"),
    "config-yaml-put-empty-secret": ("secret-key: ", 'secret-key: "" #'),
}


async def _own_body(client: httpx.AsyncClient, recording: Recording) -> bytes:
    """Where the recording only says what was sent: the server's own file, with that change."""
    if recording.name not in FILE_CHANGES:
        return recording.content
    key = recording.headers["X-Management-Key"]
    answer = await client.get("/v0/management/config.yaml", headers={"X-Management-Key": key})
    old, new = FILE_CHANGES[recording.name]
    assert old in answer.text
    return answer.text.replace(old, new, 1).encode()


def _accidents(name: str) -> Accidents:
    found: Accidents = {}
    for pattern, fields in ACCIDENTS:
        if re.fullmatch(pattern, name):
            found |= fields
    return found


def _without_auth_index(body: object, found: list[str]) -> object:
    """The provider lists' `auth-index` is a hash of that server's credentials: only its form is compared."""
    if isinstance(body, list):
        return [_without_auth_index(item, found) for item in cast(list[object], body)]
    if not isinstance(body, dict):
        return body
    fields = cast(dict[str, object], body)
    found += [str(value) for name, value in fields.items() if name == "auth-index"]
    return {
        name: "a hash" if name == "auth-index" else _without_auth_index(value, found) for name, value in fields.items()
    }


@pytest.mark.parametrize("name", names())
async def test_recording(server: DemoServer, name: str) -> None:
    recording = load(name)
    prepare(server, recording)
    answer = await replay(server, recording)

    assert answer.status_code == recording.status
    expected = {key: value for key, value in recording.answer_headers.items() if key in COMPARED_HEADERS}
    assert {key: value for key, value in answer.headers.items() if key in COMPARED_HEADERS} == expected
    assert BUILD_HEADERS & answer.headers.keys() == BUILD_HEADERS & recording.answer_headers.keys()
    is_json = recording.answer_headers.get("content-type", "").startswith("application/json")
    hashes: list[str] = []
    recorded = _without_auth_index(recording.body, [])
    body = _without_auth_index(answer.json() if is_json else answer.text, hashes)
    assert list(differences(recorded, body, _accidents(name))) == []
    assert all(re.fullmatch(HEX16, found) for found in hashes)


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("auth-files-list")])
async def test_recent_requests_add_up(server: DemoServer, name: str) -> None:
    recording = load(name)
    prepare(server, recording)
    files = (await replay(server, recording)).json()["files"]
    sums = [
        (sum(b["success"] for b in file["recent_requests"]), sum(b["failed"] for b in file["recent_requests"]))
        for file in files
    ]
    assert sums == [(file["success"], file["failed"]) for file in recording.body["files"]]


async def test_the_file_holds_the_recorded_settings(server: DemoServer) -> None:
    recording = load("config-yaml-get")
    prepare(server, recording)
    lines = (await replay(server, recording)).text.splitlines()
    recorded = [line for line in recording.body.splitlines() if re.match(r"[a-z-]+: (true|false|\d+)$", line)]
    assert len(recorded) == 10
    assert set(recorded) <= set(lines)
    assert '  secret-key: "$2a$10$' in "\n".join(lines)
    assert KEY not in "\n".join(lines)


async def test_a_fresh_demo_has_the_recorded_configuration_shape() -> None:
    running = await DemoServer.start(rate=0)
    recorded: dict[str, Any] = load("config-get").body
    try:
        async with httpx.AsyncClient(headers={"X-Management-Key": running.key}) as client:
            config: dict[str, Any] = (await client.get(f"{running.url}/v0/management/config")).json()
    finally:
        await running.stop()
    assert config.keys() == recorded.keys()
    plain = {name for name, value in recorded.items() if isinstance(value, bool | int | str)}
    assert {name: type(config[name]) for name in plain} == {name: type(recorded[name]) for name in plain}
    for section in ("credential-concurrency", "credential-in-flight", "codex", "plugins", "pprof", "quota-exceeded"):
        assert list(differences(recorded[section], config[section], {})) == []
    for section in ("codex-api-key", "claude-api-key"):
        assert config[section][0].keys() <= recorded[section][0].keys()
    assert config["openai-compatibility"][0].keys() <= recorded["openai-compatibility"][0].keys()


def test_every_route_that_the_product_reads_has_a_recording() -> None:
    recorded = {load(name).path.partition("?")[0].removeprefix("/v0/management/") for name in names()}
    wanted = {"config", "usage-statistics-enabled", "usage-queue", "api-key-usage", "auth-files", "latest-version"}
    assert wanted - recorded == set()


_ALTERED: list[tuple[str, list[str]]] = [
    ('{"a": 1, "b": [{"t": "03:40"}]}', []),
    ('{"a": 1, "b": [{"t": "12:00"}]}', []),
    ('{"a": 2, "b": [{"t": "03:40"}]}', ["a: 1 recorded, 2 replayed"]),
    ('{"a": true, "b": [{"t": "03:40"}]}', ["a: int '1' recorded, bool 'True' replayed"]),
    ('{"a": 1, "b": []}', ["b: 1 items recorded, 0 replayed"]),
    ('{"a": 1, "b": [{"t": "noon"}]}', [r"b[].t: 'noon' is not \d\d:\d\d"]),
    ('{"a": 1, "b": [{}]}', ["b[].t: missing"]),
    ('{"a": 1, "b": [{"t": "03:40"}], "c": 0}', ["c: not recorded"]),
]


@pytest.mark.parametrize(("replayed", "found"), _ALTERED)
def test_the_comparison_sees_every_difference(replayed: str, found: list[str]) -> None:
    recorded = {"a": 1, "b": [{"t": "03:40"}]}
    assert list(differences(recorded, json.loads(replayed), {"b[].t": r"\d\d:\d\d"})) == found
