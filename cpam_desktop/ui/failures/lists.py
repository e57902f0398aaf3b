"""The card with tabs: error texts, and failures by code, kind, model, account and channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from cpam_desktop.ui.failures.digest import Digest, TextRow
from cpam_desktop.ui.failures.groups import GroupRow
from cpam_desktop.ui.failures.tables import NARROW_HIDES, Whole, group_columns, text_columns
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, panel, row
from cpam_desktop.ui.widgets.table import DataTable
from cpam_desktop.ui.widgets.tabs import Tab, Tabs

TABS = {
    "text": QT_TRANSLATE_NOOP("failures", "Error texts"),
    "status": QT_TRANSLATE_NOOP("failures", "Codes"),
    "kind": QT_TRANSLATE_NOOP("failures", "Kinds"),
    "model": QT_TRANSLATE_NOOP("failures", "Models"),
    "account": QT_TRANSLATE_NOOP("failures", "Accounts"),
    "channel": QT_TRANSLATE_NOOP("failures", "Channels"),
}
MOST_GROUPS = 500
_ONLY_ENGINE = ("rate", "spark", "first")
"""Columns that kinds do not have: they are told from texts, not counted by the history."""


class FailureLists(QFrame):
    """`text_chosen` and `group_chosen` (kind, row) carry the row taken, `left` comes where none is any more.

    `tab_chosen` carries the key of another tab.
    """

    text_chosen = Signal(object)
    group_chosen = Signal(str, object)
    left = Signal()
    tab_chosen = Signal(str)

    def __init__(self, display: Display) -> None:
        super().__init__()
        self.whole, self._narrow = Whole(), False
        self._groups: Mapping[str, Sequence[GroupRow]] = {}
        self._found = Digest()
        self.texts: RecordsModel[TextRow] = RecordsModel(text_columns(display, self.whole))
        self.groups: RecordsModel[GroupRow] = RecordsModel(group_columns(display, self.whole))
        self.text_table = DataTable(self.texts, translate("failures", "Error texts by count"))
        self.group_table = DataTable(self.groups, translate("failures", "Failures by group"))
        tabs = [Tab(key, translate("failures", text)) for key, text in TABS.items()]
        self.tabs = Tabs(tabs, "text", translate("failures", "Failures by"))
        self._more = Label("", 11, 400, "text3")
        self._views = QStackedWidget()
        for view in (self.text_table, self.group_table):
            self._views.addWidget(view)
        head = row((self.tabs, 1), margins=(4, 2, 12, 0))
        foot = row(self._more, None, margins=(16, 6, 16, 6))
        card = panel("card", column(head, hline(), (self._views, 1), foot, margins=(1, 1, 1, 1), spacing=0))
        self.setLayout(column(card, spacing=0))
        self.tabs.chosen.connect(self._choose)
        self.text_table.row_chosen.connect(self._text_row)
        self.group_table.row_chosen.connect(self._group_row)
        self.text_table.show_sort("count")
        self.group_table.show_sort("count")

    def show_rows(self, found: Digest, groups: Mapping[str, Sequence[GroupRow]], failed: int) -> None:
        """Show other figures; the tab, the order and a chosen row stay."""
        self.whole.failed = failed
        self._found, self._groups = found, groups
        counts = {kind: len(rows) for kind, rows in groups.items()} | {"text": len(found.texts) + found.more}
        self.tabs.set_tabs([Tab(key, translate("failures", text), counts.get(key, 0)) for key, text in TABS.items()])
        self._fill()

    def set_narrow(self, narrow: bool) -> None:
        """Drop the columns that have no room beside the drawer."""
        self._narrow = narrow
        self._fit()

    def clear_choice(self) -> None:
        """Choose no row."""
        for table in (self.text_table, self.group_table):
            table.clearSelection()

    def take_first(self) -> None:
        """Choose the first row of the tab in sight."""
        table = self.text_table if self.tabs.current == "text" else self.group_table
        table.selectRow(0)

    def row_count(self) -> int:
        """Rows of the tab in sight."""
        return self.texts.rowCount() if self.tabs.current == "text" else self.groups.rowCount()

    def _choose(self, key: str) -> None:
        self.clear_choice()
        self._fill()
        self.tab_chosen.emit(key)

    def _fill(self) -> None:
        key = self.tabs.current
        if key == "text":
            self.texts.set_rows(self._found.texts)
            self._views.setCurrentWidget(self.text_table)
            self._tell_more(self._found.more)
        else:
            rows = self._groups.get(key, ())
            self.groups.set_rows(rows[:MOST_GROUPS])
            self._views.setCurrentWidget(self.group_table)
            self._tell_more(len(rows) - MOST_GROUPS)
        self._fit()

    def _tell_more(self, count: int) -> None:
        parts = [translate("failures", "and {0} more").format(grouped(count))] if count > 0 else []
        if self._found.unread and self.tabs.current in ("text", "kind"):
            rare = translate("failures", "the {0} rarest texts are sorted by their code alone")
            parts.append(rare.format(grouped(self._found.unread)))
        self._more.setText(" · ".join(parts))
        self._more.setVisible(bool(parts))

    def _fit(self) -> None:
        self.text_table.set_columns_shown({"share": not self._narrow})
        shown = dict.fromkeys(NARROW_HIDES, not self._narrow)
        if self.tabs.current == "kind":
            shown |= dict.fromkeys(_ONLY_ENGINE, False)
        else:
            shown["rate"] = True
        self.group_table.set_columns_shown(shown)

    def _text_row(self, chosen: object) -> None:
        if chosen is None:
            self.left.emit()
        else:
            self.text_chosen.emit(chosen)

    def _group_row(self, chosen: object) -> None:
        if chosen is None:
            self.left.emit()
        else:
            self.group_chosen.emit(self.tabs.current, chosen)
