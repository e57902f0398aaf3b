from __future__ import annotations

from pathlib import Path

import pytest

from cpam_desktop.domain.names import AliasKind, AliasTaken, Name
from cpam_desktop.store import aliases
from cpam_desktop.store.aliases import AliasBook
from cpam_desktop.store.database import Database
from tests.kit.history import select

A, B = "a" * 64, "b" * 64
KEY = AliasKind.API_KEY


def _put(database: Database, *names: Name) -> AliasBook:
    return database.write(lambda writing: aliases.put(writing, names)).result(10)


def _read(database: Database) -> AliasBook:
    return database.read(aliases.read).result(10)


def test_an_empty_book(database: Database) -> None:
    book = _read(database)
    assert (book.revision, bool(book), book.alias("api-key", A)) == (0, False, "")
    assert book.label("api-key", A, "sk-…0001 · aaaaaaaa") == "sk-…0001 · aaaaaaaa"


def test_names_are_kept_and_counted(database: Database) -> None:
    first = _put(database, Name(KEY, A, "Build", 5), Name(AliasKind.CHANNEL, "codex/oauth", "Build", 6))
    assert first == _read(database)
    assert first.revision == 1
    assert first.of_kind("api-key") == {A: Name(KEY, A, "Build", 5)}
    assert first.label("channel", "codex/oauth", "codex/oauth") == "Build · codex/oauth"
    assert _put(database, Name(KEY, A, "Ship", 7)).revision == 2
    assert _read(database).names[("api-key", A)] == Name(KEY, A, "Ship", 7)


def test_what_is_set_already_changes_nothing(database: Database) -> None:
    _put(database, Name(KEY, A, "Build", 5))
    assert _put(database, Name(KEY, A, "Build", 9)).revision == 1
    assert _read(database).names[("api-key", A)].updated_ns == 5


def test_a_name_is_unique_within_its_kind_without_regard_to_case(database: Database) -> None:
    _put(database, Name(KEY, A, "Straße", 5))
    with pytest.raises(AliasTaken) as caught:
        _put(database, Name(KEY, B, "STRASSE", 6))
    assert caught.value.holder == A
    assert _read(database).revision == 1
    _put(database, Name(AliasKind.ACCOUNT, B, "STRASSE", 6))
    assert _put(database, Name(KEY, A, "STRASSE", 7)).alias("api-key", A) == "STRASSE"


def test_all_or_none_and_new_names_among_each_other(database: Database) -> None:
    with pytest.raises(AliasTaken) as caught:
        _put(database, Name(KEY, A, "one", 1), Name(KEY, B, "ONE", 1))
    assert caught.value.holder == A
    assert select(database, "select * from alias") == []


def test_two_keys_swap_their_names(database: Database) -> None:
    _put(database, Name(KEY, A, "one", 1), Name(KEY, B, "two", 1))
    book = _put(database, Name(KEY, A, "two", 2), Name(KEY, B, "one", 2))
    assert (book.alias("api-key", A), book.alias("api-key", B)) == ("two", "one")
    assert _read(database) == book
    assert select(database, "select key, folded from alias order by key") == [(A, "two"), (B, "one")]


def test_names_are_taken_away(database: Database) -> None:
    _put(database, Name(KEY, A, "one", 1), Name(KEY, B, "two", 1))
    assert database.write(lambda writing: aliases.drop(writing, [(KEY, A), (KEY, "c" * 64)])).result(10) == 1
    assert _read(database).of_kind("api-key") == {B: Name(KEY, B, "two", 1)}
    assert _read(database).revision == 2
    assert database.write(lambda writing: aliases.drop(writing, [(KEY, A)])).result(10) == 0
    assert _read(database).revision == 2


def test_a_change_of_another_process_is_seen(database: Database, tmp_path: Path) -> None:
    other = Database.open(tmp_path / "history.sqlite")
    _put(other, Name(KEY, A, "one", 1))
    other.close()
    assert (_read(database).revision, _read(database).alias("api-key", A)) == (1, "one")


def test_kinds_of_a_later_version_are_left_alone(database: Database) -> None:
    sql = "insert into alias (kind, key, alias, folded, updated_ns) values ('server', 'u1', 'Home', 'home', 1)"
    database.write(lambda writing: writing.connection.execute(sql)).result(10)
    assert not _read(database)
    _put(database, Name(KEY, A, "Home", 2))
    assert select(database, "select kind, alias from alias order by kind") == [("api-key", "Home"), ("server", "Home")]
