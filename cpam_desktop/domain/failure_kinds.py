"""What kind of failure an upstream attempt was, from its status and error text; `failure_words` says it to people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import cast


class FailureKind(StrEnum):
    """Kinds of failures; the values are stable ids."""

    QUOTA = "quota-exhausted"
    RATE_LIMIT = "rate-limit"
    OVERLOADED = "overloaded"
    PAYMENT = "payment-required"
    CONTEXT = "context-too-long"
    MODEL = "model-not-found"
    INVALID = "invalid-request"
    SIGNED_OUT = "token-invalidated"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    TIMEOUT = "timeout"
    REFUSED = "connection-refused"
    DNS = "name-unknown"
    TLS = "tls-failed"
    CLOSED = "connection-closed"
    CUT = "stream-cut"
    HANG_UP = "client-hang-up"
    SERVER = "server-error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Rule:
    """The kind where the status is one of `statuses` (empty: any) and the text holds one of `words` (empty: any).

    Plain words, in lower case: a search for them costs a hundredth of what one pattern with them all costs.
    """

    kind: FailureKind
    statuses: frozenset[int]
    words: tuple[str, ...]
    unless: str = "\0"


def _rule(kind: FailureKind, *words: str, at: Iterable[int] = (), unless: str = "\0") -> _Rule:
    return _Rule(kind, frozenset(at), words, unless)


# CPA's own words stand only where the provider gave no code of its own that says more.
_OURS = (0, *range(200, 300), 408, *range(500, 600))
_MODEL_CODES = (400, 403, 404, 422)
_K = FailureKind
_RULES: tuple[_Rule, ...] = (
    # Who ended it comes first: these texts are CPA's own, and their codes say little (200, 408, 500).
    _rule(_K.HANG_UP, at=(499,)),
    _rule(_K.HANG_UP, "context canceled", "client disconnected", at=_OURS),
    _rule(_K.CUT, "unexpected eof", "stream disconnected", "stream closed", "stream error", "http2: ", at=_OURS),
    _rule(_K.REFUSED, "connection refused", "actively refused", at=_OURS),
    _rule(_K.DNS, "no such host", "name resolution", "server misbehaving", at=_OURS),
    _rule(_K.TIMEOUT, "handshake timeout", at=_OURS),
    _rule(_K.TLS, "x509: ", " tls: ", "certificate has", "certificate is", "certificate verify", at=_OURS),
    _rule(_K.TIMEOUT, "deadline exceeded", "timeout", "timed out", "time out", at=_OURS),
    _rule(_K.CLOSED, ": eof\n", "connection reset", "broken pipe", "connection closed", "server closed", at=_OURS),
    # Then what the provider calls it. Money and quota come before rates: their codes are 403 and 429 as well.
    _rule(_K.PAYMENT, at=(402,)),
    _rule(
        _K.PAYMENT,
        *("deactivated_workspace", "spending-limit", "spending_limit", "spending limit", "out of credits"),
        *("credit balance is too low", "billing_hard_limit", "billing_not_active", "billing not active"),
        *("billing not enabled", "payment_required", "payment required", "purchase credits"),
    ),
    # Google says "exceeded your current quota" of a minute's limit, too.
    _rule(_K.RATE_LIMIT, "perminute", at=(429,), unless="perday"),
    _rule(
        _K.QUOTA,
        *("usage_limit_reached", "usage_not_included", "usage limit", "free-usage-exhausted", "insufficient_quota"),
        *("exceeded your current quota", "quota_exhausted", "quota exhausted", "perday", "daily limit", "weekly limit"),
    ),
    _rule(
        _K.CONTEXT,
        *("context_length_exceeded", "maximum context length", "context window", "prompt is too long"),
        *("input is too long", "input token count", "request_too_large"),
        at=(400, 413, 422, 500),
    ),
    _rule(_K.CONTEXT, at=(413,)),
    _rule(
        _K.MODEL, "model_not_found", "unknown model", "unsupported model", "unsupported_model", "no such model",
        *("model is not supported", "model is not available"), at=_MODEL_CODES,
    ),
    _rule(_K.OVERLOADED, "overloaded", "model is at capacity", "high demand", "server is busy", '"unavailable"'),
    _rule(_K.OVERLOADED, at=(503, 529)),
    _rule(
        _K.SIGNED_OUT,
        *("token_expired", "token_invalidated", "token_revoked", "token has expired", "token is expired"),
        *("token has been invalidated", "token has been revoked", "token is invalidated", "invalid_grant"),
        *("refresh_token_reused", "signing in again", "session expired", "session has expired"),
    ),
    _rule(_K.RATE_LIMIT, at=(429,)),
    _rule(_K.RATE_LIMIT, "rate_limit", "too many requests", "resource_exhausted"),
    _rule(_K.UNAUTHORISED, at=(401,)),
    _rule(
        _K.UNAUTHORISED,
        *("authentication_error", "invalid_api_key", "unauthenticated", "api_key_invalid", "api key not valid"),
    ),
    _rule(_K.FORBIDDEN, at=(403,)),
    _rule(_K.FORBIDDEN, "permission_error", "permission_denied"),
    _rule(_K.TIMEOUT, at=(408, 504, 524)),
    _rule(_K.INVALID, "invalid_request_error", "invalid_argument", "failed_precondition"),
    # Last, what the code alone says. A status of success belongs to a stream that failed after its headers.
    _rule(_K.INVALID, at=range(400, 499)),
    _rule(_K.SERVER, at=range(500, 600)),
    _rule(_K.CUT, at=range(200, 300)),
)  # fmt: skip
_NO_MODEL = re.compile(
    r"model.{0,80}?(?:does not exist|not found|is not supported|not available)|not_found_error.{0,80}?model", re.DOTALL
)


@lru_cache(maxsize=8192)
def _of_text(status: int, body: str) -> FailureKind:
    text = f" {body.rstrip().lower()}\n"
    for rule in _RULES:
        if rule.statuses and status not in rule.statuses:
            continue
        if not rule.words or any(word in text for word in rule.words):
            if rule.unless not in text:
                return rule.kind
        elif rule.kind is FailureKind.MODEL and _NO_MODEL.search(text):
            return rule.kind
    return FailureKind.UNKNOWN


_NO_HEADERS: Mapping[str, str] = {}


def classify(status: int, body: str, headers: Mapping[str, str] = _NO_HEADERS) -> FailureKind:
    """The kind of a failed attempt. `body` is the redacted error text, cut at 2 KiB, JSON or not; status 0: none.

    Headers only tell a plan's limit from a rate limit; groups made without them call both a rate limit.
    """
    kind = _of_text(status, body)
    return FailureKind.QUOTA if kind is FailureKind.RATE_LIMIT and headers and _used_up(headers) else kind


def _used_up(headers: Mapping[str, str]) -> bool:
    """Whether a plan's window is full: Codex's used percent, Claude's unified status."""
    for name, value in headers.items():
        lower = name.lower()
        if lower == "anthropic-ratelimit-unified-status" and value.strip().lower() == "rejected":
            return True
        if re.fullmatch(r"x-codex-(?:primary|secondary)-used-percent", lower) and _percent(value) >= 100:
            return True
    return False


def _percent(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def own_word(body: str) -> str:
    """The provider's own word for the kind of error (`usage_limit_reached`), empty where it sent none."""
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(document, dict):
        return ""
    outer = cast("dict[str, object]", document)
    inner = next((outer[name] for name in ("error", "detail") if isinstance(outer.get(name), dict)), outer)
    fields = cast("dict[str, object]", inner)
    words = (fields.get(name) for name in ("type", "code", "status"))
    return next((word for word in words if isinstance(word, str) and word), "")
