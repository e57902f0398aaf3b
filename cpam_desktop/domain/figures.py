"""What reports and pages count: figures of a set of events, groups, time buckets, rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from cpam_desktop.domain.events import NO_BUCKETS, Buckets

GROUPS = (
    "model", "account", "api-key", "provider", "channel", "project", "status", "endpoint", "hour", "day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spread:
    """Average and percentiles in milliseconds, linearly interpolated; None where nothing was measured."""

    avg: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    p99: float | None = None


NO_SPREAD = Spread()


PICO = 10**12
"""Costs are integers in millionths of a millionth of a US dollar (decision 8)."""


def usd(pico: int | None) -> Decimal | None:
    """A cost in US dollars, exact."""
    return None if pico is None else Decimal(pico) / PICO


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums over events (one event is one upstream attempt).

    `clients` counts requests of clients: the attempts that were the first of theirs. `timed_output` and `timed_ms` are
    output tokens and latency of the attempts that succeeded with any. `last_ns` is the newest attempt's start.
    """

    requests: int = 0
    failed: int = 0
    tokens: Buckets = NO_BUCKETS
    latency_ms: Spread = NO_SPREAD
    ttft_ms: Spread = NO_SPREAD
    priced_requests: int = 0
    cost_pico: int | None = None
    clients: int = 0
    timed_output: int = 0
    timed_ms: int = 0
    last_ns: int = 0

    @property
    def cost_usd(self) -> Decimal | None:
        """Of the priced requests; None where none is priced."""
        return usd(self.cost_pico)

    @property
    def output_speed(self) -> float | None:
        """Output tokens a second, from the start of an attempt to its end; None where nothing was measured."""
        return self.timed_output * 1000 / self.timed_ms if self.timed_ms else None

    @property
    def success_rate(self) -> float | None:
        """0 to 1; None where there were no requests."""
        return (self.requests - self.failed) / self.requests if self.requests else None

    @property
    def cache_hit_rate(self) -> float | None:
        """Cache reads as a share of all input tokens, 0 to 1; None without input."""
        return self.tokens.cache_read / self.tokens.input if self.tokens.input else None


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a grouped report: `key` is stable (hash, name, ISO time), `label` is for people."""

    key: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class TimeBucket:
    """Calls, failures, tokens and cost of one step of a time chart; `start_ns` UTC."""

    start_ns: int
    requests: int
    failed: int
    tokens: int
    latency_sum_ms: int = 0
    figures: Figures = Figures()


@dataclass(frozen=True, slots=True)
class Cursor:
    """Position in the history, newest first: everything before (time, id)."""

    time_ns: int
    id: int

    def __str__(self) -> str:
        return f"{self.time_ns}-{self.id}"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One stored attempt as lists and the detail drawer show it; secrets are masked, e-mails are not.

    `account`, `api_key`, `provider_label` and `channel_label` begin with the name that people gave, where there is one;
    `account_key`, `api_key_hash`, `provider` and `channel` stay the same whatever that is.
    """

    id: int
    time_ns: int
    server: str
    request_id: str
    provider: str
    executor: str
    auth_type: str
    channel: str
    model: str
    alias: str
    account: str
    label: str
    auth_file: str
    auth_index: str
    project: str
    source: str
    api_key: str
    api_key_hash: str
    endpoint: str
    failed: bool
    generate: bool
    status_code: int
    error: str
    latency_ms: int | None
    ttft_ms: int
    effort: str
    tier: str
    response_tier: str
    client_ip: str
    forwarded_for: str
    user_agent: str
    quality: str
    tokens: Buckets
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cost_pico: int | None = None
    billed_tier: str = ""
    account_key: str = ""
    provider_label: str = ""
    channel_label: str = ""

    @property
    def cursor(self) -> Cursor:
        """The position of this row."""
        return Cursor(self.time_ns, self.id)
