"""Removing a server: says what goes and what stays, and does it only then."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.fleet import ServerState
from cpam_desktop.ui.dialogs.confirm import confirm
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.theme import Tone


async def remove(window: QWidget, session: Session, server: ServerState) -> None:
    """Ask, then forget the server and its key; its history stays."""
    uid, name = server.profile.uid, server.profile.name
    wanted = EventFilter(servers=(uid,))
    kept = await session.tasks.ask(lambda: session.context.analysis.count(wanted))
    stays = translate("remove", "%n recorded request(s) stay in the history.", None, kept).replace(
        str(kept), grouped(kept)
    )
    if server.demo:
        title = translate("remove", "Stop the demo server?")
        goes = translate("remove", "The demo server and its simulated traffic end.")
        action, icon = translate("remove", "Stop the demo"), "stop"
    else:
        title = translate("remove", "Remove {0}?").format(name)
        goes = translate("remove", "Nothing is collected from {0} any more, and its management key is forgotten.")
        goes = goes.format(server.profile.url)
        action, icon = translate("remove", "Remove server"), "trash"
    if not await confirm(window, title, (goes, stays), action, icon):
        return
    trouble = await session.tasks.ask(lambda: session.fleet.remove(uid))
    session.take_fleet(await session.tasks.ask(session.servers_now))
    if trouble is not None:
        session.notify(Tone.WARN, *error_words(trouble))
