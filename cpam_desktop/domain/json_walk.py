"""Values at chosen places of a JSON document of any size, cut out by structure alone and read piece by piece.

By structure alone: a value that is broken inside comes out as it is, and a document that ends early or is damaged
yields everything before that. Memory holds one value and one piece of the file, whatever the size of the document.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

Path = tuple[str | None, ...]
"""Names of members from the outside in, None for an element of an array."""

PIECE = 1 << 20
_DEEPEST = 100
"""Nobody nests the places that are looked for deeper; a captured value may be as deep as it likes."""
_NAME = "\0"
"""Stands in the path where an object's next name is due."""
# Possessive throughout: no way back, so the time is linear.
_TOKEN = re.compile(rb'[ \t\r\n,:]*+("(?:[^"\\]++|\\.)*+"|["{}\[\]]|[^ \t\r\n,:"{}\[\]]++)', re.DOTALL)
_BETWEEN = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)


def _nested(levels: int) -> bytes:
    """A whole array or object of at most so many levels."""
    flat = rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+'
    inner = b"(?:" + _nested(levels - 1) + flat + b")*+" if levels > 1 else b""
    return rb"[{\[]" + flat + inner + rb"[}\]]"


_WHOLE = re.compile(_nested(4), re.DOTALL)
"""Every event as it is on the wire: one step instead of one a bracket, which takes twice as long."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value's bytes. `whole` is False where it is longer than the limit, or where the file ends inside it."""

    path: Path
    data: bytes
    whole: bool


class Walker:
    """Yields every value whose path is `wanted`, in the order of the file; what is inside it is not looked at.

    `closed`: the outermost array or object was read to its end. `broken`: what is there is no JSON, reading stopped.
    """

    def __init__(self, file: BinaryIO, wanted: Callable[[Path], bool], limit: int) -> None:
        self.closed = False
        self.broken = False
        self._file = file
        self._wanted = wanted
        self._limit = limit
        self._data = b""
        self._at = 0
        self._base = 0
        self._path: list[str | None] = []

    @property
    def position(self) -> int:
        """Bytes of the file that were dealt with."""
        return self._base + self._at

    def rest(self) -> bytes:
        """What comes next, at most one piece: where reading stopped, this is why."""
        self._refill(self._at)
        return self._data[:PIECE]

    def __iter__(self) -> Iterator[Value]:
        while not (self.closed or self.broken) and (token := self._token()):
            sign = token[:1]
            if sign in b"}]":
                self._leave(sign)
            elif self._path and self._path[-1] == _NAME:
                self._path[-1] = _name(token) if sign == b'"' else _NAME
                self.broken = sign != b'"'
            elif self._wanted(tuple(self._path)):
                yield self._capture(token)
                self._end_of_value()
            elif sign in b"{[":
                self._path.append(_NAME if sign == b"{" else None)
                self.broken = len(self._path) > _DEEPEST
            else:
                self._end_of_value()

    def _leave(self, sign: bytes) -> None:
        """The end of an array or object; a sign that ends nothing is passed over."""
        if not self._path:
            self.broken = True
        elif (self._path[-1] is None) == (sign == b"]"):
            self._path.pop()
            self._end_of_value()

    def _end_of_value(self) -> None:
        if not self._path:
            self.closed = True
        elif self._path[-1] is not None:
            self._path[-1] = _NAME

    def _token(self) -> bytes:
        """The next string, word, or sign that shapes the document; empty at the end of the file."""
        while True:
            match = _TOKEN.match(self._data, self._at)
            # A text is whole with its closing quote, a word where a sign behind it says so.
            if match is not None and match[1] != b'"' and (match[1][:1] in b'"{}[]' or match.end() < len(self._data)):
                self._at = match.end()
                return match[1]
            keep = len(self._data) if match is None and not self._data[self._at :].strip(b" \t\r\n,:") else self._at
            if len(self._data) - keep > self._limit:
                self.broken = True
                return b""
            if not self._refill(keep):
                return b""

    def _capture(self, token: bytes) -> Value:
        path = tuple(self._path)
        if token[:1] not in b"{[":
            return Value(path, token, True)
        extent, start, head = _Extent(), self._at - 1, b""
        if (match := _WHOLE.match(self._data, start)) is not None and match.end() - start <= self._limit:
            self._at = match.end()
            return Value(path, match.group(), True)
        at = start
        while True:
            at, ended = extent.find(self._data, at)
            if not head and at - start > self._limit:
                head = self._data[start : start + self._limit]
            if ended:
                self._at = at
                return Value(path, head or self._data[start:at], not head)
            keep = at if head else start
            if not self._refill(keep):
                self._at = len(self._data)
                return Value(path, head or self._data, False)
            at, start = at - keep, 0

    def _refill(self, keep: int) -> bool:
        """Forget what lies before `keep` and read on; False at the end of the file."""
        piece = self._file.read(PIECE)
        self._data = self._data[keep:] + piece
        self._base += keep
        self._at = max(0, self._at - keep)
        return bool(piece)


class _Extent:
    """Finds the end of an array or object that may lie several pieces ahead."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_text = False

    def find(self, data: bytes, at: int) -> tuple[int, bool]:
        """(behind its last sign, True), or (where to go on when `data` is longer, False)."""
        while True:
            if self._in_text:
                at = self._end_of(_TEXT, data, at)
                if data[at : at + 1] != b'"':
                    return at, False
                at, self._in_text = at + 1, False
            at = self._end_of(_BETWEEN, data, at)
            sign = data[at : at + 1]
            if not sign:
                return at, False
            at += 1
            if sign == b'"':
                self._in_text = True
            elif sign in b"{[":
                self._depth += 1
            else:
                self._depth -= 1
                if not self._depth:
                    return at, True

    def _end_of(self, run: re.Pattern[bytes], data: bytes, at: int) -> int:
        match = run.match(data, at)
        return at if match is None else match.end()


def _name(token: bytes) -> str:
    """A member's name; one that cannot be read stands as it is, without what no database takes."""
    text = token.decode("utf-8", "replace")
    try:
        decoded = json.loads(text, strict=False)
    except ValueError:
        decoded = text[1:-1]
    return str(decoded).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def complete_elements(data: bytes) -> tuple[list[bytes], bool]:
    """Every complete element of the array that `data` is, or is the start of; and whether the array was closed.

    An object, array or string is complete at its last sign; a number or word only at the comma or bracket behind
    it. Data that is no array has no elements.
    """
    if data.lstrip(b" \t\r\n")[:1] != b"[":
        return [], False
    walker = Walker(io.BytesIO(data), lambda path: path == (None,), len(data))
    return [value.data for value in walker if value.whole], walker.closed
