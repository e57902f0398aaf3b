"""What client libraries raise, in words."""

from __future__ import annotations

import errno
import ssl

import pytest

from cpam_desktop.net.failures import not_reachable, place


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        (ConnectionResetError(), "closed", "host:1 closed the connection"),
        (BrokenPipeError(), "closed", "closed the connection"),
        (TimeoutError(), "timeout", "did not answer in time"),
        (OSError(errno.ENETUNREACH, "x"), "network", "no way to host:1"),
        (OSError("Multiple exceptions: [Errno 111] a, [Errno 111] b"), "refused", "refused the connection"),
        (OSError("All connection attempts failed"), "network", "connection to host:1 failed"),
        (ExceptionGroup("all", [OSError("x"), ConnectionRefusedError()]), "refused", "refused the connection"),
        (ssl.SSLError(1, "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE]"), "tls", "TLS handshake with host:1 failed"),
        (RuntimeError("secret"), "network", "connection to host:1 failed"),
    ],
)
def test_words(error: Exception, reason: str, words: str) -> None:
    wrapped = RuntimeError("outer")
    wrapped.__context__ = error
    for raised in (error, wrapped):
        found = not_reachable(raised, "http://host:1/path")
        assert found.reason == reason
        assert words in found.detail
        assert "secret" not in str(found)


def test_place_shows_no_login() -> None:
    assert place("http://user:pw@proxy:3128/") == "proxy:3128"
