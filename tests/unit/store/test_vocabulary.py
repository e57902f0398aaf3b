from __future__ import annotations

import pytest

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.names import AliasKind, Name
from cpam_desktop.store import aliases
from cpam_desktop.store.database import Database
from cpam_desktop.store.exports import rows
from cpam_desktop.store.pages import page
from cpam_desktop.store.vocabulary import (
    account_label,
    choices,
    contains,
    is_one_of,
    key_label,
    labels,
    matching_ids,
)
from tests.kit.history import CLIENT_HASH, SERVICE, UPSTREAM_HASH, keep, keep_lines, lines, someone, wire

HASH = "cc01de93813c4254286903333e2d33301a94f18f0318fb9738a3367584075604"


@pytest.mark.parametrize(
    ("account", "source", "source_hash", "label"),
    [
        ("alice@example.com", "sk-…1111", HASH, "alice@example.com"),
        ("", "grok.user@example.com", HASH, "grok.user@example.com"),
        ("", "gro***@example.com", HASH, "gro***@example.com"),
        ("", "my-project-7", HASH, "my-project-7"),
        ("", "sk-…1111", HASH, "sk-…1111 · cc01de93"),
        ("", "****", HASH, "**** · cc01de93"),
        ("", "sha256:cc01de93", HASH, "sha256:cc01de93 · cc01de93"),
        ("", "", "", ""),
    ],
)
def test_an_account_is_named_by_what_is_known_best(account: str, source: str, source_hash: str, label: str) -> None:
    assert account_label(account, source, source_hash) == label


def test_a_key_is_named_by_mask_and_hash() -> None:
    assert key_label("sk-…0001", "175c34b6c3e3") == "sk-…0001 · 175c34b6"
    assert key_label("", "") == ""


def test_labels_of_every_kind(database: Database) -> None:
    keep(database, [wire(alias="asked")], snapshots={"cb3c5eb4152635f2": someone("alice@example.com")})
    answers = {
        kind: sorted(database.read(lambda connection, kind=kind: labels(connection, kind)).result(10).values())
        for kind in ("model", "endpoint", "provider", "channel", "api-key", "account", "project")
    }
    assert answers == {
        "model": [("asked", "asked"), ("gpt-plain", "gpt-plain")],
        "endpoint": [("POST /v1/chat/completions", "POST /v1/chat/completions")],
        "provider": [("codex", "codex")],
        "channel": [("codex/apikey", "codex/apikey")],
        "api-key": [
            ("175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a", "sk-…0001 · 175c34b6"),
        ],
        "account": [("alice@example.com", "alice@example.com")],
        "project": [("", "")],
    }


def test_a_credential_has_one_name_raw_and_from_either_export(database: Database) -> None:
    """The same upstream key, collected under one name and imported under two others."""
    keep(database, [wire()], "raw")
    keep_lines(database, lines(SERVICE / "v114-export.jsonl")[:1], "1.1.4")
    keep_lines(database, lines(SERVICE / "plus-export.jsonl")[:1], "plus")
    found = database.read(lambda connection: labels(connection, "account")).result(10)
    assert [label for _, label in found.values()] == ["sk-…1111 · cc01de93"] * 3


def test_a_key_has_one_label_on_every_server(database: Database) -> None:
    keep(database, [wire(api_key=f"sha256:{CLIENT_HASH}")], "imported by hash")
    keep(database, [wire()], "raw")
    assert _label(database, "api-key") == [(CLIENT_HASH, "sk-…0001 · 175c34b6")] * 2


def test_values_match_by_key_label_mask_or_the_first_8_of_a_hash() -> None:
    accept = is_one_of((" SK-…0001 ",))
    assert accept(HASH, "sk-…0001 · cc01de93")
    assert not accept(HASH, "sk-…0002 · cc01de93")
    assert is_one_of(("CC01DE93",))(HASH, "x")
    assert not is_one_of(("cc01de93",))("cc01de93-model", "x")
    assert not is_one_of(())(HASH, "x")
    assert is_one_of(("STRASSE",))("straße", "x"), "case is ignored in every alphabet"


def test_parts_match_in_key_and_label() -> None:
    assert contains("DE93")(HASH, "x")
    assert contains("ab")("x", "cABd")
    assert not contains("abc")("x", "cABd")


def _named(database: Database, *names: Name) -> None:
    database.write(lambda writing: aliases.put(writing, names)).result(10)


def _label(database: Database, kind: str) -> list[tuple[str, str]]:
    return sorted(database.read(lambda connection: labels(connection, kind)).result(10).values())


def test_names_stand_in_the_labels_and_never_in_the_keys(database: Database) -> None:
    keep(database, [wire()], snapshots={"cb3c5eb4152635f2": someone("alice@example.com")})
    _named(
        database,
        Name(AliasKind.API_KEY, CLIENT_HASH, "Build server"),
        Name(AliasKind.ACCOUNT, "alice@example.com", "Alice"),
        Name(AliasKind.PROVIDER, "codex", "OpenAI"),
        Name(AliasKind.CHANNEL, "codex/apikey", "Paid"),
    )
    assert _label(database, "api-key") == [(CLIENT_HASH, "Build server · …0001")]
    assert _label(database, "account") == [("alice@example.com", "Alice · alice@example.com")]
    assert _label(database, "provider") == [("codex", "OpenAI · codex")]
    assert _label(database, "channel") == [("codex/apikey", "Paid · codex/apikey")]
    assert _label(database, "model") == [("gpt-plain", "gpt-plain")]


@pytest.mark.parametrize(
    ("kind", "values", "found"),
    [
        ("api-key", "BUILD · server", True),
        ("api-key", "Build · Server · …0001", True),
        ("api-key", "sk-…0001", True),
        ("api-key", "sk-…0001 · 175c34b6", True),
        ("api-key", "175c34b6", True),
        ("api-key", CLIENT_HASH, True),
        ("api-key", "server", False),
        ("account", "one", True),
        ("account", "sk-…1111 · cc01de93", True),
        ("account", UPSTREAM_HASH, True),
        ("account", "two", False),
    ],
)
def test_a_filter_finds_the_name_and_what_was_there_before_it(
    database: Database, kind: str, values: str, found: bool
) -> None:
    keep(database, [wire()])
    _named(
        database,
        Name(AliasKind.API_KEY, CLIENT_HASH, "Build · Server"),
        Name(AliasKind.ACCOUNT, "sk-…1111 · cc01de93", "One"),
    )
    accept = is_one_of((values,))
    assert database.read(lambda connection: matching_ids(connection, kind, accept)).result(10) == ([1] if found else [])


def test_the_search_finds_a_part_of_the_name(database: Database) -> None:
    keep(database, [wire(request_id="r1"), wire(request_id="r2", api_key="sk-client-beta-000002")])
    _named(database, Name(AliasKind.API_KEY, CLIENT_HASH, "Nightly build"))
    wanted = EventFilter(search="GHTLY b")
    (row,) = database.read(lambda connection: page(connection, wanted, 9)).result(10)
    assert (row.request_id, row.api_key, row.api_key_hash) == ("r1", "Nightly build · …0001", CLIENT_HASH)


def test_a_row_shows_names_and_keeps_what_they_stand_for(database: Database) -> None:
    keep(database, [wire()])
    _named(
        database,
        Name(AliasKind.ACCOUNT, "sk-…1111 · cc01de93", "One"),
        Name(AliasKind.PROVIDER, "codex", "OpenAI"),
        Name(AliasKind.CHANNEL, "codex/apikey", "Paid"),
    )
    (row,) = database.read(lambda connection: page(connection, EventFilter(), 9)).result(10)
    assert (row.account, row.account_key) == ("One · …1111", "sk-…1111 · cc01de93")
    assert (row.provider_label, row.provider) == ("OpenAI · codex", "codex")
    assert (row.channel_label, row.channel) == ("Paid · codex/apikey", "codex/apikey")


def test_choices_are_labelled_by_name(database: Database) -> None:
    keep(database, [wire()])
    _named(database, Name(AliasKind.API_KEY, CLIENT_HASH, "Build"))
    assert database.read(lambda connection: choices(connection, "api-key")).result(10) == ["Build · …0001"]


def test_exports_know_no_names(database: Database) -> None:
    keep(database, [wire()])
    _named(database, Name(AliasKind.API_KEY, CLIENT_HASH, "Build"), Name(AliasKind.PROVIDER, "codex", "OpenAI"))
    (row,) = database.read(lambda connection: list(rows(connection, EventFilter()))).result(10)
    assert (row["api_key_hash"], row["provider"]) == (CLIENT_HASH, "codex")
    assert "Build" not in str(row)
