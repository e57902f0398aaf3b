"""Server profiles and what a connection test found: values only, keys never among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import AppError, InputError

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """One CPA server as the user named it.

    `uid` is the uuid that names its key and its history, empty for an ad hoc server; `url` is normalised;
    `ca_file` a PEM file trusted besides the system's; `proxy` a URL, `direct`, or empty for the system's;
    `colour` is `#rrggbb` or empty.
    """

    uid: str
    name: str
    url: str
    ca_file: str = ""
    verify: bool = True
    proxy: str = ""
    mode: Mode = Mode.AUTO
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ProfilesChanged:
    """Bus event: this process changed the saved profiles."""

    profiles: tuple[ServerProfile, ...]


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """What one request with address and key showed; `error` says in words what is wrong, None where all is well.

    `latency_ms` is the time of the whole answer; `usage_enabled` is `usage-statistics-enabled` and `retention_s`
    is `redis-usage-queue-retention-seconds` of the server's configuration; both None where not told. `warnings` are
    codes as in `CollectorStatus`: `statistics_off`, `short_retention`.
    """

    url: str
    error: AppError | None = None
    version: str = ""
    latency_ms: int | None = None
    usage_enabled: bool | None = None
    retention_s: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the server took the key; warnings may still stand."""
        return self.error is None


def checked_profile(profile: ServerProfile) -> ServerProfile:
    """The profile with its texts trimmed; InputError for what may not be saved. The URL is normalised elsewhere."""
    name, proxy, colour = profile.name.strip(), profile.proxy.strip(), profile.colour.strip().lower()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        detail = f"a name has 1 to {_LONGEST_NAME} printable characters"
        raise InputError(detail, title="This name cannot be used", field="name")
    if colour and not _COLOUR.fullmatch(colour):
        raise InputError("a colour is written like #2f6fed", title="This colour cannot be used")
    if _has_credentials(proxy):
        raise InputError(
            "user name and password would be kept in a plain file",
            title="This proxy cannot be saved",
            hint="Leave them out, or set HTTPS_PROXY and use the system's proxy.",
            field="proxy",
        )
    return ServerProfile(
        profile.uid, name, profile.url, profile.ca_file.strip(), profile.verify, proxy, profile.mode, colour
    )


def _has_credentials(proxy: str) -> bool:
    try:
        return "@" in urlsplit(proxy if "://" in proxy else f"//{proxy}").netloc
    except ValueError:
        return "@" in proxy
