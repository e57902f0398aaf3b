"""The shape of a JSON document: its keys, in order, and the kinds of its values at every level."""

from __future__ import annotations

from typing import Any, cast


def shape(value: Any) -> Any:
    """Dictionaries by key; of a list one shape for all its items; other values by kind, such as `null or text`."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        merged: Any = None
        for item in cast("list[Any]", value):
            merged = shape(item) if merged is None else _merge(merged, shape(item))
        return [] if merged is None else [merged]
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int | float) else "text"


def _merge(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        first, second = cast("dict[str, Any]", one), cast("dict[str, Any]", other)
        if list(first) != list(second):
            raise ValueError(f"items with other keys: {list(first)}, {list(second)}")
        return {name: _merge(first[name], second[name]) for name in first}
    if isinstance(one, list) and isinstance(other, list):
        items = [*cast("list[Any]", one), *cast("list[Any]", other)]
        return [_merge(*items)] if len(items) == 2 else items
    kinds = {kind for part in (cast("object", one), cast("object", other)) for kind in str(part).split(" or ")}
    return " or ".join(sorted(kinds))
