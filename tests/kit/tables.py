"""All that a history holds of events, to compare two of them row by row."""

from __future__ import annotations

from typing import Any

from cpam_desktop.store.database import Database
from tests.kit.history import select

_TABLES = ("server", "term", "upstream", "credential", "api_key", "client", "event", "dead_letter")
_OF_THE_MOMENT = ("uid", "received_ns")
"""Columns that differ from one run to the next."""


def tables(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table, in the order of their ids, with every column that depends on the events alone."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in _TABLES:
        names = [row[1] for row in select(database, f"pragma table_info({table})") if row[1] not in _OF_THE_MOMENT]
        found[table] = select(database, f"select {', '.join(names)} from {table} order by id")
    return found
