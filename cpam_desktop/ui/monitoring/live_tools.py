"""What stands beside the tabs while the realtime table is in sight: live state, pause, failed only, masking."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.theme.metrics import CONTROL
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.live_table import LiveTable
from cpam_desktop.ui.widgets.pill import Pill

_PAUSE = 100
"""Room for the pause button with either word."""


class LiveTools(QWidget):
    """`failed_only` and `masking` carry the state of their chips."""

    failed_only = Signal(bool)
    masking = Signal(bool)

    def __init__(self, live: LiveTable, *, masked: bool) -> None:
        super().__init__()
        self._live = live
        self._compact = False
        self._state = Pill(translate("monitoring", "Live"), Tone.OK)
        self._pause = Button(translate("monitoring", "Pause"), "pause")
        self._pause.setCheckable(True)
        self._failed = Chip(translate("monitoring", "Failed only"))
        self._mask = Chip(translate("monitoring", "Mask e-mails"), icon="eye-slash", checked=masked)
        self.setLayout(row(self._state, self._pause, self._failed, self._mask))
        self._pause.toggled.connect(self._paused)
        self._failed.toggled.connect(self.failed_only)
        self._mask.toggled.connect(self.masking)
        live.following_changed.connect(self._tell_state)

    def full_width(self) -> int:
        """Pixels with everything."""
        parts = (self._state, self._failed, self._mask)
        return sum(part.sizeHint().width() for part in parts) + 8 * len(parts) + 12 + _PAUSE

    def compact_width(self) -> int:
        """Pixels with live state and pause alone."""
        return self._state.sizeHint().width() + 8 + CONTROL + 12

    def set_compact(self, compact: bool) -> None:
        """Leave out what other places offer too: the status facet, the settings menu."""
        self._failed.setVisible(not compact)
        self._mask.setVisible(not compact)
        self._compact = compact
        self._pause.set_bare(compact)

    def show_state(self, shown: bool) -> None:
        """Show live, paused or reading in words."""
        self._state.setVisible(shown)

    def set_masked(self, masked: bool) -> None:
        """Show the state of masking."""
        self._mask.blockSignals(True)
        self._mask.setChecked(masked)
        self._mask.blockSignals(False)

    def set_failed_only(self, on: bool) -> None:
        """Show whether the status filter is exactly that."""
        self._failed.blockSignals(True)
        self._failed.setChecked(on)
        self._failed.blockSignals(False)

    def _paused(self, paused: bool) -> None:
        self._pause.setText(translate("monitoring", "Resume") if paused else translate("monitoring", "Pause"))
        self._pause.set_icon("play" if paused else "pause")
        self._pause.set_bare(self._compact)
        self._live.set_paused(paused)
        self._tell_state()

    def _tell_state(self, *_args: object) -> None:
        if self._live.paused:
            self._state.set_state(translate("monitoring", "Paused"), Tone.WARN)
        elif self._live.following:
            self._state.set_state(translate("monitoring", "Live"), Tone.OK)
        else:
            self._state.set_state(translate("monitoring", "Reading"), Tone.NEUTRAL)
