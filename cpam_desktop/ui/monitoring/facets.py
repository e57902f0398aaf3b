"""What Monitoring filters by, apart from time: chosen and excluded values of each facet. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cpam_desktop.domain.filters import EventFilter

FIELDS = {
    "account": "accounts",
    "model": "models",
    "provider": "providers",
    "api-key": "api_keys",
    "status": "statuses",
    "channel": "channels",
    "endpoint": "endpoints",
    "project": "projects",
}
"""Kind of facet -> field of `EventFilter`, as the row of facets has them."""
LATENCY, CACHE = "latency", "cache"
KINDS = (*FIELDS, LATENCY, CACHE)


def latency_value(least_ms: int | None, most_ms: int | None) -> str:
    """A latency filter as the value of its facet: `3000-`, `-500`, `1000-2000`; empty for none."""
    if least_ms is None and most_ms is None:
        return ""
    return f"{'' if least_ms is None else least_ms}-{'' if most_ms is None else most_ms}"


def latency_bounds(value: str) -> tuple[int | None, int | None]:
    """The bounds of `latency_value`, in ms."""
    least, _, most = value.partition("-")
    return (int(least) if least else None), (int(most) if most else None)


@dataclass
class Facets:
    """`chosen[kind]` are keys (hashes, names, words), excluded ones with a leading `!`; latency and cache hold one."""

    chosen: dict[str, set[str]] = field(default_factory=lambda: {kind: set[str]() for kind in KINDS})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not any(self.chosen.values())

    def counts(self, kind: str) -> tuple[int, int]:
        """How many values of a kind are asked for, and how many are excluded."""
        excluded = sum(value.startswith("!") for value in self.chosen[kind])
        return len(self.chosen[kind]) - excluded, excluded

    def set(self, kind: str, values: Iterable[str]) -> None:
        """Choose exactly these."""
        self.chosen[kind] = set(values)

    def toggle(self, kind: str, value: str, *, on: bool) -> None:
        """Choose a value or leave it; it is never asked for and excluded at once."""
        values = self.chosen[kind]
        if on and kind in (LATENCY, CACHE):
            values.clear()
        values.discard(value[1:] if value.startswith("!") else f"!{value}")
        (values.add if on else values.discard)(value)

    def clear(self) -> None:
        """Choose nothing."""
        for values in self.chosen.values():
            values.clear()

    def narrow(self, base: EventFilter, search: str) -> EventFilter:
        """`base` (range, servers, forgiven codes) with everything that is chosen."""
        names = {name: tuple(sorted(self.chosen[kind])) for kind, name in FIELDS.items()}
        least, most = latency_bounds(next(iter(self.chosen[LATENCY]), "-"))
        cache = next(iter(self.chosen[CACHE]), "")
        return replace(base, search=search, min_latency_ms=least, max_latency_ms=most, cache=cache, **names)

    def take(self, wanted: EventFilter) -> None:
        """Choose what a filter says (a saved view)."""
        for kind, name in FIELDS.items():
            self.set(kind, getattr(wanted, name))
        latency = latency_value(wanted.min_latency_ms, wanted.max_latency_ms)
        self.set(LATENCY, (latency,) if latency else ())
        self.set(CACHE, (wanted.cache,) if wanted.cache else ())
