"""Recorded requests and answers of a real CPA, and how two answers are compared field by field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

FOLDER = Path(__file__).parents[1] / "data" / "management"
KEY = "test-mgmt-key"


@dataclass(frozen=True)
class Recording:
    """One exchange. `body` of the answer is parsed JSON, or text where it was none."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    status: int
    answer_headers: dict[str, str]
    body: Any


def load(name: str) -> Recording:
    """The recording of that name; the key is put in unless it was left out on purpose."""
    data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    request = data["request"]
    headers: dict[str, str] = dict(request.get("headers") or {})
    if request.get("management_key") != "(none)":
        headers.setdefault("X-Management-Key", KEY)
    body = request.get("body")
    content = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return Recording(
        name, request["method"], request["path"], headers, content, data["status"], data["headers"], data["body"]
    )


def names() -> list[str]:
    """All recordings that were copied here."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


Accidents = dict[str, str]
"""Field pattern (`files[].size`) to what is required of it instead: a regular expression, or `*` for its type only."""


def differences(recorded: object, replayed: object, accidents: Accidents, at: str = "") -> Iterator[str]:
    """Every field that is missing, too many, of another type or of another value."""
    rule = accidents.get(at)
    if type(recorded) is not type(replayed):
        yield f"{at}: {_kind(recorded)} recorded, {_kind(replayed)} replayed"
    elif isinstance(recorded, dict):
        yield from _fields(cast(dict[str, Any], recorded), cast(dict[str, Any], replayed), accidents, at)
    elif isinstance(recorded, list):
        yield from _items(cast(list[Any], recorded), cast(list[Any], replayed), accidents, at)
    elif rule is None and recorded != replayed:
        yield f"{at}: {recorded!r} recorded, {replayed!r} replayed"
    elif rule not in (None, "*"):
        for value in (recorded, replayed):
            if re.fullmatch(str(rule), str(value)) is None:
                yield f"{at}: {value!r} is not {rule}"


def _fields(recorded: dict[str, Any], replayed: dict[str, Any], accidents: Accidents, at: str) -> Iterator[str]:
    prefix = f"{at}." if at else ""
    for name in recorded.keys() ^ replayed.keys():
        yield f"{prefix}{name}: {'missing' if name in recorded else 'not recorded'}"
    for name in recorded.keys() & replayed.keys():
        yield from differences(recorded[name], replayed[name], accidents, f"{prefix}{name}")


def _items(recorded: list[Any], replayed: list[Any], accidents: Accidents, at: str) -> Iterator[str]:
    """With the rule `#` on a list, every replayed item must look like the first recorded one, however many."""
    if accidents.get(at) == "#":
        recorded = recorded[:1] * len(replayed)
    elif len(recorded) != len(replayed):
        yield f"{at}: {len(recorded)} items recorded, {len(replayed)} replayed"
    for one, other in zip(recorded, replayed, strict=False):
        yield from differences(one, other, accidents, f"{at}[]")


def _kind(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:60]!r}"
