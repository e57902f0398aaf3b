"""Which rows a sealed segment holds: its ids, from its own file, because runs of ids and times of segments touch."""

from __future__ import annotations

from pathlib import Path

from cpam_desktop.analytics.duck import open_memory
from cpam_desktop.analytics.segments import missing, read_files
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.store.manifest import Segment


class Members:
    """Opened once for many segments; `close()` it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = open_memory(folder, "256MB", threads=1)

    def ids(self, segment: Segment) -> list[int]:
        """Row ids in the order of time; WorkError where the file is lost or cannot be read (it will be made anew)."""
        import duckdb

        try:
            if missing(self._folder, [segment]):
                raise FileNotFoundError
            sql = f"select id from {read_files(self._folder, [segment])} order by time_ns, id"
            return [row[0] for row in self._connection.execute(sql).fetchall()]
        except (OSError, duckdb.Error) as error:
            raise WorkError(
                f"a part of the prepared history ({segment.file}) cannot be read",
                hint="It is made anew in the background; try again after that.",
            ) from error

    def close(self) -> None:
        """Give its memory back."""
        self._connection.close()
