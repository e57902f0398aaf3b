"""Analytics: trends of any figure, hours of the week, efficiency, latency, what stood out, and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cpam_desktop.domain.anomalies import Anomaly
from cpam_desktop.domain.clock import NS_PER_SECOND, from_datetime
from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.domain.ranges import TimeRange
from cpam_desktop.domain.time_steps import HOUR_NS
from cpam_desktop.ui.analytics.anomaly_card import AnomalyCard, reason
from cpam_desktop.ui.analytics.bar import AnalyticsBar
from cpam_desktop.ui.analytics.comparison import ComparisonCard
from cpam_desktop.ui.analytics.drawing import trend_of
from cpam_desktop.ui.analytics.efficiency import EfficiencyCard
from cpam_desktop.ui.analytics.heat_card import HeatCard
from cpam_desktop.ui.analytics.latency_card import LatencyCard
from cpam_desktop.ui.analytics.loading import SERVER, SIDE, AnalyticsState, Choice, explain, load
from cpam_desktop.ui.analytics.periods import MOST_HOURS
from cpam_desktop.ui.analytics.tiles import MetricTiles
from cpam_desktop.ui.charts.trend import TrendChart
from cpam_desktop.ui.dialogs.range import ask_range
from cpam_desktop.ui.format import zone_text
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.facets import latency_value
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.layout import column, row, scroll

_NARROW = 1200
_TREND = 300


class AnalyticsPage(Page[AnalyticsState]):
    """The history of the chosen server, or of all; every figure leads to its requests in Monitoring."""

    id = "analytics"
    title = QT_TRANSLATE_NOOP("pages", "Analytics")
    icon = "chart-bar"
    order = 30
    refresh_ms = 5_000

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        start = Choice()
        self._state: AnalyticsState | None = None
        self.bar = AnalyticsBar(start.span, start.compare)
        self.tiles = MetricTiles(start.shown)
        self.trend = TrendChart(translate("analytics", "Trend"))
        self.trend.setMinimumHeight(_TREND)
        self.heat, self.efficiency = HeatCard(), EfficiencyCard(self._display)
        self.latency, self.anomalies = LatencyCard(), AnomalyCard(self._display)
        self.comparison = ComparisonCard()
        self.comparison.hide()
        trend = Card(margins=(12, 12, 12, 8)).add(self.tiles, (self.trend, 1))
        self._first = row((self.heat, 7), (self.efficiency, 15), spacing=12)
        self._second = row((self.latency, 1), (self.anomalies, 1), spacing=12)
        body = QWidget()
        parts = column(trend, self.comparison, self._first, self._second, margins=(16, 12, 16, 12), spacing=12)
        body.setLayout(parts)
        whole = QWidget()
        self._area = scroll(body)
        whole.setLayout(column(self.bar, (self._area, 1), spacing=0))
        return whole

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        self.track(session.fleet_changed, self._offer_servers, hidden=True)
        self.bar.changed.connect(self.reload)
        self.bar.custom_asked.connect(self._ask_range)
        self.tiles.changed.connect(self._show_others)
        self.trend.chosen.connect(self._open_range)
        self.heat.chosen.connect(self._open_hour)
        self.efficiency.chosen.connect(self._open_group)
        self.latency.chosen.connect(self._open_latency)
        self.anomalies.looked_at.connect(self._explain)
        self.anomalies.opened.connect(self._open_anomaly)
        self._offer_servers()

    # -- loading

    def _choice(self) -> Choice:
        everywhere = self.bar.scope.current == "all"
        return Choice(self.bar.chosen_span, self.bar.step.current, everywhere, self.bar.compare, self.tiles.shown)

    async def load(self) -> AnalyticsState:
        return await load(self.session, self._choice())

    def draw(self, state: AnalyticsState) -> None:
        self._state = state
        this, other = state.this.overview, state.other.overview if state.other is not None else None
        days = TimeRange(state.edges[0], state.edges[-1])
        self.bar.period.setText(f"{self._period(days)} · {zone_text(self.session.zone, state.edges[0])}")
        self.tiles.set_figures(this.figures, other.figures if other is not None else None)
        self._draw_trend(state)
        self.heat.set_heat(this.heat)
        self.efficiency.set_groups(this.groups)
        self.latency.set_overview(this)
        self.anomalies.set_anomalies(state.anomalies, self.session.zone)
        beside = other is not None and state.choice.compare.startswith((SIDE, SERVER))
        self.comparison.setVisible(beside)
        if beside and other is not None:
            words = translate("analytics", "{0} against {1}").format(self._period(days), self._against(state))
            self.comparison.set_figures(this.figures, other.figures, words)

    def _draw_trend(self, state: AnalyticsState) -> None:
        self.trend.set_data(trend_of(state, self.tiles.shown, self.session.zone, self.bar.words()))

    def _period(self, period: TimeRange) -> str:
        """First and last day."""
        zone = self.session.zone
        edges = (period.start_ns or 0, (period.end_ns or 1) - 1)
        return " – ".join(f"{datetime.fromtimestamp(at // NS_PER_SECOND, zone):%Y-%m-%d}" for at in edges)

    def _against(self, state: AnalyticsState) -> str:
        """What is compared with: a server, or the days."""
        at = state.other.edges if state.other is not None else state.edges
        server = state.choice.compare.startswith(SERVER)
        return self.bar.words() if server else self._period(TimeRange(at[0], at[-1]))

    # -- what happens

    def _show_others(self) -> None:
        """Other metrics: drawn from what is there, unless they have to be read."""
        if self._state is None or ("ttft" in self.tiles.shown) != ("ttft" in self._state.choice.shown):
            self.reload()
        else:
            self._draw_trend(self._state)

    def _ask_range(self) -> None:
        async def ask() -> None:
            chosen = await ask_range(self.window(), self.bar.chosen_span, self.session.zone)
            self.bar.set_span(chosen or self.bar.chosen_span)

        self.session.tasks.spawn(ask(), "range", self)

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        if self.bar.scope.current == "all" or self.session.concerns(batch):
            self.refresh_soon()

    def _preferences(self) -> None:
        zone, masked = self.session.zone, self.session.masks_emails
        if (zone, masked) != (self._display.zone, self._display.masked):
            self._display.zone, self._display.masked = zone, masked
            self.reload()

    def _offer_servers(self) -> None:
        shown = self.session.server
        others = [state.profile for state in self.session.servers if state is not shown]
        self.bar.set_servers([(profile.uid, profile.name) for profile in others])

    def server_switched(self) -> None:
        self._state = None
        self._offer_servers()

    def _explain(self, anomaly: Anomaly) -> None:
        self.session.tasks.spawn(self._read_reason(anomaly), "reason", self)

    async def _read_reason(self, anomaly: Anomaly) -> None:
        state = self._state
        if state is not None:
            causes = await explain(self.session, state, anomaly)
            self.anomalies.set_reason(anomaly, reason(causes, self._display))

    # -- to the requests

    def _open(self, span: tuple[int, int] | None, facets: dict[str, tuple[str, ...]]) -> None:
        """Monitoring with a period (or the one shown here) and facets."""
        assert self._state is not None
        period = self._state.period
        shown = span or (period.start_ns, period.end_ns)
        self.session.open_page("monitoring", {"range": shown, "everywhere": self._state.choice.everywhere, **facets})

    def _open_range(self, span: tuple[int, int]) -> None:
        self._open(span, {})

    def _open_anomaly(self, anomaly: Anomaly) -> None:
        self._open((anomaly.start_ns, anomaly.end_ns), {})

    def _open_group(self, kind: str, key: str) -> None:
        self._open(None, {kind: (key,)})

    def _open_latency(self, bounds: tuple[int, int | None]) -> None:
        self._open(None, {"latency": (latency_value(*bounds),)})

    def _open_hour(self, weekday: int, hour: int, failed: bool) -> None:
        """The newest such hour of the range that holds requests."""
        found = self._newest_hour(weekday, hour)
        if found is not None:
            self._open((found, found + HOUR_NS), {"status": ("failed",)} if failed else {})

    def _newest_hour(self, weekday: int, hour: int) -> int | None:
        """Its start; where the range was read in days, of the newest such day."""
        assert self._state is not None
        in_days = self._state.period.hours > MOST_HOURS
        for bucket in reversed(self._state.this.buckets):
            moment = datetime.fromtimestamp(bucket.start_ns // NS_PER_SECOND, self.session.zone)
            if moment.weekday() == weekday and (in_days or moment.hour == hour):
                return from_datetime(moment.replace(hour=hour))
        return None

    def row_count(self) -> int:
        return self.efficiency.model.rowCount()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() + 208 < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._first.setDirection(direction)
        self._second.setDirection(direction)

    def tour_states(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (("below", self._show_below), ("compared", self._show_compared))

    def _show_below(self) -> None:
        self._area.verticalScrollBar().setValue(self._area.verticalScrollBar().maximum())

    def _show_compared(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self.bar.set_compare(f"{SIDE}before")

    def end_tour(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self.bar.set_compare(Choice().compare)


PAGE = AnalyticsPage
