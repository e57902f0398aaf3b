"""Reads the lines in the rows of the table in sight, after its figures, and seldom while nothing else changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cpam_desktop.ui.monitoring.group_table import TREND_STEPS

if TYPE_CHECKING:
    from cpam_desktop.domain.filters import EventFilter
    from cpam_desktop.ui.monitoring.asking import MonitoringState
    from cpam_desktop.ui.monitoring.tables_card import TablesCard
    from cpam_desktop.ui.session import Session

_EVERY_S = 5.0


class TrendReader(QObject):
    """One question at a time: another tab or filter replaces the one that runs."""

    def __init__(self, session: Session, tables: TablesCard) -> None:
        super().__init__(tables)
        self._session, self._tables = session, tables
        self._known: tuple[str, EventFilter, int] | None = None
        self._at = 0.0

    def read(self, state: MonitoringState, brush: tuple[int, int] | None) -> None:
        """Read the lines of the tab in sight, where they are not known or old."""
        table = self._tables.group
        if table is None or not table.model.rowCount():
            return
        start, end = brush or state.span.chart
        end = min(end, state.now_ns + state.span.step_ns)
        end -= (end - start) % state.span.step_ns  # in whole steps of the chart: asked again, it is known
        step = max(1, -(-(end - start) // TREND_STEPS))
        asked = (table.kind, state.wanted, start)
        fresh = asked == self._known and time.monotonic() - self._at < _EVERY_S
        if not fresh or not table.model.rows[0].trend:
            self._known, self._at = asked, time.monotonic()
            self._session.tasks.spawn(self._read(table.kind, state.wanted, start, step), "trends", self)

    async def _read(self, kind: str, wanted: EventFilter, start: int, step: int) -> None:
        analysis = self._session.context.analysis
        found = await self._session.tasks.ask(lambda: analysis.trends(wanted, kind, start, step))
        self._tables.groups[kind].show_trends(found, start, step, TREND_STEPS)
