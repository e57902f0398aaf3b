"""Monitoring: every request as it happens, with figures, a chart whose brush filters, groups of every kind, details."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.domain.failures import FailureRulesChanged
from cpam_desktop.domain.figures import Figures
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.fleet import Check
from cpam_desktop.domain.names import NamesChanged
from cpam_desktop.domain.pricing import PricesChanged
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ui.dialogs.range import range_key, range_words
from cpam_desktop.ui.monitoring.asking import MonitoringState, ask
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.detail_drawer import DetailDrawer
from cpam_desktop.ui.monitoring.filter_bar import FilterBar
from cpam_desktop.ui.monitoring.group_columns import GroupRow
from cpam_desktop.ui.monitoring.kpis import kpis
from cpam_desktop.ui.monitoring.looks import Looks
from cpam_desktop.ui.monitoring.no_events import no_events_view
from cpam_desktop.ui.monitoring.ranges import Span, calls_before, chart_data, now_utc, span_of
from cpam_desktop.ui.monitoring.source import HistorySource
from cpam_desktop.ui.monitoring.tables_card import REALTIME, TablesCard
from cpam_desktop.ui.monitoring.traffic import TrafficCard
from cpam_desktop.ui.monitoring.trail import Trail
from cpam_desktop.ui.monitoring.trends import TrendReader
from cpam_desktop.ui.monitoring.views_menu import ViewsMenu
from cpam_desktop.ui.monitoring.wishes import Wishes
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.layout import column, row

if TYPE_CHECKING:
    from cpam_desktop.domain.views import ViewBody

_LOW = 640
"""Below this height of the page the chart gives some of its own to the table."""


class MonitoringPage(Page[MonitoringState]):
    """The realtime table lives on its own source and takes new rows by itself; `load` reads everything else."""

    id = "monitoring"
    title = QT_TRANSLATE_NOOP("pages", "Monitoring")
    icon = "activity"
    order = 20
    refresh_ms = 800
    """A new event is in every tab within 1.5 s, with what the bus and the query take."""

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self._shown: tuple[EventFilter, str, int | None] | None = None
        self._state: MonitoringState | None = None
        self.filters = FilterBar(self._display.text)
        self._kpis = KpiStrip(kpis(Figures(), None, (), None), wraps=True)
        self.traffic = TrafficCard(self.session.zone)
        self.tables = TablesCard(self._display, self.session.tasks)
        self.realtime = self.tables.realtime
        self.drawer = DetailDrawer(self.session, self._display)
        self._trail = Trail(self.filters, self.tables)
        self._trends = TrendReader(self.session, self.tables)
        self.views = ViewsMenu(self.session, self.filters.views, self.id)
        self._wishes = Wishes(self.session, self.filters, self._display, self._wanted, self._base)
        body = column(self._kpis, self.traffic, (self.tables, 1), margins=(16, 12, 16, 12), spacing=12)
        left = column(self.filters, (body, 1), spacing=0)
        whole = QWidget()
        whole.setLayout(row((left, 1), self.drawer, spacing=0))
        self._looks = Looks(self.session, self.tables, self.id)
        return whole

    def bind(self) -> None:
        session, filters, tables = self.session, self.filters, self.tables
        self.track(session.events_stored, self._stored)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        self.track(session.bridge.channel(NamesChanged).arrived, self._renamed)
        for told in (FailureRulesChanged, PricesChanged):
            self.track(session.bridge.channel(told).arrived, self.refresh)
        self.realtime.model.failed.connect(self._failed)
        filters.changed.connect(self._filtered)
        filters.range_changed.connect(self._choose_range)
        filters.compared.connect(self.reload)
        self.traffic.brushed.connect(self.reload)
        self.traffic.figure_chosen.connect(self._draw_chart)
        self._kpis.followed.connect(self._show_unpriced)
        self.realtime.row_chosen.connect(self.drawer.show_row)
        self.realtime.clear_asked.connect(self._clear_all)
        tables.tools.failed_only.connect(self._failed_only)
        tables.tools.masking.connect(self._mask)
        tables.tab_chosen.connect(self._tab_chosen)
        tables.group_chosen.connect(self._group_chosen)
        tables.group_opened.connect(self._drill)
        tables.menu_asked.connect(self._wishes.show_menu)
        self._wishes.range_chosen.connect(self._choose_range)
        self._wishes.drilled.connect(self._drill)
        tables.back_asked.connect(self._trail.back)
        self.drawer.closed.connect(self._closed)
        self.drawer.name_asked.connect(self._wishes.name)
        self.drawer.group_opened.connect(self._drill)
        self.views.current = self._trail.view
        self.views.opened.connect(self._open_view)

    # -- loading

    async def load(self) -> MonitoringState:
        context, told = self.session.context, self.session.tasks.ask
        key, zone = self.filters.span.current, self.session.zone
        first = None
        if key == "all" or key.startswith(".."):
            first = (await told(context.events.file_info)).first_ns
        span = span_of(key, now_utc(), zone, first)
        brush, compare = self._kept_brush(span), self.filters.span.compares
        wanted = self.filters.narrow(EventFilter(servers=self._servers()))
        state = await told(lambda: ask(context, wanted, span, zone, compare=compare, brush=brush))
        if not state.buckets:
            state = replace(state, checks=await self._checks())
        self._show_rows(state.wanted, span)
        return state

    async def _checks(self) -> tuple[Check, ...]:
        """The doctor's findings where nothing at all was recorded yet."""
        server, told = self.session.server, self.session.tasks.ask
        assert server is not None
        wanted = EventFilter(servers=self._servers())
        if (await told(lambda: self.session.context.events.page(wanted, 1))).rows:
            return ()
        return tuple(await told(lambda: self.session.fleet.examine(server.profile.uid)))

    def draw(self, state: MonitoringState) -> None:
        self._state = state
        minutes = state.minutes(self.traffic.brush)
        self._kpis.set_kpis(kpis(state.figures, state.before, state.buckets, minutes))
        self._draw_chart()
        self.tables.show_figures(state.groups, filtered=self._is_filtered())
        self._trends.read(state, self.traffic.brush)

    def _draw_chart(self) -> None:
        if (state := self._state) is not None:
            before = calls_before(state.span, state.earlier)
            metric = self.traffic.figure
            self.traffic.chart.set_data(chart_data(state.span, state.buckets, state.now_ns, before, metric))

    def empty(self, state: MonitoringState) -> QWidget | None:
        if not state.checks:
            return None
        server = self.session.server
        assert server is not None
        demo = None if server.demo else self.session.start_demo
        return no_events_view(state.checks, self.session.zone, server.profile.url, self._act, self.reload, demo)

    def _servers(self) -> tuple[str, ...]:
        server = self.session.server
        assert server is not None
        return () if self.filters.all_servers else (server.profile.uid,)

    def _wanted(self) -> EventFilter:
        return EventFilter(servers=self._servers()) if self._state is None else self._state.wanted

    def _base(self) -> EventFilter:
        shown = TimeRange() if self._state is None else self._state.span.shown
        return EventFilter(range=shown, servers=self._servers())

    def _is_filtered(self) -> bool:
        return not self.filters.is_empty or self.traffic.brush is not None

    def _kept_brush(self, span: Span) -> tuple[int, int] | None:
        """The brush, unless a rolling range has left it behind."""
        brush = self.traffic.brush
        if brush is not None and brush[1] <= span.chart[0]:
            self.traffic.set_brush(None)
            return None
        return brush

    def _show_rows(self, wanted: EventFilter, span: Span) -> None:
        """Give the table another source where the filter changed, or where the range has moved on: at midnight, and
        step by step for a rolling range, but not under the eyes of somebody who reads."""
        brush, key = self.traffic.brush, self.filters.span.current
        timeless = replace(wanted, range=TimeRange(*brush) if brush else TimeRange())
        start = span.shown.start_ns
        if self._shown is not None and key != "today" and not self.realtime.live.following:
            start = self._shown[2]
        if (timeless, key, start) == self._shown:
            self.realtime.model.catch_up()
        else:
            self._shown = (timeless, key, start)
            self.realtime.set_filtered(self._is_filtered())
            source = HistorySource(self.session.context.events, self.session.tasks, wanted, self.realtime.retries)
            self.realtime.model.show_source(source)

    # -- what happens

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        """New rows show at once; figures follow, at most every 0.8 s and never more than a fifth of the time."""
        if not (self.filters.all_servers or self.session.concerns(batch)):
            return
        self.realtime.model.catch_up()
        if self.state is PageState.EMPTY and any(event.server for event in batch):
            self.reload()  # the first request of all: whoever waits for it sees it now
        else:
            self.refresh_soon()

    def refresh(self, *_told: object) -> None:
        self._shown = None
        self.reload()

    def server_switched(self) -> None:
        self.drawer.shut()
        self.traffic.set_brush(None)
        self._trail.forget()
        self._shown = None

    def _renamed(self, *_told: object) -> None:
        """Names are others: every label is read again."""
        self.drawer.shut()
        self.refresh()

    def _failed(self, error: object) -> None:
        """The table could not read: say so, and let the next refresh begin anew."""
        self._shown = None
        self.session.report(error)

    def _choose_range(self, key: str) -> None:
        self.filters.span.set_current(key, "" if ".." not in key else range_words(key, self.session.zone))
        self.traffic.set_brush(None)
        self.reload()

    def _filtered(self) -> None:
        self.tables.tools.set_failed_only(self.filters.chosen("status") == {"failed"})
        self._trail.follow()
        self.reload()

    def _clear_all(self) -> None:
        self.traffic.set_brush(None)
        self.filters.clear()

    def _show_unpriced(self) -> None:
        """The models without a price, as the filter of the table of models."""
        if self._state is not None and (models := self._state.unpriced):
            self._trail.remember(self.tables.tab)
            self.tables.show_tab("model")
            self.filters.choose("model", [group.key for group in models])

    # -- tabs and rows

    def _tab_chosen(self, _tab: str) -> None:
        self.drawer.shut()
        if self._state is not None:
            self._trends.read(self._state, self.traffic.brush)

    def _group_chosen(self, group: GroupRow | None) -> None:
        self.drawer.show_group(group, self._wanted())

    def _drill(self, group: GroupRow) -> None:
        """The group becomes a filter, and its requests show."""
        self.drawer.shut()
        self._trail.remember(self.tables.tab)
        self.tables.show_tab(REALTIME)
        self._wishes.choose(group.kind, group.group.key)

    def _closed(self) -> None:
        table = self.realtime.live.table if self.tables.group is None else self.tables.group.table
        table.clearSelection()
        if self.isVisible():
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- views, looks, preferences

    def _open_view(self, body: ViewBody) -> None:
        self.traffic.set_brush(None)
        self._trail.open_view(body)
        if body.range:
            self._choose_range(body.range)

    def _failed_only(self, on: bool) -> None:
        self.filters.choose("status", ("failed",) if on else ())

    def _mask(self, masked: bool) -> None:
        self.session.change(replace(self.session.preferences, mask_emails=masked))

    def _preferences(self) -> None:
        zone, masked = self.session.zone, self.session.masks_emails
        if (zone, masked) == (self._display.zone, self._display.masked):
            return
        self._display.zone, self._display.masked = zone, masked
        self.traffic.set_zone(self.session.zone)
        self.tables.tools.set_masked(masked)
        self.tables.reformat()
        self.drawer.shut()
        self.reload()

    # -- the page template

    def focus_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.drawer.isHidden():
            self.drawer.shut()
        elif event.key() == Qt.Key.Key_Backspace and self._trail.leads_back:
            self._trail.back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.traffic.set_low(event.size().height() < _LOW)

    def _spawn(self, work: Coroutine[Any, Any, object], name: str) -> None:
        self.session.tasks.spawn(work, name, self)

    def _act(self, action: str) -> None:
        server = self.session.server
        if server is None:
            return
        if action == "enter_key":
            self.session.connect_asked.emit(server.profile.uid)
            return
        self._spawn(self._fix(server.profile.uid, action), "fix")

    async def _fix(self, uid: str, action: str) -> None:
        await self.session.tasks.ask(lambda: self.session.fleet.fix(uid, action))
        self.reload()

    def row_count(self) -> int:
        return self.realtime.model.rowCount()

    def is_complete(self) -> bool:
        return self.state is not PageState.READY or self.realtime.model.rowCount() > 0

    def tour_states(self) -> Sequence[tuple[str, Callable[[], None]]]:
        tabs = [(f"tab-{tab}", partial(self._tour_tab, tab)) for tab in self.tables.groups]
        return (("drawer", self._show_first_failure), *tabs, ("group", self._tour_group))

    def _tour_tab(self, tab: str) -> None:
        self.drawer.shut()
        self.tables.show_tab(tab)
        self._tab_chosen(tab)

    def _tour_group(self) -> None:
        self._tour_tab("account")
        self.tables.groups["account"].table.selectRow(0)

    def _show_first_failure(self) -> None:
        model, table = self.realtime.model, self.realtime.live.table
        loaded = (place for place in range(min(200, model.rowCount())) if (row := model.row_at(place)) and row.failed)
        table.selectRow(next(loaded, 0))

    def show_no_events(self) -> None:
        """Show the doctor in place of the rows, as on a server that has none yet."""

        async def show() -> None:
            state = await self.load()
            server = self.session.server
            assert server is not None
            checks = tuple(await self.session.tasks.ask(lambda: self.session.fleet.examine(server.profile.uid)))
            self.apply(replace(state, checks=checks))

        self._spawn(show(), "no events")

    def end_tour(self) -> None:
        self.drawer.shut()
        self.tables.show_tab(REALTIME)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drawer.shut()

    def dispose(self) -> None:
        super().dispose()
        self.drawer.dispose()

    def opened_with(self, argument: object) -> None:
        """From another page: facets; `range` (start_ns, end_ns), else today; `everywhere` (all servers); `search`."""
        if isinstance(argument, dict):
            given = dict(cast("dict[str, Any]", argument))
            self._trail.forget()
            self.filters.choose_servers(everything=given.pop("everywhere", False))
            self._choose_range(range_key(given.pop("range", None), self.session.zone))
            self.tables.show_tab(REALTIME)
            self.filters.clear()
            self.filters.search.put(given.pop("search", ""))
            for kind, values in given.items():
                self.filters.choose(kind, values)


PAGE = MonitoringPage
