"""What a CPA of a given version can do (management-api.md 16, usage-events.md 3), so the demo can act as an old one."""

from __future__ import annotations

import re

Version = tuple[int, int, int]
NEWEST: Version = (999, 0, 0)

RESP_QUEUE: Version = (6, 9, 38)
PUBSUB: Version = (7, 0, 7)
RESP_WITHDRAWN: Version = (7, 1, 17)
REFRESH_MESSAGES: Version = (7, 1, 39)
CHANNEL_CHECKED: Version = (7, 1, 44)
AUTH_FILE_FILTERS: Version = (7, 2, 94)

ROUTES_SINCE: dict[str, Version] = {
    "/healthz": (6, 9, 10),
    "config.yaml": (6, 2, 24),
    "latest-version": (6, 5, 42),
    "usage-queue": (6, 10, 8),
    "api-key-usage": (6, 9, 47),
    "logs": (6, 2, 14),
    "request-error-logs": (6, 5, 12),
    "max-retry-interval": (6, 5, 13),
    "force-model-prefix": (6, 6, 82),
    "logs-max-total-size-mb": (6, 6, 82),
    "routing/strategy": (6, 6, 82),
    "error-logs-max-files": (6, 7, 40),
    "max-retry-credentials": (7, 2, 140),
    "vertex-api-key": (6, 6, 82),
    "interactions-api-key": (7, 2, 51),
    "xai-api-key": (7, 2, 73),
    "oauth-excluded-models": (6, 5, 28),
    "oauth-model-alias": (6, 7, 0),
    "oauth-request-scoped-errors": (7, 2, 138),
}


def parse_version(text: str) -> Version:
    """`7.2.140` or `v7.2.140`; anything else (self-built: `dev`) counts as newest."""
    match = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?", text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else NEWEST


def has_route(version: Version, route: str) -> bool:
    """Whether a server of this version has the route (management routes without their prefix)."""
    return version >= ROUTES_SINCE.get(route, (0, 0, 0))


def speaks_resp(version: Version) -> bool:
    """RESP came with 6.9.38 and was missing in 7.1.17."""
    return version >= RESP_QUEUE and version != RESP_WITHDRAWN
