"""How far files were imported: written in the transaction of the rows, removed when a file is read to its end."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass

from cpam_desktop.domain.clock import NS_PER_SECOND

KEPT_NS = 30 * 86_400 * NS_PER_SECOND
"""Nobody goes on with an import after a month; until then its mark costs a row."""

_FIELDS = "position, line, total, added, duplicates, failed"


@dataclass(frozen=True, slots=True)
class ImportMark:
    """Where reading goes on (`position` as the format counts, `line` as people do), and what became of the rest."""

    position: int
    line: int
    total: int
    added: int
    duplicates: int
    failed: int


def find(connection: sqlite3.Connection, fingerprint: str, server: int) -> ImportMark | None:
    """The mark of a file under a server."""
    row = connection.execute(
        f"select {_FIELDS} from import_mark where fingerprint = ? and server_id = ?", (fingerprint, server)
    ).fetchone()
    return None if row is None else ImportMark(*row)


def keep(connection: sqlite3.Connection, fingerprint: str, server: int, mark: ImportMark, now_ns: int) -> None:
    """Write or move the mark, inside the caller's transaction."""
    connection.execute(
        f"insert into import_mark (fingerprint, server_id, updated_ns, {_FIELDS}) values (?,?,?,?,?,?,?,?,?)"
        " on conflict (fingerprint, server_id) do update set updated_ns = excluded.updated_ns,"
        " position = excluded.position, line = excluded.line, total = excluded.total, added = excluded.added,"
        " duplicates = excluded.duplicates, failed = excluded.failed",
        (fingerprint, server, now_ns, *astuple(mark)),
    )


def drop(connection: sqlite3.Connection, fingerprint: str, server: int, now_ns: int) -> None:
    """Remove the mark of a file that was read to its end, and those that nobody came back to."""
    connection.execute("delete from import_mark where fingerprint = ? and server_id = ?", (fingerprint, server))
    connection.execute("delete from import_mark where updated_ns < ?", (now_ns - KEPT_NS,))
