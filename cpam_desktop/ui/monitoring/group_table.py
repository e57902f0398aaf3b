"""The table of one tab: groups of a kind with their figures, sorted as the user likes, trends once they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cpam_desktop.domain.analysis import Trend
from cpam_desktop.domain.figures import Group
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.column_choice import shown_columns
from cpam_desktop.ui.models.keyed import KeyedModel
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.group_columns import FIRST_SORT, GIVES_WAY, GroupRow, group_columns
from cpam_desktop.ui.preferences import TableLook
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.table import DataTable

TREND_STEPS = 24


class GroupTable(QWidget):
    """`row_chosen` carries a GroupRow or None, `row_opened` one that is to become a filter, `menu_asked` one and the
    place of the pointer; `look_changed` says that another order was chosen."""

    row_chosen = Signal(object)
    row_opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    look_changed = Signal()

    def __init__(self, kind: str, name: str, display: Display) -> None:
        super().__init__()
        self.kind = kind
        self._chosen: tuple[str, ...] = ()
        columns = group_columns(kind, display)
        self.model = KeyedModel[GroupRow](columns, lambda row: row.group.key, FIRST_SORT, descending=True)
        self.table = DataTable(self.model, name)
        self.table.show_sort(FIRST_SORT)
        self.table.row_chosen.connect(self.row_chosen)
        self.table.row_opened.connect(self.row_opened)
        self.table.menu_asked.connect(self.menu_asked)
        self.table.sorted_by.connect(self.look_changed)
        self._nothing = EmptyState("clock", translate("monitoring", "No request in this range"))
        self._views = QStackedWidget()
        for view in (self.table, self._nothing):
            self._views.addWidget(view)
        self.setLayout(column(self._views, spacing=0))
        self.setFocusProxy(self.table)

    @property
    def look(self) -> TableLook:
        """Columns and order as the user has them."""
        return TableLook(self._chosen, *self.model.order)

    def set_look(self, look: TableLook) -> None:
        """Take columns and order, silently."""
        self._chosen = look.columns
        if any(one.id == look.sort and one.sort_key is not None for one in self.model.columns):
            self.model.sort_by(look.sort, descending=look.descending)
            self.table.show_sort(look.sort, descending=look.descending)
        self._fit(self.width())

    def shown(self) -> list[str]:
        """Ids of the columns in sight."""
        return [one.id for place, one in enumerate(self.model.columns) if not self.table.isColumnHidden(place)]

    def show_groups(self, groups: Sequence[Group], *, filtered: bool) -> None:
        """Show these; trends that are known stay until others are read. Rows do not move under the pointer."""
        known = {row.group.key: row.trend for row in self.model.rows}
        self.model.hold(self.table.underMouse() and self.model.rowCount() > 0)
        self.model.set_rows([GroupRow(self.kind, group, known.get(group.key, ())) for group in groups])
        title = (
            translate("monitoring", "No request matches")
            if filtered
            else translate("monitoring", "No request in this range")
        )
        self._nothing.set_words("funnel" if filtered else "clock", title, "")
        self._views.setCurrentWidget(self.table if groups else self._nothing)

    def show_trends(self, trends: Sequence[Trend], start_ns: int, step_ns: int, count: int) -> None:
        """Put the lines into the rows: `count` steps from `start_ns` on."""
        found: Mapping[str, tuple[float, ...]] = {trend.key: _line(trend, start_ns, step_ns, count) for trend in trends}
        self.model.set_rows([replace(row, trend=found.get(row.group.key, ())) for row in self.model.rows])

    def choose(self, key: str) -> None:
        """Choose the row of a key, where there is one."""
        place = self.model.place_of(key)
        if place is not None:
            self.table.selectRow(place)

    def _fit(self, width: int) -> None:
        self.table.set_columns_shown(shown_columns(self.model.columns, width, GIVES_WAY, self._chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def focus(self) -> None:
        """Put the keyboard into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _line(trend: Trend, start_ns: int, step_ns: int, count: int) -> tuple[float, ...]:
    values = [0.0] * count
    for bucket in trend.steps:
        place = (bucket.start_ns - start_ns) // step_ns
        if 0 <= place < count:
            values[place] = float(bucket.requests)
    return tuple(values)
