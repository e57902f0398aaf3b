"""Columnar files through DuckDB, always in memory: there is never a .duckdb file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def jsonl_to_parquet(source: Path, target: Path, columns: Mapping[str, str]) -> None:
    """Write a JSONL file as zstd Parquet with these columns (name -> DuckDB type); absent fields become null."""
    import duckdb  # takes 200 ms: only who exports Parquet pays for it

    types = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        query = f"select * from read_json('{_quote(source)}', format = 'newline_delimited', columns = {types})"
        connection.execute(f"copy ({query}) to '{_quote(target)}' (format parquet, compression zstd)")


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
