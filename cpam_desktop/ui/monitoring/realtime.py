"""The realtime table over the whole history, and what stands in its place where nothing matches."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.column_choice import shown_columns
from cpam_desktop.ui.models.windowed import WindowedModel
from cpam_desktop.ui.monitoring.columns import EXTRA, GIVES_WAY, Display, realtime_columns
from cpam_desktop.ui.monitoring.retries import Retries
from cpam_desktop.ui.preferences import TableLook
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.live_table import LiveTable


class RealtimeView(QWidget):
    """`row_chosen` carries the chosen attempt or None, `menu_asked` an attempt and the place of the pointer;
    `clear_asked` comes from the words that stand in place of the rows where nothing matches."""

    row_chosen = Signal(object)
    menu_asked = Signal(object, QPoint)
    clear_asked = Signal()

    def __init__(self, display: Display, tasks: Tasks) -> None:
        super().__init__()
        self.retries = Retries()
        columns = realtime_columns(display, self.retries)
        self.model: WindowedModel[EventRow] = WindowedModel(columns, tasks, self)
        self.live = LiveTable(self.model, translate("monitoring", "Requests, newest first"))
        self._clear = Button(translate("monitoring", "Clear filters"), "x")
        self._nothing = EmptyState("funnel", "", actions=(self._clear,))
        self._filtered = False
        self._chosen: tuple[str, ...] = ()
        self._views = QStackedWidget()
        for view in (self.live, self._nothing):
            self._views.addWidget(view)
        self.setLayout(column(self._views, spacing=0))
        self._clear.clicked.connect(self.clear_asked)
        self.live.table.row_chosen.connect(self.row_chosen)
        self.live.table.menu_asked.connect(self.menu_asked)
        self.model.opened.connect(self._tell_nothing)
        self.model.rowsInserted.connect(self._tell_nothing)

    @property
    def look(self) -> TableLook:
        """The columns as the user has them."""
        return TableLook(self._chosen)

    def set_look(self, look: TableLook) -> None:
        """Take columns, silently."""
        self._chosen = look.columns
        self._fit(self.width())

    def shown(self) -> list[str]:
        """Ids of the columns in sight."""
        table = self.live.table
        return [one.id for place, one in enumerate(self.model.columns) if not table.isColumnHidden(place)]

    def set_filtered(self, filtered: bool) -> None:
        """Say whether a filter is in force: an empty table then has another reason, and a way out."""
        self._filtered = filtered
        self._tell_nothing()

    def _fit(self, width: int) -> None:
        """By themselves, the least important columns go until the account can be read; some show on request only."""
        usual = [one for one in self.model.columns if self._chosen or one.id not in EXTRA]
        hidden = {one.id: False for one in self.model.columns if one not in usual}
        self.live.table.set_columns_shown({**hidden, **shown_columns(usual, width, GIVES_WAY, self._chosen)})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _tell_nothing(self, *_args: object) -> None:
        if self._filtered:
            title = translate("monitoring", "No request matches")
            detail = translate("monitoring", "Choose a longer range, or take filters away.")
        else:
            title = translate("monitoring", "No request in this range")
            detail = translate("monitoring", "Choose a longer range; new requests appear here at once.")
        self._nothing.set_words("funnel" if self._filtered else "clock", title, detail)
        self._clear.setVisible(self._filtered)
        self._views.setCurrentWidget(self.live if self.model.rowCount() else self._nothing)
