"""From a profile, or an address and a key, to what a client needs to reach the server."""

from __future__ import annotations

from cpam_desktop.collector.runner import Target
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.net.urls import normalise_base_url


def target_of(profile: ServerProfile, key: str) -> Target:
    """The target of a profile (saved, or ad hoc with an empty uid)."""
    url = normalise_base_url(profile.url)
    if not key:
        raise InputError(
            f"no management key is known for {profile.name or url}",
            title="The management key is missing",
            hint="Save one with the server, set CPAM_MANAGEMENT_KEY, or use --key-stdin.",
            field="key",
        )
    return Target(
        uid=profile.uid or None,
        name=profile.name or url.partition("://")[2],
        base_url=url,
        key=key,
        tls=TlsOptions(profile.ca_file, profile.verify),
        proxy=profile.proxy or SYSTEM,
    )


def client_of(target: Target, latch: KeyLatch) -> CpaClient:
    """A client of the target's server: `async with client_of(...) as client`."""
    return CpaClient(target.base_url, target.key, latch=latch, tls=target.tls, proxy=target.proxy)
