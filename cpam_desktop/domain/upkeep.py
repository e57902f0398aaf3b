"""What upkeep of the history shows before and tells afterwards: sizes, retention, backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[str, int, int], None]
"""Hears the step (`archive`, `delete`, `copy`, `check`, `compact`), how much of it is done, and of how much."""


def no_progress(_step: str, _done: int, _total: int) -> None:
    """For callers who do not want to know."""


@dataclass(frozen=True, slots=True)
class HistorySizes:
    """Bytes on disk by part. `free` is the part of `database` that holds nothing: compacting gives it back."""

    path: Path
    events: int
    database: int
    wal: int
    segments: int
    segment_files: int
    free: int

    @property
    def total(self) -> int:
        """All files together."""
        return self.database + self.wal + self.segments


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """What goes when events that started before `cutoff_ns` go; nothing is deleted yet. Times in ns UTC.

    `kept_back` events are older and stay all the same: they share a sealed segment with newer ones, or are the newest
    row. `frees` bytes become free inside the database (or, for segments, on disk). Rows after `through_id` came later
    than the plan and are not touched. Times are None where there is no such event.
    """

    cutoff_ns: int
    through_id: int
    events: int
    kept_back: int
    dead_letters: int
    segments: int
    frees: int
    oldest_ns: int | None
    newest_ns: int | None
    oldest_kept_ns: int | None
    newest_kept_ns: int | None

    @property
    def empty(self) -> bool:
        """Whether nothing would be deleted."""
        return not self.events and not self.dead_letters


@dataclass(frozen=True, slots=True)
class Retained:
    """What was deleted. `texts` are vocabulary rows that nothing refers to any more; `finished` is False after a
    cancel. `archive` is the folder of the Parquet files."""

    events: int
    segments: int
    dead_letters: int
    texts: int
    archive: Path | None
    finished: bool


@dataclass(frozen=True, slots=True)
class Compacted:
    """Bytes of the database and its WAL before and after."""

    before: int
    after: int
    finished: bool = True


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup that was checked and is sound. Times of its first and last event in ns UTC."""

    path: Path
    bytes: int
    version: int
    events: int
    first_ns: int | None
    last_ns: int | None
    servers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in the history now, and where the replaced one lies (None: there was none)."""

    backup: BackupInfo
    replaced: Path | None
