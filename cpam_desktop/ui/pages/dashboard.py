"""Dashboard: is it all right? Connection, today's figures, traffic, collector, health, what stands out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.collecting import EventsStored, State
from cpam_desktop.domain.figures import EventRow, Group
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.dashboard.collector import CollectorCard
from cpam_desktop.ui.dashboard.connection import ConnectionCard
from cpam_desktop.ui.dashboard.tables import SmallTable, channel_columns, failure_columns, model_columns
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.kpis import dashboard_kpis
from cpam_desktop.ui.monitoring.ranges import Span, chart_data, now_utc, span_of
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.layout import column, row, scroll
from cpam_desktop.ui.widgets.legend import Legend, LegendItem
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.sparkline import HealthCell, HealthTimeline

if TYPE_CHECKING:
    from cpam_desktop.services.dashboard import DashboardData

_TEST_MS = 60_000
_HEALTH_NS = 600 * NS_PER_SECOND
_CELLS = 144
_NARROW = 1200
_MARGIN = 16


@dataclass(frozen=True, slots=True)
class DashboardState:
    """What the services read, and the spans it was read for."""

    data: DashboardData
    today: Span
    traffic: Span
    now_ns: int


class DashboardPage(Page[DashboardState]):
    """Today of the chosen server; usable with no server reachable, because history is local."""

    id = "dashboard"
    title = QT_TRANSLATE_NOOP("pages", "Dashboard")
    icon = "squares-four"
    order = 10
    refresh_ms = 3_000

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self._range = "today"
        self._most = [0]
        self._test_due = QTimer(self)
        self._test_due.setSingleShot(True)
        self._testing = ""
        self._was_running = False
        self.connection = ConnectionCard()
        self._kpis = KpiStrip(dashboard_kpis(None, ()))
        self.chart = SeriesChart(
            translate("dashboard", "Calls and tokens over time"), brush=False, zone=self.session.zone
        )
        self.collector = CollectorCard()
        self._health = HealthTimeline()
        body = QWidget()
        body.setLayout(
            column(
                self.connection,
                self._kpis,
                (row((self._traffic_card(), 1), self.collector, spacing=12), 1),
                self._health_card(),
                self._tables(),
                margins=(_MARGIN, 12, _MARGIN, 12),
                spacing=12,
            )
        )
        return scroll(body)

    def _tables(self) -> QBoxLayout:
        self._models = SmallTable[Group](
            translate("dashboard", "Top models by calls"),
            translate("dashboard", "today"),
            translate("dashboard", "Monitoring"),
            model_columns(self._most),
        )
        self._failures = SmallTable[EventRow](
            translate("dashboard", "Recent failures"),
            "",
            translate("dashboard", "All failures"),
            failure_columns(self._display),
        )
        self._channels = SmallTable[Group](
            translate("dashboard", "Channel health"),
            translate("dashboard", "today"),
            translate("dashboard", "Monitoring"),
            channel_columns(),
        )
        self._three = row((self._models, 5), (self._failures, 6), (self._channels, 5), spacing=12)
        return self._three

    def _traffic_card(self) -> Card:
        self._choice = Segmented(
            [
                ("today", translate("range", "Today")),
                ("24h", translate("range", "24 h")),
                ("7d", translate("range", "7 d")),
            ],
            "today",
            translate("range", "Range"),
        )
        legend = Legend(
            [
                LegendItem("s1", translate("chart", "Calls")),
                LegendItem("bad_fill", translate("chart", "Failed")),
                LegendItem("s2", translate("chart", "Tokens"), line=True),
                LegendItem("s5", translate("chart", "Calls before"), line=True),
            ]
        )
        self.chart.setMinimumHeight(190)
        return Card(translate("dashboard", "Traffic"), tools=(legend, self._choice)).add((self.chart, 1))

    def _health_card(self) -> Card:
        legend = Legend(
            [
                LegendItem("ok_fill", translate("dashboard", "Healthy")),
                LegendItem("warn_fill", translate("dashboard", "1–10% failed")),
                LegendItem("bad_fill", translate("dashboard", "> 10% failed")),
                LegendItem("neutral_fill", translate("dashboard", "No calls")),
            ]
        )
        note = translate("dashboard", "Today in 10-minute cells · height is volume")
        return Card(translate("dashboard", "Request health"), note, (legend,)).add(self._health)

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.collector_changed, self._collector_changed)
        self.track(session.fleet_changed, self._show_states)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        self._test_due.timeout.connect(self._test)
        self._choice.chosen.connect(self._choose_range)
        self.connection.test_asked.connect(self._test)
        self.connection.edit_asked.connect(self._edit)
        self.collector.doctor_asked.connect(self._open_doctor)
        failed = {"status": ("failed",)}
        for table, argument in ((self._models, None), (self._channels, None), (self._failures, failed)):
            table.link.connect(partial(self.session.open_page, "monitoring", argument))
        self._models.chosen.connect(self._open_model)
        self._failures.chosen.connect(self._open_failure)

    # -- loading

    async def load(self) -> DashboardState:
        from cpam_desktop.services.dashboard import DashboardQuery

        server = self.session.server
        assert server is not None
        now, zone = now_utc(), self.session.zone
        now_ns = from_datetime(now)
        today, traffic = span_of("today", now, zone), span_of(self._range, now, zone)
        assert today.before is not None
        length = traffic.chart[1] - traffic.chart[0]
        start = traffic.chart[0]
        query = DashboardQuery(
            servers=(server.profile.uid,),
            today=today.shown,
            before=today.before,
            recent=TimeRange(now_ns - 1800 * NS_PER_SECOND, None),
            traffic=traffic.shown,
            earlier=TimeRange(start - length, start),
            traffic_step_ns=traffic.step_ns,
            health_step_ns=_HEALTH_NS,
        )
        dashboard = self.session.context.dashboard
        data = await self.session.tasks.ask(lambda: dashboard.load(query, zone))
        if server.test is None or (server.tested_ns or 0) < now_ns - _TEST_MS * 1_000_000:
            self._test_due.start(0)
        return DashboardState(data, today, traffic, now_ns)

    def draw(self, state: DashboardState) -> None:
        data, now_ns = state.data, state.now_ns
        self._show_states()
        self._kpis.set_kpis(dashboard_kpis(data, data.traffic))
        length = state.traffic.chart[1] - state.traffic.chart[0]
        total = max(1, -(-length // state.traffic.step_ns))
        before = [0] * total
        for bucket in data.earlier:
            place = (bucket.start_ns + length - state.traffic.chart[0]) // state.traffic.step_ns
            if 0 <= place < total:
                before[place] = bucket.requests
        self.chart.set_data(chart_data(state.traffic, data.traffic, now_ns, before if any(before) else ()))
        self._draw_health(state)
        self._most[0] = max((group.figures.requests for group in data.models), default=0)
        self._models.model.set_rows(data.models)
        self._channels.model.set_rows(data.channels)
        self._failures.model.set_rows(data.failures)
        self._failures.note.setText(translate("dashboard", "{0} today").format(grouped(data.now.failed)))

    def _draw_health(self, state: DashboardState) -> None:
        start = state.today.chart[0]
        seen = min(_CELLS, (state.now_ns - start) // _HEALTH_NS + 1)
        cells = [HealthCell(0, 0)] * seen
        for bucket in state.data.health:
            place = (bucket.start_ns - start) // _HEALTH_NS
            if 0 <= place < seen:
                cells[place] = HealthCell(bucket.requests, bucket.failed)
        total = -(-(state.today.chart[1] - start) // _HEALTH_NS)
        begin = datetime.fromtimestamp(start // NS_PER_SECOND, self.session.zone)
        self._health.set_cells(begin, timedelta(minutes=10), cells, total)

    # -- what happens

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        if self.session.concerns(batch):
            self.refresh_soon()

    def _show_states(self) -> None:
        server = self.session.server
        if server is not None:
            self.connection.show_server(server, self.session.collector)
        self.collector.show_status(self.session.collector, self.session.zone, time.time_ns())

    def _collector_changed(self) -> None:
        """A collector that stops running is a reason to look whether the server still answers."""
        status = self.session.collector
        running = status is not None and status.state is State.RUNNING
        if self._was_running and not running:
            self._test_due.start(0)
        self._was_running = running
        self._show_states()

    def _preferences(self) -> None:
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self.chart.set_zone(self.session.zone)
        self.reload()

    def _choose_range(self, key: str) -> None:
        self._range = key
        self.reload()

    def _test(self) -> None:
        server = self.session.server
        if self.isVisible() and server is not None and self._testing != server.profile.uid:
            self._testing = server.profile.uid
            self.connection.set_testing(True)
            self.session.tasks.spawn(self._run_test(server.profile.uid), "test", self)

    async def _run_test(self, uid: str) -> None:
        try:
            await self.session.tasks.ask(lambda: self.session.fleet.test(uid))
        except Exception:  # not where it was cancelled: then the page may be gone, or another test runs
            self._tested()
            raise
        self._tested()

    def _tested(self) -> None:
        self._testing = ""
        self.connection.set_testing(False)

    def server_switched(self) -> None:
        """A test of the old server is of no use any more."""
        self.session.tasks.cancel(self, "test")
        self._tested()

    def _edit(self) -> None:
        if self.session.server is not None:
            self.session.connect_asked.emit(self.session.server.profile.uid)

    def _open_doctor(self) -> None:
        self.session.doctor_asked.emit()

    def _open_failure(self, event: EventRow) -> None:
        self.session.open_page("monitoring", {"status": ("failed",), "model": (event.model,)})

    def _open_model(self, group: Group) -> None:
        self.session.open_page("monitoring", {"model": (group.key,)})

    def row_count(self) -> int:
        return sum(table.model.rowCount() for table in (self._models, self._channels, self._failures))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() + 208 < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._three.setDirection(direction)
        self.connection.fit(self.width() - 2 * _MARGIN)


PAGE = DashboardPage
