from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.store import migrations
from cpam_desktop.store.database import Database
from cpam_desktop.store.models import TABLES
from tests.kit.history import keep, one, select, wire


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_new_file_has_the_columns_and_keys_of_the_models(database: Database, table: Any) -> None:
    meta = table._meta
    rows = select(database, f"pragma table_info({meta.table_name})")
    fields: list[Any] = meta.sorted_fields
    assert [(row[1], bool(row[3]), bool(row[5])) for row in rows] == [
        (field.column_name, not field.null, field.primary_key) for field in fields
    ]
    indexes = select(database, f"pragma index_list({meta.table_name})")
    made = {
        (tuple(row[2] for row in select(database, f"pragma index_info({index[1]})")), bool(index[2]))
        for index in indexes
    }
    wanted: set[tuple[tuple[str, ...], bool]] = {(tuple(names), unique) for names, unique in meta.indexes}
    wanted |= {((field.column_name,), field.unique) for field in fields if field.unique or field.index}
    assert made == wanted


def test_every_table_has_a_model(database: Database) -> None:
    names = {row[0] for row in select(database, "select name from sqlite_master where type = 'table'")}
    assert names == {cast("Any", table)._meta.table_name for table in TABLES}


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    step = "create table note (id integer not null primary key, text text);\nalter table server add colour text;\n"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))


TODAY = len(migrations.STEPS)


def _used_file(path: Path) -> None:
    database = Database.open(path)
    keep(database, [wire()])
    database.close()


def test_an_older_file_is_copied_and_upgraded(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "h.sqlite"
    _used_file(path)
    request.getfixturevalue("two_steps")
    database = Database.open(path)
    assert one(database, "pragma user_version") == TODAY + 1
    assert one(database, "select count(*) from event") == 1
    assert select(database, "select name, colour from server") == [("cpa", None)]
    database.close()
    with closing(sqlite3.connect(tmp_path / f"h.sqlite.before-v{TODAY + 1}")) as copy:
        assert copy.execute("pragma user_version").fetchone() == (TODAY,)
        assert copy.execute("select count(*) from event").fetchone() == (1,)


@pytest.mark.usefixtures("two_steps")
def test_a_new_file_goes_through_every_step_without_copies(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "h.sqlite")
    assert one(database, "pragma user_version") == TODAY + 1
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["h.sqlite"]


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "h.sqlite"
    _used_file(path)
    with monkeypatch.context() as patch:
        patch.setattr(
            migrations, "STEPS", (*migrations.STEPS, "create table note (id integer);\ncreate table note (a);")
        )
        with pytest.raises(StoreError, match="already exists"):
            Database.open(path)
    database = Database.open(path)
    assert one(database, "pragma user_version") == TODAY
    assert one(database, "select count(*) from sqlite_master where name = 'note'") == 0
    database.close()


@pytest.mark.usefixtures("two_steps")
def test_the_second_of_two_processes_finds_the_step_done(tmp_path: Path) -> None:
    first = Database.open(tmp_path / "h.sqlite")
    with closing(sqlite3.connect(tmp_path / "h.sqlite", isolation_level=None)) as late:
        migrations.migrate(late, tmp_path / "h.sqlite")
        assert late.execute("pragma user_version").fetchone() == (TODAY + 1,)
    first.close()


def test_a_file_of_the_first_version_keeps_its_rows(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "h.sqlite", isolation_level=None)) as first:
        first.executescript(migrations.STEPS[0])
        first.execute("insert into server (uid, base_url, name) values ('u', '', 'old')")
        first.execute(f"pragma application_id = {migrations.APPLICATION_ID}")
        first.execute("pragma user_version = 1")
    database = Database.open(tmp_path / "h.sqlite")
    assert one(database, "select name from server") == "old"
    assert one(database, "select count(*) from segment") == 0
    database.close()
