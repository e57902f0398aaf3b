"""From failures to their requests: the argument with which Monitoring opens."""

from __future__ import annotations

from cpam_desktop.domain.filters import EventFilter


def requests_of(range_key: str, wanted: EventFilter) -> dict[str, tuple[str, ...]]:
    """Facets and values, the range and the search of these attempts; only failed ones are shown."""
    codes = tuple(word for word in wanted.statuses if word != "!ok")
    found = {
        "range": (range_key,),
        "status": ("!ok", *codes) if codes else ("failed",),
        "model": wanted.models,
        "account": wanted.accounts,
        "channel": wanted.channels,
        "search": (wanted.search,) if wanted.search else (),
    }
    return {kind: values for kind, values in found.items() if values}
