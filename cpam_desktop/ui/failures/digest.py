"""Error texts as people read them: put together where only numbers differ, sorted by kind, bounded. No Qt here.

Classifying a text takes some 15 µs, and a history may hold 200,000 of them, because request ids and seconds stand in
many. So this runs on a thread of its own, reads the most frequent texts only, and remembers what it read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpam_desktop.domain.analysis import FailureText
from cpam_desktop.domain.failure_kinds import FailureKind, classify

MOST_READ = 50_000
"""So many texts, the most frequent ones, are read; the others are sorted by their code alone."""
MOST_ROWS = 300
"""So many rows a table gets."""
_KEPT = 100_000
_LONGEST_TERM = 120
_VARYING = re.compile(r"\b[^\W\d]*\d[\w-]*")
_read: dict[tuple[int, str], tuple[FailureKind, str]] = {}


@dataclass(frozen=True, slots=True)
class TextRow:
    """Failures that say the same but for numbers: `text` is the newest of `variants` texts.

    `term` finds them by search: the longest part that does not vary, empty where nothing was said.
    """

    status: int
    kind: FailureKind
    text: str
    count: int
    last_ns: int
    variants: int = 1

    @property
    def term(self) -> str:
        """What to search for."""
        if self.variants == 1:
            return self.text.strip()[:_LONGEST_TERM]
        return max(_VARYING.split(self.text), key=len).strip()[:_LONGEST_TERM]

    def says(self, text: str) -> bool:
        """Whether a text is one of these."""
        return template(text) == template(self.text)


@dataclass(frozen=True, slots=True)
class KindRow:
    """All failures of one kind, and the status codes they came with."""

    kind: FailureKind
    count: int
    last_ns: int
    statuses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """`texts` and `kinds` by count; `more` texts are not among the rows, and `unread` were sorted by code alone."""

    texts: tuple[TextRow, ...] = ()
    kinds: tuple[KindRow, ...] = ()
    more: int = 0
    unread: int = 0


def template(text: str) -> str:
    """The text without what varies: words with digits in them."""
    return _VARYING.sub("#", text)


def digest(texts: Sequence[FailureText]) -> Digest:
    """Sort texts (by count, descending) into rows and kinds; blocks for up to a second, so not on the GUI thread."""
    if len(_read) > _KEPT:
        _read.clear()
    rows: dict[tuple[int, str], TextRow] = {}
    kinds: dict[FailureKind, KindRow] = {}
    for place, text in enumerate(texts):
        if place < MOST_READ:
            kind, shape = _known(text)
            held = rows.get((text.status, shape))
            rows[text.status, shape] = _merged(held, kind, text)
        else:
            kind = classify(text.status, "")
        kinds[kind] = _counted(kinds.get(kind), kind, text)
    ordered = sorted(rows.values(), key=lambda row: (-row.count, -row.last_ns))
    unread = max(0, len(texts) - MOST_READ)
    return Digest(
        tuple(ordered[:MOST_ROWS]),
        tuple(sorted(kinds.values(), key=lambda row: (-row.count, -row.last_ns))),
        max(0, len(ordered) - MOST_ROWS) + unread,
        unread,
    )


def _known(text: FailureText) -> tuple[FailureKind, str]:
    key = text.status, text.text
    found = _read.get(key)
    if found is None:
        found = _read[key] = classify(text.status, text.text), template(text.text)
    return found


def _merged(held: TextRow | None, kind: FailureKind, text: FailureText) -> TextRow:
    if held is None:
        return TextRow(text.status, kind, text.text, text.count, text.last_ns)
    newest = text if text.last_ns > held.last_ns else None
    return replace(
        held,
        text=newest.text if newest else held.text,
        last_ns=max(held.last_ns, text.last_ns),
        count=held.count + text.count,
        variants=held.variants + 1,
    )


def _counted(held: KindRow | None, kind: FailureKind, text: FailureText) -> KindRow:
    if held is None:
        return KindRow(kind, text.count, text.last_ns, (text.status,))
    statuses = held.statuses if text.status in held.statuses else (*held.statuses, text.status)
    return KindRow(kind, held.count + text.count, max(held.last_ns, text.last_ns), statuses)
