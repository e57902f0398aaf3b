"""Seals an import while it goes on, from the columns that were just stored: nothing is read back from SQLite.

It runs on a thread of its own. Rows that somebody else stored in between, and blocks of which some events were known
already, are read from SQLite like any other run, so every segment holds a run of row ids without a hole.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError
from contextlib import closing
from functools import partial
from queue import Full, Queue
from types import TracebackType
from typing import TYPE_CHECKING

from cpam_desktop.analytics import columns, segments
from cpam_desktop.analytics.duck import open_memory
from cpam_desktop.analytics.sealer import CHUNK, SEGMENT_ROWS, Sealer
from cpam_desktop.domain.errors import RoleTaken
from cpam_desktop.store import manifest
from cpam_desktop.store.block_rows import Inserted
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from cpam_desktop.store.manifest import Superseded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WAITING = 4
"""Blocks that may wait here; then the import waits."""
_LOOK_SECONDS = 0.1
_MEMORY = "80MB"
"""With it a process that imports takes 300 MB, however large the file is; a file in disorder is sorted on the disk."""

_log = logging.getLogger(__name__)


class LiveRun(Sealer):
    """`with LiveRun(database) as run:`, `run.add(...)` after each commit; the end seals the rest and tidies.

    It never fails an import: where another process seals, or something goes wrong here, the rows wait in SQLite.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._blocks: Queue[Inserted | None] = Queue(_WAITING)
        self._cancel = threading.Event()
        self._thread = threading.Thread(target=self._work, name="live-sealing", daemon=True)
        self._rows = 0

    def __enter__(self) -> LiveRun:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.stop()
        self._put(None)
        self._thread.join()

    def add(self, inserted: Inserted) -> None:
        """Hand over what was committed; blocks in the order of their commits."""
        self._put(inserted)

    def stop(self) -> None:
        """Seal nothing more: it is done another time."""
        self._cancel.set()

    def _put(self, item: Inserted | None) -> None:
        while self._thread.is_alive():
            try:
                self._blocks.put(item, timeout=_LOOK_SECONDS)
            except Full:
                continue
            return

    def _work(self) -> None:
        try:
            with RoleLock(self._database.path, "sealer", "prepares the history") as _role:
                segments.prepare_folder(self.folder)
                with closing(open_memory(self.folder, _MEMORY, threads=1)) as connection:
                    self._repair(connection, self._cancel)
                    self._follow(connection)
                    self._tidy(connection, self._cancel)
                segments.sweep(self.folder, self._segments())
        except (CancelledError, RoleTaken, Superseded):
            return
        except Exception:
            _log.exception("the import is not sealed; that is done later")

    def _follow(self, connection: DuckDBPyConnection) -> None:
        """Collect blocks into segments until the import ends."""
        self._seal(connection, 1, None, self._cancel)
        sealed = last = self._database.read(manifest.sealed_through).result()
        self._begin(connection)
        while (inserted := self._blocks.get()) is not None and not self._cancel.is_set():
            if inserted.last_id <= last:  # sealed before it came here, or nothing was new
                continue
            if inserted.whole and inserted.after_id == last:
                self._append(connection, inserted)
            else:
                self._read(connection, last, inserted.last_id)
            last = inserted.last_id
            if self._rows >= SEGMENT_ROWS:
                sealed = self._flush(connection, sealed)
        if self._cancel.is_set():
            raise CancelledError
        self._flush(connection, sealed)

    def _begin(self, connection: DuckDBPyConnection) -> None:
        columns.make_table(connection, "run")
        self._rows = 0

    def _append(self, connection: DuckDBPyConnection, inserted: Inserted) -> None:
        import numpy

        arrays = dict(inserted.columns)
        arrays["id"] = numpy.arange(inserted.after_id + 1, inserted.last_id + 1, dtype=numpy.int64)
        arrays["request_id"] = numpy.array(arrays["request_id"], dtype=object)
        columns.append_arrays(connection, "run", arrays)
        self._rows += inserted.rows

    def _read(self, connection: DuckDBPyConnection, after: int, through: int) -> None:
        """Rows of others in between, or the new ones of a block: whatever SQLite has there."""
        read = partial(manifest.rows_after, through_id=through, limit=CHUNK)
        while rows := self._database.read(partial(read, after_id=after)).result():
            columns.append(connection, "run", rows)
            self._rows += len(rows)
            after = rows[-1][0]

    def _flush(self, connection: DuckDBPyConnection, sealed: int) -> int:
        """The collected rows become segments; returns until which id everything is sealed."""
        if not self._rows:
            return sealed
        made = self._write(connection, self._segments())
        self._commit([], made, sealed)
        self._begin(connection)
        return max(segment.last_id for segment in made)


def seal_rest(database: Database, least: int, cancel: threading.Event | None) -> None:
    """Seal all that an import left where at least so many rows wait; what goes wrong is logged, and left for later."""
    sealer = Sealer(database)
    try:
        if sealer.unsealed() >= least:
            sealer.run(1, cancel=cancel)
    except CancelledError:
        return
    except Exception:
        _log.exception("the import is not sealed; that is done later")
