"""A failed attempt in words: what happened, what to do next, and what the answer says about limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cpam_desktop.domain.clock import NS_PER_MS, NS_PER_SECOND
from cpam_desktop.domain.failure_kinds import FailureKind, classify, own_word
from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.rate_limits import LimitNote, limit_notes, next_reset_ns
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.format import span
from cpam_desktop.ui.i18n import told, translate

_LIMITS = (FailureKind.QUOTA, FailureKind.RATE_LIMIT, FailureKind.OVERLOADED)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`title` names the kind of error, `advice` says what happened and what helps."""

    title: str
    advice: str


def explain(event: EventRow) -> Explanation:
    """Words for a failed attempt; the provider's own word for the kind of error where it sent one."""
    kind = classify(event.status_code, event.error, event.headers)
    words = kind_words(kind)
    parts = [words.what, words.advice]
    if kind in _LIMITS and (seconds := reset_seconds(event)):
        parts.insert(1, translate("explain", "It resets in {0}.").format(span(seconds)))
    return Explanation(own_word(event.error) or words.title, " ".join(parts))


def answered_ns(event: EventRow) -> int:
    """When the attempt ended: what its answer tells in seconds counts from there."""
    return event.time_ns + (event.latency_ms or 0) * NS_PER_MS


def limits(event: EventRow) -> tuple[LimitNote, ...]:
    """What the answer says about limits and resets."""
    return limit_notes(event.headers, event.error, answered_ns(event))


def limit_words(note: LimitNote, zone: tzinfo) -> tuple[str, str]:
    """Label and value of a note in the window's language, the reset as a time of that zone."""
    parts = [told(note.value)] if note.value else []
    if note.reset_ns is not None:
        moment = datetime.fromtimestamp(note.reset_ns // NS_PER_SECOND, zone)
        parts.append(translate("explain", "until {0}").format(f"{moment:%Y-%m-%d %H:%M:%S}"))
    return told(note.label), " · ".join(parts)


def reset_seconds(event: EventRow) -> float | None:
    """Seconds from the answer to the first reset that it names; None where it names none."""
    at_ns = answered_ns(event)
    reset_ns = next_reset_ns(limits(event), at_ns)
    return None if reset_ns is None else (reset_ns - at_ns) / NS_PER_SECOND
