"""Which proxy a server is reached through."""

from __future__ import annotations

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.net.proxy import DIRECT, proxy_for


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inner.example")


@pytest.mark.parametrize(
    ("url", "setting", "expected"),
    [
        ("http://cpa.example:8317", "", "http://proxy.example:3128"),
        ("https://cpa.example", "", None),
        ("http://inner.example:8317", "", None),
        ("http://127.0.0.1:8317", "", None),
        ("http://localhost:8317", "", None),
        ("http://cpa.example:8317", DIRECT, None),
        ("http://127.0.0.1:8317", "http://mine.example:1", "http://mine.example:1"),
        ("http://cpa.example", "mine.example:1", "http://mine.example:1"),
    ],
)
def test_choice(url: str, setting: str, expected: str | None) -> None:
    assert proxy_for(url, setting) == expected


@pytest.mark.parametrize("setting", ["socks5://host:1080", "http://", "http://host:x", "http://host:0"])
def test_unusable_setting(setting: str) -> None:
    with pytest.raises(InputError, match="http:// and https:// proxies"):
        proxy_for("http://cpa.example", setting)


def test_unusable_system_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://host:1080")
    with pytest.raises(InputError, match="system's proxy"):
        proxy_for("https://cpa.example")
