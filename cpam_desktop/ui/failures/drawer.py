"""The drawer beside the failure tables: reads what is known of the chosen row, and leads to its requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.failure_kinds import classify
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.failures import detail
from cpam_desktop.ui.failures.digest import Digest, TextRow, digest
from cpam_desktop.ui.failures.findings import Findings, find, of_group, of_text
from cpam_desktop.ui.failures.groups import GroupRow
from cpam_desktop.ui.failures.links import requests_of
from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.drawer import Drawer
from cpam_desktop.ui.widgets.layout import row

DIGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Scope:
    """What the page shows: its filter, the period (start_ns, end_ns), the step of its chart, what its texts say."""

    wanted: EventFilter
    period: tuple[int, int]
    step_ns: int
    found: Digest


class FailureDrawer(Drawer):
    """`opened` comes each time a row is shown, `closed` once it is shut; the rail makes room meanwhile."""

    opened = Signal()

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(translate("failures", "Details of the failures"))
        self._session, self._display = session, display
        self.closed.connect(self._shut)

    def show_text(self, scope: Scope, said: TextRow) -> None:
        """Show an error text."""
        self._session.tasks.spawn(self._open_text(scope, said), "detail", self)

    def show_group(self, scope: Scope, kind: str, group: GroupRow) -> None:
        """Show a group; `kind` is one of `groups.GROUPS`, or `kind` for a kind of failure."""
        opening = self._open_kind(scope, group) if kind == "kind" else self._open_group(scope, kind, group)
        self._session.tasks.spawn(opening, "detail", self)

    def dispose(self) -> None:
        """Let go of the session: the window shuts the drawer when the session is gone."""
        self.closed.disconnect()

    async def _open_text(self, scope: Scope, said: TextRow) -> None:
        wanted = of_text(scope.wanted, said)
        found = await self._find(scope, wanted, said)
        newest = found.newest  # its headers may tell that a plan's limit is used up
        kind = said.kind if newest is None else classify(newest.status_code, newest.error, newest.headers)
        head = detail.head(kind_words(kind).title, said.status, _times(said.count))
        self._show(head, detail.text_body(said, found, self._display), scope, wanted)

    async def _open_group(self, scope: Scope, kind: str, group: GroupRow) -> None:
        wanted = of_group(scope.wanted, kind, group.key)
        found = await self._find(scope, wanted)
        read = await self._session.tasks.run_blocking(lambda: digest(found.texts), seconds=DIGEST_SECONDS)
        status = int(group.key) if kind == "status" else None
        title = translate("failures", "Status {0}").format(group.label) if kind == "status" else group.label
        name = self._display.text(title) or translate("failures", "(unknown)")
        head = detail.head(name, status, _times(group.failed))
        self._show(head, detail.group_body(kind, found, read.kinds, read.texts, self._display), scope, wanted)

    async def _open_kind(self, scope: Scope, group: GroupRow) -> None:
        """A kind is what texts say: the page has read them already. Its requests are those with its codes."""
        kinds = [row for row in scope.found.kinds if row.kind.value == group.key]
        texts = [row for row in scope.found.texts if row.kind.value == group.key]
        statuses = tuple(str(status) for row in kinds for status in row.statuses)
        wanted = replace(scope.wanted, statuses=("!ok", *statuses))
        head = detail.head(group.label, None, _times(group.failed))
        self._show(head, detail.group_body("kind", Findings(0), kinds, texts, self._display), scope, wanted)

    async def _find(self, scope: Scope, wanted: EventFilter, said: TextRow | None = None) -> Findings:
        session = self._session
        analysis, zone = session.context.analysis, session.zone
        return await session.tasks.ask(lambda: find(analysis, wanted, scope.step_ns, zone, said))

    def _show(self, head: QWidget, body: QWidget, scope: Scope, wanted: EventFilter) -> None:
        show = Button(translate("failures", "Show the requests"), "arrow-right")
        argument = requests_of(scope.period, wanted)
        show.clicked.connect(partial(self._session.open_page, "monitoring", argument))
        foot = QWidget()
        foot.setLayout(row(show, None))
        self.open_with(head, body, foot)
        self._session.room_asked.emit(True)
        self.opened.emit()

    def _shut(self) -> None:
        self._session.tasks.cancel(self, "detail")
        self._session.room_asked.emit(False)


def _times(count: int) -> str:
    return translate("failures", "{0} failures").format(grouped(count))
