"""Server profiles and their keys: list, add, change, remove, find, and the connection test in words."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cpam_desktop.cpa.keys import management_key
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError, KeyringError
from cpam_desktop.domain.servers import ConnectionTest, ProfilesChanged, ServerProfile, checked_profile
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.net.proxy import proxy_for
from cpam_desktop.net.urls import normalise_base_url
from cpam_desktop.services.connecting import check_connection
from cpam_desktop.store.paths import latch_path, profiles_path
from cpam_desktop.store.profiles import ProfileFile
from cpam_desktop.store.secrets import KeyStore

Edit = Callable[[list[ServerProfile]], list[ServerProfile]]


class ServerService:
    """The saved servers. Profiles are read from the file each time, so other processes' changes are seen."""

    def __init__(self, profiles: ProfileFile, keys: KeyStore, latch: KeyLatch, bus: Bus | None = None) -> None:
        self._file = profiles
        self._keys = keys
        self._latch = latch
        self._bus = bus

    @classmethod
    def open(cls, bus: Bus | None = None, latch: KeyLatch | None = None) -> ServerService:
        """On the user's own profiles, keyring and, unless `latch` is given, latch file; touches none of them yet."""
        return cls(ProfileFile(profiles_path()), KeyStore(), latch or KeyLatch(latch_path()), bus)

    def list(self) -> list[ServerProfile]:
        """All profiles, as ordered by the user; WorkError where the file cannot be understood. Reads a small file."""
        return self._file.load()

    def find(self, wanted: str) -> ServerProfile:
        """The profile with this name (case ignored), uid or address; InputError names those that exist."""
        profiles = self.list()
        text = wanted.strip()
        for matches in (_named(text), _same_uid(text), _at(text)):
            if found := [profile for profile in profiles if matches(profile)]:
                if len(found) == 1:
                    return found[0]
                names = ", ".join(profile.name for profile in found)
                raise InputError(f"“{text}” means several servers", hint=f"Name one of: {names}.")
        known = ", ".join(profile.name for profile in profiles)
        raise InputError(
            f"there is no server called “{text}”",
            hint=f"Saved servers: {known}." if known else "Save one with: cpam-desktop profile add NAME --url URL",
        )

    async def add(self, profile: ServerProfile) -> ServerProfile:
        """Save a new profile; its uid is made here, its URL normalised. InputError for a name that is taken."""
        new = replace(_usable(profile), uid=str(uuid.uuid4()))
        await self._change(lambda profiles: [*profiles, _with_free_name(new, profiles)])
        return new

    async def update(self, profile: ServerProfile) -> ServerProfile:
        """Save a changed profile under its uid; InputError where it is gone or its new name is taken."""
        new = _usable(profile)

        def edit(profiles: list[ServerProfile]) -> list[ServerProfile]:
            others = [other for other in profiles if other.uid != new.uid]
            if len(others) == len(profiles):
                raise InputError(f"there is no saved server “{new.name}” any more")
            _with_free_name(new, others)
            return [new if old.uid == new.uid else old for old in profiles]

        await self._change(edit)
        return new

    async def remove(self, uid: str) -> KeyringError | None:
        """Forget a profile and its key, not its history. Returns why the key may still be in the keyring, if so."""
        await self._change(lambda profiles: [profile for profile in profiles if profile.uid != uid])
        try:
            await self._keys.forget(uid)
        except KeyringError as error:
            return error
        return None

    async def key(self, uid: str) -> str | None:
        """The management key of a profile, None where none is kept; KeyringError where the keyring cannot tell."""
        return await self._keys.get(uid)

    async def set_key(self, uid: str, key: str) -> KeyringError | None:
        """Keep a key. None: in the keyring; else why it is kept for this session only. InputError: see `usable_key`."""
        return await self._keys.set(uid, self.usable_key(key))

    @staticmethod
    def usable_key(text: str) -> str:
        """The key without surrounding blanks; InputError where it is empty or no header can carry it."""
        return management_key(text)

    async def forget_key(self, uid: str) -> None:
        """Forget a key; KeyringError where it may still be in the keyring."""
        await self._keys.forget(uid)

    async def test(self, profile: ServerProfile, key: str | None = None, *, again: bool = False) -> ConnectionTest:
        """What one request shows (see `services.connecting`); without `key`, with the one that is kept."""
        if key is None:
            try:
                key = await self._keys.get(profile.uid)
            except KeyringError as error:
                return ConnectionTest(profile.url, error)
        return await check_connection(profile, key or "", self._latch, again=again)

    async def _change(self, edit: Edit) -> None:
        changed = await asyncio.to_thread(self._file.change, edit)
        if self._bus is not None:
            self._bus.publish(ProfilesChanged(tuple(changed)))


def _usable(profile: ServerProfile) -> ServerProfile:
    """Checked and in its normal form; a CA file is made absolute, because it is read from anywhere later."""
    checked = checked_profile(profile)
    url = normalise_base_url(checked.url)
    proxy_for(url, checked.proxy)
    if not checked.ca_file:
        return replace(checked, url=url)
    ca_file = Path(checked.ca_file).expanduser().absolute()
    if not ca_file.is_file():
        raise InputError(f"there is no file {ca_file}", title="The CA file cannot be read", field="ca_file")
    return replace(checked, url=url, ca_file=str(ca_file))


def _with_free_name(profile: ServerProfile, others: list[ServerProfile]) -> ServerProfile:
    if any(_named(profile.name)(other) for other in others):
        detail = f"there is a server called “{profile.name}” already"
        raise InputError(detail, hint="Choose another name.", field="name")
    return profile


def _named(text: str) -> Callable[[ServerProfile], bool]:
    return lambda profile: profile.name.casefold() == text.casefold()


def _same_uid(text: str) -> Callable[[ServerProfile], bool]:
    return lambda profile: profile.uid == text


def _at(text: str) -> Callable[[ServerProfile], bool]:
    try:
        url = normalise_base_url(text)
    except InputError:
        return lambda profile: False
    return lambda profile: profile.url == url
