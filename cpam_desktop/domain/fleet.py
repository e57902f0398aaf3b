"""The servers that the window works with, and how each of them is: values and bus events."""

from __future__ import annotations

from dataclasses import dataclass

from cpam_desktop.domain.collecting import CollectorStatus
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile


@dataclass(frozen=True, slots=True)
class ServerState:
    """One server. `test`: the last connection test and when (ns UTC); `has_key` False: the user must enter it."""

    profile: ServerProfile
    demo: bool = False
    has_key: bool = True
    test: ConnectionTest | None = None
    tested_ns: int | None = None
    good_ns: int | None = None
    collector: CollectorStatus | None = None


@dataclass(frozen=True, slots=True)
class FleetChanged:
    """Bus event: servers came, went, or were tested. Collector status has its own event, `StatusChanged`."""

    servers: tuple[ServerState, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One answer of the doctor. `ok` None: could not be checked. `fix`: what to do, empty where nothing is.

    `action` names a remedy that the application can carry out after asking (`turn_on_statistics`,
    `extend_retention`, `try_again`, `enter_key`), empty where there is none.
    """

    id: str
    ok: bool | None
    detail: str
    fix: str = ""
    action: str = ""
