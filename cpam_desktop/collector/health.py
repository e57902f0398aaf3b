"""What the management API tells beside the events: settings, credentials, and whether somebody else reads our queue.

One look a minute serves everything: statistics switch and retention (`config`), attribution (`auth-files`), and the
server's own call counters (`auth-files` + `api-key-usage`). Starved (decision 20): they grew by 5 or more over two
looks while our feed brought less than half of that. Counters that fell mean that the server restarted.
"""

from __future__ import annotations

from dataclasses import dataclass

from cpam_desktop.collector.attribution import Attribution
from cpam_desktop.cpa import management
from cpam_desktop.cpa.client import CpaClient
from cpam_desktop.domain.errors import CutAnswer, InputRefused, RouteMissing, ServerFailed

LOOK_SECONDS = 60.0
STARVED_CALLS = 5
STATISTICS_OFF = "statistics_off"
SHORT_RETENTION = "short_retention"
STARVED = "starved"

_TOLERATED = (RouteMissing, ServerFailed, InputRefused, CutAnswer)


@dataclass(frozen=True, slots=True)
class Look:
    """One look: None where this version does not tell."""

    statistics: bool | None
    retention_s: int
    calls: int | None


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
        return Look(statistics, retention, await self._calls())

    async def refresh_accounts(self) -> None:
        """Credentials changed on the server: read them again."""
        try:
            self._attribution.update(await management.auth_files(self._client))
        except _TOLERATED:
            pass

    def judge(self, calls: int | None, fed: int) -> bool | None:
        """Whether the feed starves, after a look; None while it cannot be told. `fed`: records received so far."""
        if calls is None:
            self._marks.clear()
            return None
        if self._marks and calls < self._marks[-1][0]:
            self._marks.clear()
        self._marks.append((calls, fed))
        if len(self._marks) < 3:
            return None
        before_calls, before_fed = self._marks.pop(0)
        grown = calls - before_calls
        return grown >= STARVED_CALLS and fed - before_fed < grown / 2

    async def _calls(self) -> int | None:
        total, told = 0, False
        try:
            files = await management.auth_files(self._client)
            self._attribution.update(files)
            total += sum(file.success + file.failed for file in files)
            told = True
        except _TOLERATED:
            pass
        try:
            total += await management.api_key_usage_total(self._client)
        except _TOLERATED:
            told = False  # half of the counters would look like a restart
        return total if told else None
