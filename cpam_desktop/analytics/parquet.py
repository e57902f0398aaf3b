"""Columnar files through DuckDB, always in memory: there is never a .duckdb file."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path


def jsonl_to_parquet(source: Path, target: Path, columns: Mapping[str, str]) -> None:
    """Write a JSONL file as zstd Parquet with these columns (name -> DuckDB type); absent fields become null.

    OSError where the target cannot be written.
    """
    import duckdb  # takes 200 ms: only who exports Parquet pays for it

    types = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"
    query = f"select * from read_json('{_quote(source)}', format = 'newline_delimited', columns = {types})"
    try:
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")
            connection.execute("set memory_limit = '256MB'")
            # What does not fit goes beside the source, not into the working folder.
            connection.execute(f"set temp_directory = '{_quote(source.parent)}'")
            connection.execute(f"copy ({query}) to '{_quote(target)}' (format parquet, compression zstd)")
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error).rpartition(": ")[2]) from error


def parquet_rows(path: Path) -> int:
    """How many rows the file really yields; OSError where it cannot be read to its end."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")
            # Every column is decoded, so that a damaged page shows.
            found = connection.execute(f"select count(*), max(hash(columns(*))) from read_parquet('{_quote(path)}')")
            row = found.fetchone()
    except duckdb.Error as error:
        raise OSError(errno.EIO, str(error).partition("\n")[0]) from error
    assert row is not None
    return int(row[0])


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
