"""Seals what was stored into segments, merges small ones, sorts what an import left in disorder, makes lost ones anew.

One process at a time holds the role (decision 11). Everything runs on the caller's thread, in steps of 5,000 rows, so
that other threads of the process are never held up for long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from cpam_desktop.analytics import columns, segments
from cpam_desktop.analytics.duck import open_memory
from cpam_desktop.domain.errors import RoleTaken, WorkError
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from cpam_desktop.store.manifest import Segment, Superseded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 5_000
SEGMENT_ROWS = 100_000
SMALL_ROWS = 50_000
MOST_MERGED = 20_000_000
"""So many rows are sorted at once, on the disk where memory is short."""
OVERLAP_NS = 600 * 1_000_000_000
"""Attempts are stored when they end, so neighbours always overlap a little."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """Progress: rows sealed of those that were waiting."""

    done: int
    total: int


Progress = Callable[[Sealing], None]


class SealingFailed(WorkError):
    """The segments cannot be written: no room, no permission, no folder. The history itself is not concerned."""

    def __init__(self, folder: Path, error: Exception) -> None:
        super().__init__(
            f"the figures cannot be prepared in {folder} ({str(error).splitlines()[0][:120]})",
            hint="Make room on that disk and see that the folder can be written.",
        )


class Sealer:
    """`run` seals everything of at least `least` rows; safe to call from any process at any time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.folder = segments.folder_of(database.path)

    def run(self, least: int, progress: Progress | None = None, cancel: Event | None = None) -> bool:
        """Seal, merge and clean up. False where another process holds the role; CancelledError between two steps."""
        import duckdb  # takes 200 ms

        cancel = cancel or Event()
        try:
            with RoleLock(self._database.path, "sealer", "prepares the history") as _role:
                segments.prepare_folder(self.folder)
                with closing(open_memory(self.folder, "512MB", threads=1)) as connection:
                    self._repair(connection, cancel)
                    self._seal(connection, least, progress, cancel)
                    self._tidy(connection, cancel)
                segments.sweep(self.folder, self._segments())
        except RoleTaken:
            return False
        except Superseded:  # retention took segments away meanwhile: the next run sees what there is
            return False
        except (OSError, duckdb.Error) as error:
            raise SealingFailed(self.folder, error) from error
        return True

    def unsealed(self) -> int:
        """About how many rows wait."""
        return self._database.read(lambda c: manifest.newest_id(c) - manifest.sealed_through(c)).result()

    def _segments(self) -> list[Segment]:
        return self._database.read(manifest.segments).result()

    def _seal(self, connection: DuckDBPyConnection, least: int, progress: Progress | None, cancel: Event) -> None:
        newest = self._database.read(manifest.newest_id).result()
        start = sealed = self._database.read(manifest.sealed_through).result()
        while newest - sealed >= max(1, least) and self._collect(connection, sealed, newest, None, cancel):
            made = self._write(connection, self._segments())
            self._commit([], made, sealed)
            sealed = max(segment.last_id for segment in made)
            if progress is not None:
                progress(Sealing(sealed - start, newest - start))

    def _collect(
        self, connection: DuckDBPyConnection, after: int, through: int, server: int | None, cancel: Event
    ) -> int:
        """Fill the table `run` with the next rows of (after, through]; returns the last id, 0 where there is none."""
        columns.make_table(connection, "run")
        last = collected = 0
        while collected < SEGMENT_ROWS:
            if cancel.is_set():
                raise CancelledError
            rows = self._database.read(
                partial(manifest.rows_after, after_id=after, through_id=through, limit=CHUNK, server=server)
            ).result()
            if not rows:
                break
            columns.append(connection, "run", rows)
            last = after = rows[-1][0]
            collected += len(rows)
        return last

    def _write(self, connection: DuckDBPyConnection, known: Sequence[Segment]) -> list[Segment]:
        ends = connection.execute("select min(time_ns), max(time_ns) from run").fetchone()
        assert ends is not None
        earlier = segments.started_before(self.folder, known, *ends)
        rows = columns.with_first("run", earlier)
        # What comes late gets files of its own, or one old event would entangle all segments since its time.
        late = _late(known)
        made: list[Segment] = []
        try:
            for part in (f"({late})", f"not ({late})") if late else ("true",):
                part_rows = f"select * from ({rows}) where {part}"
                made += segments.write_files(connection, self.folder, part_rows, SEGMENT_ROWS * 3 // 2)
        except BaseException:
            segments.remove_files(self.folder, [segment.file for segment in made])
            raise
        return made

    def _commit(self, gone: Sequence[Segment], made: Sequence[Segment], sealed: int | None = None) -> None:
        try:
            self._database.write(lambda w: manifest.replace_segments(w, gone, made, sealed)).result()
        except BaseException:
            segments.remove_files(self.folder, [segment.file for segment in made])
            raise
        segments.retire(self.folder, gone)

    def _repair(self, connection: DuckDBPyConnection, cancel: Event) -> None:
        """Make segments anew whose file is lost or of another version, from the rows of SQLite."""
        known = self._segments()
        while lost := segments.missing(self.folder, known):
            group = _entangled(lost[0], known)
            first, last = min(s.first_id for s in group), max(s.last_id for s in group)
            whole = [s for s in known if s not in group and s not in lost]
            after, made = first - 1, list[Segment]()
            while after := self._collect(connection, after, last, group[0].server_id, cancel):
                made += self._write(connection, [*whole, *made])
            self._commit(group, made)
            known = self._segments()

    def _tidy(self, connection: DuckDBPyConnection, cancel: Event) -> None:
        """Merge runs of small segments, and sort segments whose times overlap (an import of old events)."""
        known = self._segments()
        for server in {segment.server_id for segment in known}:
            own = [segment for segment in known if segment.server_id == server]
            for group in [*_overlapping(own), *_small(own)]:
                if cancel.is_set():
                    raise CancelledError
                together = f"(select * exclude (first) from {segments.read_files(self.folder, group)})"
                others = [segment for segment in self._segments() if segment not in group]
                ends = min(s.min_ns for s in group), max(s.max_ns for s in group)
                rows = columns.with_first(together, segments.started_before(self.folder, others, *ends))
                self._commit(group, segments.write_files(connection, self.folder, rows, SEGMENT_ROWS * 3 // 2))


def _late(known: Sequence[Segment]) -> str:
    """Which rows began long before the newest sealed one of their server; empty where nothing is sealed."""
    newest: dict[int, int] = {}
    for segment in known:
        newest[segment.server_id] = max(newest.get(segment.server_id, 0), segment.max_ns)
    parts = [f"(server_id = {server} and time_ns < {end - OVERLAP_NS})" for server, end in newest.items()]
    return " or ".join(parts)


def _entangled(lost: Segment, known: Sequence[Segment]) -> list[Segment]:
    """Segments of the server whose runs of ids overlap, also through others: together they hold whole runs."""
    own = [s for s in known if s.server_id == lost.server_id]
    group = [lost]
    while more := [
        s for s in own if s not in group and any(s.first_id <= g.last_id and g.first_id <= s.last_id for g in group)
    ]:
        group += more
    return group


def _overlapping(own: Sequence[Segment]) -> list[list[Segment]]:
    """Groups of segments whose times overlap by more than 10 minutes."""
    groups: list[list[Segment]] = []
    end = 0
    for segment in sorted(own, key=lambda s: (s.min_ns, s.max_ns)):
        if groups and segment.min_ns + OVERLAP_NS < end:
            groups[-1].append(segment)
        else:
            groups.append([segment])
        end = max(end, segment.max_ns)
    return [group for group in groups if len(group) > 1 and sum(s.rows for s in group) <= MOST_MERGED]


def _small(own: Sequence[Segment]) -> list[list[Segment]]:
    """Runs of neighbours that fill one segment together, once there is enough for it."""
    groups: list[list[Segment]] = []
    inside = {segment.id for group in _overlapping(own) for segment in group}
    ordered = sorted((s for s in own if s.id not in inside), key=lambda s: s.min_ns)
    run: list[Segment] = ordered[:1]
    for before, segment in pairwise(ordered):
        if before.rows < SMALL_ROWS and sum(s.rows for s in run) + segment.rows <= SEGMENT_ROWS * 3 // 2:
            run.append(segment)
        else:
            groups.append(run)
            run = [segment]
    groups.append(run)
    return [group for group in groups if len(group) > 1 and sum(s.rows for s in group) >= SEGMENT_ROWS]
