"""Histories of the size that pages are judged by: events of 30 days imported, and ten times as many of 300 days."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from cpam_desktop.analytics.sealer import Sealer
from cpam_desktop.analytics.segments import folder_of
from cpam_desktop.services.importing import ImportService
from cpam_desktop.store.database import Database
from tests.bench.ledger import difference, stored_in
from tests.bench.workload import START_NS, Workload, make

DAY_NS = 86_400 * 10**9
DAYS = 30
FOLD = 10
_COPIED = ("server", "term", "upstream", "credential", "api_key", "client")
_NEW = {"identity": "randomblob(16)"}


class Large:
    """`one` are the seeded events of 30 days; `ten` the same ten times, 30 days apart, with identities of their own."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder / "large"
        self.count = count
        self.end_ns = START_NS + DAYS * DAY_NS
        self._workload: Workload | None = None

    @property
    def workload(self) -> Workload:
        """The events without response headers, made when first asked for."""
        if self._workload is None:
            self.folder.mkdir(exist_ok=True)
            self._workload = make(self.folder, self.count, rate=self.count / DAYS / 86_400, headers=False)
        return self._workload

    def one(self) -> Path:
        """A closed, sealed history of the events."""
        path = self.folder / "one.sqlite"
        if not path.exists():
            self.imported(path)
        return path

    def imported(self, path: Path) -> tuple[float, str]:
        """Import into a new history; seconds until the last row is committed and sealed, and what is wrong with it."""
        workload = self.workload
        database = Database.open(path)
        begin = time.perf_counter()
        ImportService(database).import_file(workload.file, "auto", server_uid=None, server_name="bench")
        Sealer(database).run(1)  # what the import left over
        seconds = time.perf_counter() - begin
        database.close()
        return seconds, difference(workload.sent, stored_in(path)) or _sealed_all(path)

    def ten(self) -> tuple[Path, float]:
        """A closed, sealed history of ten times as many, and how many rows a second were sealed."""
        path = self.folder / "ten.sqlite"
        Database.open(path).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            file.execute("attach ? as source", (str(self.one()),))
            for table in _COPIED:
                file.execute(f"insert into {table} select * from source.{table}")
            for number in range(FOLD - 1, -1, -1):
                self._copy(file, number)
            file.execute("pragma wal_checkpoint(truncate)")
        database = Database.open(path)
        begin = time.perf_counter()
        Sealer(database).run(1)
        rate = self.count * FOLD / (time.perf_counter() - begin)
        database.close()
        return path, rate

    def _copy(self, file: sqlite3.Connection, number: int) -> None:
        new = _NEW | {
            "time_ns": f"time_ns - {number * DAYS * DAY_NS}",
            "request_id": f"substr(request_id, 1, 7) || '{number:x}'",
        }
        names: list[str] = [row[1] for row in file.execute("pragma table_info(event)") if row[1] != "id"]
        values = ", ".join(new.get(name, name) for name in names)
        file.execute(f"insert into event ({', '.join(names)}) select {values} from source.event order by id")


def bytes_of(path: Path) -> tuple[int, int]:
    """Bytes of the rows and of the segments of a closed history."""
    return path.stat().st_size, sum(file.stat().st_size for file in folder_of(path).glob("*.parquet"))


def _sealed_all(path: Path) -> str:
    with closing(sqlite3.connect(path)) as file:
        rows, sealed = file.execute("select (select count(*) from event), (select sum(rows) from segment)").fetchone()
    return "" if rows == sealed else f"{rows} rows, {sealed} of them sealed"
