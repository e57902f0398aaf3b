from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError, KeyringError
from cpam_desktop.domain.servers import ProfilesChanged, ServerProfile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.servers import ServerService
from cpam_desktop.store.profiles import ProfileFile
from cpam_desktop.store.secrets import KeyStore

KEY = "fake-management-key"
HOME = ServerProfile("", "Home", "127.0.0.1:8317/management.html")
WORK = ServerProfile("", "work", "https://cpa.example/proxy/")


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def servers(tmp_path: Path, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> ServerService:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return ServerService(ProfileFile(tmp_path / "profiles.json"), KeyStore(), KeyLatch(None), bus)


async def test_a_new_server_gets_a_uuid_and_a_normal_address(servers: ServerService) -> None:
    home = await servers.add(HOME)
    work = await servers.add(WORK)
    assert UUID(home.uid).version == 4
    assert home.url == "http://127.0.0.1:8317"
    assert work.url == "https://cpa.example/proxy"
    assert servers.list() == [home, work]


async def test_a_server_is_found_by_name_uid_and_address(servers: ServerService) -> None:
    home = await servers.add(HOME)
    work = await servers.add(WORK)
    assert servers.find(" hOME ") == home
    assert servers.find(work.uid) == work
    assert servers.find("https://cpa.example/proxy/v0/management/") == work


async def test_an_unknown_server_names_the_known_ones(servers: ServerService) -> None:
    with pytest.raises(InputError, match="profile add"):
        servers.find("home")
    await servers.add(HOME)
    await servers.add(WORK)
    with pytest.raises(InputError) as caught:
        servers.find("else")
    assert caught.value.hint == "Saved servers: Home, work."


async def test_two_profiles_of_one_address_are_told_apart_by_name(servers: ServerService) -> None:
    await servers.add(HOME)
    other = await servers.add(replace(HOME, name="tunnel"))
    assert servers.find("tunnel") == other
    with pytest.raises(InputError, match="Home, tunnel"):
        servers.find("127.0.0.1:8317")


async def test_a_name_is_given_once(servers: ServerService) -> None:
    home = await servers.add(HOME)
    work = await servers.add(WORK)
    with pytest.raises(InputError, match="already"):
        await servers.add(replace(WORK, name="HOME"))
    with pytest.raises(InputError, match="already"):
        await servers.update(replace(work, name="home"))
    assert await servers.update(replace(home, name="HOME")) == replace(home, name="HOME")


async def test_a_changed_server_keeps_its_place_and_uid(servers: ServerService) -> None:
    home = await servers.add(HOME)
    work = await servers.add(WORK)
    moved = await servers.update(replace(home, url="cpa.example:8317", proxy="direct"))
    assert moved == replace(home, url="http://cpa.example:8317", proxy="direct")
    assert servers.list() == [moved, work]
    with pytest.raises(InputError, match="any more"):
        await servers.update(replace(home, uid="gone"))


async def test_removing_takes_the_profile_and_its_key(servers: ServerService) -> None:
    home = await servers.add(HOME)
    work = await servers.add(WORK)
    assert isinstance(await servers.set_key(home.uid, f" {KEY}\n"), KeyringError)
    assert await servers.key(home.uid) == KEY
    assert await servers.remove(home.uid) is None
    assert servers.list() == [work]
    with pytest.raises(KeyringError):
        await servers.key(home.uid)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(HOME, url="ftp://h"),
        replace(HOME, proxy="socks5://h:1"),
        replace(HOME, ca_file="/nowhere/ca.pem"),
        replace(HOME, name=""),
    ],
)
async def test_what_cannot_be_used_is_not_saved(servers: ServerService, wrong: ServerProfile) -> None:
    with pytest.raises(InputError):
        await servers.add(wrong)
    assert servers.list() == []


async def test_a_ca_file_is_kept_with_its_whole_path(
    servers: ServerService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca.pem").write_text("fake")
    monkeypatch.chdir(tmp_path)
    assert (await servers.add(replace(HOME, ca_file="ca.pem"))).ca_file == str(tmp_path / "ca.pem")


async def test_every_change_is_told_on_the_bus(servers: ServerService, bus: Bus) -> None:
    seen: list[list[str]] = []

    def note(event: ProfilesChanged) -> None:
        seen.append([profile.name for profile in event.profiles])

    bus.subscribe(ProfilesChanged, note)
    home = await servers.add(HOME)
    await servers.update(replace(home, name="house"))
    await servers.remove(home.uid)
    assert seen == [["Home"], ["house"], []]
