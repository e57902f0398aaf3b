"""Small tables: servers, gaps, the watch anchor, dead letters, and what the file holds."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path

from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.store.database import Writing
from cpam_desktop.store.events import NewEvent
from cpam_desktop.store.models import DeadLetter, GapRow, Server, Watch
from cpam_desktop.store.orm import delete, insert, replace, update


def server_id(writing: Writing, *, uid: str | None, base_url: str, name: str) -> int:
    """Id of a server's row, made where there is none; nothing is written where nothing changed.

    With a uid (a saved server) the row of that uid, its URL and name kept current; the history of an ad hoc visit to
    the same URL is taken over. Without one (ad hoc) the row of that URL, whoever it belongs to, left as it is.
    """
    found = find_server(writing.connection, uid=uid, base_url=base_url)
    if found is None:
        return insert(writing.orm, Server, uid=uid or ad_hoc_uid(base_url), base_url=base_url, name=name)
    if uid:
        wanted = {"uid": uid, "base_url": base_url or found.base_url, "name": name or found.name}
        known = {"uid": found.uid, "base_url": found.base_url, "name": found.name}
        if wanted != known:
            update(writing.orm, Server, found.id, **wanted)
    return found.id


def ad_hoc_uid(base_url: str) -> str:
    """The uid of a server that is not saved, made from its URL; of an import (no URL), a new one."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, base_url) if base_url else uuid.uuid4())


def find_server(connection: sqlite3.Connection, *, uid: str | None, base_url: str) -> ServerRow | None:
    """The row that `server_id` would use, None where it would make one."""
    if uid:
        row = _server_where(connection, "uid = ?", uid)
        return row or (_server_where(connection, "uid = ?", ad_hoc_uid(base_url)) if base_url else None)
    return _server_where(connection, "base_url = ?", base_url) if base_url else None


def _server_where(connection: sqlite3.Connection, where: str, value: str) -> ServerRow | None:
    row = connection.execute(
        f"select id, uid, base_url, name from server where {where} order by id", (value,)
    ).fetchone()
    return None if row is None else ServerRow(*row)


def imported_server_id(writing: Writing, name: str) -> int:
    """Id of a server known by name only (imports), made where it does not exist."""
    row = writing.connection.execute("select id from server where name = ? order by id", (name,)).fetchone()
    return int(row[0]) if row else server_id(writing, uid=None, base_url="", name=name)


def has_event(connection: sqlite3.Connection, server: int, time_ns: int, identity: bytes) -> bool:
    """Whether the server has the event of this time and identity."""
    sql = "select 1 from event where time_ns = ? and server_id = ? and identity = ?"
    return connection.execute(sql, (time_ns, server, identity)).fetchone() is not None


def has_twin(connection: sqlite3.Connection, server: int, event: NewEvent) -> bool:
    """Whether the server has an event of the same time, model, tokens and outcome with a request id.

    For records that lack it: this is the same one, better known.
    """
    sql = (
        "select 1 from event e join term m on m.id = e.model_id where e.time_ns = ? and e.server_id = ?"
        " and m.text = ? and e.raw_input = ? and e.raw_output = ? and e.failed = ? and e.request_id != ''"
    )
    tokens = (event.raw.input_tokens, event.raw.output_tokens)
    found = connection.execute(sql, (event.time_ns, server, event.model, *tokens, event.failed))
    return found.fetchone() is not None


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A server that has rows in this file."""

    id: int
    uid: str
    base_url: str
    name: str


def servers(connection: sqlite3.Connection) -> list[ServerRow]:
    """All servers of the file, by name."""
    rows = connection.execute("select id, uid, base_url, name from server order by name, id")
    return [ServerRow(*row) for row in rows]


def open_gap(writing: Writing, server: int, gap: Gap) -> int:
    """Record a gap; returns its id."""
    row = {"from_ns": gap.from_ns, "to_ns": gap.to_ns, "reason": gap.reason.value, "certain": gap.certain}
    return insert(writing.orm, GapRow, server_id=server, detail=gap.detail, **row)


def set_gap(writing: Writing, gap_id: int, gap: Gap) -> None:
    """Change a gap, usually to end it."""
    update(
        writing.orm,
        GapRow,
        gap_id,
        from_ns=gap.from_ns,
        to_ns=gap.to_ns,
        reason=gap.reason.value,
        certain=gap.certain,
        detail=gap.detail,
    )


def open_gaps(connection: sqlite3.Connection, server: int) -> list[tuple[int, Gap]]:
    """Gaps that have not ended, with their ids, oldest first: a collector that was killed leaves them behind."""
    sql = "select id, from_ns, reason, certain, detail from gap where server_id = ? and to_ns is null order by from_ns"
    rows = connection.execute(sql, (server,))
    return [(row[0], Gap(row[1], None, GapReason(row[2]), bool(row[3]), row[4])) for row in rows]


def gaps(connection: sqlite3.Connection, server: int, since_ns: int = 0) -> list[Gap]:
    """Gaps of a server that reach past `since_ns`, oldest first."""
    sql = (
        "select from_ns, to_ns, reason, certain, detail from gap where server_id = ? and coalesce(to_ns, from_ns) >= ?"
        " order by from_ns"
    )
    rows = connection.execute(sql, (server, since_ns))
    return [Gap(row[0], row[1], GapReason(row[2]), bool(row[3]), row[4]) for row in rows]


@dataclass(frozen=True, slots=True)
class WatchMark:
    """Until when a server's queue was surely read (ns UTC), how long it keeps events (s), its call counters then."""

    last_good_ns: int
    retention_s: int
    calls: int | None


def keep_watch(writing: Writing, server: int, mark: WatchMark) -> None:
    """Remember the mark: the anchor of gaps over restarts of ours and of the server."""
    replace(
        writing.orm,
        Watch,
        server_id=server,
        last_good_ns=mark.last_good_ns,
        retention_s=mark.retention_s,
        calls=mark.calls,
    )


def last_watch(connection: sqlite3.Connection, server: int) -> WatchMark | None:
    """The last mark of a server, None where it was never collected."""
    sql = "select last_good_ns, retention_s, calls from watch where server_id = ?"
    row = connection.execute(sql, (server,)).fetchone()
    return None if row is None else WatchMark(*row)


@dataclass(frozen=True, slots=True)
class DeadLetterRow:
    """A kept record that could not be understood."""

    id: int
    server_id: int
    received_ns: int
    payload: str
    error: str


def dead_letters(connection: sqlite3.Connection, after_id: int = 0, limit: int = 500) -> list[DeadLetterRow]:
    """Dead letters after an id, oldest first."""
    sql = "select id, server_id, received_ns, payload, error from dead_letter where id > ? order by id limit ?"
    return [DeadLetterRow(*row) for row in connection.execute(sql, (after_id, limit))]


def drop_dead_letters(writing: Writing, ids: list[int]) -> None:
    """Remove replayed dead letters."""
    delete(writing.orm, DeadLetter, ids)


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What the history file holds."""

    path: Path
    events: int
    dead_letters: int
    bytes: int
    servers: tuple[ServerRow, ...]
    first_ns: int | None
    last_ns: int | None


def file_info(connection: sqlite3.Connection, path: Path) -> FileInfo:
    """Rows and bytes (database, WAL, shared memory and segments together)."""
    # One at a time: each is answered from an end of the index, all three in one query from the whole of it.
    events = tuple(
        connection.execute(f"select {what} from event").fetchone()[0]
        for what in ("count(*)", "min(time_ns)", "max(time_ns)")
    )
    dead = connection.execute("select count(*) from dead_letter").fetchone()[0]
    size = sum(part.stat().st_size for part in _parts(path) if part.exists())
    size += connection.execute("select coalesce(sum(bytes), 0) from segment").fetchone()[0]
    return FileInfo(path, events[0], dead, size, tuple(servers(connection)), events[1], events[2])


def _parts(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]
