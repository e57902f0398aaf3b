"""What people call API keys, accounts, providers and channels: one name each, unique within its kind.

A key is what stays the same: SHA-256 hex of an API key, else the text that the history shows (`store.vocabulary`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from cpam_desktop.domain.errors import InputError

LONGEST = 120
_HASH = re.compile(r"[0-9a-f]{64}")
_SEPARATOR = " · "


class AliasKind(StrEnum):
    """What can have a name; the values are those of filters and groups."""

    API_KEY = "api-key"
    ACCOUNT = "account"
    PROVIDER = "provider"
    CHANNEL = "channel"


KIND_WORDS = {
    AliasKind.API_KEY: "API key",
    AliasKind.ACCOUNT: "account",
    AliasKind.PROVIDER: "provider",
    AliasKind.CHANNEL: "channel",
}


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `alias` is what `key` of this kind is called since `updated_ns`."""

    kind: AliasKind
    key: str
    alias: str
    updated_ns: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has or could have a name: `label` is how it is shown without one, `alias` may be empty."""

    kind: AliasKind
    key: str
    label: str
    alias: str = ""
    updated_ns: int = 0

    @property
    def shown(self) -> str:
        """How pages show it."""
        return shown(self.alias, self.label)


@dataclass(frozen=True, slots=True)
class NamesChanged:
    """Bus event: names were set or removed; everything that shows labels is out of date."""

    revision: int


class AliasTaken(InputError):
    """Another key has this name; `holder` is that key. `reason` is the Usage Service's code for it."""

    reason = "api_key_alias_duplicate"

    def __init__(self, name: Name, holder: str) -> None:
        self.holder = holder
        what = KIND_WORDS[name.kind]
        super().__init__(
            f"the name “{name.alias}” belongs to the {what} {short(name.kind, holder)} already",
            title="This name cannot be used",
            hint="Choose another name.",
        )


def read_kind(text: str) -> AliasKind:
    """The kind of that name; InputError lists the kinds."""
    try:
        return AliasKind(text.strip().lower())
    except ValueError as error:
        known = ", ".join(AliasKind)
        raise InputError(f"“{text}” is nothing that can have a name", hint=f"Use one of: {known}.") from error


def read_alias(text: str) -> str:
    """The name without blanks around it: 1 to 120 characters, none of them a control character."""
    alias = text.strip()
    # Line and paragraph separators break a line as control characters do.
    if not 1 <= len(alias) <= LONGEST or any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in alias):
        raise InputError(
            f"a name has 1 to {LONGEST} printable characters", title="This name cannot be used", hint="Change the name."
        )
    return alias


def read_key(kind: AliasKind, text: str) -> str:
    """The key as it is stored; InputError where an API key is not given by its hash, or nothing is given.

    The text is not repeated: it may be the API key itself.
    """
    if kind is AliasKind.API_KEY:
        digest = text.strip().lower()
        if not _HASH.fullmatch(digest):
            raise InputError("an API key is named by its SHA-256: 64 hexadecimal digits", title="This is no hash")
        return digest
    key = text.strip()
    if not key:
        raise InputError(f"it is not said which {KIND_WORDS[kind]} is meant")
    return key


def is_hash(text: str) -> bool:
    """Whether the text is a SHA-256 in lower hexadecimal digits."""
    return _HASH.fullmatch(text) is not None


def fold(alias: str) -> str:
    """What must be unique within a kind: the name without regard to case and to ways of writing one sign."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", alias).casefold())


def short(kind: AliasKind, key: str) -> str:
    """A key in a sentence: 8 digits of a hash, else the text."""
    return f"{key[:8]}…" if kind is AliasKind.API_KEY else f"“{key}”"


def shown(alias: str, label: str) -> str:
    """How something with a name is shown: `Alias · …abcd`, so that the end of a masked key stays visible.

    `label` is how it is shown without a name; it stays whole where it is no mask (`Alias · alice@example.com`).
    """
    if not alias:
        return label
    head = label.partition(_SEPARATOR)[0]
    tail = "…" + head.rpartition("…")[2] if "…" in head else head
    return f"{alias}{_SEPARATOR}{tail}" if tail else alias
