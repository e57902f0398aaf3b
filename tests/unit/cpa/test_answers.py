"""Every status and body shape that CPA, proxies and strangers answer with, as an error of the tree."""

from __future__ import annotations

import pytest

from cpam_desktop.cpa.answers import decode, error_of, go_seconds, server_words
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
from cpam_desktop.net.http import Answer

CPA = {"x-cpa-version": "7.2.140"}
HTML = {"content-type": "text/html"}
BAN = b'{"error":"IP banned due to too many failed attempts. Try again in 29m54s"}'


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind", "words"),
    [
        (401, CPA, b'{"error":"invalid management key"}', KeyRefused, "invalid management key"),
        (401, CPA, b'{"error":"missing management key"}', KeyRefused, "missing management key"),
        (401, HTML, b"<html>Login</html>", KeyRefused, "refused the management key"),
        (403, CPA, BAN, Banned, "IP banned"),
        (403, CPA, b'{"error":"remote management disabled"}', RemoteDisabled, "remote management disabled"),
        (403, CPA, b'{"error":"remote management key not set"}', RemoteDisabled, "key not set"),
        (403, CPA, b'{"error":"no plugin rights"}', InputRefused, "no plugin rights"),
        (403, HTML, b"<html>WAF</html>", NotACpa, "refuses access"),
        (404, CPA, b"", RouteMissing, "version is too old"),
        (405, CPA, b"", RouteMissing, "version is too old"),
        (404, {}, b"", RouteMissing, "Management may be disabled"),
        (404, {"content-type": "text/plain"}, b"404 page not found", RouteMissing, "too old"),
        (404, CPA, b'{"error":"auth file not found"}', InputRefused, "auth file not found"),
        (404, {}, b'{"error":"not found","status":"error"}', InputRefused, "not found"),
        (404, {}, b'{"detail":"Not Found"}', NotACpa, "does not know"),
        (404, HTML, b"<html>nginx</html>", NotACpa, "does not know"),
        (501, HTML, b"<html>Unsupported method</html>", NotACpa, "does not know"),
        (400, CPA, b'{"error":"invalid body"}', InputRefused, "invalid body"),
        (400, {}, b"Client sent an HTTP request to an HTTPS server.\n", NotACpa, "https://"),
        (400, HTML, b"<html>Bad Request</html>", NotACpa, "refused the request"),
        (
            409,
            CPA,
            b'{"error":"plugin_update_requires_restart","message":"restart first"}',
            InputRefused,
            "restart first",
        ),
        (413, HTML, b"<html>too large</html>", InputRefused, "413"),
        (422, CPA, b'{"error":"invalid_config","message":"weight must not exceed 1000000"}', InputRefused, "weight"),
        (429, HTML, b"slow down", ServerFailed, "429"),
        (500, CPA, b'{"error":"failed to save config: disk full"}', ServerFailed, "disk full"),
        (502, HTML, b"<html>Bad Gateway</html>", ServerFailed, "502"),
        (503, {}, b"", ServerFailed, "503"),
        (407, HTML, b"", NotReachable, "proxy"),
        (301, {"location": "https://cpa.example/x?key=k"}, b"", NotACpa, "Use https://cpa.example as"),
        (302, {}, b"", NotACpa, "sends elsewhere"),
        (200, HTML, b"<!doctype html>", NotACpa, "web page"),
        (200, {}, b"  <html>", NotACpa, "web page"),
    ],
)
def test_error_of(status: int, headers: dict[str, str], body: bytes, kind: type[CpaError], words: str) -> None:
    error = error_of(Answer(status, headers, body), "debug")
    assert type(error) is kind
    assert words in str(error)


def test_success_is_no_error() -> None:
    assert error_of(Answer(200, CPA, b"{}"), "debug") is None
    assert error_of(Answer(207, CPA, b'{"status":"partial"}'), "auth-files") is None


def test_ban_tells_the_time_left() -> None:
    error = error_of(Answer(403, CPA, BAN), "debug")
    assert isinstance(error, Banned)
    assert error.seconds_left == 29 * 60 + 54


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Try again in 30m0s", 1800.0),
        ("Try again in 1h2m3s", 3723.0),
        ("Try again in 1.5s", 1.5),
        ("Try again in 250ms", 0.25),
        ("Try again later", None),
    ],
)
def test_go_seconds(text: str, seconds: float | None) -> None:
    assert go_seconds(text) == seconds


def test_server_words_are_redacted_and_short() -> None:
    assert server_words(b'{"error":{"message":"bad key sk-proj-abcdef1234567890","type":"x"}}') == "bad key sk-…7890"
    words = server_words(b'{"error":"got fake-management-key here"}', ["fake-management-key"])
    assert "fake-management-key" not in words
    assert len(server_words(b'{"error":"' + b"x" * 5000 + b'"}')) == 300
    assert server_words(b'{"error":"a\\n  b"}') == "a b"
    assert server_words(b"[1]") == server_words(b"plain") == server_words(b"") == ""
    assert server_words(b"[" * 100_000) == ""


def test_decode() -> None:
    assert decode(Answer(200, CPA, b'{"a":1}'), "debug", dict[str, int]) == {"a": 1}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (Answer(200, CPA, b'{"a":1', "the connection ended before it was complete"), CutAnswer, "connection ended"),
        (Answer(200, CPA, b'{"a":1'), CutAnswer, "no complete JSON document"),
        (Answer(200, {}, b'{"a":1'), CutAnswer, "no complete JSON document"),
        (Answer(200, CPA, b'{"a":"x"}'), CutAnswer, "unexpected content"),
        (Answer(200, {}, b'{"a":"x"}'), NotACpa, "not CPA's"),
        (Answer(200, {}, b"pong"), NotACpa, "no data of CPA's"),
    ],
)
def test_decode_errors(answer: Answer, kind: type[CpaError], words: str) -> None:
    with pytest.raises(kind, match=words):
        decode(answer, "debug", dict[str, int])


def test_hostile_nesting_is_an_error_like_any_other() -> None:
    with pytest.raises(CutAnswer, match="no complete JSON document"):
        decode(Answer(200, CPA, b"[" * 100_000), "debug", object)
