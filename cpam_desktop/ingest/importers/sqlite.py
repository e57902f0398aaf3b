"""SQLite files of CPA-Manager 1.1.4 and CPA-Manager-Plus, and histories of this application; never changed by a byte.

Rows are read in pages, each in a short transaction of its own: a service that still writes the file is not held up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ingest.exported import from_flat
from cpam_desktop.ingest.files import read_head, wal_of
from cpam_desktop.ingest.importers import START, Importer, Item, Mark, Reading
from cpam_desktop.store import exports
from cpam_desktop.store.migrations import APPLICATION_ID, STEPS

PAGE = 1_000
_MAGIC = b"SQLite format 3\0"
_COLUMNS = frozenset(
    {
        "id", "request_id", "event_hash", "timestamp_ms", "timestamp", "provider", "model", "endpoint", "auth_type",
        "auth_index", "source", "source_hash", "api_key_hash", "input_tokens", "output_tokens", "reasoning_tokens",
        "cached_tokens", "cache_tokens", "total_tokens", "latency_ms", "failed", "raw_json", "executor_type",
        "client_ip", "x_forwarded_for", "user_agent", "account_snapshot", "auth_label_snapshot", "auth_file_snapshot",
        "auth_provider_snapshot", "auth_project_id_snapshot", "auth_snapshot_at_ms", "requested_model",
        "resolved_model", "reasoning_effort", "service_tier", "request_service_tier", "response_service_tier",
        "cache_read_tokens", "cache_creation_tokens", "ttft_ms", "fail_status_code", "fail_summary", "fail_body",
        "header_trace_id",
    }
)  # fmt: skip
"""Columns of both products that say something about an event; a file need not have them all."""
_NEEDED = frozenset({"id", "timestamp_ms", "model"})
_WANTED = "Expected the database of a CPA-Manager or of CPA-Manager-Plus."


def _recognises(head: bytes, path: Path) -> bool:
    return head.startswith(_MAGIC) and path.is_file()


class ServiceRows(Reading):
    """Rows of `usage_events` in the order of their ids; positions are ids."""

    unit = "row"

    def __init__(self, path: Path, mark: Mark = START) -> None:
        super().__init__(path, mark)
        self._last_id = 0

    @property
    def bytes_read(self) -> int:
        """An estimate: ids are given out evenly enough."""
        return min(self.bytes_total, self.bytes_total * self.position // max(1, self._last_id))

    def records(self) -> Iterator[Item]:
        """Every row as the line of an export would be."""
        names = self._columns()
        while page := self._page(names):
            for row in page:
                known = ((name, value) for name, value in zip(names, row, strict=True))
                flat = {name: value for name, value in known if value is not None and not isinstance(value, bytes)}
                self.position = flat.pop("id")
                self.number += 1
                yield _item(flat)

    def _columns(self) -> list[str]:
        with _opened(self.path) as connection:
            known = connection.execute("select 1 from sqlite_master where type = 'table' and name = 'usage_events'")
            if known.fetchone() is None:
                raise InputError(f"{self.path.name} is an SQLite file of another program", hint=_WANTED)
            found = [str(row[1]) for row in connection.execute("pragma table_info(usage_events)")]
            if not set(found) >= _NEEDED:
                raise InputError(f"the usage_events of {self.path.name} are none that can be read", hint=_WANTED)
            with suppress(sqlite3.DatabaseError):  # the end is damaged: what lies before it can be read all the same
                self._last_id = connection.execute("select coalesce(max(id), 0) from usage_events").fetchone()[0]
        return [name for name in found if name in _COLUMNS]

    def _page(self, names: list[str]) -> list[tuple[Any, ...]]:
        """Opened anew each time: whether changes wait beside the file may have become different meanwhile."""
        sql = f"select {', '.join(names)} from usage_events where id > ? order by id limit {PAGE}"
        with _opened(self.path) as connection:
            return connection.execute(sql, (self.position,)).fetchall()


class OwnRows(Reading):
    """Events of a history of this application; positions are events, oldest first."""

    unit = "row"

    def records(self) -> Iterator[Item]:
        """Every event as the line of our own export would be."""
        with _opened(self.path) as connection:
            self.bytes_total = int(connection.execute("select count(*) from event").fetchone()[0])
            for flat in islice(exports.rows(connection, EventFilter()), self.position, None):
                self.position += 1
                self.number += 1
                yield _item({name: value for name, value in flat.items() if value is not None})


def _item(flat: dict[str, object]) -> Item:
    if "failed" in flat:
        flat["failed"] = flat["failed"] not in (0, "", "0", "false")
    return from_flat(flat, b"")


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that can change nothing, not even the files beside it."""
    try:
        with closing(sqlite3.connect(_uri(path), uri=True, isolation_level=None)) as connection:
            connection.text_factory = _text
            connection.execute("pragma query_only = 1")
            connection.execute("pragma trusted_schema = 0")
            yield connection
    except sqlite3.DatabaseError as error:
        if "unable to open" in str(error):
            hint = f"Copy {path.name}-shm too, or make an empty file of that name." if wal_of(path).exists() else ""
            raise WorkError(f"{path} cannot be opened", hint=hint) from error
        raise WorkError(f"{path.name}: {error}", hint="What was read so far is kept.") from error


def _uri(path: Path) -> str:
    """Without a WAL nothing but the file counts; with one its index is used, and only read."""
    journal = path.with_name(path.name + "-journal")
    if journal.is_file() and journal.stat().st_size:
        raise InputError(f"{path.name} was left in the middle of a change", hint="Start and stop its own program once.")
    how = "mode=ro&readonly_shm=1" if wal_of(path).exists() else "immutable=1"
    return f"{path.absolute().as_uri()}?{how}"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _open(path: Path, mark: Mark = START) -> Reading:
    if not _recognises(read_head(path), path):
        raise InputError(f"{path.name} is no SQLite file", hint="Leave the format to be found (auto).")
    with _opened(path) as connection:
        own = connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
        version = int(connection.execute("pragma user_version").fetchone()[0])
    if own and version > len(STEPS):
        raise InputError(f"{path.name} was written by a newer version", hint="Update the application.")
    return OwnRows(path, mark) if own else ServiceRows(path, mark)


IMPORTER = Importer("sqlite", _recognises, _open)
