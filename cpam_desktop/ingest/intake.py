"""A batch of raw records to committed rows: events and dead letters in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence

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
        events: list[NewEvent] = []
        dead: list[DeadLetter] = []
        newest: int | None = None
        for raw in batch:
            parsed = parse(raw)
            if isinstance(parsed, DeadLetter):
                dead.append(parsed)
                continue
            event, time_ns = parsed
            events.append(normalise(event, time_ns, snapshots.get(event.auth_index or "", NO_SNAPSHOT)))
            ended = time_ns + (event.latency_ms or 0) * 1_000_000
            newest = ended if newest is None or ended > newest else newest
        inserted = insert_events(connection, self.dims, events)
        for letter in dead:
            self.bury(connection, letter, received_ns)
        return Stored(inserted, len(events) - inserted, len(dead), newest)

    def bury(self, connection: sqlite3.Connection, letter: DeadLetter, received_ns: int) -> None:
        """Keep a dead letter; the same payload is kept once."""
        digest = hashlib.sha256(letter.payload.encode()).digest()[:16]
        connection.execute(_INSERT_DEAD, (self.dims.server_id, received_ns, letter.payload, digest, letter.error))

    def forget(self) -> None:
        """Call after a rolled-back transaction."""
        self.dims.forget()
