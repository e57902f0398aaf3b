"""Reads objects of the server field by field: null, missing or of the wrong type means the default."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def lenient(kind: type[T], data: dict[str, Any]) -> T:
    """`data` as `kind`, a struct whose fields all have defaults; fields it does not name are thrown away."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = data.get(field.encode_name)
        if value is None:
            continue
        try:
            values[field.name] = msgspec.convert(value, field.type, strict=False)
        except msgspec.ValidationError:
            continue
    return kind(**values)
