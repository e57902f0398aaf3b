"""The history as files: its sizes, consistent copies of it, what a backup holds, and giving free pages back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

from cpam_desktop.domain.errors import StoreError, WorkError
from cpam_desktop.domain.upkeep import BackupInfo, HistorySizes
from cpam_desktop.store.checkpoints import cut_wal
from cpam_desktop.store.database import explain
from cpam_desktop.store.migrations import APPLICATION_ID, check_owner, migrate
from cpam_desktop.store.upkeep_lineage import note_restore

COPY_PAGES = 2_000
"""8 MB a step: between two a copy hears of a cancel."""
COMPACT_PAGES = 250
"""1 MB a transaction: 5-20 ms (measured)."""


def parts_of(path: Path) -> tuple[Path, Path, Path]:
    """The database, its WAL and its shared memory."""
    return path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def size_of(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def sizes(connection: sqlite3.Connection, path: Path) -> HistorySizes:
    """Bytes by part. What is sealed is counted by the manifest, so a long history is not read for it."""
    database, wal, shared = parts_of(path)
    free, page = (int(connection.execute(f"pragma {name}").fetchone()[0]) for name in ("freelist_count", "page_size"))
    files, rows, sealed_bytes, sealed = connection.execute(
        "select count(*), coalesce(sum(rows), 0), coalesce(sum(bytes), 0), coalesce(max(last_id), 0) from segment"
    ).fetchone()
    tail = int(connection.execute("select count(*) from event where id > ?", (sealed,)).fetchone()[0])
    return HistorySizes(
        path, rows + tail, size_of(database), size_of(wal) + size_of(shared), sealed_bytes, files, free * page
    )


def need_room(folder: Path, wanted: int) -> None:
    """WorkError where the disk of that folder has not so many bytes free."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise WorkError(f"{folder} cannot be used ({error.strerror})", hint="Name another folder.") from error
    if free < wanted:
        raise WorkError(
            f"{wanted / 1e6:,.0f} MB are needed in {folder}, and {free / 1e6:,.0f} MB are free",
            hint="Free some space, or name another folder.",
        )


def copy_pages(
    source: sqlite3.Connection, target: sqlite3.Connection, progress: Callable[[int, int], None], cancel: Event
) -> None:
    """All pages, as one state: `source` is in a transaction of its own for that time, so commits of others neither
    show nor start it anew. CancelledError where `cancel` was set."""
    from concurrent.futures import CancelledError

    def step(_status: int, remaining: int, total: int) -> None:
        if cancel.is_set():
            raise CancelledError
        progress(total - remaining, total)

    source.backup(target, pages=COPY_PAGES, progress=step)


def copy_history(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None], cancel: Event) -> None:
    """Write a copy that stands alone: no WAL beside it, private, without the derived segments, on disk when done."""
    os.close(os.open(target, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy_pages(source, copy, progress, cancel)
        if _has_table(copy, "segment"):
            copy.execute("delete from segment")
        copy.execute("pragma journal_mode = delete")
    _sync(target)


def prepare_copy(path: Path, gives: bool) -> None:
    """Make a copy fit to take the history's place: today's tables, no segments, a new lineage, and free pages that
    can be given back exactly where the history's can (`gives`), because others have that open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        migrate(copy, path)
        if gives_back(copy) is not gives:
            copy.execute(f"pragma auto_vacuum = {2 if gives else 0}")
            copy.execute("vacuum")
        copy.execute("begin immediate")
        copy.execute("delete from segment")
        note_restore(copy)
        copy.commit()
    for old in path.parent.glob(f"{path.name}.before-v*"):  # of the copy; the backup itself is still there
        old.unlink()
    _sync(path)


def check_ours(path: Path) -> None:
    """StoreError where the file cannot be read or is no history of ours; its content is not looked at."""
    try:
        check_owner(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            if int(file.execute("pragma application_id").fetchone()[0]) != APPLICATION_ID:
                raise StoreError(f"{path} is no history of CPAM Desktop", hint="Name a backup.")
    except sqlite3.Error as error:
        raise explain(error, path) from error


def check_history(path: Path, cancel: Event) -> BackupInfo:
    """Read the whole file; StoreError where it is no history of ours or damaged, CancelledError after a cancel."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}", hint="Name a backup.")
    check_ours(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as file:
            file.set_progress_handler(cancel.is_set, 10_000)
            file.execute("begin")
            found = str(file.execute("pragma quick_check(1)").fetchone()[0])
            if found != "ok":
                raise StoreError(f"{path} is damaged ({found.splitlines()[-1]})", hint="Take another backup.")
            return _info(file, path)
    except sqlite3.Error as error:
        if cancel.is_set():
            from concurrent.futures import CancelledError

            raise CancelledError from error
        raise explain(error, path) from error


def _info(file: sqlite3.Connection, path: Path) -> BackupInfo:
    version = int(file.execute("pragma user_version").fetchone()[0])
    events = int(file.execute("select count(*) from event").fetchone()[0])
    # One at a time: each is answered from an end of the index.
    first, last = (file.execute(f"select {which}(time_ns) from event").fetchone()[0] for which in ("min", "max"))
    names = tuple(str(row[0]) for row in file.execute("select name from server order by name, id"))
    return BackupInfo(path, size_of(path), version, events, first, last, names)


def free_pages(connection: sqlite3.Connection) -> int:
    """Pages of the file that hold nothing."""
    return int(connection.execute("pragma freelist_count").fetchone()[0])


def gives_back(connection: sqlite3.Connection) -> bool:
    """Whether free pages can be given back in small steps; files of the first versions cannot."""
    return int(connection.execute("pragma auto_vacuum").fetchone()[0]) == 2


def give_back(connection: sqlite3.Connection) -> int:
    """Cut up to `COMPACT_PAGES` free pages off the file, inside a transaction; returns how many are left."""
    # Each call does one page: Python's cursor does not step through a statement without columns.
    for _ in range(min(COMPACT_PAGES, free_pages(connection))):
        connection.execute("pragma incremental_vacuum(1)")
    return free_pages(connection)


def vacuum(connection: sqlite3.Connection) -> None:
    """Write the whole file anew; nobody else can write meanwhile.

    It stays one that cannot give pages back: who has it open may not notice that this changed.
    """
    connection.commit()  # the writer's empty transaction: a vacuum is one by itself
    connection.execute("pragma temp_store = 1")  # the copy goes to the disk, not into memory
    try:
        connection.execute("vacuum")
    finally:
        connection.execute("pragma temp_store = 2")


def cut_log(connection: sqlite3.Connection) -> bool:
    """`checkpoints.cut_wal` within a job of the writer, whose transaction is still empty."""
    connection.commit()
    return cut_wal(connection)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute("select 1 from sqlite_master where name = ?", (name,)).fetchone() is not None


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def remove_with_parts(path: Path) -> None:
    """Delete a database that nobody uses, and what SQLite left beside it."""
    for part in (*parts_of(path), path.with_name(path.name + "-journal")):
        with suppress(OSError):
            part.unlink(missing_ok=True)
