"""What one read from the usage queue brought: raw event bytes, and whether something is missing."""

from __future__ import annotations

from dataclasses import dataclass

POP_LIMIT = 500
"""Most events asked for by one destructive pop (decision 17)."""


@dataclass(frozen=True, slots=True)
class Popped:
    """One pop: `items` oldest first. `cut`: the answer ended early, so up to `asked` events may be lost."""

    items: list[bytes]
    asked: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages of a subscription: `events` raw; `controls` the names of control messages (`refresh`...)."""

    events: list[bytes]
    controls: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.events or self.controls)
