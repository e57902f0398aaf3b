"""Addresses as front ends handle them."""

from __future__ import annotations

from urllib.parse import urlsplit

from cpam_desktop.domain.errors import InputError
from cpam_desktop.net.urls import normalise_base_url


def short_name(url: str) -> str:
    """A name to suggest for a server: its host, with a port that is not the usual; empty for no address."""
    try:
        parts = urlsplit(normalise_base_url(url))
    except InputError:
        return ""
    host = parts.hostname or ""
    return host if parts.port in (None, 80, 443, 8317) else f"{host}:{parts.port}"
