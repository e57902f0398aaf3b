"""Monitoring: every request as it happens, with figures, a chart whose brush filters, and the detail of an attempt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.domain.figures import Figures, TimeBucket
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.fleet import Check
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.detail_drawer import DetailDrawer
from cpam_desktop.ui.monitoring.filter_bar import FilterBar
from cpam_desktop.ui.monitoring.kpis import kpis
from cpam_desktop.ui.monitoring.no_events import no_events_view
from cpam_desktop.ui.monitoring.ranges import Span, chart_data, now_utc, span_of
from cpam_desktop.ui.monitoring.realtime import RealtimeCard
from cpam_desktop.ui.monitoring.source import HistorySource
from cpam_desktop.ui.monitoring.traffic import TrafficCard
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page, PageState
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.layout import column, row

if TYPE_CHECKING:
    from cpam_desktop.services.events import EventService


@dataclass(frozen=True, slots=True)
class MonitoringState:
    """Figures and buckets of a span; `checks` where this server has no event at all."""

    span: Span
    now_ns: int
    figures: Figures
    before: Figures | None = None
    buckets: tuple[TimeBucket, ...] = ()
    checks: tuple[Check, ...] = ()


class MonitoringPage(Page[MonitoringState]):
    """The table lives on its own source and takes new rows by itself; `load` reads figures and chart."""

    id = "monitoring"
    title = QT_TRANSLATE_NOOP("pages", "Monitoring")
    icon = "activity"
    order = 20

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self._range = "today"
        self._shown: tuple[EventFilter, str, int | None] | None = None
        self.filters = FilterBar(self._write)
        empty = Figures()
        self._kpis = KpiStrip(kpis(empty, None, [], None))
        self.traffic = TrafficCard(self.session.zone)
        self.realtime = RealtimeCard(self._display, self.session.tasks)
        self.drawer = DetailDrawer(self.session, self._display)
        body = column(self._kpis, self.traffic, (self.realtime, 1), margins=(16, 12, 16, 12), spacing=12)
        left = column(self.filters, (body, 1), spacing=0)
        whole = QWidget()
        whole.setLayout(row((left, 1), self.drawer, spacing=0))
        return whole

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        self.realtime.model.failed.connect(self._failed)
        self.filters.changed.connect(self._filtered)
        self.filters.range_changed.connect(self._choose_range)
        self.filters.opened.connect(self._offer)
        self.traffic.brushed.connect(self.reload)
        self.realtime.row_chosen.connect(self.drawer.show_row)
        self.realtime.failed_only.connect(self._failed_only)
        self.realtime.clear_asked.connect(self._clear_all)
        self.realtime.masking.connect(self._mask)
        self.drawer.opened.connect(partial(self.realtime.set_narrow, True))
        self.drawer.closed.connect(self._closed)

    # -- loading

    async def load(self) -> MonitoringState:
        server = self.session.server
        assert server is not None
        events, ask = self.session.context.events, self.session.tasks.ask
        uid = server.profile.uid
        first = None
        if self._range == "all":
            first = (await ask(events.file_info)).first_ns
        span = span_of(self._range, now_utc(), self.session.zone, first)
        wanted = self.filters.narrow(EventFilter(range=span.shown, servers=(uid,)))
        before = None if span.before is None else replace(wanted, range=span.before)
        analysis = self.session.context.analysis
        found = await ask(lambda: analysis.overview(OverviewQuery(wanted, before, span.step_ns)))
        figures, earlier, buckets = found.figures, found.before, found.steps
        brush = self._kept_brush(span)
        if brush is not None:
            narrowed = replace(wanted, range=TimeRange(*brush))
            figures, earlier = await ask(lambda: analysis.figures(narrowed)), None
            wanted = narrowed
        checks: tuple[Check, ...] = ()
        if not buckets and not (await ask(lambda: events.page(EventFilter(servers=(uid,)), 1))).rows:
            checks = tuple(await ask(lambda: self.session.fleet.examine(uid)))
        self._show_rows(events, wanted, span)
        return MonitoringState(span, time.time_ns(), figures, earlier, buckets, checks)

    def draw(self, state: MonitoringState) -> None:
        minutes = state.span.minutes(state.now_ns) if self.traffic.brush is None else None
        self._kpis.set_kpis(kpis(state.figures, state.before, list(state.buckets), minutes))
        self.traffic.chart.set_data(chart_data(state.span, state.buckets, state.now_ns))

    def empty(self, state: MonitoringState) -> QWidget | None:
        if not state.checks:
            return None
        server = self.session.server
        assert server is not None
        demo = None if server.demo else self.session.start_demo
        return no_events_view(state.checks, self.session.zone, server.profile.url, self._act, self.reload, demo)

    def _kept_brush(self, span: Span) -> tuple[int, int] | None:
        """The brush, unless a rolling range has left it behind."""
        brush = self.traffic.brush
        if brush is not None and brush[1] <= span.chart[0]:
            self.traffic.set_brush(None)
            return None
        return brush

    def _show_rows(self, events: EventService, wanted: EventFilter, span: Span) -> None:
        """Give the table another source where the filter changed, or where the range has moved on: at midnight, and
        step by step for a rolling range, but not under the eyes of somebody who reads."""
        timeless = replace(wanted, range=TimeRange(*self.traffic.brush) if self.traffic.brush else TimeRange())
        start = span.shown.start_ns
        if self._shown is not None and self._range != "today" and not self.realtime.live.following:
            start = self._shown[2]
        key = (timeless, self._range, start)
        if key == self._shown:
            self.realtime.model.catch_up()
        else:
            self._shown = key
            self.realtime.set_filtered(not self.filters.is_empty or self.traffic.brush is not None)
            self.realtime.model.show_source(HistorySource(events, self.session.tasks, wanted))

    # -- what happens

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        """New rows show at once; figures follow, at most every 2 s and never more than a fifth of the time."""
        if not self.session.concerns(batch):
            return
        self.realtime.model.catch_up()
        if self.state is PageState.EMPTY and any(event.server for event in batch):
            self.reload()  # the first request of all: whoever waits for it sees it now
        else:
            self.refresh_soon()

    def refresh(self) -> None:
        self._shown = None
        self.reload()

    def server_switched(self) -> None:
        self.drawer.shut()
        self.traffic.set_brush(None)
        self._shown = None

    def _failed(self, error: object) -> None:
        """The table could not read: say so, and let the next refresh begin anew."""
        self._shown = None
        self.session.report(error)

    def _choose_range(self, key: str) -> None:
        self._range = key
        self.traffic.set_brush(None)
        self.reload()

    def _offer(self, kind: str) -> None:
        if kind != "status":
            self.session.tasks.spawn(self._load_choices(kind), f"choices {kind}", self)

    async def _load_choices(self, kind: str) -> None:
        events = self.session.context.events
        self.filters.offer(kind, await self.session.tasks.ask(lambda: events.choices(kind)))

    def _write(self, _kind: str, value: str) -> str:
        return self._display.text(value)

    def _filtered(self) -> None:
        self.realtime.set_failed_only(self.filters.chosen("status") == {"failed"})
        self.reload()

    def _clear_all(self) -> None:
        self.traffic.set_brush(None)
        self.filters.clear()

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
        self.realtime.set_masked(self._display.masked)
        self.drawer.shut()
        self.reload()

    def _closed(self) -> None:
        self.realtime.set_narrow(False)
        self.realtime.live.table.clearSelection()
        if self.isVisible():
            self.realtime.live.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.drawer.isHidden():
            self.drawer.shut()
            return
        super().keyPressEvent(event)

    def _act(self, action: str) -> None:
        server = self.session.server
        if server is None:
            return
        if action == "enter_key":
            self.session.connect_asked.emit(server.profile.uid)
            return
        self.session.tasks.spawn(self._fix(server.profile.uid, action), "fix", self)

    async def _fix(self, uid: str, action: str) -> None:
        await self.session.tasks.ask(lambda: self.session.fleet.fix(uid, action))
        self.reload()

    def row_count(self) -> int:
        return self.realtime.model.rowCount()

    def is_complete(self) -> bool:
        return self.state is not PageState.READY or self.realtime.model.rowCount() > 0

    def tour_states(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (("drawer", self._show_first_failure),)

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

        self.session.tasks.spawn(show(), "no events", self)

    def end_tour(self) -> None:
        self.drawer.shut()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drawer.shut()

    def dispose(self) -> None:
        super().dispose()
        self.drawer.dispose()

    def opened_with(self, argument: object) -> None:
        """A filter from another page: pairs of facet and values."""
        if isinstance(argument, dict):
            self.traffic.set_brush(None)
            self._range = "today"  # what the other pages tell of
            self.filters.span.set_current("today")
            self.filters.clear()
            for kind, values in cast("dict[str, tuple[str, ...]]", argument).items():
                self.filters.choose(kind, values)


PAGE = MonitoringPage
