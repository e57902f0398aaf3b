"""What a history costs on disk: bytes an event, response headers among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from tests.bench.bench import Bench
from tests.bench.figures import Figure

_TABLES = """
select coalesce(m.tbl_name, ''), coalesce(m.type, ''), s.name, sum(s.pgsize)
from dbstat s left join sqlite_master m on m.name = s.name group by s.name order by 4 desc
"""


def disk(bench: Bench) -> Iterator[Figure]:
    """The file with its WAL taken in, and which parts of it are large."""
    path, count = bench.history(), bench.workload.sent.count
    yield Figure(
        "rows on disk, with response headers", "bytes/event", [path.stat().st_size / count], note="WAL checkpointed"
    )
    with closing(sqlite3.connect(path)) as file:
        try:
            parts = file.execute(_TABLES).fetchall()
        except sqlite3.OperationalError:
            return  # this SQLite was built without dbstat
    for _table, kind, name, size in parts:
        if size / count >= 1:
            yield Figure(f"  {kind or 'file'} {name}", "bytes/event", [size / count])
