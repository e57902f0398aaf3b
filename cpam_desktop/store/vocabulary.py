"""What ids mean: the labels of accounts, keys, channels and models, from the dimension tables and people's own names.

Each of these vocabularies is small (hundreds of rows), so a query reads one whole and decides in Python which ids are
meant. `term` also holds error texts, which are many: it is only ever read by kind, along its index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from cpam_desktop.domain.names import AliasKind, shown
from cpam_desktop.domain.redact import is_email
from cpam_desktop.store import aliases

_NAMED = frozenset(kind.value for kind in AliasKind)


def account_label(account: str, source: str, source_hash: str) -> str:
    """The snapshot's account, else the e-mail (or project) in `source`, else a mask with 8 digits of its hash."""
    if account:
        return account
    if not source_hash:
        return ""
    if is_email(source) or ("…" not in source and "*" not in source and not source.startswith("sha256:")):
        return source
    return f"{source} · {source_hash[:8]}"


def key_label(mask: str, key_hash: str) -> str:
    """How an API key is shown: its mask; two keys with one mask differ by the first 8 digits of the hash."""
    return f"{mask} · {key_hash[:8]}" if key_hash else ""


def of_kind(kind: str) -> str:
    """The condition for terms of one kind that uses the index, which begins with the server."""
    return f"server_id in (select id from server) and kind = '{kind}'"


def labels(connection: sqlite3.Connection, kind: str) -> dict[int, tuple[str, str]]:
    """id -> (key, label) of one kind: model, endpoint, provider, channel, api-key, account, project.

    The key stays the same whatever people call it; the label begins with the name where there is one.
    """
    found = plain_labels(connection, kind)
    book = aliases.read(connection) if kind in _NAMED else None
    if not book:
        return found
    return {row_id: (key, book.label(kind, key, label)) for row_id, (key, label) in found.items()}


def plain_labels(connection: sqlite3.Connection, kind: str) -> dict[int, tuple[str, str]]:
    """id -> (key, label) as `labels` gives them where nothing has a name."""
    if kind in ("model", "endpoint"):
        rows = connection.execute(f"select id, text from term where {of_kind(kind)}")
        return {row[0]: (row[1], row[1]) for row in rows}
    if kind in ("provider", "channel"):
        rows = connection.execute(f"select id, {kind} from upstream")
        return {row[0]: (row[1], row[1]) for row in rows}
    if kind == "api-key":
        return _keys(connection)
    if kind == "project":
        rows = connection.execute("select id, project from credential")
        return {row[0]: (row[1], row[1]) for row in rows}
    rows = connection.execute("select id, account, source, source_hash from credential")
    found = {row[0]: account_label(row[1], row[2], row[3]) for row in rows}
    return {row_id: (label, label) for row_id, label in found.items()}


def _keys(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """One label a key: where a server's events were imported by hash, the mask that another server has."""
    rows = connection.execute("select id, hash, mask from api_key").fetchall()
    masks = {key: mask for _id, key, mask in rows if not mask.startswith("sha256:")}
    return {row_id: (key, key_label(masks.get(key, mask), key)) for row_id, key, mask in rows}


def matching_ids(connection: sqlite3.Connection, kind: str, accept: Callable[[str, str], bool]) -> list[int]:
    """Ids of a kind whose (key, label) is accepted, under the name that people gave it or without it."""
    book = aliases.read(connection) if kind in _NAMED else aliases.AliasBook()
    found: set[int] = set()
    for row_id, (key, label) in plain_labels(connection, kind).items():
        alias = book.alias(kind, key)
        if accept(key, label) or (alias and (accept(key, alias) or accept(key, shown(alias, label)))):
            found.add(row_id)
    if kind == "account":  # an account is also meant by the hash of its key
        rows = connection.execute("select id, source_hash from credential where source_hash <> ''")
        found |= {row[0] for row in rows if accept(row[1], row[1])}
    return sorted(found)


def is_one_of(values: Iterable[str]) -> Callable[[str, str], bool]:
    """Accepts what equals one of the values by key or label, case ignored; a key also by a mask or hash prefix of 8."""
    wanted = {value.strip().casefold() for value in values}

    def accept(key: str, label: str) -> bool:
        names = {key.casefold(), label.casefold(), label.casefold().split(" · ")[0]}
        return bool(names & wanted) or (len(key) == 64 and key[:8] in wanted)

    return accept


def contains(text: str) -> Callable[[str, str], bool]:
    """Accepts what contains the text in key or label, case ignored."""
    needle = text.casefold()
    return lambda key, label: needle in label.casefold() or needle in key.casefold()


def choices(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Labels of a kind that events can have, sorted without regard to case; the empty one is left out."""
    found = {label for _key, label in labels(connection, kind).values() if label}
    return sorted(found, key=str.casefold)
