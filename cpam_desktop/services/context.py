"""Builds every service once, in order, and closes them in reverse; passed in, never global."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.analysis import AnalysisService
from cpam_desktop.services.collecting import CollectorService
from cpam_desktop.services.dashboard import DashboardService
from cpam_desktop.services.deadletters import DeadLetterService
from cpam_desktop.services.doctor import DoctorService
from cpam_desktop.services.events import EventService
from cpam_desktop.services.exporting import ExportService
from cpam_desktop.services.failure_rules import FailureRuleService
from cpam_desktop.services.importing import ImportService
from cpam_desktop.services.names import NameService
from cpam_desktop.services.pricing import PricingService
from cpam_desktop.services.sealing import SealService
from cpam_desktop.services.servers import ServerService
from cpam_desktop.services.upkeep import UpkeepService
from cpam_desktop.services.views import ViewService
from cpam_desktop.services.watching import CommitService
from cpam_desktop.store.database import Database
from cpam_desktop.store.paths import latch_path


class Context:
    """`with Context.open(database_path) as context:`; see the attributes for what there is."""

    def __init__(self, database: Database, bus: Bus, closing: ExitStack) -> None:
        self.database = database
        self.bus = bus
        self.latch = KeyLatch(latch_path())
        self.sealing = SealService(database, bus)
        self.analysis = AnalysisService(database, self.sealing)
        closing.callback(self.analysis.close)
        self.events = EventService(database, self.analysis)
        self.importing = ImportService(database)
        self.deadletters = DeadLetterService(database)
        self.exporting = ExportService(database)
        self.upkeep = UpkeepService(database)
        self.names = NameService(database, bus)
        self.rules = FailureRuleService(database, bus)
        self.dashboard = DashboardService(self.analysis, self.rules)
        self.views = ViewService(database, bus)
        self.pricing = PricingService(database, bus)
        self.servers = ServerService.open(bus, self.latch)
        self.commits = CommitService(database, bus)
        self.collectors = CollectorService(database, bus, self.latch)
        self.doctor = DoctorService(self.latch, self.events)
        self._closing = closing

    @classmethod
    def open(cls, path: Path, bus: Bus | None = None) -> Context:
        """Open the history (made where absent) and build the services; they publish on `bus` where one is given."""
        closing = ExitStack()
        database = Database.open(path)
        closing.callback(database.close)
        return cls(database, bus or Bus(), closing)

    def close(self) -> None:
        """Close everything, in reverse order."""
        self._closing.close()

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def server_uids(self, names: list[str]) -> tuple[str, ...]:
        """Uids of the servers with these names (profiles and imports alike); InputError names an unknown one."""
        rows = await self.events.servers()
        found: list[str] = []
        for name in names:
            uids = [row.uid for row in rows if row.name.casefold() == name.strip().casefold()]
            uids += [p.uid for p in self.servers.list() if p.name.casefold() == name.strip().casefold()]
            if not uids:
                known = ", ".join(row.name for row in rows) or "none yet"
                raise InputError(f"there is no server called “{name}”", hint=f"Servers: {known}.")
            found += uids
        return tuple(dict.fromkeys(found))
