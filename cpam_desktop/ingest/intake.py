"""A batch of raw records to committed rows: events and dead letters in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence

from cpam_desktop.domain.clock import NS_PER_MS
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.events import NO_SNAPSHOT, DeadLetter, Snapshot
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.block_rows import Inserted, insert_block
from cpam_desktop.store.blocks import Block
from cpam_desktop.store.database import Writing
from cpam_desktop.store.dimensions import Dimensions
from cpam_desktop.store.events import NewEvent, event_row, insert_rows

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
        return self._insert(connection, (self._read(raw, snapshots) for raw in batch), received_ns)

    def store_items(
        self, connection: sqlite3.Connection, items: Iterable[NewEvent | DeadLetter], received_ns: int
    ) -> tuple[int, int, int]:
        """Insert rows and dead letters; returns (inserted, duplicates, dead letters)."""
        stored = self._insert(connection, items, received_ns)
        return stored.inserted, stored.duplicates, stored.dead_letters

    def store_block(
        self, connection: sqlite3.Connection, block: Block, letters: Iterable[DeadLetter], received_ns: int
    ) -> Inserted:
        """Insert the events of a block, and the dead letters that were found between them."""
        self.dims.refresh(connection)
        inserted = insert_block(connection, self.dims, block)
        for letter in letters:
            self.bury(connection, letter, received_ns)
        return inserted

    def _insert(
        self, connection: sqlite3.Connection, items: Iterable[NewEvent | DeadLetter], received_ns: int
    ) -> Stored:
        # An event becomes its row before the next is read: 2,000 events kept whole cost a tenth (processor caches).
        rows: list[tuple[object, ...]] = []
        letters: list[DeadLetter] = []
        newest: int | None = None
        self.dims.refresh(connection)
        for item in items:
            if isinstance(item, DeadLetter):
                letters.append(item)
                continue
            rows.append(event_row(connection, self.dims, item))
            ended = item.time_ns + (item.latency_ms or 0) * NS_PER_MS
            if newest is None or ended > newest:
                newest = ended
        inserted = insert_rows(connection, rows)
        for letter in letters:
            self.bury(connection, letter, received_ns)
        return Stored(inserted, len(rows) - inserted, len(letters), newest)

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
