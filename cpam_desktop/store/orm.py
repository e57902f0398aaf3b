"""The one typed door to peewee, whose own types are loose: rows in and out of small tables by primary key."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, cast

from peewee import Model, SqliteDatabase


def connection_of(database: SqliteDatabase) -> sqlite3.Connection:
    """The calling thread's raw connection."""
    return cast("sqlite3.Connection", cast("Any", database).connection())


def insert(database: SqliteDatabase, table: type[Model], **row: object) -> int:
    """Insert a row; returns its id."""
    return int(cast("Any", table).insert(**row).execute(database))


def replace(database: SqliteDatabase, table: type[Model], **row: object) -> None:
    """Insert a row, or replace the one with its primary key."""
    cast("Any", table).replace(**row).execute(database)


def update(database: SqliteDatabase, table: type[Model], row_id: int, **changes: object) -> None:
    """Change columns of the row with this id."""
    if changes:
        model = cast("Any", table)
        model.update(**changes).where(model.id == row_id).execute(database)


def delete(database: SqliteDatabase, table: type[Model], row_ids: Sequence[int]) -> None:
    """Remove the rows with these ids."""
    model = cast("Any", table)
    model.delete().where(model.id.in_(list(row_ids))).execute(database)
