"""How often the collector does what, in seconds. The defaults are the product's; tests pass shorter ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpam_desktop.net.http import Timeouts


@dataclass(frozen=True, slots=True)
class Pace:
    """One value for a collector and everything below it."""

    climb: tuple[float, ...] = (20.0, 60.0, 300.0)
    """Between tries of a better transport while a worse one works: soon at first, as a server that is just starting
    may have refused the better one."""
    look: float = 60.0
    """How often the management API is asked for settings, credentials and counters."""
    mark: float = 10.0
    """How often, at most, the last good read is written down."""
    http_busy: float = 0.8
    """Between HTTP polls while events come: they show within a second."""
    http_quiet: float = 2.0
    resp_poll: float = 0.25
    ping_after: float = 10.0
    """A silent subscription is asked for a sign of life, so that a gap begins at most this much too early."""
    silence: float = 25.0
    """A subscription that gives none counts as dead."""
    read: float = 5.0
    """A read of a subscription without messages returns after this."""
    commit: float = 0.1
    """How long a message of a subscription waits for others before it is committed (decision 18)."""
    backoff: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    """Between tries to reach a server, with jitter."""
    role: float = 5.0
    """Between tries to take over a server that another process collects from."""
    store_retry: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 5.0)
    """Between tries to write while the database cannot be written."""
    last_chance: float = 60.0
    """How long a collector that was told to stop goes on trying to write."""
    publish: float = 0.25
    """How often, at most, the bus hears of a changed status."""
    timeouts: Timeouts = field(default_factory=Timeouts)

    @property
    def ending(self) -> float:
        """How long a collector that was told to stop may take: the pop that is in flight, what it brought to the
        disk, and a good-bye."""
        return max(self.timeouts.total, self.last_chance) + 15.0
