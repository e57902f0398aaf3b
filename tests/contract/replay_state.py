"""Puts a demo server into the state in which a recording was taken."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any, cast

from cpam_desktop.demo.auth_files import AuthFile, key_auth_index
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.demo.traffic import generate
from cpam_desktop.domain.clock import parse_time_ns
from tests.contract.recordings import Recording, load

Prepare = Callable[[DemoServer, Recording], None]
RECORDED_AT = 1_795_405_019
"""Unix seconds of the recorded log calls."""


def prepare(server: DemoServer, recording: Recording) -> None:
    """The configuration that `config-get` shows, then what this recording needs."""
    server.state.config.clear()
    server.state.config.update(copy.deepcopy(load("config-get").body))
    server.state.auth_files = []
    for pattern, step in _STEPS:
        if re.fullmatch(pattern, recording.name):
            step(server, recording)


def _access(secret: str = "", environment: str = "", local: str = "", *, remote: bool = False) -> Prepare:
    def step(server: DemoServer, recording: Recording) -> None:
        access = server.access
        access.secret, access.environment_password, access.local_password = secret, environment, local
        access.allow_remote = remote

    return step


def _management_off(server: DemoServer, recording: Recording) -> None:
    server.access.enabled = False


def _failed(address: str, times: int) -> Prepare:
    def step(server: DemoServer, recording: Recording) -> None:
        for _ in range(times):
            server.state.gate.check(address, "bad")

    return step


def _set(name: str, value: object) -> Prepare:
    def step(server: DemoServer, recording: Recording) -> None:
        server.state.config[name] = value

    return step


def _latest(version: str) -> Prepare:
    def step(server: DemoServer, recording: Recording) -> None:
        server.state.latest_version = version

    return step


def _section(server: DemoServer, recording: Recording) -> None:
    """The list as recorded, without what the server adds when it answers."""
    ((name, value),) = recording.body.items()
    server.state.config[name] = _without_index(value)


def _without_index(value: object) -> object:
    if isinstance(value, list):
        return [_without_index(item) for item in cast(list[object], value)]
    if isinstance(value, dict):
        fields = cast(dict[str, object], value)
        return {name: _without_index(item) for name, item in fields.items() if name != "auth-index"}
    return value


def _queued(server: DemoServer, recording: Recording) -> None:
    server.publish(*(json.dumps(item).encode() for item in recording.body))


def _unheard_event(server: DemoServer, recording: Recording) -> None:
    server.state.config["usage-statistics-enabled"] = False
    server.publish(b'{"timestamp":"2026-11-23T03:33:33Z"}')


def _key_counters(server: DemoServer, recording: Recording) -> None:
    for provider, keys in recording.body.items():
        for key, counts in keys.items():
            base_url, _, api_key = key.partition("|")
            _count(server, key_auth_index(provider, base_url, api_key), counts)


def _count(server: DemoServer, auth_index: str, counts: dict[str, Any]) -> None:
    for outcome, failed in (("success", False), ("failed", True)):
        for _ in range(counts[outcome]):
            server.state.counters.add(auth_index, failed=failed)


def _auth_files(server: DemoServer, recording: Recording) -> None:
    for entry in recording.body["files"]:
        _count(server, entry["auth_index"], entry)
        server.state.auth_files.append(_auth_file(entry))
    # Files that the recorded request must not have asked for.
    server.state.auth_files += [] if "?" not in recording.path else [AuthFile("other.json", "claude")]


def _auth_file(entry: dict[str, Any]) -> AuthFile:
    def ns(name: str) -> int:
        return parse_time_ns(entry.get(name, "")) or 0

    extras = {
        name: entry[name] for name in ("priority", "note", "weight", "websockets", "request_retry") if name in entry
    }
    return AuthFile(
        name=entry["name"],
        type=entry["type"],
        email=entry.get("email", ""),
        project_id=entry.get("project_id", ""),
        account_type=entry.get("account_type", ""),
        id_token=entry.get("id_token"),
        disabled=entry["disabled"],
        error=entry["status_message"],
        retry_at_ns=ns("next_retry_after"),
        size=entry["size"],
        created_ns=ns("created_at"),
        modified_ns=ns("modtime"),
        updated_ns=ns("updated_at"),
        refreshed_ns=ns("last_refresh"),
        auth_index=entry["auth_index"],
        extras=extras,
    )


def _log_lines(server: DemoServer, recording: Recording) -> None:
    """As many lines as the server had scanned, the last of them in the recorded second."""
    server.clock.advance(RECORDED_AT - server.clock.now_ns() / 10**9)
    while len(server.state.log) < recording.body["line-count"]:
        server.state.log.write("gin_logger.go:97", '200 |    87ms |       127.0.0.1 | GET     "/v0/management/debug"')


def _failures(server: DemoServer, recording: Recording) -> None:
    """Twelve failed requests, more than the ten files that the server keeps."""
    failed = (raw for raw in generate(1, start_ns=RECORDED_AT * 10**9) if b'"failed":true' in raw)
    server.publish(*(next(failed) for _ in range(12)))


_STEPS: tuple[tuple[str, Prepare], ...] = (
    ("auth-ban-attempt-5", _failed("203.0.113.9", 4)),
    ("auth-ban-attempt-6|auth-ban-correct-key-still-403|auth-ban-other-ip-ok", _failed("203.0.113.9", 5)),
    ("auth-ban-localhost-403|auth-ban-oauth-callback-unaffected", _failed("127.0.0.1", 5)),
    ("auth-ban-localhost-ok", _failed("127.0.0.1", 4)),
    ("nosecret-.*|password-flag-ok-local|password-flag-remote|config-yaml-empty-secret-after-reload", _management_off),
    ("remote-disabled-.*|safe-mode-.*", _access("cfg-key")),
    ("env-password-.*", _access(environment="env-pass")),
    ("password-flag-with-secret-ok", _access("cfg-key", local="local-pass")),
    ("config-yaml-change-secret-.*|config-yaml-put-empty-secret", _access("new-key")),
    ("config-yaml-put-change-secret", _access("cfg-key")),
    ("config-yaml-empty-secret-immediately", _access(remote=True)),
    ("latest-version", _latest("v7.2.141")),
    ("latest-version-unreachable", _latest("")),
    ("field-logs-max-negative-after", _set("logs-max-total-size-mb", 0)),
    ("(.*-api-key|openai-compatibility|api-keys|oauth-.*)-get.*", _section),
    ("auth-files-status-config-key-after", _section),
    ("usage-queue-(default-one|count-3|oauth-credential)", _queued),
    ("usage-queue-when-stats-disabled", _unheard_event),
    ("api-key-usage", _key_counters),
    ("auth-files-(list|entry|fields).*", _auth_files),
    ("logs-get-(all|limit|after|after-latest|bad-after|cursor|cursor-invalid|stale-cursor)", _log_lines),
    ("logs-get-disabled", _set("logging-to-file", False)),
    ("request-error-logs(-download)?", _failures),
    ("request-error-logs-when-request-log-on", _failures),
    ("request-error-logs-when-request-log-on", _set("request-log", True)),
)
