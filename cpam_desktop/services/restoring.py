"""A backup takes the history's place: checked first, whole or not at all, the replaced history kept beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

from cpam_desktop.analytics import segments
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.upkeep import BackupInfo, Progress, Restored
from cpam_desktop.store import manifest, upkeep_files
from cpam_desktop.store.database import Database, Writing, explain
from cpam_desktop.store.upkeep_roles import collectors_away, sealer_away


def restore(database: Database, backup: Path, progress: Progress, cancel: Event) -> Restored:
    """Copy the backup into the open history.

    SQLite does it as one transaction: readers of this and other processes see the old history until it ends, a killed
    process leaves the old one, and no file is exchanged under anybody who has it open.
    """
    if backup.exists() and backup.samefile(database.path):
        raise InputError("the history cannot be restored from itself", hint="Name a backup.")
    info = upkeep_files.check_history(backup, cancel)
    with collectors_away(database.path), sealer_away(database.path, cancel):
        prepared = _prepare(database.path, info, database.read(upkeep_files.gives_back).result(), progress, cancel)
        try:
            kept = _keep(database, progress, cancel)
            old = database.read(manifest.segments).result()
            database.write(partial(_replace, prepared=prepared, progress=progress, cancel=cancel)).result()
            database.write(lambda writing: upkeep_files.cut_log(writing.connection)).result()
        finally:
            upkeep_files.remove_with_parts(prepared)
        segments.retire(segments.folder_of(database.path), old)
    return Restored(info, kept)


def restore_over_damage(path: Path, backup: Path, progress: Progress, cancel: Event) -> Restored:
    """The same where the history is so damaged that SQLite cannot open it: its files are put aside.

    InputError where it can be opened after all: then a running program may be using it.
    """
    if path.exists() and not is_unreadable(path):
        raise InputError(f"{path} is not damaged", hint="Close what uses it, and restore again.")
    info = upkeep_files.check_history(backup, cancel)
    with collectors_away(path), sealer_away(path, cancel):
        prepared = _prepare(path, info, True, progress, cancel)
        kept = _aside(path) if path.exists() else None
        prepared.replace(path)
    return Restored(info, kept)


def is_unreadable(path: Path) -> bool:
    """Whether the file is so damaged that SQLite cannot open it; not where there is none."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            file.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return any(word in str(error) for word in ("not a database", "malformed", "disk image"))
    return False


def _prepare(path: Path, info: BackupInfo, gives: bool, progress: Progress, cancel: Event) -> Path:
    """A copy of the backup beside the history, brought to today's tables and checked again."""
    # The copy, the transaction that replaces the history, and the history that is kept.
    upkeep_files.need_room(path.parent, 2 * info.bytes + upkeep_files.size_of(path))
    prepared = path.with_name(f"{path.name}.restoring")
    upkeep_files.remove_with_parts(prepared)
    try:
        with closing(sqlite3.connect(f"{info.path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute("begin")
            upkeep_files.copy_history(source, prepared, partial(progress, "copy"), cancel)
        upkeep_files.prepare_copy(prepared, gives)
        progress("check", 0, 1)
        if upkeep_files.check_history(prepared, cancel).events != info.events:
            raise WorkError(f"{info.path} changed while it was read", hint="Nothing was restored; try again.")
    except sqlite3.Error as error:
        upkeep_files.remove_with_parts(prepared)
        raise explain(error, prepared) from error
    except BaseException:
        upkeep_files.remove_with_parts(prepared)
        raise
    progress("check", 1, 1)
    return prepared


def _keep(database: Database, progress: Progress, cancel: Event) -> Path:
    """A copy of what is replaced, page by page: also a damaged one is kept as it is."""
    target = _kept_name(database.path)
    part = target.with_name(f"{target.name}.part")
    try:
        database.read(lambda c: upkeep_files.copy_history(c, part, partial(progress, "copy"), cancel)).result()
        part.replace(target)
    finally:
        upkeep_files.remove_with_parts(part)
    return target


def _replace(writing: Writing, prepared: Path, progress: Progress, cancel: Event) -> None:
    writing.connection.commit()  # the copy begins a transaction of its own
    with closing(sqlite3.connect(prepared)) as source:
        upkeep_files.copy_pages(source, writing.connection, partial(progress, "restore"), cancel)


def _aside(path: Path) -> Path:
    """Rename the damaged files; the WAL first, because SQLite would add an old one to the new file."""
    target = _kept_name(path)
    for part in reversed(upkeep_files.parts_of(path)):
        with suppress(FileNotFoundError):
            part.rename(target.with_name(target.name + part.name.removeprefix(path.name)))
    return target


def _kept_name(path: Path) -> Path:
    return path.with_name(f"{path.name}.before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
