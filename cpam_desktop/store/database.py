"""The history database: one writer thread, a small pool of readers, pragmas, and what can go wrong with a file.

Any process may write short transactions (`BEGIN IMMEDIATE`, busy 5 s, decision 11). Within a process all writes go
through the writer thread, which owns the only writing connection; reads run beside it on read-only connections.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import peewee
from peewee import SqliteDatabase

from cpam_desktop.domain.errors import RowRefused, StoreError
from cpam_desktop.store.checkpoints import Checkpoints
from cpam_desktop.store.migrations import check_owner, migrate
from cpam_desktop.store.orm import connection_of

T = TypeVar("T")
BUSY_SECONDS = 5
_ROW_ERRORS = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""What is wrong with the values, not with the file or the disk."""
_PRAGMAS = {
    # First, because a file takes it on only while it is empty: free pages can then be given back in small steps.
    "auto_vacuum": 2,
    "journal_mode": "wal",
    "foreign_keys": 0,
    "cache_size": -65_536,  # 64 MiB: the unique index stays in memory for a few million events
    "temp_store": 2,
    "wal_autocheckpoint": 4_000,  # 16 MiB: rarer checkpoints are a third of the insert rate
    "journal_size_limit": 67_108_864,
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a job on the writer thread works with, inside its transaction."""

    connection: sqlite3.Connection
    orm: SqliteDatabase


class Interruptible(Protocol):
    """A connection whose running query can be broken off from another thread."""

    def interrupt(self) -> None:
        """Break off what runs."""
        ...


class CancelToken:
    """Cancels one query: `cancel()` interrupts it if it runs and forbids its start if it does not (decision 14).

    A query may run on several connections, one inside the other: the rows of one are columns for the next. An
    interrupt between `join` and the real start of a query is lost, so it is repeated until the query has ended.
    """

    AGAIN_SECONDS = 0.05

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: list[Interruptible] = []
        self.cancelled = False

    def join(self, connection: Interruptible) -> bool:
        """Called just before a query starts; False where it must not start."""
        with self._changed:
            if not self.cancelled:
                self._running.append(connection)
            return not self.cancelled

    def leave(self, connection: Interruptible) -> None:
        """Called after the query."""
        with self._changed:
            if connection in self._running:
                self._running.remove(connection)
                self._changed.notify_all()

    def cancel(self) -> None:
        """Interrupt the query; safe from any thread and more than once."""
        with self._changed:
            first, self.cancelled = not self.cancelled, True
            if first and self._interrupt():
                threading.Thread(target=self._insist, name="cancel", daemon=True).start()

    def _interrupt(self) -> bool:
        for connection in self._running:
            connection.interrupt()
        return bool(self._running)

    def _insist(self) -> None:
        with self._changed:
            while not self._changed.wait_for(lambda: not self._running, self.AGAIN_SECONDS):
                self._interrupt()


class Database:
    """Open with `Database.open(path)`, close with `close()`; jobs and queries return `concurrent.futures.Future`s."""

    READERS = 3

    def __init__(self, path: Path) -> None:
        self.path = path
        self.orm = SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=BUSY_SECONDS)
        self._jobs: queue.SimpleQueue[tuple[Callable[[Writing], Any], Future[Any], bool] | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._writer = threading.Thread(target=self._write_loop, name="store-writer", daemon=True)
        self._pool = ThreadPoolExecutor(self.READERS, thread_name_prefix="store-reader")
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._readers: list[sqlite3.Connection] = []
        self._closed = False
        self._closing = threading.Lock()  # nothing is queued behind the writer's end

    @classmethod
    def open(cls, path: Path) -> Database:
        """Create or upgrade the file and start the threads; StoreError says in words what is wrong with it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"the folder {path.parent} cannot be made ({error.strerror})") from error
        self = cls(path)
        self._writer.start()
        try:
            self._opened.result()
        except BaseException:
            self._pool.shutdown()
            raise
        for _ in range(self.READERS):
            reader = self._connect_reader()
            self._readers.append(reader)
            self._idle.put(reader)
        return self

    def write(self, job: Callable[[Writing], T], *, durable: bool = True) -> Future[T]:
        """Run `job` in one transaction on the writer thread; rolled back as a whole where it raises.

        `durable` commits reach the disk before the future resolves (synchronous=FULL); imports pass False.
        """
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                future.set_exception(StoreError("the history database is closed"))
            else:
                self._jobs.put((job, future, durable))
        return future

    def read(self, query: Callable[[sqlite3.Connection], T], token: CancelToken | None = None) -> Future[T]:
        """Run `query` on a read-only connection; a cancelled one raises `concurrent.futures.CancelledError`."""
        with self._closing:
            if not self._closed:
                return self._pool.submit(self._read, query, token or CancelToken())
        future: Future[T] = Future()
        future.set_exception(StoreError("the history database is closed"))
        return future

    def close(self) -> None:
        """Finish every queued write, checkpoint, and close all connections."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._pool.shutdown(cancel_futures=True)
        # The last connection to close removes the WAL, and only the writer's can.
        for reader in self._readers:
            reader.close()
        self._jobs.put(None)
        self._writer.join()

    def _connect_reader(self) -> sqlite3.Connection:
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        reader = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=BUSY_SECONDS)
        reader.execute("pragma query_only = 1")
        reader.execute("pragma cache_size = -16384")
        return reader

    def _read(self, query: Callable[[sqlite3.Connection], T], token: CancelToken) -> T:
        connection = self._idle.get()
        try:
            if not token.join(connection):
                raise _cancelled()
            try:
                # An interrupt between two statements of a query is lost; the next one notices it here.
                connection.set_progress_handler(lambda: token.cancelled, 10_000)
                # One snapshot for all statements of a query: figures and rows of one answer agree.
                connection.execute("begin")
                return query(connection)
            except StopIteration as error:  # a future cannot carry it, and would never end
                raise RuntimeError("a query ended in the middle of an iteration") from error
            finally:
                connection.set_progress_handler(None, 0)
                token.leave(connection)
                if connection.in_transaction:
                    connection.rollback()
        except sqlite3.DatabaseError as error:
            if token.cancelled:
                raise _cancelled() from error
            raise explain(error, self.path) from error
        finally:
            self._idle.put(connection)

    def _write_loop(self) -> None:
        try:
            self._prepare()
        except BaseException as error:
            expected = (sqlite3.Error, peewee.PeeweeException, OSError)
            self._opened.set_exception(explain(error, self.path) if isinstance(error, expected) else error)
            self.orm.close()
            return
        self._opened.set_result(None)
        writing = Writing(connection_of(self.orm), self.orm)
        synchronous: bool | None = None
        checkpoints = Checkpoints(writing.connection, self.path)
        while True:
            try:
                item = self._jobs.get(timeout=checkpoints.wait)
            except queue.Empty:
                checkpoints.idle()
                continue
            if item is None:
                break
            job, future, durable = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if synchronous is not durable:
                    writing.connection.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
                    synchronous = durable
                future.set_result(_transact(writing, job))
                checkpoints.committed()
            except (sqlite3.Error, peewee.PeeweeException) as error:
                future.set_exception(explain(error, self.path))
            except BaseException as error:
                future.set_exception(error)
        try:
            writing.connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error:
            pass  # another process reads; the next checkpoint does it
        self.orm.close()

    def _prepare(self) -> None:
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder", hint="Name a file.")
        if self.path.exists():
            check_owner(self.path)  # before anything is changed in a file of another program
        self.orm.connect()
        with contextlib.suppress(OSError):  # a share or a memory stick has no such permissions
            self.path.chmod(0o600)
        migrate(connection_of(self.orm), self.path)


def _transact(writing: Writing, job: Callable[[Writing], T]) -> T:
    writing.connection.execute("begin immediate")
    try:
        result = job(writing)
        writing.connection.commit()
    except BaseException:
        # The commit itself can fail (full disk, I/O error), and not every failure ends the transaction.
        if writing.connection.in_transaction:
            writing.connection.rollback()
        raise
    return result


def _cancelled() -> BaseException:
    from concurrent.futures import CancelledError

    return CancelledError()


def explain(error: BaseException, path: Path) -> StoreError:
    """A database error in words that say what to do."""
    text = str(error)
    if isinstance(error, _ROW_ERRORS):
        return RowRefused(f"{path.name}: {text}")
    if "locked" in text or "busy" in text:
        return StoreError(f"another process has kept {path.name} locked for {BUSY_SECONDS} s", hint="Try again.")
    if "not a database" in text or "malformed" in text:
        return StoreError(f"{path} is damaged or is no database", hint="Restore a backup, or move the file away.")
    if "full" in text:
        return StoreError(f"the disk that holds {path} is full", hint="Free some space; nothing is lost until then.")
    if "readonly" in text or "unable to open" in text:
        return StoreError(f"{path} cannot be opened for writing", hint="Check the folder and its permissions.")
    return StoreError(f"{path.name}: {text}")
