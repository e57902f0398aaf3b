"""The management routes that monitoring needs: statistics switch, settings, credentials, counters, newest release."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.cpa.lenient import lenient
from cpam_desktop.domain.errors import CutAnswer
from cpam_desktop.domain.redact import redact_text

DEFAULT_RETENTION = 60
MAX_RETENTION = 3600


class _Switch(msgspec.Struct, frozen=True, rename="kebab"):
    usage_statistics_enabled: bool


class _Latest(msgspec.Struct, frozen=True, rename="kebab"):
    latest_version: str


class _Keys(msgspec.Struct, frozen=True, rename="kebab"):
    api_keys: list[msgspec.Raw] | None


class _Files(msgspec.Struct, frozen=True):
    files: list[Any] | None


class _Counter(msgspec.Struct, frozen=True):
    success: int | None = 0
    failed: int | None = 0


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The settings of `GET config` that the collector looks at; everything else, secrets included, is skipped."""

    usage_statistics_enabled: bool = False
    redis_usage_queue_retention_seconds: int = DEFAULT_RETENTION
    request_retry: int = 0
    logging_to_file: bool = False
    request_log: bool = False
    debug: bool = False

    @property
    def retention_seconds(self) -> int:
        """How long the server really keeps an event: zero or less means 60, at most 3600."""
        seconds = self.redis_usage_queue_retention_seconds
        return DEFAULT_RETENTION if seconds <= 0 else min(seconds, MAX_RETENTION)


class IdToken(msgspec.Struct, frozen=True, kw_only=True):
    """What a codex credential's token says about its plan."""

    chatgpt_account_id: str = ""
    plan_type: str = ""
    chatgpt_subscription_active_start: str = ""
    chatgpt_subscription_active_until: str = ""


class AuthFile(msgspec.Struct, frozen=True, kw_only=True):
    """One credential of `GET auth-files`. Times are the server's RFC 3339 texts; counters since its start.

    `account` is empty where the server would tell an API key there; `status_message` is redacted.
    """

    name: str = ""
    id: str = ""
    auth_index: str = ""
    type: str = ""
    provider: str = ""
    label: str = ""
    email: str = ""
    account: str = ""
    account_type: str = ""
    project_id: str = ""
    path: str = ""
    source: str = ""
    status: str = ""
    status_message: str = ""
    disabled: bool = False
    unavailable: bool = False
    runtime_only: bool = False
    size: int = 0
    modtime: str = ""
    created_at: str = ""
    updated_at: str = ""
    last_refresh: str = ""
    next_retry_after: str = ""
    success: int = 0
    failed: int = 0
    priority: int | None = None
    weight: int | None = None
    request_retry: int | None = None
    websockets: bool | None = None
    note: str = ""
    id_token: IdToken | None = None


async def usage_statistics(client: CpaClient) -> bool:
    """`GET usage-statistics-enabled`: whether the server queues events at all."""
    return (await client.get("usage-statistics-enabled", _Switch)).usage_statistics_enabled


async def set_usage_statistics(client: CpaClient, enabled: bool) -> None:
    """`PUT usage-statistics-enabled`; only ever after asking the user."""
    await client.put("usage-statistics-enabled", {"value": enabled})


async def config(client: CpaClient) -> ServerConfig:
    """`GET config`, the few settings needed here."""
    return lenient(ServerConfig, await client.get("config", dict[str, Any]))


async def config_yaml(client: CpaClient) -> str:
    """`GET config.yaml`: the file as it is, secrets included; never log or keep it."""
    answer = await client.send("GET", "config.yaml")
    if answer.cut:
        raise CutAnswer("config.yaml did not arrive whole", route="config.yaml")
    try:
        return answer.body.decode()
    except UnicodeDecodeError as error:
        raise CutAnswer("config.yaml is no UTF-8 text", route="config.yaml") from error


async def put_config_yaml(client: CpaClient, text: str) -> None:
    """`PUT config.yaml`: the whole file; InputRefused with the server's words where it is not valid."""
    await client.send("PUT", "config.yaml", content=text.encode(), content_type="application/yaml")


async def auth_files(client: CpaClient) -> list[AuthFile]:
    """`GET auth-files`: the credentials kept in files, sorted by name."""
    listed = (await client.get("auth-files", _Files)).files or []
    return [_auth_file(cast("dict[str, Any]", entry)) for entry in listed if isinstance(entry, dict)]


async def api_key_usage(client: CpaClient) -> dict[int, int]:
    """`GET api-key-usage`: requests since the server's start, failed ones included, of each key in its configuration.

    The names in that answer hold provider keys: they are thrown away here, for hashes that hold in this process only.
    """
    usage = await client.get("api-key-usage", dict[str, dict[str, _Counter | None] | None])
    return {
        hash((provider, key)): (counter.success or 0) + (counter.failed or 0)
        for provider, group in usage.items()
        for key, counter in (group or {}).items()
        if counter is not None
    }


async def latest_version(client: CpaClient) -> str:
    """`GET latest-version`: newest release tag as the server sees it on GitHub; ServerFailed when it cannot."""
    return (await client.get("latest-version", _Latest)).latest_version


async def api_keys_count(client: CpaClient) -> int:
    """`GET api-keys`: how many client keys there are (0: the proxy is open to everybody)."""
    return len((await client.get("api-keys", _Keys)).api_keys or [])


def _auth_file(entry: dict[str, Any]) -> AuthFile:
    found = lenient(AuthFile, entry)
    return msgspec.structs.replace(
        found,
        account="" if found.account_type == "api_key" else found.account,
        status_message=redact_text(found.status_message),
    )
