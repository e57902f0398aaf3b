"""Toasts for charts that were saved, or could not be."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cpam_desktop.ui.charts.saving import savings
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone


class SavedNotices(QObject):
    """Lives as long as its window."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        savings().saved.connect(self._saved)
        savings().failed.connect(self._failed)

    def _saved(self, path: str) -> None:
        self._session.notify(Tone.OK, translate("chart", "The chart was saved"), path)

    def _failed(self, error: object) -> None:
        self._session.report(error)
