"""The latch for refused keys: five wrong ones ban an address for 30 minutes, so a refused key is never sent again.

Every path of every process asks it before a request (decision 16). In memory a refusal holds until `clear`, on
disk for 30 minutes; a ban holds until its time is up. Another key is free. The file holds hashes and times only:
`{"schema": 1, "entries": {sha256(base URL NUL key): {"refused_until": epoch s, "banned_until": epoch s}}}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import math
import os
import threading
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from cpam_desktop.domain.errors import Banned, KeyRefused
from cpam_desktop.net.filelock import locked

HOLD_SECONDS = 30 * 60.0
"""How long a refusal stays on disk, and how long a ban lasts whose end the server did not tell."""

_log = logging.getLogger(__name__)


class _Entry(msgspec.Struct, frozen=True):
    refused_until: float = 0.0
    banned_until: float = 0.0

    def over(self, now: float) -> bool:
        return max(self.refused_until, self.banned_until) <= now


class _File(msgspec.Struct, frozen=True, kw_only=True):
    schema: int = 1
    entries: dict[str, _Entry] = {}


class KeyLatch:
    """Which (server, key) pairs were refused. One instance a process; safe from any thread.

    `path`: the shared file, None for memory only. `clock`: epoch seconds.
    """

    def __init__(self, path: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._own: dict[str, _Entry] = {}
        self._disk: dict[str, _Entry] = {}
        self._seen: tuple[int, int, int] | None = None
        self._proven: set[str] = set()
        self._turns: dict[str, asyncio.Lock] = {}

    def check(self, url: str, key: str) -> None:
        """Raise what the server said last about this key (Banned, KeyRefused); nothing is sent."""
        name, now = _name(url, key), self._clock()
        with self._lock:
            self._reload(now)
            own, disk = self._own.get(name, _Entry()), self._disk.get(name, _Entry())
        banned_until = max(own.banned_until, disk.banned_until)
        if banned_until > now:
            raise Banned("it was banned before; nothing was sent", seconds_left=banned_until - now)
        if max(own.refused_until, disk.refused_until) > now:
            raise KeyRefused("it was refused before; nothing was sent")

    def refuse(self, url: str, key: str, error: KeyRefused) -> None:
        """Remember that the server refused this key (`error` a Banned: until its time is up)."""
        name, now = _name(url, key), self._clock()
        with self._lock:
            self._proven.discard(name)
            own = self._own.get(name, _Entry())
            disk = self._disk.get(name, _Entry())
            if isinstance(error, Banned):
                until = now + (HOLD_SECONDS if error.seconds_left is None else error.seconds_left)
                own, disk = replace(own, banned_until=until), replace(disk, banned_until=until)
            else:
                own, disk = replace(own, refused_until=math.inf), replace(disk, refused_until=now + HOLD_SECONDS)
            self._own[name] = own
            self._save(name, disk, now)

    def accept(self, url: str, key: str) -> None:
        """The server took this key: requests need not wait for each other any more."""
        with self._lock:
            self._proven.add(_name(url, key))

    def clear(self, url: str, key: str) -> None:
        """The user said "try again": forget what is known about this key, for every process."""
        name = _name(url, key)
        with self._lock:
            self._proven.discard(name)
            self._own.pop(name, None)
            self._save(name, None, self._clock())

    @contextlib.asynccontextmanager
    async def turn(self, url: str, key: str) -> AsyncGenerator[None]:
        """Hold this around every request with the key: checks first, and lets requests with a key that nobody
        has proven yet pass one at a time, so that pollers starting together cost one strike, not one each."""
        self.check(url, key)
        name = _name(url, key)
        if name in self._proven:
            yield
            return
        async with self._turns.setdefault(name, asyncio.Lock()):
            self.check(url, key)
            if name not in self._proven:
                yield
                return
        yield

    def _reload(self, now: float) -> None:
        """Take over what other processes wrote since the last look."""
        if self._path is None:
            return
        try:
            stat = self._path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen == self._seen:
                return
            with _turn(self._path):  # Windows refuses to read a file that is being replaced, and the reverse
                found = _read(self._path)
        except (OSError, msgspec.MsgspecError):
            return  # missing or unreadable: what this process knows still holds
        for name, entry in self._disk.items():
            if name not in found and not entry.over(now):  # another process cleared it
                self._own.pop(name, None)
        self._disk, self._seen = found, seen

    def _save(self, name: str, entry: _Entry | None, now: float) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with _turn(self._path):
                try:
                    stored = _read(self._path)
                except (OSError, msgspec.MsgspecError):
                    stored = self._disk
                changed = _with(stored, name, entry, now)
                _write(self._path, changed)
            self._disk = changed
        except OSError as error:
            _log.warning("the latch for refused keys could not be saved (%s); it holds in this process only", error)


def _turn(path: Path) -> contextlib.AbstractContextManager[None]:
    return locked(path.with_name(path.name + ".lock"))


def _name(url: str, key: str) -> str:
    return hashlib.sha256(f"{url}\0{key.strip()}".encode("utf-8", "surrogatepass")).hexdigest()


def _with(entries: dict[str, _Entry], name: str, entry: _Entry | None, now: float) -> dict[str, _Entry]:
    kept = {other: value for other, value in entries.items() if other != name and not value.over(now)}
    return kept if entry is None else {**kept, name: entry}


def _read(path: Path) -> dict[str, _Entry]:
    return msgspec.json.decode(path.read_bytes(), type=_File).entries


def _write(path: Path, entries: dict[str, _Entry]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(_File(entries=entries)))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
