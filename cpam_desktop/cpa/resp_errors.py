"""What the RESP side says or does, as an error of the tree; only NotSupported permits another way."""

from __future__ import annotations

import re

from redis import exceptions as redis_errors

from cpam_desktop.cpa.answers import forbidden
from cpam_desktop.domain.errors import CpaError, KeyRefused, NotReachable, NotSupported, ServerFailed
from cpam_desktop.domain.redact import redact_text
from cpam_desktop.net.failures import not_reachable, place

_NOT_SUPPORTED = ("unknown command", "unsupported", "resp auth disabled", "disabled in home mode", "noauth")
_BAD_KEY = ("invalid management key", "missing management key")


def reply_error(text: str, key: str) -> CpaError:
    """The error behind an `-ERR ...` reply (with or without its ERR)."""
    words = redact_text(" ".join(text.removeprefix("ERR ").split()), (key,))[:300]
    lower = words.lower()
    if any(mark in lower for mark in _BAD_KEY):
        return KeyRefused(words)
    if "banned" in lower or "remote management" in lower:
        return forbidden(words)
    if any(mark in lower for mark in _NOT_SUPPORTED):
        return NotSupported(words)
    return ServerFailed(words)


def closed(base_url: str, *, sent: bool = False) -> NotReachable:
    """The server ended an established connection."""
    return NotReachable(f"{place(base_url)} closed the connection", reason="closed", sent=sent)


def login_error(error: BaseException, base_url: str, key: str) -> CpaError:
    """What redis-py raised while connecting and sending AUTH."""
    match error:
        case redis_errors.InvalidResponse():
            return _wrong_protocol(error)
        case redis_errors.AuthenticationError():  # no CPA says so yet; repeating it would be a strike
            return KeyRefused(redact_text(str(error), (key,)))
        case redis_errors.ResponseError():
            return reply_error(str(error), key)
        case redis_errors.ConnectionError() if error.__cause__ is None and "closed by server" in str(error):
            # CPA with management disabled does this, and so do HTTP servers that dislike the first byte.
            return NotSupported("the connection was closed at the login, without a word")
        case _:
            return not_reachable(error, base_url)


def _wrong_protocol(error: Exception) -> NotSupported:
    """Bytes came back that are no RESP; `H` is the first letter of an HTTP answer."""
    match = re.search(r"got \"(.+?)\"|Protocol Error: b['\"](.)", str(error))
    first = (match[1] or match[2]) if match else "?"
    what = "an HTTP server or proxy answers there" if first == "H" else "what answers there does not speak RESP"
    return NotSupported(f"{what} (unsupported RESP prefix '{first}')")
