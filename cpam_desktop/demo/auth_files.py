"""Auth files as `GET auth-files` lists them (management-api.md 9.1): what is stored, and what the server derives."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cpam_desktop.demo.counters import Counters
from cpam_desktop.domain.clock import rfc3339_nano

AUTH_DIR = "/srv/cpa/auths"


@dataclass
class AuthFile:
    """One credential file. Times are nanoseconds UTC, 0 where the server does not show them."""

    name: str
    type: str
    email: str = ""
    project_id: str = ""
    account_type: str = "oauth"
    """Empty for a file without any token."""
    id_token: dict[str, str] | None = None
    disabled: bool = False
    error: str = ""
    """The upstream's last error body: status is `error`, and the credential cools down until `retry_at_ns`."""
    retry_at_ns: int = 0
    size: int = 245
    created_ns: int = 0
    modified_ns: int = 0
    updated_ns: int = 0
    refreshed_ns: int = 0
    auth_index: str = ""
    extras: dict[str, Any] = field(default_factory=dict[str, Any])
    """priority, note, weight, websockets, request_retry: shown only when set."""

    def __post_init__(self) -> None:
        self.auth_index = self.auth_index or file_auth_index(self.type, self.name)

    def wire(self, counters: Counters) -> dict[str, Any]:
        """The entry as the server sends it."""
        entry: dict[str, Any] = {
            "auth_index": self.auth_index,
            "disabled": self.disabled,
            "id": self.name,
            "label": self.email or self.type,
            "name": self.name,
            "path": f"{AUTH_DIR}/{self.name}",
            "provider": self.type,
            "runtime_only": False,
            "size": self.size,
            "source": "file",
            "status": self._status(),
            "status_message": self.error,
            "type": self.type,
            "unavailable": bool(self.retry_at_ns),
            **counters.wire(self.auth_index),
            **self.extras,
        }
        return entry | self._where_set()

    def _status(self) -> str:
        if self.disabled:
            return "disabled"
        return "error" if self.error else "active"

    def _where_set(self) -> dict[str, Any]:
        times = {
            "created_at": self.created_ns,
            "modtime": self.modified_ns,
            "updated_at": self.updated_ns,
            "last_refresh": self.refreshed_ns,
            "next_retry_after": self.retry_at_ns,
        }
        texts = {
            "account": self.email,
            "account_type": self.account_type,
            "email": self.email,
            "project_id": self.project_id,
            "id_token": self.id_token,
        }
        shown: dict[str, Any] = {name: rfc3339_nano(ns) for name, ns in times.items() if ns}
        return shown | {name: value for name, value in texts.items() if value}


def file_auth_index(kind: str, name: str) -> str:
    """16 hex digits from type and path: stable over restarts, other when the file moves or changes its type."""
    return hashlib.sha256(f"{kind}:{AUTH_DIR}/{name}".encode()).hexdigest()[:16]


def key_auth_index(route: str, base_url: str, api_key: str) -> str:
    """16 hex digits of a key in the configuration: other when the key or its base URL changes."""
    return hashlib.sha256(f"{route}:{base_url}:{api_key}".encode()).hexdigest()[:16]
