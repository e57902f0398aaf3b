"""A batch of raw records to committed rows: events and dead letters in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from cpam_desktop.domain.clock import NS_PER_MS
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.events import NO_SNAPSHOT, DeadLetter, Snapshot
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.database import Writing
from cpam_desktop.store.dimensions import Dimensions
from cpam_desktop.store.events import NewEvent, insert_events

_INSERT_DEAD = (
    "insert or ignore into dead_letter (server_id, received_ns, payload, payload_hash, error) values (?,?,?,?,?)"
)


class Intake:
    """Stores what one server sent. Used on the writer thread only, through `job`."""

    def __init__(self, server_id: int) -> None:
        self.dims = Dimensions(server_id)

    def job(
        self, batch: Sequence[bytes], received_ns: int, snapshots: Mapping[str, Snapshot]
    ) -> Callable[[Writing], Stored]:
        """A transaction for `Database.write`. `snapshots` maps auth_index to what is known of it now."""
        return lambda writing: self.store(writing.connection, batch, received_ns, snapshots)

    def store(
        self,
        connection: sqlite3.Connection,
        batch: Sequence[bytes],
        received_ns: int,
        snapshots: Mapping[str, Snapshot],
    ) -> Stored:
        """Parse, normalise and insert; on any failure the caller rolls back and calls `forget`."""
        items = [self._read(raw, snapshots) for raw in batch]
        newest = max((_ended(item) for item in items if isinstance(item, NewEvent)), default=None)
        inserted, duplicates, dead = self.store_items(connection, items, received_ns)
        return Stored(inserted, duplicates, dead, newest)

    def store_items(
        self, connection: sqlite3.Connection, items: Sequence[NewEvent | DeadLetter], received_ns: int
    ) -> tuple[int, int, int]:
        """Insert rows and dead letters; returns (inserted, duplicates, dead letters)."""
        events = [item for item in items if isinstance(item, NewEvent)]
        inserted = insert_events(connection, self.dims, events)
        for item in items:
            if isinstance(item, DeadLetter):
                self.bury(connection, item, received_ns)
        return inserted, len(events) - inserted, len(items) - len(events)

    def _read(self, raw: bytes, snapshots: Mapping[str, Snapshot]) -> NewEvent | DeadLetter:
        parsed = parse(raw)
        if isinstance(parsed, DeadLetter):
            return parsed
        event, time_ns = parsed
        return normalise(event, time_ns, snapshots.get(event.auth_index or "", NO_SNAPSHOT))

    def bury(self, connection: sqlite3.Connection, letter: DeadLetter, received_ns: int) -> None:
        """Keep a dead letter; the same payload is kept once."""
        digest = hashlib.sha256(letter.payload.encode()).digest()[:16]
        connection.execute(_INSERT_DEAD, (self.dims.server_id, received_ns, letter.payload, digest, letter.error))

    def forget(self) -> None:
        """Call after a rolled-back transaction."""
        self.dims.forget()


def _ended(event: NewEvent) -> int:
    return event.time_ns + (event.latency_ms or 0) * NS_PER_MS
