"""What the collector tells about itself: modes, states, gaps, status; the values behind `collect --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """How events are fetched; `auto` tries subscribe, then http, then resp, and climbs back up."""

    AUTO = "auto"
    SUBSCRIBE = "subscribe"
    HTTP = "http"
    RESP = "resp"


TRANSPORTS = (Mode.SUBSCRIBE, Mode.HTTP, Mode.RESP)
"""Best first."""


class State(StrEnum):
    """Where the collector stands."""

    STARTING = "starting"
    RUNNING = "running"
    WAITING = "waiting"  # server away; tries again by itself
    STOPPED = "stopped"
    BLOCKED = "blocked"  # needs the user: wrong key, banned, mode not supported


class GapReason(StrEnum):
    """Why events may have passed unseen (decision 19)."""

    SERVER_AWAY = "server_away"
    RESTARTED = "restarted"
    APP_CLOSED = "app_closed"
    CUT_ANSWER = "cut_answer"
    STARVED = "starved"


@dataclass(frozen=True, slots=True)
class Gap:
    """A period in which we could not have seen every event; how many were lost is unknown and never shown as 0."""

    from_ns: int
    to_ns: int | None
    reason: GapReason
    certain: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one committed batch did."""

    inserted: int = 0
    duplicates: int = 0
    dead_letters: int = 0
    newest_ns: int | None = None


@dataclass(frozen=True, slots=True)
class CollectorStatus:
    """A snapshot of one server's collector. `lag_ms` is commit time minus the end of the newest event."""

    server: str
    mode: Mode = Mode.AUTO
    transport: Mode | None = None
    state: State = State.STARTING
    received: int = 0
    inserted: int = 0
    duplicates: int = 0
    dead_letters: int = 0
    lag_ms: int | None = None
    last_event_ns: int | None = None
    last_stored_ns: int | None = None
    last_error: str = ""
    why_not: tuple[str, ...] = ()  # why each better transport was not chosen
    warnings: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """Bus event: the collector of a server has a new status."""

    status: CollectorStatus


@dataclass(frozen=True, slots=True)
class EventsStored:
    """Bus event: rows of `server` were committed (by this process, or seen from another: `count` None)."""

    server: str
    count: int | None
    newest_ns: int | None = None
