"""What a sync would change as rows: model, price that stands, price that comes, and what to know about it. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpam_desktop.domain.pricing_sync import Candidate, Change, SyncPreview
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.prices.words import short

SECTIONS: dict[str, str] = {
    "new": QT_TRANSLATE_NOOP("prices", "New"),
    "changed": QT_TRANSLATE_NOOP("prices", "Changed"),
    "ambiguous": QT_TRANSLATE_NOOP("prices", "To choose"),
    "unmatched": QT_TRANSLATE_NOOP("prices", "Not in the list"),
    "unchanged": QT_TRANSLATE_NOOP("prices", "Unchanged"),
    "bad": QT_TRANSLATE_NOOP("prices", "Unreadable entries"),
}
MOST_ROWS = 1_000
"""So many rows a section shows."""
_REASONS = {
    "other-provider": QT_TRANSLATE_NOOP("prices", "same name, other provider"),
    "other-version": QT_TRANSLATE_NOOP("prices", "other version"),
    "vendor-name": QT_TRANSLATE_NOOP("prices", "a vendor's name for it"),
}


@dataclass(frozen=True, slots=True)
class SyncRow:
    """One line of a section."""

    model: str
    old: str = ""
    new: str = ""
    note: str = ""


def sections(preview: SyncPreview) -> dict[str, list[SyncRow]]:
    """Rows of every section but `ambiguous`, which has choices instead; at most `MOST_ROWS` each."""
    return {
        "new": [_change(change) for change in preview.new[:MOST_ROWS]],
        "changed": [_change(change) for change in preview.changed[:MOST_ROWS]],
        "unmatched": [SyncRow(model) for model in preview.unmatched[:MOST_ROWS]],
        "unchanged": [SyncRow(model) for model in preview.unchanged[:MOST_ROWS]],
        "bad": [SyncRow(entry.name, note=entry.reason) for entry in preview.bad[:MOST_ROWS]],
    }


def totals(preview: SyncPreview) -> dict[str, int]:
    """How many each section has, whatever is shown."""
    return {name: len(getattr(preview, name)) for name in SECTIONS}


def first_section(preview: SyncPreview) -> str:
    """The section to begin with: the first one that has anything."""
    found = totals(preview)
    return next((name for name in SECTIONS if found[name]), "new")


def candidate_words(candidate: Candidate) -> str:
    """An entry that may be meant: its name, its price, why."""
    reason = translate("prices", _REASONS[candidate.reason])
    return f"{candidate.source_model} · {short(candidate.price)} · {reason}"


def apply_words(preview: SyncPreview, chosen: int) -> str:
    """The button that stores it."""
    return translate("prices", "Apply {0} prices").format(grouped(changes(preview, chosen)))


def changes(preview: SyncPreview, chosen: int) -> int:
    """How many prices would be stored with so many choices made."""
    return len(preview.new) + len(preview.changed) + chosen


def read_words(preview: SyncPreview) -> str:
    """What was read, in one sentence."""
    words = translate("prices", "{0} entries read; {1} models of yours are priced as before, {2} are not in the list.")
    values: Sequence[int] = (preview.entries, len(preview.unchanged), len(preview.unmatched))
    return words.format(*(grouped(value) for value in values))


def _change(change: Change) -> SyncRow:
    note = change.new.source_model if change.new.source_model.lower() != change.model.lower() else ""
    if change.own:
        stays = translate("prices", "your own price stays in force")
        note = f"{note} · {stays}" if note else stays
    return SyncRow(change.model, short(change.old) if change.old else "", short(change.new), note)
