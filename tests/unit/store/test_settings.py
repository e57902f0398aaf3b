from __future__ import annotations

from cpam_desktop.store import settings
from cpam_desktop.store.database import Database
from tests.kit.history import select


def _read(database: Database, name: str) -> object:
    return database.read(lambda connection: settings.read(connection, name)).result(10)


def _write(database: Database, name: str, value: object) -> None:
    database.write(lambda writing: settings.write(writing, name, value)).result(10)


def test_a_setting_is_kept_changed_and_removed(database: Database) -> None:
    assert _read(database, "x") is None
    _write(database, "x", {"codes": [429], "name": "Grüße"})
    _write(database, "y", 7)
    assert _read(database, "x") == {"codes": [429], "name": "Grüße"}
    _write(database, "x", [1])
    assert (_read(database, "x"), _read(database, "y")) == ([1], 7)
    _write(database, "x", None)
    assert select(database, "select name, value from setting") == [("y", "7")]


def test_what_is_no_json_counts_as_never_set(database: Database) -> None:
    database.write(lambda w: w.connection.execute("insert into setting (name, value) values ('x', '{')")).result(10)
    assert _read(database, "x") is None
