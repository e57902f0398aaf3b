"""Structs with the fields of the wire's dataclasses: a decoder fills them in less than half the time.

The dataclasses stay the one definition and the type that everything names; a twin has the same attributes and is equal
to a dataclass with the same values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, Optional, TypeVar, cast, get_args, get_type_hints

import msgspec

T = TypeVar("T")


class _Twin(msgspec.Struct, gc=False, eq=False):
    original: ClassVar[type[Any]]
    values: ClassVar[Callable[[object], object]]

    def __eq__(self, other: object) -> bool:
        kind = type(self)
        return isinstance(other, (kind, kind.original)) and kind.values(self) == kind.values(other)

    __hash__ = None  # type: ignore[assignment]


def twin(original: type[T]) -> type[T]:
    """A struct for the dataclass, and for those that its fields hold."""
    hints = get_type_hints(original)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in dataclasses.fields(cast("Any", original)):
        kind = _twins_in(hints[field.name])
        known = field.default is not dataclasses.MISSING
        fields.append((field.name, kind, field.default) if known else (field.name, kind))
    made: Any = msgspec.defstruct(f"{original.__name__}Twin", fields, bases=(_Twin,), gc=False, eq=False)
    made.original = original
    made.values = staticmethod(attrgetter(*hints))
    return made


def _twins_in(hint: Any) -> Any:
    """The type of a field; an optional dataclass is replaced."""
    inner: list[Any] = [part for part in get_args(hint) if dataclasses.is_dataclass(part)]
    return Optional[twin(inner[0])] if inner else hint  # noqa: UP045 (a type that is made here, not written)
