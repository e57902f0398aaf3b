"""A usage event as CPA sends it, its non-overlapping token buckets, and its identity.

The dataclasses mirror the wire (usage-queue, RESP pop, Pub/Sub) so that a decoder fills them straight; every field
may be absent or null because CPA versions back to 6.9.38 send fewer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cpam_desktop.domain.clock import rfc3339_nano


@dataclass(frozen=True, slots=True)
class RawTokens:
    """`tokens` of the event; how the numbers overlap depends on the provider family."""

    input_tokens: int | None = 0
    output_tokens: int | None = 0
    reasoning_tokens: int | None = 0
    cached_tokens: int | None = 0
    cache_read_tokens: int | None = 0
    cache_creation_tokens: int | None = 0
    total_tokens: int | None = 0


@dataclass(frozen=True, slots=True)
class InputBreakdown:
    """`token_breakdown.input`."""

    uncached_tokens: int | None = 0
    cache_read_tokens: int | None = 0
    cache_write_tokens: int | None = 0


@dataclass(frozen=True, slots=True)
class OutputBreakdown:
    """`token_breakdown.output`."""

    non_reasoning_tokens: int | None = 0
    reasoning_tokens: int | None = 0


@dataclass(frozen=True, slots=True)
class TokenBreakdown:
    """`token_breakdown` (since 7.2.97): CPA's own buckets, which never overlap."""

    quality: str | None = ""
    input: InputBreakdown | None = None
    output: OutputBreakdown | None = None
    unclassified_tokens: int | None = 0


@dataclass(frozen=True, slots=True)
class Fail:
    """`fail`: the upstream's status and error body; `{200, ""}` on success."""

    status_code: int | None = 0
    body: str | None = ""


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """One upstream attempt. `source` and `api_key` are clear secrets here: never log or store this object."""

    timestamp: str
    latency_ms: int | None = None
    ttft_ms: int | None = 0
    source: str | None = ""
    auth_index: str | None = ""
    access_token_sha256: str | None = ""
    client_ip: str | None = ""
    x_forwarded_for: str | None = ""
    user_agent: str | None = ""
    tokens: RawTokens | None = None
    failed: bool | None = False
    generate: bool | None = True
    fail: Fail | None = None
    response_headers: dict[str, list[str]] | None = None
    accounting_version: int | None = 0
    token_breakdown: TokenBreakdown | None = None
    provider: str | None = ""
    executor_type: str | None = ""
    model: str | None = ""
    alias: str | None = ""
    endpoint: str | None = ""
    auth_type: str | None = ""
    api_key: str | None = ""
    request_id: str | None = ""
    reasoning_effort: str | None = ""
    service_tier: str | None = ""
    response_service_tier: str | None = ""
    request_service_tier: str | None = ""


@dataclass(frozen=True, slots=True)
class Buckets:
    """Tokens that never overlap and add up to `total`; the same meaning for every provider family (decision 5)."""

    uncached: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0  # part of output
    unclassified: int = 0

    @property
    def input(self) -> int:
        """All input tokens: uncached, cache reads and cache writes."""
        return self.uncached + self.cache_read + self.cache_write

    @property
    def total(self) -> int:
        """Everything that was counted."""
        return self.input + self.output + self.unclassified


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Whose credential ran the attempt, from `GET auth-files` at collection time (decision 7)."""

    account: str = ""
    label: str = ""
    file: str = ""
    provider: str = ""
    project: str = ""
    taken_at_ns: int = 0


NO_SNAPSHOT = Snapshot()
NO_TOKENS = RawTokens()
NO_BUCKETS = Buckets()
NO_FAIL = Fail()
_NO_INPUT = InputBreakdown()
_NO_OUTPUT = OutputBreakdown()

_SEPARATE_REASONING = ("gemini", "vertex", "aistudio", "antigravity", "interactions")


def family(provider: str, executor: str) -> str:
    """`independent` (Claude: cache outside input), `separate` (Gemini: reasoning outside output) or `subset`."""
    for name in (executor.lower(), provider.lower()):
        if name.startswith("claude"):
            return "independent"
        if name.startswith(_SEPARATE_REASONING):
            return "separate"
        if name:
            return "subset"
    return "subset"


def token_buckets(event: UsageEvent) -> Buckets:
    """The event's buckets: CPA's `token_breakdown` where it is sent, else derived by provider family."""
    breakdown = event.token_breakdown
    if breakdown is None or _says_nothing(breakdown):
        return derive_buckets(event.tokens or NO_TOKENS, family(event.provider or "", event.executor_type or ""))
    inp = breakdown.input or _NO_INPUT
    out = breakdown.output or _NO_OUTPUT
    reasoning = out.reasoning_tokens or 0
    return Buckets(
        inp.uncached_tokens or 0,
        inp.cache_read_tokens or 0,
        inp.cache_write_tokens or 0,
        (out.non_reasoning_tokens or 0) + reasoning,
        reasoning,
        breakdown.unclassified_tokens or 0,
    )


def _says_nothing(breakdown: TokenBreakdown) -> bool:
    """An empty object, or one without either half."""
    return breakdown.input is None and breakdown.output is None and not breakdown.unclassified_tokens


def derive_buckets(tokens: RawTokens, kind: str) -> Buckets:
    """Buckets of an event older than 7.2.97; numbers that cannot be true together are all `unclassified`."""
    inp, out = tokens.input_tokens or 0, tokens.output_tokens or 0
    reasoning, total = tokens.reasoning_tokens or 0, tokens.total_tokens or 0
    write = tokens.cache_creation_tokens or 0
    read = tokens.cache_read_tokens or 0
    if not read and not (kind == "independent" and write):
        # Until 7.2.74 reads stood in cached_tokens alone; for Claude it mirrors the writes where nothing was read.
        read = tokens.cached_tokens or 0
    if kind == "independent":
        buckets = Buckets(inp, read, write, out, reasoning)
        consistent = reasoning <= out
    else:
        if kind == "separate" and total != inp + out:
            out += reasoning
        buckets = Buckets(inp - read - write, read, write, out, reasoning)
        consistent = read + write <= inp and reasoning <= out and total in (0, inp + out)
    if consistent and (inp or out or not total):
        return buckets
    return Buckets(unclassified=total or inp + out)


def identity_text(event: UsageEvent, time_ns: int, source_hash: str, model: str) -> str:
    """The joined field list that both CPA-Managers hash; `model` is the upstream model for our own identity."""
    tokens = event.tokens or NO_TOKENS
    latency = "" if event.latency_ms is None else f"|{event.latency_ms}"
    return (
        f"{event.request_id or ''}|{rfc3339_nano(time_ns)}|{event.endpoint or '-'}|{model}|{event.auth_index or ''}"
        f"|{source_hash}|{tokens.input_tokens or 0}|{tokens.output_tokens or 0}|{tokens.reasoning_tokens or 0}"
        f"|{tokens.cached_tokens or 0}|{'true' if event.failed else 'false'}{latency}"
    )


def identity(event: UsageEvent, time_ns: int, source_hash: str) -> bytes:
    """16 bytes that are equal for one event whatever its source: queue, export, other product (decision 1)."""
    text = identity_text(event, time_ns, source_hash, event.model or "-")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def channel_name(provider: str, auth_type: str) -> str:
    """The compat name without its prefix, else `provider/auth_type` (decision 4)."""
    prefix = "openai-compatible-"
    if provider.startswith(prefix) and len(provider) > len(prefix):
        return provider[len(prefix) :]
    return f"{provider}/{auth_type}" if auth_type else provider


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that could not be understood: cleaned text (secrets as `sha256:<hex>`), and why."""

    payload: str
    error: str
