"""One `GET config` read for two readers: what the collector needs, and what the Dashboard tells of a server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.lenient import lenient
from cpam_desktop.cpa.management import AuthFile, ServerConfig
from cpam_desktop.domain.fleet import ConfigSummary, CredentialCounts

_KEY_LISTS = (
    "gemini-api-key", "interactions-api-key", "claude-api-key", "codex-api-key", "xai-api-key", "vertex-api-key",
)  # fmt: skip
_FAILING = ("error", "unavailable")


@dataclass(frozen=True, slots=True)
class Configuration:
    """`client_key` is one that the server takes from clients, to ask for models; empty where it has none."""

    settings: ServerConfig
    summary: ConfigSummary
    client_key: str = field(repr=False)


async def configuration(client: CpaClient) -> Configuration:
    """`GET config`; everything that is not named here, provider keys included, is thrown away."""
    data = await client.get("config", dict[str, Any])
    keys = [key.strip() for key in _list(data, "api-keys") if isinstance(key, str)]
    settings = lenient(ServerConfig, data)
    summary = ConfigSummary(
        strategy=_strategy(data.get("routing")),
        retries=settings.request_retry,
        logs_to_file=settings.logging_to_file,
        logs_requests=settings.request_log,
        debug=settings.debug,
        uses_proxy=bool(data.get("proxy-url")),
        client_keys=len(keys),
        provider_keys=sum(len(_list(data, name)) for name in _KEY_LISTS) + _compatible_keys(data),
    )
    sendable = (key for key in keys if key.isascii() and key.isprintable())
    return Configuration(settings, summary, next(sendable, ""))


def count_credentials(files: list[AuthFile]) -> CredentialCounts:
    """Credentials by state; one that is switched off counts as that, whatever else is wrong with it."""
    disabled = sum(file.disabled for file in files)
    failing = sum(not file.disabled and (file.unavailable or file.status in _FAILING) for file in files)
    return CredentialCounts(len(files) - disabled - failing, disabled, failing)


def _compatible_keys(data: dict[str, Any]) -> int:
    return sum(
        len(_list(cast("dict[str, Any]", entry), "api-key-entries"))
        for entry in _list(data, "openai-compatibility")
        if isinstance(entry, dict)
    )


def _strategy(routing: object) -> str:
    """The server's default where the configuration names none."""
    named = cast("dict[str, object]", routing).get("strategy") if isinstance(routing, dict) else None
    return named if isinstance(named, str) and named else "round-robin"


def _list(data: dict[str, Any], name: str) -> list[object]:
    found = data.get(name)
    return cast("list[object]", found) if isinstance(found, list) else []
