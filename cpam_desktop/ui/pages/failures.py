"""Failures: how many, of what kind, whom they hit, what was said, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from cpam_desktop.domain.collecting import EventsStored
from cpam_desktop.domain.failures import FailureRulesChanged
from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.dialogs.failure_rules import ask_rules, effect
from cpam_desktop.ui.failures.chart import StackedBars
from cpam_desktop.ui.failures.classes import CLASSES
from cpam_desktop.ui.failures.digest import Digest, TextRow
from cpam_desktop.ui.failures.drawer import FailureDrawer
from cpam_desktop.ui.failures.groups import GroupRow
from cpam_desktop.ui.failures.kpis import failure_kpis
from cpam_desktop.ui.failures.lists import FailureLists
from cpam_desktop.ui.failures.reading import FailuresState, read_failures
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.page import Page
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.theme.metrics import SUBBAR
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.kpi_strip import KpiStrip
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.legend import Legend, LegendItem
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.segmented import Segmented

_RANGES = (
    ("1h", QT_TRANSLATE_NOOP("range", "1 h")),
    ("today", QT_TRANSLATE_NOOP("range", "Today")),
    ("24h", QT_TRANSLATE_NOOP("range", "24 h")),
    ("7d", QT_TRANSLATE_NOOP("range", "7 d")),
    ("30d", QT_TRANSLATE_NOOP("range", "30 d")),
    ("all", QT_TRANSLATE_NOOP("range", "All")),
)
_CHART = 116


class FailuresPage(Page[FailuresState]):
    """One range of one server, or of all servers; texts are read on a thread of their own."""

    id = "failures"
    title = QT_TRANSLATE_NOOP("pages", "Failures")
    icon = "warning-octagon"
    order = 25
    refresh_ms = 3_000

    def build(self) -> QWidget:
        self._display = Display()
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self._shown: FailuresState | None = None
        ranges = [(key, translate("range", text)) for key, text in _RANGES]
        self.span = Segmented(ranges, "24h", translate("range", "Range"))
        servers = [("this", translate("failures", "This server")), ("all", translate("failures", "All servers"))]
        self.servers = Segmented(servers, "this", translate("failures", "Servers"))
        self.rules_button = Button(translate("failures", "Do not count…"), "funnel")
        bar = panel("subbar", row(self.span, self.servers, None, self.rules_button, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(SUBBAR)
        self.drawer = FailureDrawer(self.session, self._display)
        whole = QWidget()
        whole.setLayout(row((column(bar, (self._body(), 1), spacing=0), 1), self.drawer, spacing=0))
        return whole

    def _body(self) -> QBoxLayout:
        self.kpis = KpiStrip(failure_kpis(Figures(), None, Figures(), 0, Digest(), ()))
        self.told = ResultBox()
        self.chart = StackedBars(translate("failures", "Failures over time"), self.session.zone)
        self.chart.setFixedHeight(_CHART)
        self.lists = FailureLists(self._display)
        self.nothing = EmptyState("check-circle", "")
        legend = Legend([LegendItem(token, translate("failures", text)) for _, token, text in CLASSES])
        chart = Card(translate("failures", "Over time"), tools=(legend,)).add(self.chart)
        found = QWidget()
        found.setLayout(column(chart, (self.lists, 1), spacing=12))
        self._views = QStackedWidget()
        for view in (found, self.nothing):
            self._views.addWidget(view)
        return column(self.kpis, self.told, (self._views, 1), margins=(16, 12, 16, 12), spacing=12)

    def bind(self) -> None:
        session = self.session
        self.track(session.events_stored, self._stored)
        self.track(session.bridge.channel(FailureRulesChanged).arrived, self._reload)
        self.track(session.preferences_changed, self._preferences, hidden=True)
        for choice in (self.span, self.servers):
            choice.chosen.connect(self._narrowed)
        self.rules_button.clicked.connect(self.edit_rules)
        self.told.acted.connect(self.edit_rules)
        self.lists.text_chosen.connect(self._show_text)
        self.lists.group_chosen.connect(self._show_group)
        self.lists.left.connect(self.drawer.shut)
        self.lists.tab_chosen.connect(self._reload)
        self.drawer.opened.connect(lambda: self.lists.set_narrow(True))
        self.drawer.closed.connect(self._closed)

    # -- loading

    async def load(self) -> FailuresState:
        session = self.session
        server = session.server
        assert server is not None
        servers = (server.profile.uid,) if self.servers.current == "this" else ()
        return await read_failures(session, servers, self.span.current, self.lists.tabs.current)

    def draw(self, state: FailuresState) -> None:
        self._shown = state
        found = state.scope.found
        limited = state.by_code.get(429, 0)
        values = tuple(float(value) for value in state.bars.sums()[-24:])
        self.kpis.set_kpis(failure_kpis(state.figures, state.before, state.plain, limited, found, values))
        self.chart.set_stacks(state.bars, self.session.zone)
        self.lists.show_rows(found, state.groups, state.figures.failed)
        self._views.setCurrentIndex(0 if state.figures.failed else 1)
        self._tell_nothing(state)
        self.told.setVisible(bool(state.rules.statuses))
        if state.rules.statuses:
            codes = ", ".join(map(str, state.rules.statuses))
            title = translate("failures", "Not counted as failures: {0}").format(codes)
            words = effect(state.rules, state.by_code).words()
            self.told.show_result(Tone.ACCENT, title, words, translate("failures", "Change…"))

    def _tell_nothing(self, state: FailuresState) -> None:
        if state.by_code:
            title = translate("failures", "No failure that counts")
            detail = effect(state.rules, state.by_code).words()
        elif state.plain.requests:
            title = translate("failures", "No failures in this range")
            detail = translate("failures", "Every attempt succeeded. Choose a longer range to look further back.")
        else:
            title = translate("failures", "No requests in this range")
            detail = translate("failures", "Choose a longer range; new requests are counted at once.")
        icon = "check-circle" if state.plain.requests else "clock"
        self.nothing.set_words(icon, title, detail, "ok" if state.plain.requests else "text3")

    # -- what happens

    def edit_rules(self) -> None:
        """Open the sheet of what does not count."""
        self.session.tasks.spawn(self._edit_rules(), "rules", self)

    async def _edit_rules(self) -> None:
        state, service = self._shown, self.session.context.rules
        if state is None:
            return
        rules = await ask_rules(self.window(), state.rules, state.by_code)
        if rules is not None:
            await self.session.tasks.ask(lambda: service.set(rules))
            self.drawer.shut()

    def _stored(self, batch: tuple[EventsStored, ...]) -> None:
        if self.servers.current == "all" or self.session.concerns(batch):
            self.refresh_soon()

    def _reload(self, *_args: object) -> None:
        self.reload()

    def _narrowed(self, _key: str) -> None:
        self.drawer.shut()
        self.reload()

    def _preferences(self) -> None:
        self._display.zone, self._display.masked = self.session.zone, self.session.masks_emails
        self.drawer.shut()
        self.reload()

    def _show_text(self, said: TextRow) -> None:
        if self._shown is not None:
            self.drawer.show_text(self._shown.scope, said)

    def _show_group(self, kind: str, group: GroupRow) -> None:
        if self._shown is not None:
            self.drawer.show_group(self._shown.scope, kind, group)

    def _closed(self) -> None:
        self.lists.set_narrow(False)
        self.lists.clear_choice()

    def server_switched(self) -> None:
        self.drawer.shut()

    def row_count(self) -> int:
        return self.lists.row_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.drawer.isHidden():
            self.drawer.shut()
            return
        super().keyPressEvent(event)

    def tour_states(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (("drawer", self.lists.take_first), ("models", self._tour_models))

    def _tour_models(self) -> None:
        self.drawer.shut()
        self.lists.tabs.set_current("model")
        self.lists.tabs.chosen.emit("model")

    def end_tour(self) -> None:
        self.drawer.shut()
        self.lists.tabs.set_current("text")
        self.lists.tabs.chosen.emit("text")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drawer.shut()

    def dispose(self) -> None:
        super().dispose()
        self.drawer.dispose()


PAGE = FailuresPage
