"""Fills the price table from the shipped catalogue by itself: after the start, and when new models appear."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cpam_desktop.ui.session import Session

START_MS = 500
"""After the first page has asked what it needs."""
NEW_MS = 3_000
"""After events were stored; asking costs some milliseconds where no model is new."""


class CatalogueKeeper(QObject):
    """Lives as long as its session. `PricesChanged` on the bus tells the pages; a failure is shown as a toast."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._update)
        session.events_stored.connect(self._stored)
        session.server_changed.connect(self._stored)
        self._due.start(START_MS)

    def close(self) -> None:
        """Begin nothing more."""
        self._due.stop()
        self._session.events_stored.disconnect(self._stored)
        self._session.server_changed.disconnect(self._stored)

    def _stored(self, *_args: object) -> None:
        if not self._due.isActive():
            self._due.start(NEW_MS)

    def _update(self) -> None:
        session = self._session
        pricing = session.context.pricing
        session.tasks.spawn(session.tasks.ask(pricing.update_catalogue), "price catalogue", self)
