"""From a parsed event to a row: buckets, identity, hashes and masks. After this step no clear secret exists."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from cpam_desktop.domain.events import NO_FAIL, NO_SNAPSHOT, NO_TOKENS, Snapshot, UsageEvent, identity, token_buckets
from cpam_desktop.domain.redact import (
    is_email,
    keeps_header,
    mask_secret,
    redact_body,
    redact_text,
    sha256_hex,
)
from cpam_desktop.ingest.hiding import hidden_digest
from cpam_desktop.store.dimensions import SourceId
from cpam_desktop.store.events import NewEvent

_encode = msgspec.json.Encoder().encode
_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
MAX_STATUS = 999_999
MAX_MS = 2**31
"""Durations end at 24 days: beyond it a number is no duration."""
EMPTY_SOURCE = SourceId("", "")


def normalise(event: UsageEvent, time_ns: int, snapshot: Snapshot = NO_SNAPSHOT) -> NewEvent:
    """The row of one event; `snapshot` is what is known of its credential now."""
    source = source_id(event.source or "", event.provider or "", event.auth_type or "")
    key_hash, key_mask = key_id(event.api_key or "")
    fail = event.fail or NO_FAIL
    failed = bool(event.failed)
    model = event.model or "-"
    tokens = event.tokens or NO_TOKENS
    breakdown = event.token_breakdown
    return NewEvent(
        time_ns=time_ns,
        identity=identity(event, time_ns, source.hash),
        request_id=event.request_id or "",
        provider=event.provider or "unknown",
        executor=event.executor_type or "",
        auth_type=event.auth_type or "",
        auth_index=event.auth_index or "",
        source=source,
        key_hash=key_hash,
        key_mask=key_mask,
        model=model,
        alias=event.alias or model,
        endpoint=event.endpoint or "-",
        ip=event.client_ip or "",
        forwarded_for=event.x_forwarded_for or "",
        user_agent=_agent(event.user_agent) if event.user_agent else "",
        effort=event.reasoning_effort or "",
        tier=event.service_tier or "",
        request_tier=event.request_service_tier or "",
        response_tier=event.response_service_tier or "",
        token_hash=event.access_token_sha256 or "",
        quality=(breakdown.quality or "") if breakdown else "",
        accounting_version=event.accounting_version or 0,
        failed=failed,
        generate=event.generate is not False,
        status=min(fail.status_code or (0 if failed else 200), MAX_STATUS),
        error=redact_body(fail.body, _secrets(event, source)) if failed and fail.body else "",
        latency_ms=None if event.latency_ms is None else min(event.latency_ms, MAX_MS),
        ttft_ms=min(event.ttft_ms or 0, MAX_MS),
        buckets=token_buckets(event),
        raw=tokens,
        headers=_headers(event.response_headers) if event.response_headers else "",
        snapshot=snapshot,
    )


def _secrets(event: UsageEvent, source: SourceId) -> tuple[str, ...]:
    """What an upstream may have quoted in its error; an e-mail or a project stays readable there too."""
    upstream, client = (event.source or "").strip(), (event.api_key or "").strip()
    return (client,) if upstream == source.shown else (upstream, client)


@lru_cache(maxsize=8192)
def source_id(source: str, provider: str, auth_type: str) -> SourceId:
    """Hash and shown form of `source`: a secret unless it is an e-mail or a Vertex project (decision 6)."""
    if not source:
        return EMPTY_SOURCE
    if digest := hidden_digest(source):
        return SourceId(digest, f"sha256:{digest[:8]}")
    if is_email(source) or is_project(source, provider, auth_type):
        return SourceId(sha256_hex(source), source.strip())
    return SourceId(sha256_hex(source), mask_secret(source))


def is_project(source: str, provider: str, auth_type: str) -> bool:
    """Whether `source` is a Google project id: a Vertex service account's. A Vertex API key stands there in clear."""
    return provider.startswith("vertex") and auth_type != "apikey" and _PROJECT.fullmatch(source.strip()) is not None


@lru_cache(maxsize=8192)
def key_id(key: str) -> tuple[str, str]:
    """(SHA-256 hex, mask) of a client key; two empty texts where there is none."""
    if not key:
        return "", ""
    if digest := hidden_digest(key):
        return digest, f"sha256:{digest[:8]}"
    return sha256_hex(key), mask_secret(key)


@lru_cache(maxsize=1024)
def _agent(text: str) -> str:
    return redact_text(text)[:300]


def _headers(headers: dict[str, list[str]]) -> str:
    kept = {name: redact_text(", ".join(values)) for name, values in headers.items() if keeps_header(name)}
    return _encode(kept).decode() if kept else ""
