"""Management keys: in the operating system's keyring, or in memory for this session; never in a file.

Service `cpam-desktop`, user = profile uuid. Only back ends on a list are used: others register themselves with
`keyring`, plain-text files among them. A keyring may wait minutes for the user to unlock it, and such a call cannot be
broken off; so all calls run one after another on a thread of their own, and their callers wait 30 s at most.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from cpam_desktop.domain.errors import KeyringError

_log = logging.getLogger(__name__)
SERVICE = "cpam-desktop"
SECONDS = 30.0
_ALLOWED = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
)
_UNREADABLE = "Unlock it, or enter the key again; it is then kept for this session only."


class KeyStore:
    """One a process. Coroutines of any loop; nothing here blocks the caller's thread."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._session: dict[str, str] = {}
        self.seconds = seconds  # how long a caller waits
        self._worker = _Worker()
        self._backend: KeyringBackend | None = None  # touched on the worker's thread only

    async def get(self, uid: str) -> str | None:
        """The key of a profile, None where none is kept; KeyringError where the keyring cannot tell."""
        if uid in self._session:
            return self._session[uid]
        try:
            return await self._ask(lambda backend: backend.get_password(SERVICE, uid))
        except KeyringError as error:
            raise KeyringError(error.detail, hint=_UNREADABLE) from error

    async def set(self, uid: str, key: str) -> KeyringError | None:
        """Keep the key. None: the keyring has it; else why it has not, and the key is kept for this session only."""
        self._session[uid] = key
        try:
            await self._ask(lambda backend: _save(backend, uid, key), undo=lambda backend: _delete(backend, uid))
        except KeyringError as error:
            return error
        if self._session.get(uid) == key:
            del self._session[uid]
        return None

    async def forget(self, uid: str) -> None:
        """Forget the key everywhere; KeyringError where it may still be in the keyring."""
        self._session.pop(uid, None)
        try:
            await self._ask(lambda backend: _delete(backend, uid))
        except _NoKeyring:
            return  # nothing can be there
        except KeyringError as error:
            raise KeyringError(error.detail, hint="The key may still be in it: remove it there.") from error

    async def _ask(
        self, call: Callable[[KeyringBackend], Any], undo: Callable[[KeyringBackend], None] | None = None
    ) -> Any:
        def on_worker() -> Any:
            self._backend = self._backend or _find_backend()
            return call(self._backend)

        def on_late_end() -> None:
            if undo is not None and self._backend is not None:
                undo(self._backend)

        job = _Job(on_worker, on_late_end)
        self._worker.put(job)
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.wrap_future(job.future)
        except TimeoutError as error:
            raise KeyringError(
                f"it did not answer within {self.seconds:g} s; perhaps it waits to be unlocked"
            ) from error
        finally:
            job.given_up.set()  # of no consequence where the job is done


class _NoKeyring(KeyringError):
    """There is no back end that we use."""


@dataclass(slots=True)
class _Job:
    call: Callable[[], Any]
    on_late_end: Callable[[], None]
    future: Future[Any] = field(default_factory=Future[Any])
    given_up: threading.Event = field(default_factory=threading.Event)


class _Worker:
    """A daemon thread, started with the first job: one that waits for the user must not keep the process alive."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, job: _Job) -> None:
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="keyring", daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def _run(self) -> None:
        while True:
            _do(self._jobs.get())  # no name here would hold a job, and with it a key, until the next one


def _do(job: _Job) -> None:
    if not job.future.set_running_or_notify_cancel():
        return  # its caller gave up before it began
    try:
        result = job.call()
    except Exception as error:
        job.future.set_exception(_in_words(error))
        return
    if job.given_up.is_set():
        _quietly(job.on_late_end)  # the caller was told that it did not happen
    job.future.set_result(result)


def _find_backend() -> KeyringBackend:
    """The best usable back end of the list; `PYTHON_KEYRING_BACKEND` may choose one of them, or switch them off."""
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if chosen and chosen not in _ALLOWED:
        raise _NoKeyring(f"{chosen} is not one that keeps keys safe")
    found: list[tuple[float, KeyringBackend]] = []
    for name in (chosen,) if chosen else _ALLOWED:
        module, _, attribute = name.rpartition(".")
        try:
            kind: type[KeyringBackend] = getattr(importlib.import_module(module), attribute)
            found.append((float(kind.priority), kind()))  # reading the priority looks whether the service is there
        except Exception:  # each back end fails in ways of its own where it does not belong
            continue
    if not found:
        raise _NoKeyring("no keyring service of the operating system answers")
    return max(found, key=lambda pair: pair[0])[1]


def _save(backend: KeyringBackend, uid: str, key: str) -> None:
    backend.set_password(SERVICE, uid, key)  # pyright: ignore[reportUnknownMemberType]


def _delete(backend: KeyringBackend, uid: str) -> None:
    try:
        backend.delete_password(SERVICE, uid)
    except PasswordDeleteError:
        if backend.get_password(SERVICE, uid) is not None:
            raise


def _quietly(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception as error:
        _log.warning("a late keyring call could not be undone (%s)", type(error).__name__)


def _in_words(error: Exception) -> KeyringError:
    """Never the text of the error: back ends may quote what they were given."""
    if isinstance(error, KeyringError):
        return error
    if isinstance(error, KeyringLocked):
        return KeyringError("it is locked")
    return KeyringError(f"it answered with {type(error).__name__}")
