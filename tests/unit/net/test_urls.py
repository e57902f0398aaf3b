"""Pasted addresses become one normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.errors import InputError
from cpam_desktop.net.urls import is_loopback, normalise_base_url, path_prefix, resp_endpoint


@pytest.mark.parametrize(
    ("pasted", "normal"),
    [
        ("http://127.0.0.1:8317", "http://127.0.0.1:8317"),
        ("  http://127.0.0.1:8317/  ", "http://127.0.0.1:8317"),
        ("http://127.0.0.1:8317/management.html", "http://127.0.0.1:8317"),
        ("http://127.0.0.1:8317/management.html#/login?x=1", "http://127.0.0.1:8317"),
        ("http://host:8317/v0/management", "http://host:8317"),
        ("http://host:8317/v0/management/", "http://host:8317"),
        ("http://host:8317/v0/management/config?x=1", "http://host:8317"),
        ("http://host:8317/v0", "http://host:8317"),
        ("http://host:8317/v1/", "http://host:8317"),
        ("https://example.com/cpa/management.html", "https://example.com/cpa"),
        ("https://example.com/cpa//v0/management/", "https://example.com/cpa"),
        ("https://example.com/a/b/", "https://example.com/a/b"),
        ("https://example.com/v0team", "https://example.com/v0team"),
        ("localhost", "http://localhost"),
        ("localhost:8317", "http://localhost:8317"),
        ("127.0.0.1", "http://127.0.0.1"),
        ("192.168.1.5", "http://192.168.1.5"),
        ("nas:8317", "http://nas:8317"),
        ("cpa.example.com", "https://cpa.example.com"),
        ("cpa.example.com:443", "https://cpa.example.com"),
        ("cpa.example.com/cpa", "https://cpa.example.com/cpa"),
        ("//cpa.example.com", "https://cpa.example.com"),
        ("HTTP://CPA.Example.COM:80/Team", "http://cpa.example.com/Team"),
        ("https://cpa.example.com:443", "https://cpa.example.com"),
        ("https://cpa.example.com:8443", "https://cpa.example.com:8443"),
        ("https://cpa.example.com.", "https://cpa.example.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://host/tëam", "http://host/t%C3%ABam"),
        ("http://host:", "http://host"),
        ("http://[::1]:8317", "http://[::1]:8317"),
        ("[::1]:8317", "http://[::1]:8317"),
        ("::1", "http://[::1]"),
        ("2001:DB8:0:0::1", "http://[2001:db8::1]"),
        ("http://my_host.local:8317", "http://my_host.local:8317"),
    ],
)
def test_normal_form(pasted: str, normal: str) -> None:
    assert normalise_base_url(pasted) == normal
    assert normalise_base_url(normal) == normal


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("ftp://host", "only http and https"),
        ("redis://host:8317", "only http and https"),
        ("http://", "host name is missing"),
        ("http:///path", "host name is missing"),
        ("http://user:secretpw@host", "user name and password"),
        ("user@host", "user name and password"),
        ("http://host:0", "between 1 and 65535"),
        ("http://host:99999", "host or port"),
        ("http://host:eight", "host or port"),
        ("http://[::1", "host or port"),
        ("http://[fe80::1%eth0]", "zone"),
        ("http://ho st", "blanks"),
        ("http://host/a\\b", "blanks"),
        ("http://ho\u200bst", "blanks"),
        ("http://-bad-.com", "host name cannot"),
        ("http://a..b", "host name cannot"),
        ("http://256.1.1.1", "IP address"),
        ("http://1.2.3", "IP address"),
        ("http://host/../x", "'..'"),
    ],
)
def test_refused(pasted: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        normalise_base_url(pasted)
    assert reason in caught.value.detail
    assert "secretpw" not in str(caught.value)
    assert "http://192.168.1.5:8317" in caught.value.hint


_LABEL = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,10}[a-zA-Z0-9])?", fullmatch=True)
_PATH = st.lists(st.sampled_from(["v0", "v1", "management", "management.html", "cpa", "Ü", "%41", "."]), max_size=6)


@given(
    st.sampled_from(["", "http://", "https://", "HTTPS://", "//"]),
    st.one_of(st.lists(_LABEL, min_size=1, max_size=4).map(".".join), st.ip_addresses().map(str)),
    st.one_of(st.none(), st.integers(0, 70000)),
    _PATH.map("/".join),
    st.sampled_from(["", "/", "?q=1", "#x"]),
)
def test_idempotent_on_addresses(scheme: str, host: str, port: int | None, path: str, tail: str) -> None:
    _check_idempotent(f"{scheme}{host}{'' if port is None else f':{port}'}/{path}{tail}")


@given(st.text(max_size=40))
def test_idempotent_on_any_text(text: str) -> None:
    _check_idempotent(text)
    _check_idempotent(f"http://h/{text}")


def _check_idempotent(text: str) -> None:
    try:
        normal = normalise_base_url(text)
    except InputError:
        return
    assert normalise_base_url(normal) == normal
    assert not normal.endswith("/")
    assert normal.startswith(("http://", "https://"))
    host, port, tls = resp_endpoint(normal)
    assert host
    assert 1 <= port <= 65535
    assert tls is normal.startswith("https:")


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("http://127.0.0.1:8317", ("127.0.0.1", 8317, False)),
        ("http://cpa.example.com", ("cpa.example.com", 80, False)),
        ("https://cpa.example.com/x", ("cpa.example.com", 443, True)),
        ("https://[2001:db8::1]:8443", ("2001:db8::1", 8443, True)),
    ],
)
def test_resp_endpoint(url: str, endpoint: tuple[str, int, bool]) -> None:
    assert resp_endpoint(url) == endpoint


def test_prefix_and_loopback() -> None:
    assert path_prefix("https://h/cpa") == "/cpa"
    assert path_prefix("https://h") == ""
    assert [is_loopback(url) for url in ("http://localhost:1", "http://127.3.0.1", "http://[::1]:1", "http://nas")] == [
        True,
        True,
        True,
        False,
    ]
