"""One JSON record of a file, raw or exported, to a row or a dead letter."""

from __future__ import annotations

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.exported import from_export
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.events import NewEvent


def read_record(record: bytes) -> NewEvent | DeadLetter:
    """An export is known by its `event_hash`; everything else counts as CPA's own event."""
    if b'"event_hash"' in record:
        return from_export(record)
    parsed = parse(record)
    return parsed if isinstance(parsed, DeadLetter) else normalise(*parsed)
