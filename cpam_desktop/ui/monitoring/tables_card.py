"""The card under the chart: tabs with counts, tools at their right, and the table of the tab taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget

from cpam_desktop.domain.analysis import TABS
from cpam_desktop.domain.figures import Group
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.group_table import GroupTable
from cpam_desktop.ui.monitoring.live_tools import LiveTools
from cpam_desktop.ui.monitoring.realtime import RealtimeView
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.preferences import TableLook
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.column_menu import ColumnMenu, TableColumns
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, panel, row
from cpam_desktop.ui.widgets.tabs import Tab, Tabs

REALTIME = "realtime"
_TITLES = {
    REALTIME: QT_TRANSLATE_NOOP("monitoring", "Realtime"),
    "account": QT_TRANSLATE_NOOP("monitoring", "Accounts"),
    "model": QT_TRANSLATE_NOOP("monitoring", "Models"),
    "api-key": QT_TRANSLATE_NOOP("monitoring", "API keys"),
    "channel": QT_TRANSLATE_NOOP("monitoring", "Channels"),
    "endpoint": QT_TRANSLATE_NOOP("monitoring", "Endpoints"),
    "project": QT_TRANSLATE_NOOP("monitoring", "Projects"),
}
_SIDES = 16 + 12 + 8 + 36  # margins, and the button of the columns


class TablesCard(QFrame):
    """`tab_chosen` carries the key of a tab the user took; `group_chosen` a GroupRow or None, `group_opened` one that
    is to become a filter, `menu_asked` a row of any table and a place; `look_changed` the tab whose look changed;
    `back_asked` wants what was there before a drill-down."""

    tab_chosen = Signal(str)
    group_chosen = Signal(object)
    group_opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    look_changed = Signal(str)
    back_asked = Signal()

    def __init__(self, display: Display, tasks: Tasks) -> None:
        super().__init__()
        self.realtime = RealtimeView(display, tasks)
        self.tools = LiveTools(self.realtime.live, masked=display.masked)
        self.groups = {kind: GroupTable(kind, self.title(kind), display) for kind in TABS}
        name = translate("monitoring", "Tables")
        self.tabs = Tabs([Tab(key, self.title(key)) for key in (REALTIME, *TABS)], REALTIME, name)
        self.columns = ColumnMenu(self._read_columns)
        self._counts: Mapping[str, int] = {}
        self._back = Button(translate("monitoring", "Back to {0}"), "arrow-left", Kind.LINK)
        self._where = Label("", 12, 500)
        self._way = panel("way", row(self._back, self._where, None, margins=(12, 4, 16, 4), spacing=8))
        self._way.hide()
        self._views = QStackedWidget()
        for view in (self.realtime, *self.groups.values()):
            self._views.addWidget(view)
        head = row(self.tabs, None, self.tools, self.columns, margins=(8, 2, 12, 2))
        inner = column(head, hline(), self._way, (self._views, 1), margins=(1, 1, 1, 1), spacing=0)
        self.setLayout(column(panel("card", inner), spacing=0))
        self._wire()
        self.show_tab(REALTIME)

    @staticmethod
    def title(key: str) -> str:
        """What a tab is called."""
        return translate("monitoring", _TITLES[key])

    @property
    def tab(self) -> str:
        """The tab taken."""
        return self.tabs.current

    @property
    def group(self) -> GroupTable | None:
        """The table of the tab taken; None for Realtime."""
        return self.groups.get(self.tab)

    def show_tab(self, key: str) -> None:
        """Take a tab, silently."""
        self.tabs.set_current(key)
        self._views.setCurrentWidget(self.groups.get(key, self.realtime))
        self.tools.setVisible(key == REALTIME)
        self._fit(self.width())

    def show_figures(self, groups: Mapping[str, Sequence[Group]], *, filtered: bool) -> None:
        """Show the groups of all tabs, and how many there are."""
        for kind, table in self.groups.items():
            table.show_groups(groups.get(kind, ()), filtered=filtered)
        self._counts = {kind: len(groups.get(kind, ())) for kind in self.groups}
        self._tell_counts()

    def show_way_back(self, to: str, where: str) -> None:
        """Say what was drilled into, with a link back to a tab; an empty `to` takes it away."""
        self._back.setText(translate("monitoring", "Back to {0}").format(self.title(to)) if to else "")
        self._back.setVisible(bool(to))
        self._where.setText(where)
        self._way.setVisible(bool(to))

    def look(self, tab: str) -> TableLook:
        """Columns and order of a tab."""
        return self._table(tab).look

    def set_look(self, tab: str, look: TableLook) -> None:
        """Take columns and order of a tab, silently."""
        self._table(tab).set_look(look)

    def reformat(self) -> None:
        """Write all texts anew (zone, masking, names)."""
        self.realtime.model.reformat()
        for table in self.groups.values():
            table.model.reformat()

    def _table(self, tab: str) -> GroupTable | RealtimeView:
        return self.groups.get(tab, self.realtime)

    def _wire(self) -> None:
        self.tabs.chosen.connect(self._choose)
        self.columns.chosen_changed.connect(self._choose_columns)
        self._back.clicked.connect(self.back_asked)
        self.realtime.menu_asked.connect(self.menu_asked)
        self.realtime.model.opened.connect(self._tell_counts)
        self.realtime.model.rowsInserted.connect(self._tell_counts)
        for kind, table in self.groups.items():
            table.row_chosen.connect(self.group_chosen)
            table.row_opened.connect(self.group_opened)
            table.menu_asked.connect(self.menu_asked)
            table.look_changed.connect(lambda kind=kind: self.look_changed.emit(kind))

    def _choose(self, key: str) -> None:
        self.show_tab(key)
        self.tab_chosen.emit(key)

    def _choose_columns(self, chosen: tuple[str, ...]) -> None:
        look = self.look(self.tab)
        self.set_look(self.tab, TableLook(chosen, look.sort, look.descending))
        self.look_changed.emit(self.tab)

    def _read_columns(self) -> TableColumns:
        table = self._table(self.tab)
        return TableColumns(table.model.columns, table.look.columns, table.shown())

    def _tell_counts(self, *_args: object) -> None:
        counts = {**self._counts, REALTIME: self.realtime.model.rowCount()}
        self.tabs.set_tabs([Tab(key, self.title(key), counts.get(key)) for key in (REALTIME, *TABS)])
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        """Where there is no room, tools that are elsewhere too go first, then the counts."""
        tabs, tools = self.tabs.width_with_counts(), self.tools.full_width() if self.tab == REALTIME else 0
        self.tools.set_compact(tabs + tools + _SIDES > width)
        small = self.tools.compact_width() if tools else 0
        self.tabs.show_counts(tabs + small + _SIDES <= width)
        self.tools.show_state(self.tabs.bare_width() + small + _SIDES <= width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())
