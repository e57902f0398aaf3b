"""Dashboard: is it all right? Connection, today's figures, traffic, collector, health, what stands out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.collecting import EventsStored, State
from cpam_desktop.domain.failures import FailureRulesChanged
from cpam_desktop.domain.figures import EventRow, Group
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.names import NamesChanged
from cpam_desktop.domain.pricing import PricesChanged
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ui.dashboard.cards import CELL_NS, HealthCard, TrafficCard, compared_ns, health_start
from cpam_desktop.ui.dashboard.collector import CollectorCard
from cpam_desktop.ui.dashboard.connection import ConnectionCard
from cpam_desktop.ui.dashboard.kpis import RECENT_MINUTES, dashboard_kpis
from cpam_desktop.ui.dashboard.mix import TokenMix
from cpam_desktop.ui.dashboard.scope import ScopeSwitch
from cpam_desktop.ui.dashboard.tables import SmallTable, channel_columns, failure_columns, model_columns
from cpam_desktop.ui.format import grouped, human
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.ranges import Span, now_utc, span_of
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.layout import column, row, scroll

if TYPE_CHECKING:
    from cpam_desktop.services.dashboard import DashboardData, DashboardQuery

_LOOK_NS = 60 * NS_PER_SECOND
_NARROW = 1200
_MARGIN = 16
_CONFIG = "config"


@dataclass(frozen=True, slots=True)
class DashboardState:
    """What the services read, and the spans it was read for; `data` None: there is neither server nor history."""

    data: DashboardData | None
    today: Span
    traffic: Span
    now_ns: int


class DashboardPage(Page[DashboardState]):
    """Today of the chosen server, or of all; usable with no server reachable, because history is local."""

    id = "dashboard"
    title = QT_TRANSLATE_NOOP("pages", "Dashboard")
    icon = "squares-four"
    order = 10
    needs_server = False
    refresh_ms = 3_000

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self._range = "today"
        self._most = [0.0]
        self._look_due = QTimer(self)
        self._look_due.setSingleShot(True)
        self._testing = ""
        self._was_running = False
        self._scope = ScopeSwitch()
        self.connection = ConnectionCard(config_page=_has_page(_CONFIG))
        self._kpis = KpiStrip(dashboard_kpis(None), wraps=True)
        self.traffic = TrafficCard(self.session.zone)
        self.collector = CollectorCard()
        self._health, self._mix = HealthCard(), TokenMix()
        self._two = row((self._health, 1), (self._mix, 1), spacing=12)
        body = QWidget()
        body.setLayout(
            column(
                self.connection,
                self._kpis,
                (row((self.traffic, 1), self.collector, spacing=12), 1),
                self._two,
                self._tables(),
                margins=(_MARGIN, 12, _MARGIN, 12),
                spacing=12,
            )
        )
        return scroll(body)

    def _tables(self) -> QBoxLayout:
        self._models = SmallTable[Group](
            translate("dashboard", "Cost by model"),
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

    def tools(self) -> QWidget:
        return self._scope

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.collector_changed, self._collector_changed)
        self.track(session.fleet_changed, self._show_states)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        for change in (FailureRulesChanged, PricesChanged, NamesChanged):
            self.track(session.bridge.channel(change).arrived, self._figures_changed)
        self._look_due.timeout.connect(self._look)
        self._scope.chosen.connect(self.reload)
        self.traffic.chosen.connect(self._choose_range)
        self.connection.test_asked.connect(partial(self._look, now=True))
        self.connection.edit_asked.connect(self._edit)
        self.connection.connect_asked.connect(partial(session.connect_asked.emit, ""))
        self.connection.config_asked.connect(partial(session.open_page, _CONFIG))
        self.collector.doctor_asked.connect(session.doctor_asked)
        self._kpis.followed.connect(partial(session.open_page, "prices"))
        failed = {"status": ("failed",)}
        for table, argument in ((self._models, None), (self._channels, None), (self._failures, failed)):
            table.link.connect(partial(session.open_page, "monitoring", argument))
        self._models.chosen.connect(self._open_model)
        self._channels.chosen.connect(self._open_channel)
        self._failures.chosen.connect(self._open_failure)

    # -- loading

    async def load(self) -> DashboardState:
        server, now, zone = self.session.server, now_utc(), self.session.zone
        now_ns = from_datetime(now)
        today, traffic = span_of("today", now, zone), span_of(self._range, now, zone)
        context, ask = self.session.context, self.session.tasks.ask
        if server is None and not await ask(lambda: context.analysis.page(EventFilter(), 1)):
            return DashboardState(None, today, traffic, now_ns)
        mine = server is not None and (server.demo or not self._scope.all_servers)
        query = _query((server.profile.uid,) if server is not None and mine else (), today, traffic, now_ns)
        data = await ask(lambda: context.dashboard.load(query, zone))
        if server is not None and (server.tested_ns is None or now_ns - server.tested_ns >= _LOOK_NS):
            self._look_due.start(0)
        return DashboardState(data, today, traffic, now_ns)

    def apply(self, state: DashboardState) -> None:
        if state.data is None:
            self.show_state(PageState.OFFLINE)
        else:
            super().apply(state)

    def draw(self, state: DashboardState) -> None:
        data, zone = state.data, self.session.zone
        assert data is not None
        self._show_states()
        self._kpis.set_kpis(dashboard_kpis(data))
        self.traffic.show_traffic(state.traffic, state.now_ns, data.traffic, data.earlier)
        self._health.show_health(health_start(state.now_ns), data.health, zone)
        self._mix.show_tokens(data.now.tokens)
        self._most[0] = max((float(group.figures.cost_usd or 0) for group in data.models), default=0.0)
        self._models.model.set_rows(data.models)
        self._models.note.setText(_priced_words(data))
        self._channels.model.set_rows(data.channels)
        self._failures.model.set_rows(data.failures)
        self._failures.note.setText(translate("dashboard", "{0} today").format(grouped(data.now.failed)))

    # -- what happens

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        if self._scope.all_servers or self.session.concerns(batch):
            self.refresh_soon()

    def _figures_changed(self, _batch: tuple[object, ...]) -> None:
        self.reload()

    def _show_states(self) -> None:
        server = self.session.server
        self._scope.show_servers(sum(not state.demo for state in self.session.servers), server)
        if server is None:
            self.connection.show_nobody()
        else:
            self.connection.show_server(server, self.session.collector)
        self.collector.show_status(self.session.collector, self.session.zone, time.time_ns())

    def _collector_changed(self) -> None:
        """A collector that stops running is a reason to look whether the server still answers."""
        status = self.session.collector
        running = status is not None and status.state is State.RUNNING
        if self._was_running and not running:
            self._look(now=True)
        self._was_running = running
        self._show_states()

    def _preferences(self) -> None:
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self.traffic.chart.set_zone(self.session.zone)
        self.reload()

    def _choose_range(self, key: str) -> None:
        self._range = key
        self.reload()

    def _look(self, *, now: bool = False) -> None:
        """Ask the server how it is, `now` or where the last answer is old; nobody asks while the page is hidden."""
        server = self.session.server
        if self.isVisible() and server is not None and self._testing != server.profile.uid:
            self._testing = server.profile.uid
            self.connection.set_testing(True)
            self.session.tasks.spawn(self._run_look(server.profile.uid, now), "look", self)

    async def _run_look(self, uid: str, now: bool) -> None:
        fleet = self.session.fleet
        try:
            await self.session.tasks.ask(lambda: fleet.test(uid) if now else fleet.look(uid))
        except Exception:  # not where it was cancelled: then the page may be gone, or another look runs
            self._looked()
            raise
        self._looked()

    def _looked(self) -> None:
        self._testing = ""
        self.connection.set_testing(False)

    def server_switched(self) -> None:
        """A look at the old server is of no use any more."""
        self.session.tasks.cancel(self, "look")
        self._looked()

    def _edit(self) -> None:
        if self.session.server is not None:
            self.session.connect_asked.emit(self.session.server.profile.uid)

    def _open_failure(self, event: EventRow) -> None:
        self.session.open_page("monitoring", {"status": ("failed",), "model": (event.model,)})

    def _open_model(self, group: Group) -> None:
        self.session.open_page("monitoring", {"model": (group.key,)})

    def _open_channel(self, group: Group) -> None:
        self.session.open_page("monitoring", {"channel": (group.key,)})

    def row_count(self) -> int:
        return sum(table.model.rowCount() for table in (self._models, self._channels, self._failures))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() + 208 < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._three.setDirection(direction)
        self._two.setDirection(direction)
        self.connection.fit(self.width() - 2 * _MARGIN)


def _query(servers: tuple[str, ...], today: Span, traffic: Span, now_ns: int) -> DashboardQuery:
    from cpam_desktop.services.dashboard import DashboardQuery

    assert today.before is not None
    start = traffic.chart[0]
    return DashboardQuery(
        servers=servers,
        today=today.shown,
        before=today.before,
        recent=TimeRange(now_ns - RECENT_MINUTES * 60 * NS_PER_SECOND, None),
        health=TimeRange(health_start(now_ns), None),
        traffic=traffic.shown,
        earlier=TimeRange(start - compared_ns(traffic), start),
        traffic_step_ns=traffic.step_ns,
        health_step_ns=CELL_NS,
    )


def _priced_words(data: DashboardData) -> str:
    if data.now.priced_requests == data.now.requests:
        return translate("dashboard", "today")
    words = translate("dashboard", "{0} of {1} priced")
    return words.format(human(data.now.priced_requests), human(data.now.requests))


def _has_page(page_id: str) -> bool:
    from cpam_desktop.ui.pages import find_pages  # finds this module too, so not while it is being imported

    return any(page.id == page_id for page in find_pages())


PAGE = DashboardPage
