"""Reads what a server answered: which error of the tree a response is, and in whose words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import msgspec

from cpam_desktop.domain.errors import (
    Banned,
    CpaError,
    CutAnswer,
    InputRefused,
    KeyRefused,
    NotACpa,
    NotReachable,
    RemoteDisabled,
    RouteMissing,
    ServerFailed,
)
from cpam_desktop.domain.redact import redact_text
from cpam_desktop.net.http import Answer

T = TypeVar("T")
_WORDS_LIMIT = 300
_UNROUTED = b"404 page not found"
"""CPA before 7.2 answers so to a route it does not have, without looking at the key (seen on 6.9.38 to 7.1.17)."""
_GO_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 0.000001, "µs": 0.000001, "ns": 0.000000001}
_GO_DURATION = re.compile(r"Try again in ((?:\d+(?:\.\d+)?(?:ms|us|µs|ns|h|m|s))+)")


def is_from_cpa(answer: Answer) -> bool:
    """Whether the answer passed CPA's key check: only then it carries the version headers."""
    return "x-cpa-version" in answer.headers


def error_of(answer: Answer, route: str, secrets: Sequence[str] = ()) -> CpaError | None:
    """The error that a response means, or None for 2xx. `secrets` are masked in the server's own words."""
    status = answer.status
    if 200 <= status < 300:
        return NotACpa("a web page came back instead of data") if _is_html(answer) else None
    if 300 <= status < 400:
        return _redirected(answer)
    words = server_words(answer.body, secrets)
    match status:
        case 401:
            return KeyRefused(words)
        case 403:
            return forbidden(words, from_cpa=is_from_cpa(answer) or _json_object(answer.body) is not None)
        case 404 | 405 | 501:
            return _missing(answer, route, words)
        case 407:
            return NotReachable("the proxy asks for a login", reason="proxy", hint="Check the proxy setting.")
        case 408 | 425 | 429:
            return ServerFailed(words or f"it asks to wait (status {status})", status=status)
        case _ if status >= 500:
            return ServerFailed(words or f"status {status} without a reason", status=status)
        case _:
            return _refused(answer, words)


def forbidden(words: str, *, from_cpa: bool = True) -> CpaError:
    """The error behind a 403 or the same text over RESP: banned, remote management off, or not CPA's."""
    if "banned" in words.lower():
        return Banned(words, seconds_left=go_seconds(words))
    if "remote management" in words.lower():
        return RemoteDisabled(words)
    if from_cpa:
        return InputRefused(words or "status 403 without a reason", status=403)
    return NotACpa("something in front of it refuses access (status 403)")


def go_seconds(text: str) -> float | None:
    """Seconds of the Go duration in `Try again in 29m54s`, or None."""
    match = _GO_DURATION.search(text)
    if match is None:
        return None
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)", match[1])
    return sum(float(number) * _GO_UNITS[unit] for number, unit in parts)


def server_words(body: bytes, secrets: Sequence[str] = ()) -> str:
    """The message of an error body in one redacted line: `message`, `error.message`, `error`; else empty."""
    document = _json_object(body)
    if document is None:
        return ""
    error = document.get("error")
    inner = cast("dict[str, Any]", error).get("message") if isinstance(error, dict) else error
    for text in (document.get("message"), inner):
        if isinstance(text, str) and text.strip():
            return redact_text(" ".join(text.split()), secrets)[:_WORDS_LIMIT]
    return ""


def decode(answer: Answer, route: str, kind: type[T]) -> T:
    """The body of a 2xx as `kind`; CutAnswer or NotACpa where it is not whole or not that."""
    if answer.cut:
        raise CutAnswer(f"{route}: {answer.cut}", route=route)
    try:
        return msgspec.json.decode(answer.body, type=kind, strict=False)
    except msgspec.ValidationError as error:
        if is_from_cpa(answer):
            raise CutAnswer(f"{route}: unexpected content ({error})", route=route) from None
        raise NotACpa("the data that came back is not CPA's") from None
    except (msgspec.DecodeError, RecursionError):
        if is_from_cpa(answer) or answer.body.lstrip()[:1] in (b"{", b"["):
            raise CutAnswer(f"{route}: it is no complete JSON document", route=route) from None
        raise NotACpa("what came back is no data of CPA's") from None


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
    return cast("dict[str, Any]", document) if isinstance(document, dict) else None


def _is_html(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "") or answer.body.lstrip()[:1] == b"<"


def _redirected(answer: Answer) -> CpaError:
    parts = urlsplit(answer.headers.get("location", ""))
    # Never followed: the key would go to another address. Without query and user, which may hold secrets.
    target = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}" if parts.hostname else ""
    hint = f"Use {target} as the server's address." if target else ""
    return NotACpa(f"it sends elsewhere (status {answer.status})", hint=hint)


def _missing(answer: Answer, route: str, words: str) -> CpaError:
    document = _json_object(answer.body)
    if document is not None and (is_from_cpa(answer) or "error" in document):
        return InputRefused(words or f"{route} was not found", status=answer.status)
    if is_from_cpa(answer):
        return RouteMissing(f"{route} is not known to it", hint="Its version is too old for this.", route=route)
    if answer.status == 404 and not answer.body.strip():
        return RouteMissing(f"{route} was not found", hint="Management may be disabled there: set a secret-key.")
    if answer.status == 404 and answer.body.strip() == _UNROUTED:
        return RouteMissing(f"{route} is not known to it", hint="Its version is too old for this, or it is no CPA.")
    return NotACpa(f"what answers there does not know {route} (status {answer.status})")


def _refused(answer: Answer, words: str) -> CpaError:
    if b"HTTPS" in answer.body and not words:
        return NotACpa("it speaks TLS", hint="Use https:// instead of http:// in the address.")
    if words or is_from_cpa(answer) or answer.status == 413:
        return InputRefused(words or f"status {answer.status} without a reason", status=answer.status)
    return NotACpa(f"what answers there refused the request (status {answer.status})")
