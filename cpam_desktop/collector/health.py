"""What the management API tells beside the events: settings, credentials, and whether somebody else reads our queue.

One look a minute serves everything: statistics switch and retention (`config`), attribution (`auth-files`), and the
server's own call counters (`auth-files` + `api-key-usage`). Starved (decision 20): they grew by 5 or more over two
looks while our feed brought less than half of that. Counters that fell mean that the server restarted.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from cpam_desktop.collector.attribution import Attribution
from cpam_desktop.cpa import management
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.domain.errors import (
    CpaError,
    CutAnswer,
    InputRefused,
    KeyRefused,
    RemoteDisabled,
    RouteMissing,
    ServerFailed,
)

STARVED_CALLS = 5
LONG_ENOUGH_RETENTION = 300
"""Seconds of queue retention below which a short absence already loses events."""
STATISTICS_OFF = "statistics_off"
SHORT_RETENTION = "short_retention"
STARVED = "starved"

_TOLERATED = (RouteMissing, ServerFailed, InputRefused, CutAnswer)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One look. `statistics` and `calls` are None where the server does not tell; `retention_s` is then its default.

    `counters`: what `calls` is the sum of, each by a hash of its credential.
    """

    statistics: bool | None
    retention_s: int
    calls: int | None
    counters: Mapping[int, int] = field(default_factory=dict[int, int])

    def restarted_since(self, before: Mapping[int, int]) -> bool:
        """Whether the server counts anew. A credential that came or went since says nothing about that."""
        both = before.keys() & self.counters.keys()
        return sum(self.counters[name] for name in both) < sum(before[name] for name in both)

    def warnings(self, *, starved: bool) -> tuple[str, ...]:
        """What the user should know, as codes."""
        found = (
            (self.statistics is False, STATISTICS_OFF),
            (self.statistics is not None and self.retention_s < LONG_ENOUGH_RETENTION, SHORT_RETENTION),
            (starved, STARVED),
        )
        return tuple(name for holds, name in found if holds)


class Health:
    """Looks at the server and judges the feed."""

    def __init__(self, client: CpaClient, attribution: Attribution) -> None:
        self._client = client
        self._attribution = attribution
        self._marks: list[tuple[int, int]] = []

    async def look(self) -> Look:
        """Ask once. Older servers lack routes: that is no failure. A refused key or a lost connection is raised."""
        statistics, retention = None, management.DEFAULT_RETENTION
        try:
            settings = await management.config(self._client)
            statistics, retention = settings.usage_statistics_enabled, settings.retention_seconds
        except _TOLERATED:
            pass
        counters = await self._counters()
        calls = None if counters is None else sum(counters.values())
        return Look(statistics, retention, calls, counters or {})

    async def refresh_accounts(self) -> None:
        """Credentials changed on the server: read them again. The next look does it where that fails now."""
        try:
            self._attribution.update(await management.auth_files(self._client))
        except (KeyRefused, RemoteDisabled):
            raise
        except CpaError as error:
            _log.info("the credentials could not be read again: %s", error.title)

    def forget(self) -> None:
        """A new connection: what was queued meanwhile is not in the feed yet, so the judgement starts anew."""
        self._marks.clear()

    def judge(self, look: Look, fed: int) -> bool | None:
        """Whether the feed starves; None while it cannot be told. `fed`: records received so far."""
        if look.calls is None or look.statistics is False:
            self._marks.clear()
            return None
        if self._marks and look.calls < self._marks[-1][0]:
            self._marks.clear()
        self._marks.append((look.calls, fed))
        if len(self._marks) < 3:
            return None
        before_calls, before_fed = self._marks.pop(0)
        grown = look.calls - before_calls
        return grown >= STARVED_CALLS and fed - before_fed < grown / 2

    async def _counters(self) -> dict[int, int] | None:
        """All counters; half of them would look like a restart, so all or None."""
        try:
            files = await management.auth_files(self._client)
            self._attribution.update(files)
            keys = await management.api_key_usage(self._client)
        except _TOLERATED:
            return None
        # Old versions tell no index: the file's name must do.
        return keys | {hash((file.auth_index, file.name)): file.success + file.failed for file in files}
