"""Names as files: the alias API of the Usage Service, in and out, and our own addition for other kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import msgspec

from cpam_desktop.domain.clock import MAX_NS, NS_PER_MS
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.names import AliasKind, Name, read_alias, read_key, read_kind

_TITLE = "This file of names cannot be used"


@dataclass(frozen=True, slots=True)
class NameFile:
    """What a document says. `active` are the hashes of keys in use, None where it does not tell."""

    names: tuple[Name, ...]
    active: frozenset[str] | None
    drop_orphans: bool


@dataclass(frozen=True, slots=True)
class NamesImported:
    """How many names an import added, changed, found set already, and took from keys that are not in use."""

    added: int
    changed: int
    unchanged: int
    removed: int


def write_names(names: Iterable[Name], *, everything: bool) -> bytes:
    """`{items: [{apiKeyHash, alias, updatedAtMs}]}` by name, and with `everything` `names` of the other kinds."""
    names = tuple(names)
    document: dict[str, object] = {
        "items": [
            {"apiKeyHash": name.key, "alias": name.alias, "updatedAtMs": name.updated_ns // NS_PER_MS}
            for name in names
            if name.kind is AliasKind.API_KEY
        ]
    }
    if everything:
        document["names"] = [
            {
                "kind": name.kind.value,
                "key": name.key,
                "alias": name.alias,
                "updatedAtMs": name.updated_ns // NS_PER_MS,
            }
            for name in names
            if name.kind is not AliasKind.API_KEY
        ]
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read_names(data: bytes, now_ns: int) -> NameFile:
    """Read a GET answer or a PUT body of the alias API, or what `write_names` wrote.

    InputError says which item is wrong. Of several items for one key the last counts, as with the Usage Service.
    """
    try:
        document: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("it is no JSON document", title=_TITLE) from error
    if not isinstance(document, dict):
        raise InputError("it holds no “items”", title=_TITLE)
    fields = cast("dict[str, object]", document)
    if not isinstance(fields.get("items"), list) and not isinstance(fields.get("names"), list):
        raise InputError("it holds no “items”", title=_TITLE)
    found = [_key_name(item, now_ns, place) for place, item in _items(fields, "items")]
    found += [_other_name(item, now_ns, place) for place, item in _items(fields, "names")]
    active = fields.get("activeApiKeyHashes")
    hashes = {str(item).strip().lower() for item in cast("list[object]", active)} if isinstance(active, list) else None
    return NameFile(
        tuple({(name.kind, name.key): name for name in found}.values()),
        None if hashes is None else frozenset(hashes),
        fields.get("allowOrphanAliasCleanup") is True,
    )


def _items(fields: dict[str, object], name: str) -> Iterator[tuple[str, dict[str, object]]]:
    items = fields.get(name)
    for number, item in enumerate(cast("list[object]", items) if isinstance(items, list) else [], 1):
        place = f"{name} {number}"
        if not isinstance(item, dict):
            raise InputError(f"{place}: it is no object", title=_TITLE)
        yield place, cast("dict[str, object]", item)


def _key_name(item: dict[str, object], now_ns: int, place: str) -> Name:
    return _name(AliasKind.API_KEY, item, "apiKeyHash", now_ns, place)


def _other_name(item: dict[str, object], now_ns: int, place: str) -> Name:
    try:
        kind = read_kind(_text(item, "kind"))
    except InputError as error:
        raise InputError(f"{place}: {error.detail}", title=_TITLE, hint=error.hint) from error
    return _name(kind, item, "key", now_ns, place)


def _name(kind: AliasKind, item: dict[str, object], key: str, now_ns: int, place: str) -> Name:
    try:
        return Name(kind, read_key(kind, _text(item, key)), read_alias(_text(item, "alias")), _time(item, now_ns))
    except InputError as error:
        raise InputError(f"{place}: {error.detail}", title=_TITLE, hint=error.hint) from error


def _text(item: dict[str, object], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _time(item: dict[str, object], now_ns: int) -> int:
    value = item.get("updatedAtMs")
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_NS // NS_PER_MS
    return cast("int", value) * NS_PER_MS if known else now_ns
