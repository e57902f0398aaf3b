"""What every measure gets: the events, fresh files, a history to read, and how often to repeat."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.services.importing import ImportService
from cpam_desktop.store.database import Database
from tests.bench.large import Large
from tests.bench.ledger import difference, stored_in
from tests.bench.workload import Workload


@dataclass
class Bench:
    """One call of `make bench`."""

    workload: Workload
    folder: Path
    runs: int
    large: Large
    say: Callable[[str], None]
    """Progress, for people."""

    @contextmanager
    def fresh(self) -> Generator[Path]:
        """The path of a history that does not exist yet; its folder goes afterwards."""
        folder = self.folder / "fresh"
        folder.mkdir()
        try:
            yield folder / "history.sqlite"
        finally:
            shutil.rmtree(folder)

    def check(self, path: Path) -> str:
        """What is wrong with a closed history that should hold every event once; empty for nothing."""
        return difference(self.workload.sent, stored_in(path))

    def history(self) -> Path:
        """A closed history of all events, made by an import when first asked for."""
        path = self.folder / "history.sqlite"
        if not path.exists():
            database = Database.open(path)
            ImportService(database).import_file(self.workload.file, "auto", server_uid=None, server_name="bench")
            database.close()
            with closing(sqlite3.connect(path)) as file:
                file.execute("pragma wal_checkpoint(truncate)")
        return path
