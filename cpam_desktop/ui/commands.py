"""Commands of the palette: what can be done from anywhere, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`group` is the heading it stands under, `note` the grey words behind, `keys` a shortcut like “Ctrl+R”."""

    id: str
    text: str
    run: Callable[[], None]
    icon: str
    group: str
    note: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A command that fits what was typed, and where: start and length in its text (0, 0 where elsewhere)."""

    command: Command
    start: int = 0
    length: int = 0


def find_commands(commands: Sequence[Command], typed: str) -> list[Match]:
    """Commands whose text holds the typed words, best first within their group; groups keep their order."""
    wanted = typed.strip().casefold()
    if not wanted:
        return [Match(command) for command in commands]
    found: list[tuple[int, Match]] = []
    for command in commands:
        text = command.text.casefold()
        start = text.find(wanted)
        if start >= 0:
            found.append((start, Match(command, start, len(wanted))))
        elif all(word in f"{text} {command.note.casefold()}" for word in wanted.split()):
            found.append((len(text) + 1, Match(command)))
    groups = list(dict.fromkeys(command.group for command in commands))
    found.sort(key=lambda pair: (groups.index(pair[1].command.group), pair[0]))
    return [match for _, match in found]
