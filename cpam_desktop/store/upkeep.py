"""Retention in the database: what an age or a size would delete, and its deletion in short transactions.

The row with the highest id is never deleted, neither of events nor of vocabularies: SQLite would hand its id out again,
and marks ("everything up to this row is sealed", "rows after this one are new") and caches would mean another row.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from cpam_desktop.domain.upkeep import RetentionPlan
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Writing
from cpam_desktop.store.manifest import Segment
from cpam_desktop.store.upkeep_lineage import note_deletion

CHUNK = 5_000
_NEWEST = "select coalesce(max(id), 0) from event"
_OLD = "from event indexed by event_key where time_ns < ?"
"""The index holds time and row id: the events themselves are not read."""


@dataclass(frozen=True, slots=True)
class Doomed:
    """The rows that go: those of `segments`, and unsealed ones with sealed_id < id < through_id."""

    cutoff_ns: int
    sealed_id: int
    through_id: int
    segments: tuple[Segment, ...]


def doomed(connection: sqlite3.Connection, cutoff_ns: int, through_id: int) -> Doomed:
    """What is older than the cutoff as a whole; the row `through_id` and later ones stay."""
    segments = tuple(
        segment
        for segment in manifest.segments(connection)
        if segment.max_ns < cutoff_ns and segment.last_id < through_id
    )
    return Doomed(cutoff_ns, manifest.sealed_through(connection), through_id, segments)


def newest_row(connection: sqlite3.Connection) -> int:
    """The highest row id of all events, 0 where there is none."""
    return int(connection.execute(_NEWEST).fetchone()[0])


def plan(connection: sqlite3.Connection, cutoff_ns: int) -> RetentionPlan:
    """What deleting everything that started before the cutoff means, in one snapshot."""
    rows = doomed(connection, cutoff_ns, newest_row(connection))
    tail, oldest_tail, newest_tail = _tail_facts(connection, rows)
    older = int(connection.execute(f"select count(*) {_OLD}", (cutoff_ns,)).fetchone()[0])
    events = sum(segment.rows for segment in rows.segments) + tail
    letters, letter_bytes = connection.execute(
        "select count(*), coalesce(sum(length(payload)), 0) from dead_letter where received_ns < ?", (cutoff_ns,)
    ).fetchone()
    segment_bytes = sum(segment.bytes for segment in rows.segments)
    return RetentionPlan(
        cutoff_ns=cutoff_ns,
        through_id=rows.through_id,
        events=events,
        kept_back=max(0, older - events),
        dead_letters=letters,
        segments=len(rows.segments),
        frees=int(events * event_bytes(connection)) + segment_bytes + letter_bytes if events or letters else 0,
        oldest_ns=min((ns for ns in (*(s.min_ns for s in rows.segments), oldest_tail) if ns is not None), default=None),
        newest_ns=max((ns for ns in (*(s.max_ns for s in rows.segments), newest_tail) if ns is not None), default=None),
        oldest_kept_ns=_oldest_kept(connection, rows),
        newest_kept_ns=connection.execute("select max(time_ns) from event").fetchone()[0],
    )


def _tail_facts(connection: sqlite3.Connection, rows: Doomed) -> tuple[int, int | None, int | None]:
    sql = f"select count(*), min(time_ns), max(time_ns) {_OLD} and id > ? and id < ?"
    return connection.execute(sql, (rows.cutoff_ns, rows.sealed_id, rows.through_id)).fetchone()


def _oldest_kept(connection: sqlite3.Connection, rows: Doomed) -> int | None:
    gone = {segment.id for segment in rows.segments}
    first = connection.execute("select min(time_ns) from event where time_ns >= ?", (rows.cutoff_ns,)).fetchone()[0]
    newest = connection.execute("select time_ns from event where id = ?", (rows.through_id,)).fetchone()
    kept = [segment.min_ns for segment in manifest.segments(connection) if segment.id not in gone]
    times = [*kept, first, newest[0] if newest else None]
    return min((ns for ns in times if ns is not None), default=None)


def cutoff_for_size(connection: sqlite3.Connection, most: int) -> int:
    """The cutoff in ns under which so much goes that at most `most` bytes are in use; 0 where nothing has to."""
    used = _used_bytes(connection)
    sealed_rows, sealed_bytes = connection.execute(
        "select coalesce(sum(rows), 0), coalesce(sum(bytes), 0) from segment"
    ).fetchone()
    too_much = used + sealed_bytes - most
    if too_much <= 0:
        return 0
    each = event_bytes(connection) + (sealed_bytes / sealed_rows if sealed_rows else 0)
    count = ceil(too_much / each) if each else 0
    row = connection.execute("select time_ns from event order by time_ns limit 1 offset ?", (count,)).fetchone()
    if row is None:  # more than there is
        row = connection.execute("select coalesce(max(time_ns), -1) + 1 from event").fetchone()
    return _past_segments(connection, int(row[0]), count)


def _past_segments(connection: sqlite3.Connection, cutoff_ns: int, count: int) -> int:
    """A later cutoff where segments that reach over this one keep so much back that fewer than `count` rows go."""
    newest, known = newest_row(connection), manifest.segments(connection)
    while True:
        rows = doomed(connection, cutoff_ns, newest)
        if sum(segment.rows for segment in rows.segments) + _tail_facts(connection, rows)[0] >= count:
            return cutoff_ns
        over = [s.max_ns for s in known if s.min_ns < cutoff_ns <= s.max_ns and s.last_id < newest]
        if not over:
            return cutoff_ns
        cutoff_ns = min(over) + 1


def event_bytes(connection: sqlite3.Connection) -> float:
    """Bytes of an event's row and its index entry, measured; where SQLite cannot, the average of the whole file."""
    events = int(connection.execute("select count(*) from event").fetchone()[0])
    if not events:
        return 0.0
    try:
        sql = "select sum(pgsize) from dbstat where aggregate = 1 and name in ('event', 'event_key')"
        return int(connection.execute(sql).fetchone()[0]) / events
    except sqlite3.OperationalError:  # built without dbstat
        return _used_bytes(connection) / events


def _used_bytes(connection: sqlite3.Connection) -> int:
    sql = "select (page_count - freelist_count) * page_size from pragma_page_count, pragma_freelist_count"
    return int(connection.execute(f"{sql}, pragma_page_size").fetchone()[0])


def segment_ids(connection: sqlite3.Connection, segment: Segment) -> list[int] | None:
    """Its row ids; None where rows of another segment lie between its first and last ids and times as well."""
    sql = "select id from event where id between ? and ? and server_id = ? and time_ns between ? and ?"
    bounds = (segment.first_id, segment.last_id, segment.server_id, segment.min_ns, segment.max_ns)
    ids = [row[0] for row in connection.execute(sql, bounds)]
    return ids if len(ids) == segment.rows else None


def tail_ids(connection: sqlite3.Connection, rows: Doomed) -> array[int]:
    """The unsealed rows that go, by time."""
    sql = f"select id {_OLD} and id > ? and id < ? order by time_ns"
    return array("q", (row[0] for row in connection.execute(sql, (rows.cutoff_ns, rows.sealed_id, rows.through_id))))


def delete_segment(writing: Writing, segment: Segment, row_ids: Sequence[int]) -> int:
    """Delete a segment's rows and its line of the manifest together; 0 where the line is gone already."""
    connection = writing.connection
    if connection.execute("delete from segment where id = ? and file = ?", (segment.id, segment.file)).rowcount != 1:
        return 0
    return _delete(connection, row_ids)


def delete_tail(writing: Writing, rows: Doomed, after_ns: int) -> tuple[int, int]:
    """Delete up to `CHUNK` unsealed rows from `after_ns` on; returns how many, and where to go on."""
    connection = writing.connection
    sealed = max(rows.sealed_id, manifest.sealed_through(connection))
    found = connection.execute(
        f"select id, time_ns {_OLD} and time_ns >= ? and id > ? and id < ? order by time_ns limit ?",
        (rows.cutoff_ns, after_ns, sealed, rows.through_id, CHUNK),
    ).fetchall()
    if not found:
        return 0, after_ns
    return _delete(connection, [row[0] for row in found]), int(found[-1][1])


def _delete(connection: sqlite3.Connection, row_ids: Sequence[int]) -> int:
    note_deletion(connection)
    sql = "delete from event where id in (select value from json_each(?))"
    return connection.execute(sql, (json.dumps(list(row_ids)),)).rowcount


def delete_dead_letters(writing: Writing, cutoff_ns: int) -> int:
    """Delete up to `CHUNK` dead letters that came before the cutoff; returns how many."""
    sql = "delete from dead_letter where id in (select id from dead_letter where received_ns < ? limit ?)"
    return writing.connection.execute(sql, (cutoff_ns, CHUNK)).rowcount


_VOCABULARIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "error": ("term", "kind = 'error'", ("error_id",)),
    "token": ("term", "kind = 'token'", ("token_hash_id",)),
    "model": ("term", "kind = 'model'", ("model_id", "alias_id")),
    "endpoint": ("term", "kind = 'endpoint'", ("endpoint_id",)),
    "effort": ("term", "kind = 'effort'", ("effort_id",)),
    "tier": ("term", "kind = 'tier'", ("tier_id", "request_tier_id", "response_tier_id")),
    "quality": ("term", "kind = 'quality'", ("quality_id",)),
    "credential": ("credential", "1", ("credential_id",)),
    "upstream": ("upstream", "1", ("upstream_id",)),
    "api_key": ("api_key", "1", ("key_id",)),
    "client": ("client", "1", ("client_id",)),
}
"""Vocabulary: its table, its rows, and the columns of `event` that refer to them."""
VOCABULARIES = tuple(_VOCABULARIES)


def unused(connection: sqlite3.Connection, vocabulary: str) -> tuple[list[int], int]:
    """Ids of rows that no event refers to, and the newest event that this was seen with."""
    table, which, columns = _VOCABULARIES[vocabulary]
    used = " union ".join(f"select {name} from event where {name} is not null" for name in columns)
    sql = f"select id from {table} where {which} and id < (select max(id) from {table}) and id not in ({used})"
    return [row[0] for row in connection.execute(sql)], newest_row(connection)


def delete_unused(writing: Writing, vocabulary: str, ids: Sequence[int], seen_id: int) -> int:
    """Delete rows that are still unused: events that came after `seen_id` may have taken one up again."""
    connection = writing.connection
    table, _, columns = _VOCABULARIES[vocabulary]
    taken = {
        row[0] for name in columns for row in connection.execute(f"select {name} from event where id > ?", (seen_id,))
    }
    note_deletion(connection)
    rows = [(row_id,) for row_id in ids if row_id not in taken]
    connection.executemany(f"delete from {table} where id = ?", rows)
    return len(rows)
