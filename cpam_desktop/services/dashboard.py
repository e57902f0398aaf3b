"""Everything the Dashboard shows of the history, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from sqlite3 import Connection

from cpam_desktop.domain.figures import EventRow, Figures, Group, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.services.queries import ask
from cpam_desktop.store import pages, reports
from cpam_desktop.store.database import Database

TOP = 5


@dataclass(frozen=True, slots=True)
class DashboardData:
    """`traffic` and `earlier` have steps of `traffic_step_ns`; `health` of 10 minutes."""

    now: Figures
    before: Figures
    recent: Figures
    traffic: tuple[TimeBucket, ...]
    earlier: tuple[TimeBucket, ...]
    health: tuple[TimeBucket, ...]
    models: tuple[Group, ...]
    channels: tuple[Group, ...]
    failures: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class DashboardQuery:
    """Ranges: today up to now, yesterday up to the same time, the last 30 minutes, and of the traffic chart."""

    servers: tuple[str, ...]
    today: TimeRange
    before: TimeRange
    recent: TimeRange
    traffic: TimeRange
    earlier: TimeRange
    traffic_step_ns: int
    health_step_ns: int


class DashboardService:
    """Reads of the Dashboard."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, wanted: DashboardQuery, zone: tzinfo) -> DashboardData:
        """All parts at once; cancelled like every query."""

        def query(connection: Connection) -> DashboardData:
            return _read(connection, wanted, zone)

        return await ask(self._database, query)


def _read(connection: Connection, wanted: DashboardQuery, zone: tzinfo) -> DashboardData:
    base = EventFilter(servers=wanted.servers)
    today = replace(base, range=wanted.today)
    failures = replace(today, statuses=("failed",))
    return DashboardData(
        now=reports.totals(connection, today),
        before=reports.totals(connection, replace(base, range=wanted.before)),
        recent=reports.totals(connection, replace(base, range=wanted.recent), spreads=False),
        traffic=tuple(reports.timeline(connection, replace(base, range=wanted.traffic), wanted.traffic_step_ns)),
        earlier=tuple(reports.timeline(connection, replace(base, range=wanted.earlier), wanted.traffic_step_ns)),
        health=tuple(reports.timeline(connection, today, wanted.health_step_ns)),
        models=tuple(reports.groups(connection, today, "model", zone, spreads=False)[:TOP]),
        channels=tuple(reports.groups(connection, today, "channel", zone)[:TOP]),
        failures=tuple(pages.page(connection, failures, TOP)),
    )
