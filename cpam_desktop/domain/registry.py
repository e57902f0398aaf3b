"""Finds plug-in modules in a folder: one file a verb, page, provider or rule; checked when they are loaded."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TypeVar

T = TypeVar("T")


def walk(package: str, attribute: str, kind: type[T]) -> list[T]:
    """The value called `attribute` of every module in `package`, in the order of file names.

    Raises TypeError for a module without it or of another type: a mistake of ours, not of the user.
    """
    found: list[T] = []
    for name in module_names(package):
        value = getattr(importlib.import_module(name), attribute, None)
        if not isinstance(value, kind):
            raise TypeError(f"{name} has no {attribute} of type {kind.__name__}")
        found.append(value)
    return found


def module_names(package: str) -> list[str]:
    """Full names of the package's public modules, sorted; also what a frozen build must include."""
    path = importlib.import_module(package).__path__
    names = sorted(info.name for info in pkgutil.iter_modules(path) if not info.name.startswith("_"))
    return [f"{package}.{name}" for name in names]
