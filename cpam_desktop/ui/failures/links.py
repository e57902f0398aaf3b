"""From failures to their requests: the argument with which Monitoring opens."""

from __future__ import annotations

from cpam_desktop.domain.filters import EventFilter


def requests_of(period: tuple[int, int], wanted: EventFilter) -> dict[str, object]:
    """Facets and values, the period (start_ns, end_ns) and the search of these attempts; only failed ones are shown."""
    codes = tuple(word for word in wanted.statuses if word != "!ok")
    found: dict[str, object] = {
        "range": period,
        "everywhere": not wanted.servers,
        "status": ("!ok", *codes) if codes else ("failed",),
        "model": wanted.models,
        "account": wanted.accounts,
        "channel": wanted.channels,
        "search": wanted.search,
    }
    return {kind: value for kind, value in found.items() if value}
