"""Whether what was stored is what was sent: a count, and a sum of one hash an event, in any order.

Written without the product's own parser: it would make the same mistake on both sides.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

_MASK = 2**64 - 1
_STORED = """
select e.time_ns, e.request_id, m.text, a.text, k.hash, e.raw_total, e.failed, e.status
from event e join term m on m.id = e.model_id join term a on a.id = e.alias_id join api_key k on k.id = e.key_id
"""


@dataclass(slots=True)
class Ledger:
    """One side of the account. Hashes of text differ between processes: both sides belong to one."""

    count: int = 0
    total: int = 0

    def add(self, event: tuple[Any, ...]) -> None:
        """Time (ns), request id, model, alias, hash of the client's key, tokens in all, failed, status."""
        self.count += 1
        self.total = (self.total + hash(event)) & _MASK


def stored_in(path: Path) -> Ledger:
    """What a closed history file holds."""
    ledger = Ledger()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        for row in file.execute(_STORED):
            ledger.add(row)
    return ledger


def difference(sent: Ledger, stored: Ledger) -> str:
    """What is wrong, in words; empty where both sides are the same."""
    if stored.count != sent.count:
        return f"{sent.count:,} sent, {stored.count:,} stored"
    return "" if stored.total == sent.total else "as many rows as events, but with other contents"


def time_ns(text: str) -> int:
    """Of `2026-01-01T00:00:00.019957088Z`."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return int(datetime.fromisoformat(f"{whole}+00:00").timestamp()) * 1_000_000_000 + int(fraction.ljust(9, "0"))


def read(raw: bytes) -> dict[str, Any]:
    """One event as it was made."""
    return json.loads(raw)
