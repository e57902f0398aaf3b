"""What the made-up upstreams answer beside tokens: response headers by provider, and failures with their texts."""

from __future__ import annotations

import json
import random
from email.utils import formatdate
from functools import lru_cache
from typing import NamedTuple

from cpam_desktop.demo.catalog import HeaderStyle
from cpam_desktop.demo.clock import NS
from cpam_desktop.demo.population import Credential

FIVE_HOURS = 5 * 3600
WEEK = 7 * 86_400


class Failure(NamedTuple):
    """How an attempt ended badly. `again`: CPA tries another credential; `answered`: there was an HTTP response."""

    status: int
    body: str
    answered: bool = True
    again: bool = False
    seconds: float = 0.3
    limited: int = 0
    """Seconds until the quota returns, for 429."""


def response_headers(rng: random.Random, who: Credential, now_ns: int, *, stream: bool, failure: Failure | None) -> str:
    """`"response_headers":{...},` in Go's spelling; percentages follow the account's windows in time."""
    second = now_ns // NS
    kind = "text/event-stream" if stream and failure is None else "application/json"
    trace = f'"X-Request-Id":["req_{rng.getrandbits(64):016x}"]'
    body = f'"Content-Type":["{kind}"],"Date":["{http_date(second)}"]'
    limited = failure.limited if failure is not None else 0
    style: HeaderStyle = who.channel.headers
    if style == "codex":
        return f'"response_headers":{{{body},{_codex(who, second, limited)},{trace}}},'
    if style == "claude":
        return f'"response_headers":{{{_claude(who, second, limited)},{body},{trace}}},'
    if style == "gemini":
        took = f'"Server-Timing":["gfet4t7; dur={rng.randrange(300, 4000)}"]'
        return f'"response_headers":{{{body},{took},{trace}}},'
    left = 0 if limited else rng.randrange(1, 5000)
    retry = f'"Retry-After":["{limited}"],' if limited else ""
    took = f'"Openai-Processing-Ms":["{rng.randrange(200, 4000)}"]'
    limits = f'"X-Ratelimit-Limit-Requests":["5000"],"X-Ratelimit-Remaining-Requests":["{left}"]'
    return f'"response_headers":{{{body},{took},{retry}{limits},{trace}}},'


def _codex(who: Credential, second: int, limited: int) -> str:
    used, left = _window(who, second, FIVE_HOURS)
    week_used, week_left = _window(who, second, WEEK)
    if limited:
        used, left = 100, limited
    return (
        f'"X-Codex-Credits-Has-Credits":["False"],"X-Codex-Plan-Type":["{who.plan or "pro"}"],'
        f'"X-Codex-Primary-Reset-After-Seconds":["{left}"],"X-Codex-Primary-Used-Percent":["{used}"],'
        f'"X-Codex-Primary-Window-Minutes":["300"],"X-Codex-Secondary-Reset-After-Seconds":["{week_left}"],'
        f'"X-Codex-Secondary-Used-Percent":["{week_used}"],"X-Codex-Secondary-Window-Minutes":["10080"]'
    )


def _claude(who: Credential, second: int, limited: int) -> str:
    used, left = _window(who, second, FIVE_HOURS)
    week_used, week_left = _window(who, second, WEEK)
    status = "rejected" if limited else "allowed"
    retry = f',"Retry-After":["{limited}"]' if limited else ""
    return (
        f'"Anthropic-Organization-Id":["org-demo-{who.auth_index[:8]}"],'
        f'"Anthropic-Ratelimit-Unified-5h-Reset":["{second + left}"],'
        f'"Anthropic-Ratelimit-Unified-5h-Utilization":["{(100 if limited else used) / 100}"],'
        f'"Anthropic-Ratelimit-Unified-7d-Reset":["{second + week_left}"],'
        f'"Anthropic-Ratelimit-Unified-7d-Utilization":["{week_used / 100}"],'
        f'"Anthropic-Ratelimit-Unified-Status":["{status}"]{retry}'
    )


def _window(who: Credential, second: int, length: int) -> tuple[int, int]:
    """Used percent and seconds left of this account's window; every account starts its windows at its own time."""
    phase = int(who.auth_index[:6], 16)
    passed = (second + phase) % length
    busy = 40 + phase % 58
    return passed * busy // length, length - passed


@lru_cache(maxsize=64)
def http_date(second: int) -> str:
    """`Mon, 23 Nov 2026 03:33:51 GMT`."""
    return formatdate(second, usegmt=True)


def draw_failure(rng: random.Random, who: Credential, model: str, now_ns: int) -> Failure:
    """One failure in the words of this provider; the numbers in it differ from one to the next."""
    kind = rng.choices(_KINDS, _WEIGHTS)[0]
    if kind == 429:
        return _limited(rng, who, model, now_ns)
    if kind == 499:
        return Failure(499, "context canceled", seconds=rng.uniform(1, 40))
    if kind == "cut":
        return _cut(rng, who.channel.headers)
    if kind == "refused":
        host = (who.base_url or f"https://{who.channel.provider}.example.com").partition("://")[2].partition("/")[0]
        address = f"203.0.113.{rng.randrange(2, 250)}:443"
        body = f'Post "https://{host}/": dial tcp {address}: connect: connection refused'
        return Failure(500, body, answered=False, again=True, seconds=rng.uniform(0.001, 2))
    return _refused(rng, who.channel.headers, int(kind), model)


_KINDS: tuple[int | str, ...] = (429, 401, 400, 500, 503, 499, "cut", "refused")
_WEIGHTS = (34, 8, 14, 12, 12, 9, 7, 4)

_PROMPT_TOO_LONG = "prompt is too long: {n} tokens exceed the model's maximum of {limit}"
_TEXTS: dict[int, tuple[tuple[str, str], ...]] = {
    400: (
        ("invalid_request_error", _PROMPT_TOO_LONG),
        ("invalid_request_error", "unknown parameter: 'messages[{small}].annotations'"),
        ("invalid_request_error", "tool call {id} has no result in the message that follows"),
    ),
    401: (
        ("authentication_error", "the access token {id} has expired"),
        ("authentication_error", "this credential was revoked (ticket {id})"),
    ),
    500: (
        ("server_error", "internal error while running {model}, please quote {id}"),
        ("server_error", "the worker of {model} stopped unexpectedly ({id})"),
    ),
    503: (
        ("overloaded_error", "{model} is overloaded, retry in {small} seconds"),
        ("unavailable_error", "no capacity for {model} in this region (queue {n})"),
    ),
}
_GOOGLE_STATUS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 500: "INTERNAL", 503: "UNAVAILABLE"}


def _refused(rng: random.Random, style: HeaderStyle, status: int, model: str) -> Failure:
    kind, text = rng.choice(_TEXTS[status])
    message = text.format(
        n=rng.randrange(210_000, 900_000),
        limit=200_000,
        small=rng.randrange(2, 60),
        id=f"{rng.getrandbits(40):010x}",
        model=model,
    )
    body = _error_body(style, status, kind, message)
    return Failure(status, body, again=status in (401, 500, 503), seconds=rng.uniform(0.1, 12))


def _error_body(style: HeaderStyle, status: int, kind: str, message: str) -> str:
    if style == "gemini":
        return json.dumps({"error": {"code": status, "message": message, "status": _GOOGLE_STATUS[status]}})
    if style == "claude":
        return json.dumps({"type": "error", "error": {"type": kind, "message": message}})
    return json.dumps({"error": {"message": message, "type": kind, "param": None, "code": None}})


def _limited(rng: random.Random, who: Credential, model: str, now_ns: int) -> Failure:
    wait = rng.randrange(20, 9_000)
    style = who.channel.headers
    if style == "codex":
        error: dict[str, object] = {
            "type": "usage_limit_reached",
            "message": "The usage limit has been reached",
            "plan_type": who.plan or "pro",
            "resets_at": now_ns // NS + wait,
            "resets_in_seconds": wait,
        }
        body = json.dumps({"error": error})
    elif style == "gemini":
        wait = wait % 60 + 1
        message = f"Quota exceeded for requests per minute of {model}. Please retry in {wait}s."
        body = json.dumps({"error": {"code": 429, "message": message, "status": "RESOURCE_EXHAUSTED"}})
    elif style == "claude":
        message = f"The 5-hour limit of this account is used up; it returns in {wait // 60 + 1} minutes."
        body = json.dumps({"type": "error", "error": {"type": "rate_limit_error", "message": message}})
    else:
        wait = wait % 90 + 1
        message = f"Rate limit reached for {model}: {rng.randrange(60, 5000)} requests a minute. Try again in {wait}s."
        error = {"message": message, "type": "rate_limit_error", "param": None, "code": "rate_limit_exceeded"}
        body = json.dumps({"error": error})
    return Failure(429, body, again=True, seconds=rng.uniform(0.1, 0.9), limited=wait)


def _cut(rng: random.Random, style: HeaderStyle) -> Failure:
    seconds = rng.uniform(2, 60)
    if style == "codex":
        text = "stream error: stream disconnected before completion: stream closed before response.completed"
        return Failure(408, text, seconds=seconds)
    # Claude's executor keeps the 200 that the stream began with.
    return Failure(200 if style == "claude" else 500, "unexpected EOF", seconds=seconds)
