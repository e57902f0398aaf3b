"""What the user chose about the window itself, kept in settings.json: theme, language, zone, masking, size."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.ranges import read_zone
from cpam_desktop.ui.theme import ThemeMode

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TableLook:
    """What was chosen about a table: ids of columns (none: those that fit), and of the one that sorts ("": its own)."""

    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` and `zone` are empty for the system's; `size` is (width, height), None at first; `tables` by name."""

    theme: ThemeMode = ThemeMode.SYSTEM
    language: str = ""
    zone: str = ""
    mask_emails: bool = True
    rail_mini: bool = False
    server: str = ""
    size: tuple[int, int] | None = None
    tables: Mapping[str, TableLook] = field(default_factory=dict[str, TableLook])


def load_preferences(path: Path) -> Preferences:
    """What the file says; the defaults for everything that is absent or unreadable."""
    try:
        window = _read(path).get("window")
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        _log.warning("settings cannot be read, the defaults are used: %s", error)
        return Preferences()
    chosen = Preferences()
    if isinstance(window, dict):
        for name, value in cast("dict[str, Any]", window).items():
            chosen = replace(chosen, **_checked(name, value))
    return chosen


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write them beside what other parts keep in the file; whole or not at all. OSError where it cannot be written."""
    try:
        whole = _read(path)
    except (OSError, ValueError):
        whole = {}
    whole["window"] = asdict(preferences)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def _read(path: Path) -> dict[str, Any]:
    found: object = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return cast("dict[str, Any]", found)


def _checked(name: str, value: object) -> dict[str, Any]:
    """The value as an argument of `Preferences`, nothing where name or type do not fit."""
    if name == "theme":
        return {name: ThemeMode(value)} if value in list(ThemeMode) else {}
    if name == "size":
        match value:
            case [int(width), int(height)]:
                return {name: (width, height)}
            case _:
                return {}
    if name == "tables":
        looks = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        return {name: {table: look for table, given in looks.items() if (look := _look(given)) is not None}}
    if name in ("mask_emails", "rail_mini"):
        return {name: value} if isinstance(value, bool) else {}
    if name == "zone":
        return {name: value} if isinstance(value, str) and _is_zone(value) else {}
    return {name: value} if name in ("language", "server") and isinstance(value, str) else {}


def _look(given: object) -> TableLook | None:
    look = cast("dict[str, object]", given) if isinstance(given, dict) else {}
    columns, sort, descending = look.get("columns"), look.get("sort"), look.get("descending")
    if not (isinstance(columns, list) and isinstance(sort, str) and isinstance(descending, bool)):
        return None
    return TableLook(tuple(str(name) for name in cast("list[object]", columns)), sort, descending)


def _is_zone(name: str) -> bool:
    try:
        read_zone(name or None)
    except InputError:
        return False
    return True
