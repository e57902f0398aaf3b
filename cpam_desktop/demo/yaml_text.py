"""Plain data as YAML text, the way `GET config.yaml` shows it: block style, strings in double quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast


def yaml_text(data: Mapping[str, Any]) -> str:
    """A YAML document of nested mappings, lists and scalars."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{indent}{key}:", value, f"{indent}  ")


def _entry(head: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield head
        yield from _mapping(cast(dict[str, Any], value), indent)
    elif isinstance(value, list) and value:
        yield head
        for item in cast(list[object], value):
            yield from _item(item, indent)
    else:
        yield f"{head} {json.dumps(value, ensure_ascii=False)}"


def _item(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        first, *rest = _mapping(cast(dict[str, Any], value), f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield f"{indent}- {json.dumps(value, ensure_ascii=False)}"
