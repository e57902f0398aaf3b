"""What kind of failure an upstream attempt was, from its status and error text, in words and with what to do next.

Table driven and pure. The words are English; the window translates them by kind (`ui.failure_texts`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
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
class KindWords:
    """`title` names the kind, `what` says what happened, `advice` what to do next; one sentence each but the title."""

    title: str
    what: str
    advice: str


WORDS: dict[FailureKind, KindWords] = {
    FailureKind.QUOTA: KindWords(
        "Usage limit reached",
        "The account has used up what its plan allows for now.",
        "Wait until the limit resets, or add another account.",
    ),
    FailureKind.RATE_LIMIT: KindWords(
        "Rate limit",
        "The provider got more requests or tokens than it takes in this time.",
        "Retry a little later, or spread the load over more accounts.",
    ),
    FailureKind.OVERLOADED: KindWords(
        "Provider overloaded", "The provider has too much to do.", "Retry later; another provider may answer at once."
    ),
    FailureKind.PAYMENT: KindWords(
        "Payment required",
        "The account has no credit left, or its workspace was switched off.",
        "Check billing and workspace with the provider, and disable the credential until then.",
    ),
    FailureKind.CONTEXT: KindWords(
        "Input too long",
        "The request holds more tokens than the model takes.",
        "Shorten the conversation, or use a model with a larger context.",
    ),
    FailureKind.MODEL: KindWords(
        "Model not found",
        "The provider does not offer this model to this account.",
        "Check the model's name, its aliases, and what the plan includes.",
    ),
    FailureKind.INVALID: KindWords(
        "Request refused",
        "The provider refused the request itself; another account would answer the same.",
        "Look at the error text, and change the request.",
    ),
    FailureKind.SIGNED_OUT: KindWords(
        "Signed out",
        "The credential's token has expired or was made invalid.",
        "Sign in again with this account.",
    ),
    FailureKind.UNAUTHORISED: KindWords(
        "Credential refused", "The provider does not accept the credential.", "Sign in again, or replace the key."
    ),
    FailureKind.FORBIDDEN: KindWords(
        "Not permitted",
        "The provider knows the credential but does not let it do this.",
        "Check the account's rights, its region, and whether it was blocked.",
    ),
    FailureKind.TIMEOUT: KindWords(
        "Timed out", "No answer came in time.", "Retry; if it stays so, check the network and the provider's state."
    ),
    FailureKind.REFUSED: KindWords(
        "Connection refused",
        "Nothing accepts connections at the provider's address.",
        "Check the base URL and whether the service or proxy behind it runs.",
    ),
    FailureKind.DNS: KindWords(
        "Name unknown",
        "The provider's host name could not be found.",
        "Check the base URL, and the server's name resolution.",
    ),
    FailureKind.TLS: KindWords(
        "No secure connection",
        "The encrypted connection to the provider could not be made.",
        "Check certificates, the clock and the proxy of the server.",
    ),
    FailureKind.CLOSED: KindWords(
        "Connection closed",
        "The provider closed the connection without an answer.",
        "Retry; if it stays so, check the base URL and any proxy on the way.",
    ),
    FailureKind.CUT: KindWords(
        "Stream broke off",
        "The stream broke off before the answer was complete.",
        "Retry; if it happens often, check proxies and time limits on the way.",
    ),
    FailureKind.HANG_UP: KindWords(
        "Client hung up",
        "The client hung up before the answer was complete.",
        "Nothing is wrong upstream; if it happens often, raise the client's time limit.",
    ),
    FailureKind.SERVER: KindWords(
        "Provider failed", "The provider failed by itself.", "Retry; if it stays so, look at the provider's state."
    ),
    FailureKind.UNKNOWN: KindWords(
        "Failed", "The attempt failed, and nothing tells why.", "Look at CPA's own log at that time."
    ),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    """The kind where the status is one of `statuses` (empty: any) and the text matches `pattern` (None: any)."""

    kind: FailureKind
    statuses: frozenset[int]
    pattern: re.Pattern[str] | None


def _rule(kind: FailureKind, pattern: str = "", *statuses: int) -> _Rule:
    return _Rule(kind, frozenset(statuses), re.compile(pattern, re.IGNORECASE | re.DOTALL) if pattern else None)


# CPA's own words stand only where the provider gave no code of its own that says more.
_OURS = (0, *range(200, 300), 408, *range(500, 600))
_RULES: tuple[_Rule, ...] = (
    # Who ended it comes first: these texts are CPA's own, and their codes say little (200, 408, 500).
    _rule(FailureKind.HANG_UP, "", 499),
    _rule(FailureKind.HANG_UP, r"\bcontext canceled\b|client disconnected", *_OURS),
    _rule(FailureKind.CUT, r"unexpected EOF|stream disconnected|stream closed|stream error|http2: .*stream", *_OURS),
    _rule(FailureKind.REFUSED, r"connection refused|actively refused", *_OURS),
    _rule(FailureKind.DNS, r"no such host|name resolution|server misbehaving", *_OURS),
    _rule(FailureKind.TLS, r"\bx509:|\btls:|certificate (?:has|is|verify)", *_OURS),
    _rule(FailureKind.TIMEOUT, r"deadline exceeded|i/o timeout|timed? ?out|handshake timeout", *_OURS),
    _rule(FailureKind.CLOSED, r": EOF\s*$|connection reset|broken pipe|connection closed|server closed", *_OURS),
    # Then what the provider calls it. Money and quota come before rates: their codes are 403 and 429 as well.
    _rule(FailureKind.PAYMENT, "", 402),
    _rule(
        FailureKind.PAYMENT,
        r"deactivated_workspace|spending[-_ ]limit|out of credits|credit balance is too low|billing_hard_limit"
        r"|billing[_ ]not[_ ](?:active|enabled)|payment[_ ]required|purchase credits",
    ),
    # Google says "exceeded your current quota" of a minute's limit, too.
    _rule(FailureKind.RATE_LIMIT, r"\A(?!.*PerDay).*PerMinute", 429),
    _rule(
        FailureKind.QUOTA,
        r"usage_limit_reached|usage_not_included|usage limit|free-usage-exhausted|insufficient_quota"
        r"|exceeded your current quota|quota[_ ]exhausted|QUOTA_EXHAUSTED|PerDay|daily limit|weekly limit",
    ),
    _rule(
        FailureKind.CONTEXT,
        r"context_length_exceeded|maximum context length|context window|prompt is too long|input is too long"
        r"|input token count.*exceeds|too many tokens in|request_too_large",
        *(400, 413, 422, 500),
    ),
    _rule(FailureKind.CONTEXT, "", 413),
    _rule(
        FailureKind.MODEL,
        r"model_not_found|unknown model|unsupported model|unsupported_model|no such model|model.{0,80}(?:does not exist"
        r"|not found|is not supported|not available)|not_found_error.{0,80}model",
        *(400, 403, 404, 422),
    ),
    _rule(FailureKind.OVERLOADED, r"overloaded|model is at capacity|high demand|server is busy|\"UNAVAILABLE\""),
    _rule(FailureKind.OVERLOADED, "", 503, 529),
    _rule(
        FailureKind.SIGNED_OUT,
        r"token_(?:expired|invalidated|revoked)|token (?:is|has|has been) (?:expired|invalidated|revoked)"
        r"|token has expired|invalid_grant|refresh_token_reused|signing in again|session (?:has )?expired",
    ),
    _rule(FailureKind.RATE_LIMIT, "", 429),
    _rule(FailureKind.RATE_LIMIT, r"rate_limit|too many requests|RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED"),
    _rule(FailureKind.UNAUTHORISED, "", 401),
    _rule(
        FailureKind.UNAUTHORISED, r"authentication_error|invalid_api_key|UNAUTHENTICATED|API_KEY_INVALID|API key not"
    ),
    _rule(FailureKind.FORBIDDEN, "", 403),
    _rule(FailureKind.FORBIDDEN, r"permission_error|PERMISSION_DENIED"),
    _rule(FailureKind.TIMEOUT, "", 408, 504, 524),
    _rule(FailureKind.INVALID, r"invalid_request_error|INVALID_ARGUMENT|FAILED_PRECONDITION"),
    # Last, what the code alone says. A status of success belongs to a stream that failed after its headers.
    _rule(FailureKind.INVALID, "", *range(400, 499)),
    _rule(FailureKind.SERVER, "", *range(500, 600)),
    _rule(FailureKind.CUT, "", *range(200, 300)),
)


@lru_cache(maxsize=8192)
def _of_text(status: int, body: str) -> FailureKind:
    for rule in _RULES:
        if (not rule.statuses or status in rule.statuses) and (rule.pattern is None or rule.pattern.search(body)):
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
