"""The doctor as a sheet: the checks of the chosen server, run again on demand, remedies only when asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.fleet import Check
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.no_events import doctor_rows
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.doctor import DoctorCard
from cpam_desktop.ui.widgets.layout import column, row
from cpam_desktop.ui.widgets.sheet import Sheet


class DoctorSheet(QWidget):
    """Runs the checks when made; `examined` once they have ended."""

    def __init__(self, session: Session, uid: str) -> None:
        super().__init__()
        self._session, self._uid = session, uid
        self._actions: dict[str, str] = {}
        self.examined = False
        self.setAccessibleName(translate("doctor", "Collector doctor"))
        self.card = DoctorCard()
        self.close_button = Button(translate("doctor", "Close"))
        foot = row(None, self.close_button, margins=(0, 4, 0, 0))
        self.setLayout(column(self.card, foot, margins=(16, 16, 16, 12), spacing=8))
        self.card.again.connect(self.examine)
        self.card.acted.connect(self._act)
        self.examine()

    def examine(self) -> None:
        """Run all checks."""
        self._session.tasks.spawn(self._examine(), "examine", self)

    async def _examine(self) -> None:
        self.card.set_running(True)
        try:
            checks = await self._session.tasks.ask(partial(self._session.fleet.examine, self._uid))
        except Exception:  # not where it was cancelled: then the sheet and its widgets are gone
            self.card.set_running(False)
            raise
        self.card.set_running(False)
        self.show_checks(checks)

    def show_checks(self, checks: list[Check]) -> None:
        """Show these findings."""
        self.examined = True
        self._actions = {check.id: check.action for check in checks}
        self.card.set_rows(doctor_rows(checks, self._session.zone))

    def _act(self, check_id: str) -> None:
        action = self._actions.get(check_id, "")
        if action == "enter_key":
            self.close_button.click()
            self._session.connect_asked.emit(self._uid)
        elif action:
            self._session.tasks.spawn(self._fix(action), "fix", self)

    async def _fix(self, action: str) -> None:
        await self._session.tasks.ask(partial(self._session.fleet.fix, self._uid, action))
        await self._examine()


async def show_doctor(window: QWidget, session: Session) -> None:
    """Show the sheet over the window until it is closed."""
    if session.server is None:
        return
    content = DoctorSheet(session, session.server.profile.uid)
    sheet = Sheet(window, content, width=720, light=True)
    content.close_button.clicked.connect(lambda: sheet.finish())
    await sheet.result()
