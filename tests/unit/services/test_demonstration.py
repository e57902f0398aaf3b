"""The demo server as a service, and what a profile needs to be reached."""

from __future__ import annotations

import asyncio

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import SYSTEM
from cpam_desktop.net.tls import TlsOptions
from cpam_desktop.services.connecting import check_connection
from cpam_desktop.services.demonstration import DemoService
from cpam_desktop.services.targets import client_of, target_of


async def test_one_server_until_it_is_stopped() -> None:
    service = DemoService()
    await service.stop()  # harmless
    profile, key = await service.start(rate=0)
    assert await service.start(rate=0) == (profile, key)
    assert (profile.uid, profile.name) == ("demo", "Demo server")
    found = await check_connection(profile, key, KeyLatch(None))
    assert (found.ok, found.retention_s, found.warnings) == (True, 3600, ())
    await service.stop()
    host, _, port = profile.url.removeprefix("http://").rpartition(":")
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection(host, int(port))
    other, other_key = await service.start(rate=0)
    assert other_key != key
    assert other.name == profile.name
    await service.stop()


def test_the_target_of_a_profile() -> None:
    profile = ServerProfile("u", "home", "cpa.example:8317/management.html", ca_file="/ca.pem", verify=False)
    target = target_of(profile, "fake-key")
    assert (target.uid, target.name, target.base_url, target.proxy) == ("u", "home", "http://cpa.example:8317", SYSTEM)
    assert target.tls == TlsOptions("/ca.pem", False)
    assert repr(target) == "Target('home', 'http://cpa.example:8317')"


def test_an_ad_hoc_target_has_the_name_of_its_address() -> None:
    target = target_of(ServerProfile("", "", "https://cpa.example/proxy/", proxy="direct"), "fake-key")
    assert (target.uid, target.name, target.proxy) == (None, "cpa.example/proxy", "direct")


def test_without_a_key_nothing_can_be_reached() -> None:
    with pytest.raises(InputError, match="The management key is missing: no management key is known for home"):
        target_of(ServerProfile("u", "home", "http://h:1"), "")


def test_a_client_has_the_address_and_the_latch_of_its_target() -> None:
    latch = KeyLatch(None)
    client = client_of(target_of(ServerProfile("", "", "h:1"), "fake-key"), latch)
    assert (client.base_url, client.latch) == ("http://h:1", latch)
