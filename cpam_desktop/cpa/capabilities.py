"""Which CPA version has which function: the version headers against a table, and routes seen missing.

Source of the rows: first release that contains the route. A version that is no semver (self-built servers say
`dev`) counts as newest; an authenticated 404 or 405 marks a route absent until the next connect (decision 21).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

Version: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    since: Version
    removed: Version | None = None
    route: str = ""
    without: tuple[Version, ...] = ()


class Feature(Enum):
    """A function of the server; the value is its row."""

    USAGE_STATISTICS = _Row((6, 0, 5), route="usage-statistics-enabled")
    USAGE_QUEUE = _Row((6, 10, 8), route="usage-queue")
    RESP_POP = _Row((6, 9, 38), without=((7, 1, 17),))
    PUBSUB = _Row((7, 0, 7), without=((7, 1, 17),))
    API_KEY_USAGE = _Row((6, 9, 47), route="api-key-usage")
    LEGACY_USAGE = _Row((6, 0, 0), removed=(6, 10, 0), route="usage")
    HEALTHZ = _Row((6, 9, 10))
    LOGS = _Row((6, 2, 14), route="logs")
    LOGS_CURSOR = _Row((7, 2, 6))
    CONFIG_YAML = _Row((6, 2, 24), route="config.yaml")
    WS_AUTH = _Row((6, 3, 31), route="ws-auth")
    VERTEX_IMPORT = _Row((6, 3, 31), route="vertex/import")
    AUTH_INDEX = _Row((6, 3, 56))
    REQUEST_ERROR_LOGS = _Row((6, 5, 12), route="request-error-logs")
    OAUTH_EXCLUDED_MODELS = _Row((6, 5, 28), route="oauth-excluded-models")
    LATEST_VERSION = _Row((6, 5, 42), route="latest-version")
    AUTH_FILES_MODELS = _Row((6, 6, 11), route="auth-files/models")
    OAUTH_CALLBACK = _Row((6, 6, 30), route="oauth-callback")
    REQUEST_LOG_BY_ID = _Row((6, 6, 51))
    API_CALL = _Row((6, 6, 63), route="api-call")
    VERTEX_API_KEY = _Row((6, 6, 82), route="vertex-api-key")
    ROUTING_STRATEGY = _Row((6, 6, 82), route="routing/strategy")
    OAUTH_MODEL_ALIAS = _Row((6, 7, 0), route="oauth-model-alias")
    AUTH_FILES_STATUS = _Row((6, 7, 18), route="auth-files/status")
    MODEL_DEFINITIONS = _Row((6, 7, 26))
    AUTH_FILES_FIELDS = _Row((6, 8, 20), route="auth-files/fields")
    AUTH_FILES_ANY_FIELD = _Row((7, 1, 22), route="auth-files/fields")
    AUTH_FILES_MANY = _Row((6, 9, 2))
    AUTH_FILES_FILTERS = _Row((7, 2, 94))
    RECENT_REQUESTS = _Row((6, 9, 46))
    KIMI_LOGIN = _Row((6, 8, 0), route="kimi-auth-url")
    XAI_LOGIN = _Row((7, 1, 0), route="xai-auth-url")
    OAUTH_SESSION = _Row((7, 2, 64), route="oauth-session")
    PLUGINS = _Row((7, 1, 47), route="plugins")
    PLUGIN_STORE = _Row((7, 1, 69), route="plugin-store")
    RESET_QUOTA = _Row((7, 2, 22), route="reset-quota")
    INTERACTIONS_API_KEY = _Row((7, 2, 51), route="interactions-api-key")
    XAI_API_KEY = _Row((7, 2, 73), route="xai-api-key")
    WEIGHTS = _Row((7, 2, 104))
    OAUTH_SCOPED_ERRORS = _Row((7, 2, 138), route="oauth-request-scoped-errors")
    MAX_RETRY_CREDENTIALS = _Row((7, 2, 140), route="max-retry-credentials")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What is known of one server: its version headers and the routes it was seen not to have."""

    version: str = ""
    commit: str = ""
    build_date: str = ""
    plugins: bool | None = None
    absent: frozenset[str] = frozenset()

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> Capabilities | None:
        """From the `x-cpa-*` headers (names in lower case) of an answer, or None where it carries none."""
        version = headers.get("x-cpa-version")
        if version is None:
            return None
        support = headers.get("x-cpa-support-plugin")
        return cls(
            version=version.strip(),
            commit=headers.get("x-cpa-commit", ""),
            build_date=headers.get("x-cpa-build-date", ""),
            plugins=None if support is None else support.strip() == "1",
        )

    def has(self, feature: Feature) -> bool:
        """Whether the server should have this function, by version and by what was seen."""
        row = feature.value
        if row.route and row.route in self.absent:
            return False
        version = parse_version(self.version)
        if version is None:
            return row.removed is None
        return row.since <= version and (row.removed is None or version < row.removed) and version not in row.without

    def without(self, route: str) -> Capabilities:
        """The same with `route` marked absent."""
        return replace(self, absent=self.absent | {route})

    def same_server(self, other: Capabilities) -> bool:
        """Whether both come from the same build, so that absent routes are still absent."""
        return (self.version, self.commit, self.build_date) == (other.version, other.commit, other.build_date)


def parse_version(text: str) -> Version | None:
    """`v7.2.140` or `7.2.140-rc.1` as numbers; None for `dev`, `0.0.0-next` and the like: newest."""
    match = re.match(r"v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\d.])", text.strip())
    if match is None or int(match[1]) == 0:
        return None
    return int(match[1]), int(match[2]), int(match[3])
