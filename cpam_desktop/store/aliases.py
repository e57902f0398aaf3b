"""The table of names: read whole in one query, changed in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cpam_desktop.domain.names import AliasKind, AliasTaken, Name, fold, shown
from cpam_desktop.store import settings
from cpam_desktop.store.database import Writing
from cpam_desktop.store.models import Alias
from cpam_desktop.store.orm import delete, insert, update

REVISION = "names.revision"
"""The setting that counts changes: it grows whichever process makes them."""
_KINDS = frozenset(kind.value for kind in AliasKind)
_READ = (
    f"select '', '', value, 0 from setting where name = '{REVISION}'"
    " union all select kind, key, alias, updated_ns from alias"
)


@dataclass(frozen=True, slots=True)
class AliasBook:
    """All names of one moment. `revision` is 0 before the first change and grows with each."""

    revision: int = 0
    names: Mapping[tuple[str, str], Name] = field(default_factory=dict[tuple[str, str], Name])

    def alias(self, kind: str, key: str) -> str:
        """What the key is called, empty where it has no name."""
        found = self.names.get((kind, key))
        return found.alias if found else ""

    def label(self, kind: str, key: str, label: str) -> str:
        """The label with the name before it, where there is one."""
        found = self.names.get((kind, key))
        return shown(found.alias, label) if found else label

    def of_kind(self, kind: str) -> dict[str, Name]:
        """key -> name of one kind."""
        return {key: name for (of, key), name in self.names.items() if of == kind}

    def __bool__(self) -> bool:
        """Whether anything has a name."""
        return bool(self.names)


def read(connection: sqlite3.Connection) -> AliasBook:
    """All names: one query over a table of hundreds of rows."""
    revision = 0
    names: dict[tuple[str, str], Name] = {}
    for kind, key, text, updated_ns in connection.execute(_READ):
        if not kind:
            revision = int(text)
        elif kind in _KINDS:  # a later version may name more
            names[kind, key] = Name(AliasKind(kind), key, text, updated_ns)
    return AliasBook(revision, names)


def put(writing: Writing, names: Sequence[Name]) -> AliasBook:
    """Set names (checked by `domain.names`), all or none; AliasTaken names the holder of one that is taken.

    The table as it is afterwards decides, so two keys may swap their names. Names that are set already stay as old as
    they were; the revision grows only where something changed.
    """
    before = read(writing.connection)
    new = {(name.kind.value, name.key): name for name in names if before.alias(name.kind, name.key) != name.alias}
    after = {**before.names, **new}
    _check(after, new)
    ids = _ids(writing, new)
    # Away from the unique index first: a swap would meet the other's old name.
    for row_id in ids.values():
        update(writing.orm, Alias, row_id, folded=f"\0{row_id}")
    for (kind, key), name in new.items():
        row = {"given": name.alias, "folded": fold(name.alias), "updated_ns": name.updated_ns}
        if (kind, key) in ids:
            update(writing.orm, Alias, ids[kind, key], **row)
        else:
            insert(writing.orm, Alias, kind=kind, key=key, **row)
    return AliasBook(_count(writing, before.revision) if new else before.revision, after)


def drop(writing: Writing, keys: Sequence[tuple[AliasKind, str]]) -> int:
    """Remove the names of these keys; returns how many there were."""
    before = read(writing.connection)
    ids = _ids(writing, {(kind.value, key): None for kind, key in keys})
    delete(writing.orm, Alias, list(ids.values()))
    if ids:
        _count(writing, before.revision)
    return len(ids)


def _check(after: Mapping[tuple[str, str], Name], new: Mapping[tuple[str, str], Name]) -> None:
    holders: dict[tuple[str, str], str] = {}
    # Names that stay come first: what is new is refused, never what was there.
    for place, name in sorted(after.items(), key=lambda item: item[0] in new):
        holder = holders.setdefault((name.kind, fold(name.alias)), name.key)
        if holder != name.key and place in new:
            raise AliasTaken(name, holder)


def _ids(writing: Writing, places: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], int]:
    rows = writing.connection.execute("select kind, key, id from alias")
    return {(kind, key): row_id for kind, key, row_id in rows if (kind, key) in places}


def _count(writing: Writing, revision: int) -> int:
    settings.write(writing, REVISION, revision + 1)
    return revision + 1
