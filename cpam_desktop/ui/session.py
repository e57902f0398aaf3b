"""What every page shares: services, tasks, the chosen server and its state, the zone, masking, where to go."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cpam_desktop.domain.analysis import HistoryPreparing
from cpam_desktop.domain.collecting import CollectorStatus, EventsStored, StatusChanged
from cpam_desktop.domain.fleet import FleetChanged, ServerState
from cpam_desktop.domain.ranges import read_zone
from cpam_desktop.ui.bridge import Bridge
from cpam_desktop.ui.i18n import error_words, translate
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.toast import Notice

if TYPE_CHECKING:  # services import network and database libraries: only after the first paint
    from cpam_desktop.services.context import Context
    from cpam_desktop.services.fleet import Fleet


class Session(QObject):
    """Built once the services are open. Signals come on the GUI thread, at most four times a second each.

    `server_changed`: another server was chosen, or its profile changed. `collector_changed`: the chosen
    server's collector has a new status. `events_stored`: rows of any server were committed (a tuple of EventsStored).
    `preferences_changed`: zone or masking. The `…_asked` signals are wishes that the window carries out;
    `task_told` shows a task with its per cent in the status bar, `room_asked` folds the rail while a drawer is open;
    `history_preparing`: so many rows of so many are prepared for figures.
    """

    fleet_changed = Signal()
    server_changed = Signal()
    collector_changed = Signal()
    events_stored = Signal(object)
    preferences_changed = Signal()
    page_asked = Signal(str, object)
    connect_asked = Signal(str)
    noticed = Signal(object)
    room_asked = Signal(bool)
    doctor_asked = Signal()
    task_told = Signal(str, int)
    history_preparing = Signal(int, int)

    def __init__(
        self, context: Context, fleet: Fleet, tasks: Tasks, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.fleet, self.tasks = fleet, tasks
        self.preferences = preferences
        self.servers: tuple[ServerState, ...] = ()
        self._statuses: dict[str, CollectorStatus] = {}
        self._chosen = preferences.server
        self.bridge = Bridge(context.bus, self)
        self.bridge.channel(FleetChanged).arrived.connect(self._fleet_arrived)
        self.bridge.channel(StatusChanged).arrived.connect(self._status_arrived)
        self.bridge.channel(EventsStored).arrived.connect(self.events_stored)
        self.bridge.channel(HistoryPreparing).arrived.connect(self._preparing_arrived)
        tasks.failed.connect(self.report)

    @property
    def context(self) -> Context:
        """The services on the history of the chosen server; ask anew each time, the demo has one of its own."""
        return self.fleet.home(self._chosen)

    @property
    def server(self) -> ServerState | None:
        """The chosen server."""
        return next((state for state in self.servers if state.profile.uid == self._chosen), None)

    @property
    def collector(self) -> CollectorStatus | None:
        """The chosen server's collector, as last told."""
        return self._statuses.get(self._chosen)

    def status_of(self, uid: str) -> CollectorStatus | None:
        """The collector of any server, as last told."""
        return self._statuses.get(uid)

    @property
    def zone(self) -> tzinfo:
        """The zone that times are shown in."""
        return read_zone(self.preferences.zone or None)

    @property
    def masks_emails(self) -> bool:
        """Whether e-mails are shown masked."""
        return self.preferences.mask_emails

    def choose_server(self, uid: str) -> None:
        """Show another server."""
        if uid != self._chosen:
            self._chosen = uid
            self.change(replace(self.preferences, server=uid))
            self.server_changed.emit()
            self.collector_changed.emit()

    def change(self, preferences: Preferences) -> None:
        """Take other preferences; the window saves them and applies theme and language."""
        if preferences != self.preferences:
            self.preferences = preferences
            self.preferences_changed.emit()

    def open_page(self, page_id: str, argument: object = None) -> None:
        """Go to a page; its `opened_with(argument)` is called if there is an argument."""
        self.page_asked.emit(page_id, argument)

    def start_demo(self) -> None:
        """Start the demo server and choose it."""

        async def start() -> None:
            profile = await self.tasks.ask(self.fleet.start_demo)
            self.take_fleet(self.fleet.servers)
            self.choose_server(profile.uid)

        self.tasks.spawn(start(), "demo", self)

    def notify(self, tone: Tone, title: str, detail: str = "") -> None:
        """Show a toast."""
        self.noticed.emit(Notice(tone, title, detail))

    def concerns(self, batch: tuple[EventsStored, ...]) -> bool:
        """Whether the chosen server may have new rows; another process does not tell whose it stored."""
        return any(event.server in ("", self._chosen) for event in batch)

    def report(self, error: object) -> None:
        """Show an error as a toast."""
        if isinstance(error, BaseException):
            self.notify(Tone.BAD, *error_words(error))

    async def servers_now(self) -> tuple[ServerState, ...]:
        """All servers; run it on the network thread (`tasks.ask`)."""
        return self.fleet.servers

    def take_fleet(self, servers: tuple[ServerState, ...]) -> None:
        """Take the servers as they are now; the first is chosen where the chosen one is not among them."""
        before = _identity(self.server)
        self.servers = servers
        for state in servers:
            if state.collector is not None:
                self._statuses.setdefault(state.profile.uid, state.collector)
        if self.server is None and servers:
            self._chosen = servers[0].profile.uid
        self.fleet_changed.emit()
        if _identity(self.server) != before:
            self.server_changed.emit()

    def _fleet_arrived(self, batch: tuple[FleetChanged, ...]) -> None:
        self.take_fleet(batch[-1].servers)

    def _status_arrived(self, batch: tuple[StatusChanged, ...]) -> None:
        for event in batch:
            self._statuses[event.status.server] = event.status
        if any(event.status.server == self._chosen for event in batch):
            self.collector_changed.emit()

    def _preparing_arrived(self, batch: tuple[HistoryPreparing, ...]) -> None:
        self.history_preparing.emit(batch[-1].done, batch[-1].total)

    def close(self) -> None:
        """Stop listening."""
        self.bridge.close()


def _identity(server: ServerState | None) -> object:
    """What makes a server another one for a page; tests and collectors have signals of their own."""
    return None if server is None else (server.profile, server.has_key)


def no_server_words() -> tuple[str, str]:
    """Title and sentence for pages that need a server."""
    return (
        translate("session", "No server connected"),
        translate("session", "Connect to a CLIProxyAPI server, or look around with the demo."),
    )
