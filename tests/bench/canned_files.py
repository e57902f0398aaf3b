"""Answers prepared for the canned server: one file of bytes a mode, and where each answer starts."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

POP, PUSH, HTTP = "pop", "push", "http"
POP_COUNT = 500
"""What the collector asks for in one pop, over RESP and over HTTP."""


def write(folder: Path, mode: str, events: Iterable[bytes], routes: dict[str, Any]) -> None:
    """Prepare one mode."""
    (folder / "routes.json").write_text(json.dumps(routes))
    render = _RENDER[mode]
    ends = array("Q")
    with (folder / mode).open("wb") as file:
        for chunk in _chunks(events):
            file.write(render(chunk))
            ends.append(file.tell())
    # Pub/Sub is one answer, sent as fast as the socket takes it.
    (folder / f"{mode}.ends").write_bytes(ends[-1:].tobytes() if mode == PUSH else ends.tobytes())


def http_response(body: str | bytes, status: str = "200 OK") -> bytes:
    """A whole response, from a server that calls itself CPA."""
    data = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nX-CPA-VERSION: 7.2.140\r\n"
    return f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data


class Chunks:
    """Answers of a prepared file, one after another."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ends = array("Q", file.with_name(f"{file.name}.ends").read_bytes())
        self._at = 0

    def open(self) -> BinaryIO:
        """The bytes."""
        return self._file.open("rb")

    def next(self) -> tuple[int, int] | None:
        """Offset and length of the next answer, None after the last."""
        if self._at == len(self._ends):
            return None
        start, end = self._ends[self._at - 1] if self._at else 0, self._ends[self._at]
        self._at += 1
        return start, end - start


def _chunks(events: Iterable[bytes]) -> Iterator[list[bytes]]:
    stream = iter(events)
    while chunk := list(islice(stream, POP_COUNT)):
        yield chunk


def _pop(events: list[bytes]) -> bytes:
    return b"*%d\r\n" % len(events) + b"".join(b"$%d\r\n%s\r\n" % (len(raw), raw) for raw in events)


def _push(events: list[bytes]) -> bytes:
    return b"".join(b"*3\r\n$7\r\nmessage\r\n$5\r\nusage\r\n$%d\r\n%s\r\n" % (len(raw), raw) for raw in events)


def _http(events: list[bytes]) -> bytes:
    return http_response(b"[" + b",".join(events) + b"]")


_RENDER: dict[str, Callable[[list[bytes]], bytes]] = {POP: _pop, PUSH: _push, HTTP: _http}
