"""Keys against a real Secret Service: kept, locked, hanging, absent."""

from __future__ import annotations

import asyncio

import pytest

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import KeyringError
from cpam_desktop.store.secrets import KeyStore
from tests.kit.secret_service import SecretService, needs_secret_service

SERVICE = "cpam-desktop"
UID = "5b1f7e5e-0000-4000-8000-000000000001"
OTHER = "5b1f7e5e-0000-4000-8000-000000000002"
KEY = "fake-management-key"

# keyring leaves its connection to the collector when a keyring is locked
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@needs_secret_service
async def test_a_key_is_kept_under_the_profiles_uuid(secret_service: SecretService) -> None:
    assert await KeyStore().set(UID, KEY) is None
    assert secret_service.stored(SERVICE) == {UID: KEY}
    later = KeyStore()
    assert await later.get(UID) == KEY
    assert await later.get(OTHER) is None


@needs_secret_service
async def test_a_changed_key_replaces_the_old_one(secret_service: SecretService) -> None:
    keys = KeyStore()
    await keys.set(UID, KEY)
    await keys.set(UID, "fake-second-key")
    assert secret_service.stored(SERVICE) == {UID: "fake-second-key"}


@needs_secret_service
async def test_forgetting_removes_one_key_and_may_be_repeated(secret_service: SecretService) -> None:
    keys = KeyStore()
    await keys.set(UID, KEY)
    await keys.set(OTHER, "fake-other-key")
    await keys.forget(UID)
    await keys.forget(UID)
    assert secret_service.stored(SERVICE) == {OTHER: "fake-other-key"}
    assert await keys.get(UID) is None


@needs_secret_service
async def test_a_locked_keyring_keeps_new_keys_for_the_session_only(secret_service: SecretService) -> None:
    await KeyStore().set(OTHER, "fake-other-key")
    secret_service.lock()
    keys = KeyStore()
    notice = await keys.set(UID, KEY)
    assert notice is not None
    assert notice.sentence() == "The keyring cannot be used: it is locked. The key is kept for this session only."
    assert await keys.get(UID) == KEY
    with pytest.raises(KeyringError, match="it is locked") as caught:
        await keys.get(OTHER)
    assert "enter the key again" in caught.value.hint


@needs_secret_service
async def test_forgetting_in_a_locked_keyring_says_that_the_key_may_remain(secret_service: SecretService) -> None:
    keys = KeyStore()
    await keys.set(UID, KEY)
    secret_service.lock()
    with pytest.raises(KeyringError) as caught:
        await keys.forget(UID)
    assert caught.value.hint == "The key may still be in it: remove it there."


@needs_secret_service
async def test_a_keyring_that_does_not_answer_costs_the_limit_and_is_undone_when_it_wakes(
    secret_service: SecretService,
) -> None:
    keys = KeyStore(seconds=0.5)
    await keys.set(OTHER, "fake-other-key")
    with secret_service.hanging():
        notice = await keys.set(UID, KEY)
        assert notice is not None
        assert notice.detail == "it did not answer within 0.5 s; perhaps it waits to be unlocked"
        assert await keys.get(UID) == KEY
        with pytest.raises(KeyringError, match=r"within 0\.5 s"):
            await keys.get(OTHER)  # waits behind the first call, and is given up like it
    keys.seconds = 10
    assert await keys.get(OTHER) == "fake-other-key"  # waits until the late call is done and undone
    assert secret_service.stored(SERVICE) == {OTHER: "fake-other-key"}
    assert await keys.get(UID) == KEY


@needs_secret_service
async def test_a_waiting_call_can_be_cancelled_at_once(secret_service: SecretService) -> None:
    keys = KeyStore(seconds=60)
    with secret_service.hanging():
        call = spawn(keys.get(UID), "ask the keyring")
        await asyncio.sleep(0)  # the call is on its way
        call.cancel()
        async with asyncio.timeout(10):
            with pytest.raises(asyncio.CancelledError):
                await call


@pytest.mark.usefixtures("no_keyring")
async def test_without_a_keyring_the_key_lives_in_memory_only() -> None:
    keys = KeyStore()
    notice = await keys.set(UID, KEY)
    assert notice is not None
    assert notice.sentence() == (
        "The keyring cannot be used: no keyring service of the operating system answers. "
        "The key is kept for this session only."
    )
    assert await keys.get(UID) == KEY
    with pytest.raises(KeyringError):
        await KeyStore().get(UID)
    await keys.forget(UID)
    with pytest.raises(KeyringError):
        await keys.get(UID)


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"])
async def test_a_back_end_that_is_not_on_the_list_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    keys = KeyStore()
    notice = await keys.set(UID, KEY)
    assert notice is not None
    assert notice.detail == f"{name} is not one that keeps keys safe"
    assert KEY not in repr(notice) + notice.sentence()
