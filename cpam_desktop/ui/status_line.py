"""The words of the status bar and of the server switch, from the states of servers and collectors."""

from __future__ import annotations

from datetime import tzinfo

from cpam_desktop import __version__
from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.format import bytes_text, duration, human, zone_text
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.server_switch import ServerEntry
from cpam_desktop.ui.widgets.status_bar import StatusLine

_TONES = {
    State.STARTING: Tone.NEUTRAL,
    State.RUNNING: Tone.OK,
    State.WAITING: Tone.WARN,
    State.STOPPED: Tone.NEUTRAL,
    State.BLOCKED: Tone.BAD,
}


def collector_tone(status: CollectorStatus | None) -> Tone:
    """What a collector's state means; a warning (starved, gap) makes a running one orange."""
    if status is None:
        return Tone.NEUTRAL
    return Tone.WARN if status.state is State.RUNNING and status.warnings else _TONES[status.state]


def collector_words(status: CollectorStatus | None) -> str:
    """A collector's state as a sentence."""
    if status is None:
        return translate("status", "Collector stopped")
    return {
        State.STARTING: translate("status", "Collector starting"),
        State.RUNNING: translate("status", "Collector running"),
        State.WAITING: translate("status", "Collector waiting for the server"),
        State.STOPPED: translate("status", "Collector stopped"),
        State.BLOCKED: translate("status", "Collector needs you"),
    }[status.state]


def server_entry(server: ServerState, status: CollectorStatus | None) -> ServerEntry:
    """A server as the switch shows it."""
    profile = server.profile
    host = profile.url.partition("://")[2] or profile.url
    tone = Tone.WARN if not server.has_key else collector_tone(status)
    state = translate("status", "key missing") if not server.has_key else collector_words(status)
    name = translate("status", "Demo server") if server.demo else profile.name
    return ServerEntry(profile.uid, name, host, tone, state, fixed=server.demo)


def status_line(
    server: ServerState | None,
    status: CollectorStatus | None,
    stored: tuple[int, int] | None,
    zone: tzinfo,
    now_ns: int,
) -> StatusLine:
    """The whole bar; `stored` is rows and bytes of the history file."""
    database = ""
    if stored is not None:
        rows, size = stored
        events = translate("status", "{0} events").format(human(rows))
        database = f"{bytes_text(size)} · {events}"
    return StatusLine(
        collector=collector_words(status),
        tone=collector_tone(status),
        lag=duration(status.lag_ms) if status is not None else "–",
        database=database,
        link=_link(server),
        zone=zone_text(zone, now_ns),
        version=f"v{__version__}",
        demo=server is not None and server.demo,
    )


def _link(server: ServerState | None) -> str:
    if server is None:
        return translate("status", "Not connected")
    test = server.test
    if test is None or not test.ok:
        return server.profile.url.partition("://")[2]
    parts = [duration(test.latency_ms), f"CPA {test.version}" if test.version else ""]
    return " · ".join(part for part in parts if part)
