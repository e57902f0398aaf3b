"""The only place that prints: JSON documents and tables on stdout, words for people on stderr."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TextIO

import msgspec

from cpam_desktop.domain.errors import AppError

SCHEMA = 1
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # would steer the terminal


class Output:
    """`json` decides the form; `document` prints one JSON object, `table` a table for people."""

    def __init__(self, *, json: bool, quiet: bool = False) -> None:
        self.json = json
        self._quiet = quiet

    def document(self, fields: Mapping[str, object]) -> None:
        """One JSON document on one line, `"schema": 1` first; flushed, so a reader of a pipe sees it at once."""
        _write(sys.stdout, _ENCODER.encode({"schema": SCHEMA, **fields}).decode())

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table on stdout; numbers stand right."""
        from rich.console import Console
        from rich.table import Table

        table = Table(title=title or None, title_justify="left")
        for index, column in enumerate(columns):
            cells = [row[index] for row in rows]
            numeric = bool(rows) and all(cell is None or isinstance(cell, int | float | Decimal) for cell in cells)
            table.add_column(column, justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(_cell(value) for value in row))
        # A pipe has no width: nothing is cut or wrapped there. Names of models and errors are text, never markup.
        width = None if sys.stdout.isatty() else 240
        Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False).print(table)

    def line(self, text: str) -> None:
        """A line of the result on stdout, for people."""
        _write(sys.stdout, text)

    def say(self, text: str) -> None:
        """A word on stderr."""
        if not self._quiet:
            _write(sys.stderr, text)

    def error(self, error: AppError) -> None:
        """One line on stderr that says what to do."""
        _write(sys.stderr, f"cpam-desktop: {error.sentence()}")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text + "\n")
    stream.flush()


def _encode(value: object) -> object:
    return str(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_encode, decimal_format="number")  # money: exact, and a number


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(value))
