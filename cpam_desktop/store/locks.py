"""Exclusive roles between processes, as OS file locks beside the database (decision 11).

The operating system releases a lock when its process dies, however it dies, so no lock is ever stale.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from cpam_desktop.domain.errors import RoleTaken, WorkError


class RoleLock:
    """`with RoleLock(database_path, "collector-<uid>", "collects from …"):` or `acquire()` and `release()`."""

    def __init__(self, database: Path, role: str, what: str) -> None:
        self.path = database.with_name(f"{database.name}.{role}.lock")
        self._what = what
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the role, or raise RoleTaken naming the process that holds it; WorkError where no file can be made."""
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise WorkError(f"the lock file {self.path} cannot be made ({error.strerror})") from error
        try:
            _lock(descriptor)
        except OSError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise RoleTaken(
                f"process {holder} {self._what}", hint="Stop it first, or look at its window.", process=holder
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._file = descriptor

    def release(self) -> None:
        """Give the role back; safe to call twice."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> RoleLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # Byte 64 lies behind the holder's number, so that others can still read who it is.
        os.lseek(descriptor, 64, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
