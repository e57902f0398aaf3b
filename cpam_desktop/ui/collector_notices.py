"""Offers help when a collector warns: statistics off, short retention, another reader; once a server and warning."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.toast import Notice

_WORDS = {
    "statistics_off": (
        QT_TRANSLATE_NOOP("notices", "Usage statistics are off"),
        QT_TRANSLATE_NOOP("notices", "The server records no events until they are turned on."),
    ),
    "short_retention": (
        QT_TRANSLATE_NOOP("notices", "Unread events are kept for a short time"),
        QT_TRANSLATE_NOOP("notices", "What happens while this application is closed may be lost."),
    ),
    "starved": (
        QT_TRANSLATE_NOOP("notices", "Another tool reads the same events"),
        QT_TRANSLATE_NOOP("notices", "Each of the two gets only a part of them."),
    ),
}


class CollectorNotices(QObject):
    """Listens to the chosen server's collector; `open_doctor` is where the remedy is offered."""

    def __init__(self, session: Session, open_doctor: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._open_doctor = open_doctor
        self._told: set[tuple[str, str]] = set()
        session.collector_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        status = self._session.collector
        for warning in status.warnings if status else ():
            mark = (status.server, warning) if status else ("", "")
            if warning in _WORDS and mark not in self._told:
                self._told.add(mark)
                title, detail = (translate("notices", text) for text in _WORDS[warning])
                act = translate("notices", "Open doctor")
                self._session.noticed.emit(Notice(Tone.WARN, title, detail, act, self._open_doctor))
