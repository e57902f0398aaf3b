"""The drawer beside the realtime table: reads the attempts of the chosen row and shows what is known of it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring import detail
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.widgets.drawer import Drawer


class DetailDrawer(Drawer):
    """`opened` comes each time a row is shown, `closed` once it is shut; the rail makes room meanwhile."""

    opened = Signal()

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(translate("monitoring", "Details of the request"))
        self._session, self._display = session, display
        self.closed.connect(self._shut)

    def show_row(self, event: EventRow | None) -> None:
        """Show an attempt; None shuts the drawer."""
        if event is None:
            self.shut()
        else:
            self._session.tasks.spawn(self._open(event), "detail", self)

    def dispose(self) -> None:
        """Let go of the session: the window shuts the drawer when the session is gone."""
        self.closed.disconnect()

    async def _open(self, event: EventRow) -> None:
        events = self._session.context.events
        attempts = await self._session.tasks.ask(lambda: events.attempts(event.id))
        self.open_with(detail.head(event, self._display), detail.body(event, attempts, self._display))
        self._session.room_asked.emit(True)
        self.opened.emit()

    def _shut(self) -> None:
        self._session.tasks.cancel(self, "detail")
        self._session.room_asked.emit(False)
