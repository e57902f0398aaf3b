"""The realtime card: live state, pause, failed only, masking, and the table over the whole history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.windowed import WindowedModel
from cpam_desktop.ui.monitoring.columns import DETAIL_HIDES, GIVES_WAY, Display, realtime_columns
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.empty_state import EmptyState
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, panel, row
from cpam_desktop.ui.widgets.live_table import LiveTable
from cpam_desktop.ui.widgets.pill import Pill

_LEAST_NAME = 110
"""Pixels that the account column keeps; below that other columns give way."""
_EDGES = 30  # scroll bar, frame, wider outer cells


class RealtimeCard(QFrame):
    """`row_chosen` carries the chosen attempt or None; `failed_only` and `masking` the state of their chips.

    `clear_asked` comes from the words that stand in place of the rows where nothing matches.
    """

    row_chosen = Signal(object)
    failed_only = Signal(bool)
    masking = Signal(bool)
    clear_asked = Signal()

    def __init__(self, display: Display, tasks: Tasks) -> None:
        super().__init__()
        self.model: WindowedModel[EventRow] = WindowedModel(realtime_columns(display), tasks, self)
        self.live = LiveTable(self.model, translate("monitoring", "Requests, newest first"))
        self._count = Label("", 12, 400, "text3")
        self._state = Pill(translate("monitoring", "Live"), Tone.OK)
        self._pause = Button(translate("monitoring", "Pause"), "pause")
        self._pause.setCheckable(True)
        self._failed = Chip(translate("monitoring", "Failed only"))
        self._mask = Chip(translate("monitoring", "Mask e-mails"), icon="eye-slash", checked=display.masked)
        title = Label(translate("monitoring", "Realtime"), 13, 600)
        head = row(title, self._count, None, self._state, self._pause, self._failed, self._mask, margins=(16, 6, 12, 6))
        self._clear = Button(translate("monitoring", "Clear filters"), "x")
        self._nothing = EmptyState("funnel", "", actions=(self._clear,))
        self._filtered = self._narrow = False
        self._views = QStackedWidget()
        for view in (self.live, self._nothing):
            self._views.addWidget(view)
        card = panel("card", column(head, hline(), (self._views, 1), margins=(1, 1, 1, 1), spacing=0))
        self.setLayout(column(card, spacing=0))
        self._clear.clicked.connect(self.clear_asked)
        self._pause.toggled.connect(self._paused)
        self._failed.toggled.connect(self.failed_only)
        self._mask.toggled.connect(self.masking)
        self.live.table.row_chosen.connect(self.row_chosen)
        self.live.following_changed.connect(self._tell_state)
        self.model.opened.connect(self._tell_count)
        self.model.rowsInserted.connect(self._tell_count)

    def set_masked(self, masked: bool) -> None:
        """Show the state of masking and write the rows anew."""
        self._mask.blockSignals(True)
        self._mask.setChecked(masked)
        self._mask.blockSignals(False)
        self.model.reformat()

    def set_failed_only(self, on: bool) -> None:
        """Show whether the status filter is exactly that."""
        self._failed.blockSignals(True)
        self._failed.setChecked(on)
        self._failed.blockSignals(False)

    def set_filtered(self, filtered: bool) -> None:
        """Say whether a filter is in force: an empty table then has another reason, and a way out."""
        self._filtered = filtered
        self._tell_nothing()

    def set_narrow(self, narrow: bool) -> None:
        """Drop the columns that have no room beside the drawer."""
        self._narrow = narrow
        self._fit_columns(self.width())

    def _fit_columns(self, width: int) -> None:
        """The least important columns go until the account can be read."""
        widths = {c.id: c.width for c in self.model.columns if not c.stretch}
        shown = {name: not (self._narrow and name in DETAIL_HIDES) for name in widths}
        for name in GIVES_WAY:
            if _EDGES + _LEAST_NAME + sum(widths[other] for other in shown if shown[other]) > width:
                shown[name] = False
        self.live.table.set_columns_shown(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns(event.size().width())

    def _paused(self, paused: bool) -> None:
        self._pause.setText(translate("monitoring", "Resume") if paused else translate("monitoring", "Pause"))
        self._pause.set_icon("play" if paused else "pause")
        self.live.set_paused(paused)
        self._tell_state()

    def _tell_state(self, *_args: object) -> None:
        if self.live.paused:
            self._state.set_state(translate("monitoring", "Paused"), Tone.WARN)
        elif self.live.following:
            self._state.set_state(translate("monitoring", "Live"), Tone.OK)
        else:
            self._state.set_state(translate("monitoring", "Reading"), Tone.NEUTRAL)

    def _tell_count(self, *_args: object) -> None:
        self._count.setText(f"{self.model.rowCount():,}")
        self._tell_nothing()

    def _tell_nothing(self) -> None:
        if self._filtered:
            title = translate("monitoring", "No request matches")
            detail = translate("monitoring", "Choose a longer range, or take filters away.")
        else:
            title = translate("monitoring", "No request in this range")
            detail = translate("monitoring", "Choose a longer range; new requests appear here at once.")
        self._nothing.set_words("funnel" if self._filtered else "clock", title, detail)
        self._clear.setVisible(self._filtered)
        self._views.setCurrentWidget(self.live if self.model.rowCount() else self._nothing)
