"""What follows the connect dialog: the demo is started or the saved server shown, and trouble with its key told."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.dialogs.connect import ask_connection
from cpam_desktop.ui.i18n import error_words
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone


async def connect(window: QWidget, session: Session, uid: str) -> None:
    """Ask for a server ("" for a new one, else the one to change) and show it."""
    old = next((state.profile for state in session.servers if state.profile.uid == uid), None)
    answer = await ask_connection(window, session.fleet, session.tasks, old)
    if answer is None:
        return
    profile = answer.profile
    if answer.demo:
        profile = await session.tasks.ask(session.fleet.start_demo)
    if profile is not None:
        session.take_fleet(await session.tasks.ask(session.servers_now))
        session.choose_server(profile.uid)
    if answer.trouble is not None:
        session.notify(Tone.WARN, *error_words(answer.trouble))
