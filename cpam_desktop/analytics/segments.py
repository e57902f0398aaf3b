"""Segments on disk: runs of rows sealed as zstd Parquet files, one server a file, sorted by time.

Files never change. A new one is written beside, synced, and enters the manifest in one SQLite transaction; what leaves
the manifest is deleted later, when no query can read it any more.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cpam_desktop.analytics.columns import NEAR_NS, VERSION
from cpam_desktop.analytics.duck import quote
from cpam_desktop.store.manifest import Segment

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROW_GROUP = 24_576
"""Several in a file, so that both cores read it and a range leaves out what it does not need."""
GRACE_SECONDS = 120
"""So long a file that left the manifest stays, for queries that began before."""


def folder_of(database: Path) -> Path:
    """Where the segments of a history lie."""
    return database.with_name(database.name + ".segments")


def prepare_folder(folder: Path) -> None:
    """Make it, readable by the user only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def read_files(folder: Path, segments: Sequence[Segment]) -> str:
    """An SQL table of these segments' rows."""
    return f"read_parquet([{', '.join(quote(folder / segment.file) for segment in segments)}])"


def write_files(connection: DuckDBPyConnection, folder: Path, rows: str, most: int) -> list[Segment]:
    """Write the rows of an SQL query as segments of one server each and at most about `most` rows, by time."""
    connection.execute(f"create or replace temp table sealing as {rows}")
    made: list[Segment] = []
    try:
        servers = connection.execute("select server_id, count(*) from sealing group by 1 order by 1").fetchall()
        for server, count in servers:
            parts = -(-count // most)
            for part in range(parts):
                made.append(_write(connection, folder, server, part, parts))
    except BaseException:
        remove_files(folder, [segment.file for segment in made])
        raise
    finally:
        connection.execute("drop table sealing")
    return made


def _write(connection: DuckDBPyConnection, folder: Path, server: int, part: int, parts: int) -> Segment:
    name = f"{server}-{uuid.uuid4().hex}.parquet"
    rows = f"select * from sealing where server_id = {server}"
    if parts > 1:
        rows = (
            f"select * exclude (part) from (select *, ntile({parts}) over (order by time_ns, id) as part"
            f" from sealing where server_id = {server}) where part = {part + 1}"
        )
    path = folder / name
    try:
        connection.execute(
            f"copy ({rows} order by time_ns, id) to {quote(path)}"
            f" (format parquet, compression zstd, row_group_size {_ROW_GROUP})"
        )
        path.chmod(0o600)
        with path.open("rb+") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        facts = connection.execute(
            f"select min(id), max(id), count(*), min(time_ns), max(time_ns) from read_parquet({quote(path)})"
        ).fetchone()
        assert facts is not None
    except BaseException:
        remove_files(folder, [name])
        raise
    first_id, last_id, count, min_ns, max_ns = facts
    size = path.stat().st_size
    return Segment(server, name, VERSION, first_id, last_id, count, min_ns, max_ns, size, checksum)


def started_before(folder: Path, segments: Sequence[Segment], start_ns: int, end_ns: int) -> str | None:
    """For `columns.with_first`: rows of sealed segments from 10 minutes before a run until its end."""
    near = [s for s in segments if s.max_ns >= start_ns - NEAR_NS and s.min_ns <= end_ns]
    if not near:
        return None
    return (
        f"select server_id, request_id, time_ns, id from {read_files(folder, near)}"
        f" where time_ns between {start_ns - NEAR_NS} and {end_ns} and request_id <> ''"
    )


def remove_files(folder: Path, names: Sequence[str]) -> None:
    """Delete files; one that is still open (Windows) is left to `sweep`."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def retire(folder: Path, segments: Sequence[Segment]) -> None:
    """Their time of grace begins now: `sweep` deletes them after it."""
    for segment in segments:
        with suppress(OSError):
            os.utime(folder / segment.file)


def missing(folder: Path, segments: Sequence[Segment]) -> list[Segment]:
    """Segments whose file is not there, or has not the size that was written."""
    return [s for s in segments if s.version != VERSION or _size(folder / s.file) != s.bytes]


def drop_damaged(folder: Path, segments: Sequence[Segment]) -> bool:
    """Delete files that are not what was written, so that they count as missing; whether there was any."""
    damaged = [s.file for s in segments if _checksum(folder / s.file) != s.checksum]
    remove_files(folder, damaged)
    return bool(damaged)


def _checksum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def sweep(folder: Path, segments: Sequence[Segment]) -> None:
    """Delete files that the manifest does not name and that no query can need any more."""
    known = {segment.file for segment in segments}
    limit = time.time() - GRACE_SECONDS
    with suppress(OSError):
        for path in folder.glob("*.parquet"):
            with suppress(OSError):
                if path.name not in known and path.stat().st_mtime < limit:
                    path.unlink()
