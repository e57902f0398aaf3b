"""Which events are meant: OR within one kind, AND across kinds; values match label or hash, case ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.ranges import ALL_TIME, TimeRange

_STATUS = re.compile(r"!?(?:ok|failed|[1-5]xx|[1-5]\d\d)")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """`servers` are uids; `statuses` are `ok`, `failed`, `429`, `5xx`. A value with a leading `!` is excluded.

    `forgiven` are status codes whose failures do not count as failed; durations are in ms, both ends included;
    `cache` is `hit` (some input came from a cache), `miss`, or empty.
    """

    range: TimeRange = ALL_TIME
    servers: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    api_keys: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    search: str = ""
    min_latency_ms: int | None = None
    max_latency_ms: int | None = None
    cache: str = ""
    forgiven: tuple[int, ...] = ()


def read_statuses(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Check status words; raise InputError naming the first bad one."""
    out: list[str] = []
    for text in texts:
        word = text.strip().lower()
        if not _STATUS.fullmatch(word):
            raise InputError(f"“{text}” is no status", hint="Use ok, failed, 429, 5xx, or one of these after “!”.")
        out.append(word)
    return tuple(out)
