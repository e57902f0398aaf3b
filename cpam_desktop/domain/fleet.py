"""The servers that the window works with, and how each of them is: values and bus events."""

from __future__ import annotations

from dataclasses import dataclass

from cpam_desktop.domain.collecting import CollectorStatus
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile


@dataclass(frozen=True, slots=True)
class ConfigSummary:
    """What a server's configuration says in short; keys are counted, secrets are not in it.

    `retries` of one request; `provider_keys` are API keys of providers that stand in the configuration itself.
    """

    strategy: str = ""
    retries: int = 0
    logs_to_file: bool = False
    logs_requests: bool = False
    debug: bool = False
    uses_proxy: bool = False
    client_keys: int = 0
    provider_keys: int = 0


@dataclass(frozen=True, slots=True)
class CredentialCounts:
    """Credentials kept in files: those in use, those switched off, and those that cannot be used at the moment."""

    active: int = 0
    disabled: int = 0
    failing: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.active + self.disabled + self.failing


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a look at a server showed besides the test; None or empty where it does not tell.

    `models` are those that clients can ask for. `newer` is a newer release than the one that runs.
    """

    build_date: str = ""
    config: ConfigSummary | None = None
    credentials: CredentialCounts | None = None
    models: int | None = None
    newer: str = ""


NO_FACTS = ServerFacts()


@dataclass(frozen=True, slots=True)
class ServerState:
    """One server. `test`: the last connection test and when (ns UTC); `has_key` False: the user must enter it.

    `facts` are those of the last look that reached the server.
    """

    profile: ServerProfile
    demo: bool = False
    has_key: bool = True
    test: ConnectionTest | None = None
    tested_ns: int | None = None
    good_ns: int | None = None
    collector: CollectorStatus | None = None
    facts: ServerFacts = NO_FACTS


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
