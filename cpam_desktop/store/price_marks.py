"""What was done for the price table and need not be done again: models seen in the history, models looked up.

The vocabulary of models holds the names that clients ask for as well, and telling them apart takes a look at every
event; so how far that look came is remembered.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from cpam_desktop.store.database import Writing
from cpam_desktop.store.vocabulary import of_kind

_LOOKED_UP = "prices.catalogue"
_SEEN = "prices.models"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """For which names, lower-case, this version of the catalogue was asked."""

    version: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeenModels:
    """The upstream models of all events up to the row `last`."""

    last: int = 0
    names: frozenset[str] = frozenset()


def model_names(connection: sqlite3.Connection) -> set[str]:
    """Names of upstream models and of what clients asked for, in any server; fast."""
    return {row[0] for row in connection.execute(f"select text from term where {of_kind('model')} and text <> ''")}


def looked_up(connection: sqlite3.Connection) -> LookedUp:
    """What the catalogue was asked for; nothing where that cannot be read."""
    version, names = _mark(connection, _LOOKED_UP, "")
    return LookedUp(str(version), names)


def set_looked_up(writing: Writing, done: LookedUp) -> None:
    """Remember what the catalogue was asked for."""
    set_setting(writing, _LOOKED_UP, json.dumps([done.version, sorted(done.names)]))


def seen_models(connection: sqlite3.Connection) -> SeenModels:
    """What was remembered; nothing where rows were removed at the end since then."""
    last, names = _mark(connection, _SEEN, 0)
    newest = connection.execute("select max(id) from event").fetchone()[0] or 0
    return SeenModels(last, names) if isinstance(last, int) and 0 <= last <= newest else SeenModels()


def look_for_models(connection: sqlite3.Connection) -> SeenModels:
    """What was remembered and the events since then; the first time at 10M events this takes seconds."""
    known = seen_models(connection)
    newest = connection.execute("select max(id) from event").fetchone()[0] or 0
    rows = connection.execute(
        "select text from term where text <> '' and id in (select distinct model_id from event where id > ?)",
        (known.last,),
    )
    return SeenModels(newest, known.names | {row[0] for row in rows})


def set_seen_models(writing: Writing, seen: SeenModels) -> None:
    """Remember the models up to a row."""
    set_setting(writing, _SEEN, json.dumps([seen.last, sorted(seen.names)]))


def setting(connection: sqlite3.Connection, name: str) -> str:
    """A value of the table of settings, empty where there is none."""
    row = connection.execute("select value from setting where name = ?", (name,)).fetchone()
    return row[0] if row else ""


def set_setting(writing: Writing, name: str, value: str) -> None:
    """Set it, in the open transaction."""
    writing.connection.execute(
        "insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, value),
    )


def _mark(connection: sqlite3.Connection, name: str, nothing: object) -> tuple[object, frozenset[str]]:
    try:
        first, names = json.loads(setting(connection, name) or "[]")
        return first, frozenset(names)
    except (ValueError, TypeError):
        return nothing, frozenset()
