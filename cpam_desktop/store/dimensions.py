"""Integer keys of the small vocabularies of one server, cached by the writer.

Used only on the writer thread, inside a transaction. A rolled-back transaction must call `forget()`: keys handed out
in it do not exist. Caches are bounded by being emptied, not by eviction: vocabularies are small, and a miss costs one
indexed lookup.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.events import NO_SNAPSHOT, Snapshot, channel_name
from cpam_desktop.store.upkeep_lineage import lineage, origin

_CACHE_LIMIT = 50_000
_UNCACHED = ("error", "token")
"""Texts that seldom come twice and may be long: a lookup costs less than their memory."""
_TELLS = "account <> '' or label <> '' or file <> '' or project <> ''"
"""A credential row with a snapshot. Its time is no sign of one: exports may leave it out."""


@dataclass(frozen=True, slots=True)
class SourceId:
    """The upstream identity of an event: its hash, and what may be shown (e-mail, project, or a mask)."""

    hash: str
    shown: str


class Dimensions:
    """Get-or-insert for the dimension tables of one server."""

    def __init__(self, server_id: int) -> None:
        self.server_id = server_id
        self._keys: dict[tuple[str, ...], int] = {}
        self._combinations: dict[tuple[str, ...], tuple[int | None, ...]] = {}
        self._credentials: dict[tuple[str, str, str], tuple[int, Snapshot]] = {}
        self._tokens: dict[str, tuple[str, int]] = {}
        self._lineage: str | None = None

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Call first in a transaction: rows that upkeep removed since the last one are forgotten.

        StoreError where the file was replaced by a backup: its servers have other ids.
        """
        mark = lineage(connection)
        if mark == self._lineage:
            return
        if self._lineage is not None and origin(mark) != origin(self._lineage):
            raise StoreError("a backup took its place meanwhile", hint="Start again.")
        self.forget()
        self._lineage = mark

    def forget(self) -> None:
        """Drop every cached key, after a rollback or a replaced file."""
        self._keys.clear()
        self._combinations.clear()
        self._credentials.clear()
        self._tokens.clear()

    def combination(self, texts: tuple[str, ...]) -> tuple[int | None, ...] | None:
        """Keys of texts that were looked up together before. Combinations of one length mean the same columns."""
        return self._combinations.get(texts)

    def combine(self, texts: tuple[str, ...], keys: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Remember the keys of texts that often come together; returns the keys."""
        if len(self._combinations) >= _CACHE_LIMIT:
            self._combinations.clear()
        self._combinations[texts] = keys
        return keys

    def term(self, connection: sqlite3.Connection, kind: str, text: str) -> int:
        """Key of one text of a vocabulary (`model`, `endpoint`, `effort`, `tier`, `error`, ...)."""
        return self._keys.get((kind, text)) or self._insert(
            connection, (kind, text), "term", ("kind", "text"), (kind, text), keep=kind not in _UNCACHED
        )

    def token(self, connection: sqlite3.Connection, auth_index: str, text: str) -> int:
        """Key of an access token's hash: each event of a credential has the same until it is renewed, hours later."""
        known = self._tokens.get(auth_index)
        if known is None or known[0] != text:
            if len(self._tokens) >= _CACHE_LIMIT:
                self._tokens.clear()
            known = self._tokens[auth_index] = (text, self.term(connection, "token", text))
        return known[1]

    def upstream(self, connection: sqlite3.Connection, provider: str, executor: str, auth_type: str) -> int:
        """Key of provider, executor and auth type; the row holds the channel derived from them."""
        key = ("\0upstream", provider, executor, auth_type)
        found = self._keys.get(key)
        if found:
            return found
        values = (provider, executor, auth_type)
        return self._insert(
            connection,
            key,
            "upstream",
            ("provider", "executor", "auth_type"),
            values,
            ("channel",),
            (channel_name(provider, auth_type),),
        )

    def api_key(self, connection: sqlite3.Connection, key_hash: str, mask: str) -> int:
        """Key of a client key by its hash."""
        return self._keys.get(("\0key", key_hash)) or self._insert(
            connection, ("\0key", key_hash), "api_key", ("hash",), (key_hash,), ("mask",), (mask,)
        )

    def client(self, connection: sqlite3.Connection, ip: str, forwarded_for: str, user_agent: str) -> int:
        """Key of a caller."""
        key = ("\0client", ip, forwarded_for, user_agent)
        return self._keys.get(key) or self._insert(
            connection, key, "client", ("ip", "forwarded_for", "user_agent"), (ip, forwarded_for, user_agent)
        )

    def credential(
        self, connection: sqlite3.Connection, auth_index: str, provider: str, source: SourceId, snapshot: Snapshot
    ) -> int:
        """Key of a credential with its attribution snapshot.

        A row without a snapshot is filled once; a snapshot that differs from the row's makes a new row. One that says
        nothing (whatever its time) changes nothing.
        """
        key = (auth_index, source.hash, provider)
        known = self._credentials.get(key)
        if known is None or known[1] is not snapshot:
            known = known or self._load_credential(connection, auth_index, provider, source)
            known = self._attribute(connection, known, (auth_index, provider, source), snapshot)
            if len(self._credentials) >= _CACHE_LIMIT:
                self._credentials.clear()
            self._credentials[key] = known
        return known[0]

    def _attribute(
        self,
        connection: sqlite3.Connection,
        known: tuple[int, Snapshot] | None,
        who: tuple[str, str, SourceId],
        snapshot: Snapshot,
    ) -> tuple[int, Snapshot]:
        auth_index, provider, source = who
        if not _tells(snapshot):
            snapshot = NO_SNAPSHOT
        if known is not None:
            if snapshot is NO_SNAPSHOT:
                return known
            if known[1] is not NO_SNAPSHOT and _content(known[1], provider) == _content(snapshot, provider):
                return known[0], snapshot
            if known[1] is NO_SNAPSHOT:
                filled = connection.execute(
                    "update credential set account=?, label=?, file=?, provider=?, project=?, snapshot_ns=?"
                    f" where id=? and not ({_TELLS})",
                    (*_content(snapshot, provider), snapshot.taken_at_ns, known[0]),
                ).rowcount
                if filled:
                    return known[0], snapshot
                # Another process (an import) filled the row since it was read: what it says stays true.
                return self._attribute(connection, self._load_credential(connection, *who), who, snapshot)
        row_id = connection.execute(
            "insert into credential (server_id, auth_index, source_hash, source, account, label, file, provider,"
            " project, snapshot_ns) values (?,?,?,?,?,?,?,?,?,?)",
            (
                *(self.server_id, auth_index, source.hash, source.shown),
                *_content(snapshot, provider),
                snapshot.taken_at_ns,
            ),
        ).lastrowid
        assert row_id is not None
        return row_id, snapshot

    def _load_credential(
        self, connection: sqlite3.Connection, auth_index: str, provider: str, source: SourceId
    ) -> tuple[int, Snapshot] | None:
        row = connection.execute(
            "select id, account, label, file, provider, project, snapshot_ns from credential"
            f" where server_id=? and auth_index=? and source_hash=? and ({_TELLS} or provider=?)"
            " order by id desc limit 1",
            (self.server_id, auth_index, source.hash, provider),
        ).fetchone()
        if row is None:
            return None
        snapshot = Snapshot(*row[1:])
        return row[0], snapshot if _tells(snapshot) else NO_SNAPSHOT

    def _insert(
        self,
        connection: sqlite3.Connection,
        key: tuple[str, ...],
        table: str,
        names: tuple[str, ...],
        values: tuple[str, ...],
        more_names: tuple[str, ...] = (),
        more_values: tuple[str, ...] = (),
        *,
        keep: bool = True,
    ) -> int:
        where = " and ".join(f"{name}=?" for name in names)
        row = connection.execute(
            f"select id from {table} where server_id=? and {where}", (self.server_id, *values)
        ).fetchone()
        if row is None:
            columns = ("server_id", *names, *more_names)
            marks = ",".join("?" * len(columns))
            row_id = connection.execute(
                f"insert into {table} ({', '.join(columns)}) values ({marks})",
                (self.server_id, *values, *more_values),
            ).lastrowid
        else:
            row_id = row[0]
        assert row_id is not None
        if len(self._keys) >= _CACHE_LIMIT:
            self._keys.clear()
        if keep:
            self._keys[key] = row_id
        return row_id


def _tells(snapshot: Snapshot) -> bool:
    """Whether it attributes the credential to anybody; a provider alone does not."""
    return bool(snapshot.account or snapshot.label or snapshot.file or snapshot.project)


def _content(snapshot: Snapshot, provider: str) -> tuple[str, str, str, str, str]:
    """What it says, its time aside; where it names no provider, the event's counts, as in the row."""
    return snapshot.account, snapshot.label, snapshot.file, snapshot.provider or provider, snapshot.project
