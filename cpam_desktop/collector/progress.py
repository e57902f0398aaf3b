"""The collector's status: one immutable value, published on the bus a few times a second at most."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

from cpam_desktop.collector.pace import Pace
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.clock import NS_PER_MS
from cpam_desktop.domain.collecting import CollectorStatus, EventsStored, Mode, StatusChanged, Stored


class Progress:
    """Lives on the collector's loop; `status` may be read from any thread."""

    def __init__(self, server: str, mode: Mode, bus: Bus, pace: Pace) -> None:
        self.status = CollectorStatus(server, mode)
        self._pace = pace
        self._bus = bus
        self._timer: asyncio.TimerHandle | None = None
        self._stored = 0
        self._newest_ns: int | None = None

    def update(self, **changes: Any) -> None:
        """Change fields of the status; the bus hears of it soon."""
        changed = replace(self.status, **changes)
        if changed != self.status:
            self.status = changed
            self._soon()

    def received(self, count: int) -> None:
        """So many records arrived."""
        if count:
            self.update(received=self.status.received + count)

    def stored(self, batch: Stored) -> None:
        """A batch was committed just now."""
        now, status = time.time_ns(), self.status
        changes: dict[str, Any] = {}
        if batch.newest_ns is not None:
            # A server whose clock runs ahead of ours must not show a negative lag.
            changes["lag_ms"] = max(0, (now - batch.newest_ns) // NS_PER_MS)
            changes["last_event_ns"] = max(status.last_event_ns or 0, batch.newest_ns)
        self._stored += batch.inserted
        self._newest_ns = max(self._newest_ns or 0, batch.newest_ns or 0)
        self.update(
            inserted=status.inserted + batch.inserted,
            duplicates=status.duplicates + batch.duplicates,
            dead_letters=status.dead_letters + batch.dead_letters,
            last_stored_ns=now,
            **changes,
        )

    def publish(self) -> None:
        """Tell the bus now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._stored:
            self._bus.publish(EventsStored(self.status.server, self._stored, self._newest_ns))
            self._stored, self._newest_ns = 0, None
        self._bus.publish(StatusChanged(self.status))

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pace.publish, self._publish_later)

    def _publish_later(self) -> None:
        self._timer = None
        self.publish()
