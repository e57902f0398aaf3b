"""Saved views: filters, range, columns and order of a page under a name, as versioned JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import EventFilter

VERSION = 1
LONGEST_NAME = 80
ALL_SERVERS = ""
"""The `server_uid` of a view that is for all servers together."""
_KNOWN = ("version", "range", "filters", "columns", "sort", "tab")
_NOT_SAVED = frozenset({"range", "servers", "forgiven"})
"""The range is kept by its key, the servers are where the view is saved, and rules are the history's."""
_FIELDS = {item.name: item.default for item in fields(EventFilter) if item.name not in _NOT_SAVED}


@dataclass(frozen=True, slots=True)
class ViewBody:
    """What a view restores.

    `range` is a range's key or text (`7d`, `FROM..TO`), empty for the page's own; of `filters` everything counts but
    its range, servers and forgiven codes; `columns` are ids in order, empty for the page's own; `sort` is a column's
    id or empty; `tab` is the part of the page that is in sight, empty for its first. `unknown` holds what a later
    version wrote, and is written again.
    """

    range: str = ""
    filters: EventFilter = field(default_factory=EventFilter)
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    unknown: Mapping[str, object] = field(default_factory=dict[str, object])
    tab: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of a page; `server_uid` is empty for all servers together."""

    id: int
    page: str
    server_uid: str
    name: str
    body: ViewBody


@dataclass(frozen=True, slots=True)
class ViewsChanged:
    """Bus event: the saved views of a page are others."""

    page: str


class ViewExists(InputError):
    """There is a view of this name; `view` is it. Saving again with `replace` takes its place."""

    def __init__(self, view: SavedView) -> None:
        self.view = view
        super().__init__(
            f"there is a view called “{view.name}” already",
            title="This name cannot be used",
            hint="Choose another name, or replace that view.",
        )


def read_name(text: str) -> str:
    """The name of a view without blanks around it: 1 to 80 printable characters."""
    name = text.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InputError(
            f"a name has 1 to {LONGEST_NAME} printable characters",
            title="This name cannot be used",
            hint="Change the name.",
        )
    return name


def write_body(body: ViewBody) -> str:
    """The body as JSON; what is unknown here stands where it stood."""
    unknown = dict(body.unknown)
    more = unknown.pop("filters", None)
    chosen = {
        name: list(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value
        for name, default in _FIELDS.items()
        if (value := getattr(body.filters, name)) != default
    }
    document = {
        "version": VERSION,
        "range": body.range,
        "filters": {**(cast("dict[str, object]", more) if isinstance(more, dict) else {}), **chosen},
        "columns": list(body.columns),
        "sort": {"column": body.sort, "descending": body.descending},
        **({"tab": body.tab} if body.tab else {}),
        **unknown,
    }
    return json.dumps(document, ensure_ascii=False)


def read_body(text: str) -> ViewBody:
    """The body of a kept view; what cannot be understood is left at its default, what is unknown is kept."""
    try:
        document: object = json.loads(text)
    except ValueError:
        return ViewBody()
    if not isinstance(document, dict):
        return ViewBody()
    kept = cast("dict[str, object]", document)
    given = _object(kept.get("filters"))
    sort = _object(kept.get("sort"))
    unknown = {name: value for name, value in kept.items() if name not in _KNOWN}
    if more := {name: value for name, value in given.items() if name not in _FIELDS}:
        unknown["filters"] = more
    return ViewBody(
        range=_text(kept.get("range")),
        filters=_filters(given),
        columns=_texts(kept.get("columns")) or (),
        sort=_text(sort.get("column")),
        descending=sort.get("descending") is True,
        unknown=unknown,
        tab=_text(kept.get("tab")),
    )


def _filters(given: Mapping[str, object]) -> EventFilter:
    chosen: dict[str, Any] = {}
    for name, default in _FIELDS.items():
        value = given.get(name)
        if isinstance(default, tuple):
            if (texts := _texts(value)) is not None:
                chosen[name] = texts
        elif isinstance(default, str):
            if isinstance(value, str):
                chosen[name] = value
        elif isinstance(value, int) and not isinstance(value, bool):  # bounds, which are None by default
            chosen[name] = value
    return replace(EventFilter(), **chosen)


def _object(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(item for item in cast("list[object]", value) if isinstance(item, str))
