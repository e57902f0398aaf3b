"""Names of API keys, accounts, providers and channels: list, set, remove, find by what people type."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.names import (
    KIND_WORDS,
    AliasKind,
    AliasTaken,
    Name,
    Named,
    NamesChanged,
    fold,
    is_hash,
    read_alias,
    read_key,
)
from cpam_desktop.domain.redact import redact_text, sha256_hex
from cpam_desktop.services.name_files import NameFile, NamesImported, read_names, write_names
from cpam_desktop.services.queries import ask
from cpam_desktop.store import aliases
from cpam_desktop.store.aliases import AliasBook
from cpam_desktop.store.database import Database, Writing
from cpam_desktop.store.vocabulary import plain_labels

T = TypeVar("T")
_SHORTEST_PREFIX = 8


class NameService:
    """Every change is one transaction, and tells the bus `NamesChanged`."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def book(self) -> AliasBook:
        """All names of this moment; its `revision` grows with each change, of other processes too."""
        return await ask(self._database, aliases.read)

    async def list(self, kind: AliasKind | None = None) -> tuple[Name, ...]:
        """All names, or those of one kind, by kind and name."""
        return _sorted((await self.book()).names.values(), kind)

    async def known(self, kind: AliasKind) -> tuple[Named, ...]:
        """Everything of a kind that the history holds or that has a name, by how it is shown."""
        return await ask(self._database, lambda connection: _known(connection, kind))

    async def set(self, kind: AliasKind, key: str, alias: str) -> Name:
        """Call `key` (a hash for an API key) this; AliasTaken names the one that is called so already."""
        name = Name(kind, read_key(kind, key), read_alias(alias), time.time_ns())
        await self._change(lambda writing: _put(writing, [name]))
        return name

    async def remove(self, kind: AliasKind, key: str) -> bool:
        """Take the name away; False where there was none."""
        place = (kind, read_key(kind, key))
        return bool(await self._change(lambda writing: aliases.drop(writing, [place])))

    async def find(self, kind: AliasKind, text: str) -> str:
        """The key that is meant by a hash (or 8 of its digits), a mask, a name or a label.

        InputError where it means nothing or several, and for a clear API key, which it does not repeat.
        """
        wanted = text.strip().replace("...", "…")
        if kind is AliasKind.API_KEY and is_hash(wanted.lower()):
            return wanted.lower()
        if redact_text(wanted) != wanted:
            raise _clear_key()
        known = await self.known(kind)
        if kind is AliasKind.API_KEY and sha256_hex(wanted) in {item.key for item in known}:
            raise _clear_key()
        found = [item for item in known if item.key == wanted] or [item for item in known if _means(item, wanted)]
        if len(found) == 1:
            return found[0].key
        if kind is AliasKind.API_KEY:
            raise _unclear_key(found)
        words = "means several" if found else "is not known as one"
        listed = ", ".join(item.key for item in (found or known)[:20]) or "none yet"
        raise InputError(f"{KIND_WORDS[kind]} “{text}” {words}", hint=f"Known: {listed}.")

    async def export_document(self, *, everything: bool = False) -> bytes:
        """The names of API keys as the Usage Service answers them; `everything` adds the other kinds as `names`."""
        return write_names(await self.list(), everything=everything)

    async def import_document(self, data: bytes, *, drop_orphans: bool = False) -> NamesImported:
        """Set every name of a document as `export_document` or the Usage Service writes it; all or none.

        A name that a key holds which is not in use any more is taken from it where the document or `drop_orphans` says
        so; in use is what the document lists, else every key of the history.
        """
        file = read_names(data, time.time_ns())
        return await self._change(lambda writing: _import(writing, file, drop_orphans or file.drop_orphans))

    async def _change(self, job: Callable[[Writing], T]) -> T:
        def counted(writing: Writing) -> tuple[T, int, int]:
            before = aliases.read(writing.connection).revision
            done = job(writing)
            return done, before, aliases.read(writing.connection).revision

        done, before, after = await asyncio.wrap_future(self._database.write(counted))
        if after != before:
            self._bus.publish(NamesChanged(after))
        return done


def _sorted(names: Iterable[Name], kind: AliasKind | None) -> tuple[Name, ...]:
    chosen = [name for name in names if kind in (None, name.kind)]
    return tuple(sorted(chosen, key=lambda name: (name.kind, fold(name.alias), name.key)))


def _known(connection: sqlite3.Connection, kind: AliasKind) -> tuple[Named, ...]:
    labels = {key: label for key, label in plain_labels(connection, kind).values() if key}
    names = aliases.read(connection).of_kind(kind)
    for key in names:
        labels.setdefault(key, f"sha256:{key[:8]}" if kind is AliasKind.API_KEY else key)
    unnamed = Name(kind, "", "")
    found = [
        Named(kind, key, label, names.get(key, unnamed).alias, names.get(key, unnamed).updated_ns)
        for key, label in labels.items()
    ]
    return tuple(sorted(found, key=lambda item: (fold(item.shown), item.key)))


def _put(writing: Writing, names: Iterable[Name]) -> AliasBook:
    names = list(names)
    for kind in {name.kind for name in names}:
        keys = {key for key, _label in plain_labels(writing.connection, kind).values()}
        for name in names:
            if name.kind is kind:
                _check_sense(name, keys)
    return aliases.put(writing, names)


def _check_sense(name: Name, keys: Iterable[str]) -> None:
    """A name is neither an API key in clear nor what something else of its kind is called by itself."""
    if name.kind is AliasKind.API_KEY:
        if sha256_hex(name.alias) in {name.key, *keys}:
            raise InputError("it is an API key in clear", title="This name cannot be used", hint="Choose a name.")
        return
    for key in keys:
        if key != name.key and fold(key) == fold(name.alias):
            raise AliasTaken(name, key)


def _import(writing: Writing, file: NameFile, drop_orphans: bool) -> NamesImported:
    before = aliases.read(writing.connection)
    new = {(name.kind.value, name.key): name for name in file.names}
    orphans: list[tuple[AliasKind, str]] = []
    if drop_orphans:
        in_use = {key for key, _label in plain_labels(writing.connection, AliasKind.API_KEY).values()}
        active = in_use if file.active is None else file.active
        wanted = {fold(name.alias) for name in file.names if name.kind is AliasKind.API_KEY}
        orphans = [
            (name.kind, name.key)
            for place, name in before.names.items()
            if name.kind is AliasKind.API_KEY and place not in new and name.key not in active
            if fold(name.alias) in wanted
        ]
        aliases.drop(writing, orphans)
    _put(writing, new.values())
    added = sum(place not in before.names for place in new)
    changed = sum(before.alias(*place) not in ("", name.alias) for place, name in new.items())
    return NamesImported(added, changed, len(new) - added - changed, len(orphans))


def _means(item: Named, wanted: str) -> bool:
    text = fold(wanted)
    by_hash = item.kind is AliasKind.API_KEY and len(text) >= _SHORTEST_PREFIX and item.key.startswith(text)
    mask = item.label.partition(" · ")[0]
    return bool(text) and (by_hash or text in map(fold, (item.key, item.alias, item.label, item.shown, mask)))


def _clear_key() -> InputError:
    return InputError(
        "an API key in clear is no argument: other users of this computer can read it",
        title="This looks like the key itself",
        hint="Name it by its mask or by the first 8 digits of its hash.",
    )


def _unclear_key(found: Iterable[Named]) -> InputError:
    listed = ", ".join(f"{item.key[:12]}… ({item.shown})" for item in found)
    if listed:
        return InputError(f"several API keys are meant: {listed}", hint="Give more digits of the hash.")
    return InputError(
        "no API key of the history has this hash, mask or name",
        hint="Give its SHA-256, the first 8 digits of it, or its mask.",
    )
