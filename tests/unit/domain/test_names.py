from __future__ import annotations

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.names import AliasKind, AliasTaken, Name, fold, read_alias, read_key, read_kind, shown

HASH = "175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a"


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("  Build server ", "Build server"),
        ("a", "a"),
        ("键" * 120, "键" * 120),
        ("n\u00a0b", "n\u00a0b"),
        ("👩‍💻", "👩‍💻"),
    ],
)
def test_a_name_is_trimmed_and_up_to_120_characters(text: str, alias: str) -> None:
    assert read_alias(text) == alias


@pytest.mark.parametrize("text", ["", "   ", "x" * 121, "a\nb", "a\x7fb", "a\u2028b", "\ud800"])
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="1 to 120 printable characters"):
        read_alias(text)


def test_an_api_key_is_named_by_its_hash_and_never_repeated() -> None:
    assert read_key(AliasKind.API_KEY, f" {HASH.upper()} ") == HASH
    with pytest.raises(InputError) as caught:
        read_key(AliasKind.API_KEY, "sk-client-alpha-000001")
    assert "sk-client" not in caught.value.sentence()
    assert read_key(AliasKind.ACCOUNT, " alice@example.com ") == "alice@example.com"
    with pytest.raises(InputError, match="which channel"):
        read_key(AliasKind.CHANNEL, " ")


def test_kinds() -> None:
    assert [read_kind(text) for text in ("api-key", " Account", "provider", "CHANNEL")] == list(AliasKind)
    with pytest.raises(InputError, match="api-key, account, provider, channel"):
        read_kind("model")


def test_names_are_one_whatever_their_case_and_their_code_points() -> None:
    assert fold("STRASSE") == fold("straße")
    assert fold("Cafe\u0301") == fold("CAFÉ")
    assert fold("alpha key") != fold("alphakey")


@pytest.mark.parametrize(
    ("alias", "label", "text"),
    [
        ("Build", "sk-…0001 · 175c34b6", "Build · …0001"),
        ("Build", "**** · 175c34b6", "Build · ****"),
        ("Build", "sha256:175c34b6 · 175c34b6", "Build · sha256:175c34b6"),
        ("Alice", "alice@example.com", "Alice · alice@example.com"),
        ("Main", "codex/oauth", "Main · codex/oauth"),
        ("", "sk-…0001 · 175c34b6", "sk-…0001 · 175c34b6"),
        ("Nobody", "", "Nobody"),
    ],
)
def test_a_masked_tail_stays_visible_beside_the_name(alias: str, label: str, text: str) -> None:
    assert shown(alias, label) == text


def test_a_taken_name_says_whose_it_is() -> None:
    error = AliasTaken(Name(AliasKind.API_KEY, "f" * 64, "Build"), HASH)
    assert error.sentence() == (
        "This name cannot be used: the name “Build” belongs to the API key 175c34b6… already. Choose another name."
    )
    assert (error.reason, error.holder, error.exit_status) == ("api_key_alias_duplicate", HASH, 2)
    other = AliasTaken(Name(AliasKind.CHANNEL, "a", "x"), "codex/oauth")
    assert "the channel “codex/oauth” already" in other.sentence()
