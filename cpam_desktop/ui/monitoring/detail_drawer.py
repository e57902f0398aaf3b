"""The drawer beside the tables: what is known of the chosen attempt, or of the chosen group."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.analysis import OverviewQuery
from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring import detail, group_detail
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.facets import FIELDS
from cpam_desktop.ui.monitoring.group_columns import GroupRow
from cpam_desktop.ui.monitoring.row_menu import Thing, nameable, things_of
from cpam_desktop.ui.prices.formula import formula_section
from cpam_desktop.ui.session import Session
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.drawer import Drawer
from cpam_desktop.ui.widgets.layout import row


class DetailDrawer(Drawer):
    """`opened` comes each time a row is shown, `closed` once it is shut; the rail makes room meanwhile.

    `name_asked` carries a `Thing` that is to have a name, `group_opened` a GroupRow that is to become a filter.
    """

    opened = Signal()
    name_asked = Signal(object)
    group_opened = Signal(object)

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

    def show_group(self, group: GroupRow | None, wanted: EventFilter) -> None:
        """Show a group within a filter; None shuts the drawer."""
        if group is None:
            self.shut()
        else:
            self._session.tasks.spawn(self._open_group(group, wanted), "detail", self)

    def dispose(self) -> None:
        """Let go of the session: the window shuts the drawer when the session is gone."""
        self.closed.disconnect()

    async def _open(self, event: EventRow) -> None:
        context, ask = self._session.context, self._session.tasks.ask
        attempts = await ask(lambda: context.events.attempts(event.id))
        cost = formula_section(event, await ask(context.pricing.book)) if event.tokens.total else None
        named = {thing.kind: self._name_button(thing) for thing in nameable(things_of(event))}
        self._show(detail.head(event, self._display), detail.body(event, attempts, self._display, named, cost))

    async def _open_group(self, group: GroupRow, wanted: EventFilter) -> None:
        analysis = self._session.context.analysis
        name = FIELDS[group.kind]
        inner = replace(wanted, **{name: (*_excluded(getattr(wanted, name)), group.group.key)})
        kinds = ("model", "account", "status")
        found = await self._session.tasks.ask(lambda: analysis.overview(OverviewQuery(inner, groups=kinds)))
        foot = QWidget()
        show = Button(translate("monitoring", "Show its requests"), "funnel", Kind.PRIMARY)
        show.clicked.connect(lambda: self.group_opened.emit(group))
        tools = [self._name_button(thing, words=True) for thing in nameable(things_of(group))]
        foot.setLayout(row(show, *tools, None))
        self._show(group_detail.head(group, self._display), group_detail.body(group, found, self._display), foot)

    def _show(self, head: QWidget, body: QWidget, foot: QWidget | None = None) -> None:
        self.open_with(head, body, foot)
        self._session.room_asked.emit(True)
        self.opened.emit()

    def _name_button(self, thing: Thing, *, words: bool = False) -> Button:
        text = translate("monitoring", "Name…")
        button = Button(text if words else "", "tag", Kind.DEFAULT if words else Kind.GHOST, tip=text)
        button.clicked.connect(lambda: self.name_asked.emit(thing))
        return button

    def _shut(self) -> None:
        self._session.tasks.cancel(self, "detail")
        self._session.room_asked.emit(False)


def _excluded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value.startswith("!"))
