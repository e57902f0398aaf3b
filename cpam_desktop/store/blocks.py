"""Blocks of events as columns, as another process hands them over: each text stands once, in the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cpam_desktop.domain.events import Snapshot
from cpam_desktop.store.dimensions import SourceId

IDENTITY = 16
"""Bytes of one."""


class Credential(NamedTuple):
    """Whose key or account an attempt ran on."""

    auth_index: str
    provider: str
    source: SourceId
    snapshot: Snapshot


class Route(NamedTuple):
    """What was asked of whom: the texts of `store.events.route_keys`."""

    provider: str
    executor: str
    auth_type: str
    model: str
    alias: str
    endpoint: str
    effort: str
    tier: str
    request_tier: str
    response_tier: str
    quality: str


class Caller(NamedTuple):
    """Who called."""

    key_hash: str
    key_mask: str
    ip: str
    forwarded_for: str
    user_agent: str


class Token(NamedTuple):
    """The hash of an access token, and whose it was."""

    auth_index: str
    hash: str


class ErrorText(NamedTuple):
    """What an upstream answered."""

    text: str


Entry = Credential | Route | Caller | Token | ErrorText

NUMBERS = (
    "time_ns", "accounting_version", "failed", "generate", "status", "latency_ms", "ttft_ms",
    "uncached", "cache_read", "cache_write", "output", "reasoning", "unclassified",
    "raw_input", "raw_output", "raw_reasoning", "raw_cached", "raw_cache_read", "raw_cache_creation", "raw_total",
)  # fmt: skip
"""Columns of `event` that a block holds as they are; -1 stands for null."""
PLACES = ("credential", "route", "caller", "token", "error")
"""Then, for each event, where in the vocabulary these stand; -1 where it has none."""


@dataclass(slots=True)
class Block:
    """`numbers`: native 64-bit integers, for each event those of `NUMBERS` and `PLACES`; `headers` may be empty."""

    rows: int
    numbers: bytes
    identities: bytes
    request_ids: list[str]
    headers: list[str]
    vocabulary: list[Entry]
