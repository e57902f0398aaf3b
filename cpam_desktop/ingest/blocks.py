"""Events to blocks of columns, as worker processes hand them over: numbers in one array, each text once a block."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from cpam_desktop.domain.events import DeadLetter, Snapshot
from cpam_desktop.ingest.importers import Reading
from cpam_desktop.store.blocks import Block, Caller, Credential, Entry, ErrorText, Route, Token
from cpam_desktop.store.events import NewEvent

_route = attrgetter(*Route._fields)
_caller = attrgetter("key_hash", "ip", "forwarded_for", "user_agent")
_buckets = attrgetter("uncached", "cache_read", "cache_write", "output", "reasoning", "unclassified")
_raw = attrgetter(
    "input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens", "cache_read_tokens",
    "cache_creation_tokens", "total_tokens",
)  # fmt: skip


@dataclass(slots=True)
class Piece:
    """Some records of a part of a file: the events, the dead letters, and the first reasons with their line.

    `position` in bytes is behind the last of them, and so is `number`, which counts lines of the part.
    """

    block: Block
    letters: list[DeadLetter]
    complaints: list[tuple[int, str]]
    position: int
    number: int


def pieces(reading: Reading, size: int, complaints: int) -> Iterator[Piece]:
    """All records of the reading, up to `size` at once; no piece tells more than so many complaints."""
    records = reading.records()
    while True:
        builder, letters, told = _Builder(), list[DeadLetter](), list[tuple[int, str]]()
        for item in islice(records, size):
            if not isinstance(item, DeadLetter):
                builder.add(item)
                continue
            letters.append(item)
            if len(told) < complaints:
                told.append((reading.number, item.error))
        block = builder.build()
        if not block.rows and not letters:
            return
        yield Piece(block, letters, told, reading.position, reading.number)


class _Builder:
    """Takes events one by one. The vocabulary keeps the order in which storing them one by one would meet it."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._identities: list[bytes] = []
        self._request_ids: list[str] = []
        self._headers: list[str] = []
        self._vocabulary: list[Entry] = []
        self._places: dict[tuple[str, ...], int] = {}
        self._credentials: dict[tuple[str, str, str], tuple[Snapshot, int]] = {}

    def add(self, event: NewEvent) -> None:
        """Append one event."""
        raw = _raw(event.raw)
        self._numbers.extend(
            (
                event.time_ns,
                event.accounting_version,
                event.failed,
                event.generate,
                event.status,
                -1 if event.latency_ms is None else event.latency_ms,
                event.ttft_ms,
                *_buckets(event.buckets),
                *(raw if None not in raw else [number or 0 for number in raw]),
                *self._keys(event),
            )
        )
        self._identities.append(event.identity)
        self._request_ids.append(event.request_id)
        self._headers.append(event.headers)

    def build(self) -> Block:
        """All events so far."""
        headers = self._headers if any(self._headers) else []
        numbers, identities = self._numbers.tobytes(), b"".join(self._identities)
        return Block(len(self._identities), numbers, identities, self._request_ids, headers, self._vocabulary)

    def _keys(self, event: NewEvent) -> tuple[int, int, int, int, int]:
        credential = self._credential(event)
        texts = _route(event)
        route = self._places.get(texts)
        if route is None:
            route = self._put(texts, Route(*texts))
        who = _caller(event)
        caller = self._places.get(who)
        if caller is None:
            caller = self._put(who, Caller(event.key_hash, event.key_mask, *who[1:]))
        token = error = -1
        if event.token_hash:
            key = (event.auth_index, event.token_hash)
            token = self._places[key] if key in self._places else self._put(key, Token(*key))
        if event.error:
            text = (event.error,)
            error = self._places[text] if text in self._places else self._put(text, ErrorText(*text))
        return credential, route, caller, token, error

    def _credential(self, event: NewEvent) -> int:
        """What is known of a credential may change from event to event, and back: each change is an entry."""
        key = (event.auth_index, event.source.hash, event.provider)
        known = self._credentials.get(key)
        if known is not None and (known[0] is event.snapshot or known[0] == event.snapshot):
            return known[1]
        self._vocabulary.append(Credential(event.auth_index, event.provider, event.source, event.snapshot))
        self._credentials[key] = event.snapshot, len(self._vocabulary) - 1
        return len(self._vocabulary) - 1

    def _put(self, key: tuple[str, ...], entry: Entry) -> int:
        """Keys of the kinds differ in length, so they never meet."""
        self._vocabulary.append(entry)
        self._places[key] = place = len(self._vocabulary) - 1
        return place
