"""Settings of the history itself (what every window and command line on it shares): a name and JSON."""

from __future__ import annotations

import json
import sqlite3

from cpam_desktop.store.database import Writing


def read(connection: sqlite3.Connection, name: str) -> object:
    """The decoded value; None where it was never set or cannot be read."""
    row = connection.execute("select value from setting where name = ?", (name,)).fetchone()
    if row is None:
        return None
    try:
        return json.loads(row[0])
    except ValueError:
        return None


def write(writing: Writing, name: str, value: object) -> None:
    """Set a value that JSON can hold; None removes the setting."""
    if value is None:
        writing.connection.execute("delete from setting where name = ?", (name,))
        return
    sql = "insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value"
    writing.connection.execute(sql, (name, json.dumps(value, ensure_ascii=False)))
