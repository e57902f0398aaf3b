"""Routes of the demo server: one function each, put into a table by method and path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import Response

from cpam_desktop.demo.state import DemoState

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a route sees it. `param` is the last path part of a route that ends in `/*`, `key` what came as
    a key: the management key, or on the proxy's own routes a client's."""

    state: DemoState
    query: QueryParams
    body: bytes
    param: str = ""
    key: str = ""

    def json(self) -> Any:
        """The body as JSON, or None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


Handler = Callable[[Call], Response]


class Table:
    """Handlers by method and path. Management paths stand without `/v0/management/`, others begin with `/`."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], Handler] = {}

    def get(self, path: str) -> Callable[[Handler], Handler]:
        """Decorator: answer GET here."""
        return self.on(path, "GET")

    def on(self, path: str, *methods: str) -> Callable[[Handler], Handler]:
        """Decorator: answer these methods here."""

        def register(handler: Handler) -> Handler:
            for method in methods:
                self.add(method, path, handler)
            return handler

        return register

    def add(self, method: str, path: str, handler: Handler) -> None:
        """One more route; a second one for the same method and path is a mistake."""
        if (method, path) in self._handlers:
            raise ValueError(f"route {method} {path} is there already")
        self._handlers[method, path] = handler

    def merge(self, other: Table) -> None:
        """Take over all routes of another table."""
        for (method, path), handler in other._handlers.items():
            self.add(method, path, handler)

    def find(self, method: str, path: str) -> tuple[str, Handler, str] | None:
        """The route's name, its handler and its parameter."""
        for name, param in _candidates(path):
            if handler := self._handlers.get((method, name)):
                return name.removesuffix("/*"), handler, param
        return None


def _candidates(path: str) -> Iterator[tuple[str, str]]:
    yield path, ""
    parent, _, last = path.rpartition("/")
    if parent and last:
        yield f"{parent}/*", last


def answer(data: object, status: int = 200) -> Response:
    """A JSON answer with CPA's content type."""
    body = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, media_type=JSON_TYPE)


def refuse(status: int, text: str) -> Response:
    """The usual error body, `{"error":"text"}`."""
    return answer({"error": text}, status)


def done() -> Response:
    """The usual answer to a write."""
    return answer({"status": "ok"})
