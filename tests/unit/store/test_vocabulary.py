from __future__ import annotations

import pytest

from cpam_desktop.store.database import Database
from cpam_desktop.store.vocabulary import account_label, contains, is_one_of, key_label, labels
from tests.kit.history import SERVICE, keep, keep_lines, lines, someone, wire

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
