"""The events of a bench: seeded, written to a file once, counted on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from cpam_desktop.demo.clock import DemoClock
from cpam_desktop.demo.counters import Counters
from cpam_desktop.demo.population import populate
from cpam_desktop.demo.seeding import demo_auth_files
from cpam_desktop.demo.traffic import generate
from tests.bench.ledger import Ledger, read, time_ns

SEED = 11
MODELS, ACCOUNTS, KEYS = 40, 200, 24
RATE = 55.0
"""Events a second: 200,000 are what a busy server's queue holds in its longest retention, an hour."""
START_NS = 1_767_225_600_000_000_000


@dataclass(frozen=True, slots=True)
class Workload:
    """`file` has an event a line; `routes` is what management routes answer, by path."""

    file: Path
    sent: Ledger
    shares: Shares
    routes: dict[str, Any]

    def events(self) -> Iterator[bytes]:
        """The events in order."""
        with self.file.open("rb") as lines:
            for line in lines:
                yield line[:-1]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the events really hold. `failed` and `aliased` are parts of all events, `size` bytes an event."""

    events: int
    models: int
    accounts: int
    keys: int
    failed: float
    failure_texts: int
    aliased: float
    size: float

    def shortfall(self) -> str:
        """What is less than the bench promises; empty where all of it holds."""
        wanted = (
            (self.models >= 30, "fewer than 30 models"),
            (self.accounts >= 200, "fewer than 200 accounts"),
            (self.keys >= 24, "fewer than 24 keys"),
            (0.025 <= self.failed <= 0.035, "not 3 % failures"),
            (self.failure_texts > 1, "failures without texts of their own"),
            (0.045 <= self.aliased <= 0.06, "not 5 % aliases"),
        )
        return ", ".join(text for holds, text in wanted if not holds)

    def __str__(self) -> str:
        return (
            f"{self.events:,} (seed {SEED}): {self.models} models, {self.accounts} accounts, {self.keys} keys, "
            f"{self.failed:.1%} failed with {self.failure_texts:,} texts, {self.aliased:.1%} aliased, "
            f"{self.size:,.0f} bytes an event"
        )


def make(folder: Path, count: int, *, rate: float = RATE, headers: bool = True) -> Workload:
    """Write `count` events into the folder, so many a second, with the upstreams' response headers or without."""
    people = populate(SEED, n_models=MODELS, n_accounts=ACCOUNTS, n_keys=KEYS)
    tally = _Tally()
    file = folder / "events.jsonl"
    with file.open("wb") as lines:
        for raw in islice(generate(SEED, start_ns=START_NS, rate=rate, people=people), count):
            if not headers:
                raw = _without_headers(raw)
            lines.write(raw + b"\n")
            tally.add(raw)
    counters = Counters(DemoClock())
    files = [one.wire(counters) for one in demo_auth_files(people, START_NS)]
    settings = {"usage-statistics-enabled": True, "redis-usage-queue-retention-seconds": 3600}
    return Workload(
        file, tally.ledger, tally.shares(), {"config": settings, "auth-files": {"files": files}, "api-key-usage": {}}
    )


def _without_headers(raw: bytes) -> bytes:
    event = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    event.pop("response_headers", None)
    return msgspec.json.encode(event)


class _Tally:
    def __init__(self) -> None:
        self.ledger = Ledger()
        self._models: set[str] = set()
        self._accounts: set[str] = set()
        self._keys: dict[str, str] = {}
        self._texts: set[str] = set()
        self._failed = self._aliased = self._bytes = 0

    def add(self, raw: bytes) -> None:
        event = read(raw)
        model, alias, key, failed = event["model"], event["alias"], event["api_key"], event["failed"]
        if key not in self._keys:
            self._keys[key] = hashlib.sha256(key.encode()).hexdigest()
        self._models.add(model)
        self._accounts.add(event["auth_index"])
        self._aliased += alias != model
        self._bytes += len(raw)
        if failed:
            self._failed += 1
            self._texts.add(event["fail"]["body"])
        stamp, total, status = (
            time_ns(event["timestamp"]),
            event["tokens"]["total_tokens"],
            event["fail"]["status_code"],
        )
        self.ledger.add((stamp, event["request_id"], model, alias, self._keys[key], total, failed, status))

    def shares(self) -> Shares:
        count = self.ledger.count
        return Shares(
            count,
            len(self._models),
            len(self._accounts),
            len(self._keys),
            self._failed / count,
            len(self._texts),
            self._aliased / count,
            self._bytes / count,
        )
