"""Decides which proxy a server is reached through: the profile's, the system's, or none."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from cpam_desktop.domain.errors import InputError
from cpam_desktop.net.urls import is_loopback

SYSTEM = ""
"""Proxy setting: what the environment or the system says; this machine itself is always reached directly."""
DIRECT = "direct"
"""Proxy setting: none, whatever the system says."""


def proxy_for(base_url: str, setting: str = SYSTEM) -> str | None:
    """The http(s) proxy URL for this server, or None for a direct connection; InputError for what cannot be used."""
    if setting == DIRECT:
        return None
    if setting != SYSTEM:
        return _checked(setting, "The proxy setting cannot be used")
    parts = urlsplit(base_url)
    if is_loopback(base_url) or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return _checked(found, "The system's proxy cannot be used") if found else None


def _checked(url: str, title: str) -> str:
    url = url.strip() if "://" in url else f"http://{url.strip()}"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        hint = "Or set it to 'direct'."
        raise InputError("only http:// and https:// proxies are possible", title=title, hint=hint, field="proxy")
    return url
