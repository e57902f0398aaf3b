"""Blocks of events to rows: one insert a block, and the same columns for whoever seals them.

The vocabulary of a block becomes ids in the order in which its texts came, as if the events had been stored one by
one, so the tables are the same either way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpam_desktop.store.blocks import (
    IDENTITY,
    NUMBERS,
    PLACES,
    Block,
    Caller,
    Credential,
    Entry,
    ErrorText,
    Route,
    Token,
)
from cpam_desktop.store.dimensions import Dimensions
from cpam_desktop.store.events import COLUMNS, ROUTE_COLUMNS, insert_rows, route_keys
from cpam_desktop.store.manifest import SEALED_COLUMNS, newest_id

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Numbers = NDArray[int64]


@dataclass(frozen=True, slots=True)
class Inserted:
    """What became of a block: rows `after_id` < id <= `last_id` are new, and nobody else's where `added` says so.

    `columns`: those of `SEALED_COLUMNS` but the id, of all events of the block.
    """

    rows: int
    added: int
    after_id: int
    last_id: int
    columns: dict[str, Any]

    @property
    def whole(self) -> bool:
        """Whether every event was new, and got the next id."""
        return self.added == self.rows == self.last_id - self.after_id


def insert_block(connection: sqlite3.Connection, dims: Dimensions, block: Block) -> Inserted:
    """Insert a block inside the caller's transaction, as `store.events.insert_rows` does."""
    after = newest_id(connection)
    if not block.rows:
        return Inserted(0, 0, after, after, {})
    columns = _columns(connection, dims, block)
    lists = [columns[name] if isinstance(columns[name], list) else _values(columns[name]) for name in COLUMNS]
    added = insert_rows(connection, list(zip(*lists, strict=True)))
    sealed = {name: columns[name] for name in SEALED_COLUMNS if name != "id"} | {"tier_id": columns["billed_tier_id"]}
    return Inserted(block.rows, added, after, newest_id(connection), sealed)


def _columns(connection: sqlite3.Connection, dims: Dimensions, block: Block) -> dict[str, Any]:
    """Columns of `event` by name: arrays with -1 for null, or lists as SQLite takes them."""
    import numpy

    table = numpy.frombuffer(block.numbers, numpy.int64).reshape(block.rows, len(NUMBERS) + len(PLACES))
    numbers = numpy.ascontiguousarray(table.T)
    keys = _keys(connection, dims, block.vocabulary)
    credential, route, caller, token, error = (keys[places] for places in numbers[len(NUMBERS) :])
    columns: dict[str, Any] = dict(zip(NUMBERS, numbers, strict=False))
    columns |= {name: route[:, place] for place, name in enumerate((*ROUTE_COLUMNS, "billed_tier_id"))}
    columns |= {"credential_id": credential[:, 0], "key_id": caller[:, 0], "client_id": caller[:, 1]}
    columns |= {"token_hash_id": token[:, 0], "error_id": error[:, 0]}
    columns["server_id"] = numpy.full(block.rows, dims.server_id, numpy.int64)
    columns["identity"] = [
        block.identities[start : start + IDENTITY] for start in range(0, len(block.identities), IDENTITY)
    ]
    columns["request_id"] = block.request_ids
    columns["headers"] = [text or None for text in block.headers] or [None] * block.rows
    return columns


def _values(array: Numbers) -> list[int | None]:
    values: list[int | None] = array.tolist()
    return [None if value == -1 else value for value in values] if array.min() < 0 else values


def _keys(connection: sqlite3.Connection, dims: Dimensions, vocabulary: Sequence[Entry]) -> Numbers:
    """A row of ids for each entry, and one of -1 at the end, which the place -1 finds."""
    import numpy

    found = [_entry_keys(connection, dims, entry) for entry in vocabulary]
    width = len(ROUTE_COLUMNS) + 1
    rows = [[-1 if key is None else key for key in keys] + [-1] * (width - len(keys)) for keys in found]
    return numpy.array([*rows, [-1] * width], numpy.int64)


def _entry_keys(connection: sqlite3.Connection, dims: Dimensions, entry: Entry) -> Sequence[int | None]:
    match entry:
        case Route():
            keys = route_keys(connection, dims, entry)
            return (*keys, billed_tier(entry, keys))
        case Credential():
            return (dims.credential(connection, *entry),)
        case Caller(key_hash, mask, ip, forwarded_for, user_agent):
            return dims.api_key(connection, key_hash, mask), dims.client(connection, ip, forwarded_for, user_agent)
        case Token(auth_index, digest):
            return (dims.token(connection, auth_index, digest),)
        case ErrorText(text):
            return (dims.term(connection, "error", text),)


def billed_tier(route: Route, keys: Sequence[int | None]) -> int | None:
    """The tier that counts, by the rule of `store.manifest`: Codex answers "default" whatever it bills."""
    known = dict(zip(ROUTE_COLUMNS, keys, strict=True))
    asked, answered = known["request_tier_id"], known["response_tier_id"]
    codex = (route.executor or route.provider).lower().startswith("codex")
    return (None if codex else answered) or asked or known["tier_id"]
