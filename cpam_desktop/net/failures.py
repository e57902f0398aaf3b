"""Says in the words of the error tree why a connection failed, for httpx, ssl, sockets and redis alike."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from cpam_desktop.domain.errors import NotReachable
from cpam_desktop.net.tls import certificate_words

_NO_ROUTE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
_UNKNOWN_CERTIFICATE_HINT = "Give the CA's file in the profile, or mark the profile as 'do not verify'."
_NO_TLS_WORDS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNEXPECTED_MESSAGE", "HTTP_REQUEST", "PACKET_LENGTH")


def timed_out(url: str, seconds: float, *, sent: bool, what: str = "did not answer") -> NotReachable:
    """The deadline passed; `what` says what the server had not done by then."""
    detail = f"{place(url)} {what} within {seconds:g} s"
    return NotReachable(detail, reason="timeout", sent=sent, host=place(url))


def not_reachable(error: BaseException, url: str, *, sent: bool = False) -> NotReachable:
    """The NotReachable for what a client library raised; its cause is looked for in the chain of exceptions."""
    reason, detail, hint = _why(list(_chain(error)), place(url))
    return NotReachable(detail, reason=reason, sent=sent, hint=hint, host=place(url))


def _why(chain: list[BaseException], place: str) -> tuple[str, str, str]:
    for error in chain:
        match error:
            case ssl.SSLCertVerificationError():
                return "tls", certificate_words(error), _UNKNOWN_CERTIFICATE_HINT
            case ssl.SSLError():
                reason = getattr(error, "reason", None) or "no reason given"  # absent where Python made it by hand
                if any(word in reason for word in _NO_TLS_WORDS):
                    return "tls", f"{place} does not speak TLS", "Try the address with http:// instead of https://."
                return "tls", f"the TLS handshake with {place} failed ({reason})", ""
            case socket.gaierror():
                return "name", f"the name of {place} is not known", ""
            case ConnectionRefusedError():
                return "refused", f"{place} refused the connection", ""
            case TimeoutError():
                return "timeout", f"{place} did not answer in time", ""
            case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
                return "closed", f"{place} closed the connection", ""
            case OSError() if error.errno is None and f"[Errno {errno.ECONNREFUSED}]" in str(error):
                # asyncio, after trying several addresses of one name, leaves the numbers in the text only.
                return "refused", f"{place} refused the connection", ""
            case OSError() if error.errno in _NO_ROUTE:
                return "network", f"there is no way to {place} from this network", ""
            case _:
                continue
    return "network", f"the connection to {place} failed", ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what caused it, and the members of groups (several addresses tried), outermost first."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        waiting += [current.__cause__, current.__context__]


def place(url: str) -> str:
    """Host and port of a URL, as it is shown; never a user name or password."""
    return urlsplit(url).netloc.rpartition("@")[2] or url
