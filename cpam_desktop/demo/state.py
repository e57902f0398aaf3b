"""Everything one demo server knows: configuration, credentials, queue, counters, bans, logs."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cpam_desktop.demo import versions
from cpam_desktop.demo.auth_files import AuthFile
from cpam_desktop.demo.clock import DemoClock
from cpam_desktop.demo.counters import Counters
from cpam_desktop.demo.faults import Faults
from cpam_desktop.demo.gate import Access, Gate
from cpam_desktop.demo.logbook import ErrorLog, LogBook, error_log
from cpam_desktop.demo.usage_queue import UsageQueue

RELEASE = "v7.2.140"
"""The newest release that a self-built server hears of."""


@dataclass
class Seen:
    """What reached the server since it was made, restarts included: for tests that count."""

    connections: int = 0
    requests: Counter[str] = field(default_factory=Counter[str])
    """HTTP requests by route name, such as `usage-queue` or `/healthz`."""
    commands: Counter[str] = field(default_factory=Counter[str])
    """RESP commands by lower-case name."""
    published: int = 0
    """Events that the server made or was given, history included."""


class DemoState:
    """The mutable state. Routes and RESP connections read and change it on the server's loop only."""

    def __init__(self, access: Access, config: dict[str, Any], version_text: str) -> None:
        self.config = config
        self.config_text = ""
        """The file as it was put last; empty: nobody did."""
        self.version_text = version_text
        self.version = versions.parse_version(version_text)
        self.latest_version = RELEASE if self.version == versions.NEWEST else f"v{version_text.removeprefix('v')}"
        """What `GET latest-version` answers; empty: the release page cannot be reached."""
        self.port = 8317
        self.auth_files: list[AuthFile] = []
        self.clock = DemoClock()
        self.gate = Gate(access, self.clock)
        self.queue = UsageQueue(self.clock, self._retention)
        self.counters = Counters(self.clock)
        self.faults = Faults()
        self.log = LogBook(self.clock)
        self.seen = Seen()
        self._error_logs: deque[ErrorLog] = deque(maxlen=100)

    @property
    def sends_refresh(self) -> bool:
        """Control messages on the channel came with 7.1.39."""
        return self.version >= versions.REFRESH_MESSAGES

    @property
    def error_logs(self) -> list[ErrorLog]:
        """Newest first, at most `error-logs-max-files` of them, none while every request is logged."""
        if self.config["request-log"]:
            return []
        return list(self._error_logs)[: self.config["error-logs-max-files"]]

    def publish(self, events: Sequence[bytes]) -> None:
        """Events of this moment: counted, then queued or fanned out unless usage statistics are off."""
        self.seen.published += len(events)
        for raw in events:
            if self.counters.count(raw):
                self._write_error_log(raw)
        if self.config["usage-statistics-enabled"]:
            self.queue.publish(events)

    def clear(self) -> None:
        """What a restart forgets: queue, counters, bans."""
        self.queue.clear()
        self.counters.clear()
        self.gate.clear()

    def _retention(self) -> int:
        return self.config["redis-usage-queue-retention-seconds"]

    def _write_error_log(self, raw: bytes) -> None:
        try:
            log = error_log(json.loads(raw), self.clock.now_ns(), self.version_text)
        except (ValueError, KeyError, TypeError):
            return  # an event that a test made up: CPA's own are whole
        self._error_logs.appendleft(log)
