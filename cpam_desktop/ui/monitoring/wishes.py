"""What Monitoring asks the user in dialogs and menus: a period, a latency, an export, a name; what a facet offers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.names import AliasKind
from cpam_desktop.ui.dialogs.export import ask_export
from cpam_desktop.ui.dialogs.latency import ask_latency
from cpam_desktop.ui.dialogs.naming import Nameable, ask_name
from cpam_desktop.ui.dialogs.range import ask_range
from cpam_desktop.ui.monitoring.asking import choices
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.facet_menu import Choice
from cpam_desktop.ui.monitoring.facets import FIELDS, LATENCY
from cpam_desktop.ui.monitoring.filter_bar import FilterBar
from cpam_desktop.ui.monitoring.group_columns import GroupRow
from cpam_desktop.ui.monitoring.row_menu import Acts, Thing, row_menu
from cpam_desktop.ui.session import Session


class Wishes(QObject):
    """`range_chosen` carries the range to show; `drilled` a GroupRow that is to become a filter.

    `wanted` gives the filter of what is shown, `base` the range and servers that facets offer values of.
    """

    range_chosen = Signal(str)
    drilled = Signal(object)

    def __init__(
        self,
        session: Session,
        filters: FilterBar,
        display: Display,
        wanted: Callable[[], EventFilter],
        base: Callable[[], EventFilter],
    ) -> None:
        super().__init__(filters)
        self._session, self._filters, self._display = session, filters, display
        self._wanted, self._base = wanted, base
        filters.opened.connect(self._offer)
        filters.custom_range_asked.connect(lambda: self._spawn(self._range(), "range"))
        filters.custom_latency_asked.connect(lambda: self._spawn(self._latency(), "latency"))
        filters.export_asked.connect(lambda: self._spawn(self._export(), "export"))

    def name(self, thing: Thing) -> None:
        """Ask for a name of something."""
        what = Nameable(AliasKind(thing.kind), thing.key, self._display.text(thing.label))
        self._spawn(ask_name(self._filters.window(), self._session, what), "name")

    def show_menu(self, row: EventRow | GroupRow, place: QPoint) -> None:
        """Offer what can be done with a row."""
        acts = Acts(self.choose, self.name, self.drilled.emit, self._display.text)
        row_menu(self._filters, row, acts).popup(place)

    def choose(self, kind: str, value: str) -> None:
        """Filter by one value of a facet, or exclude it beside what is chosen already."""
        if value.startswith("!"):
            self._filters.choose(kind, {*self._filters.chosen(kind), value} - {value[1:]})
        else:
            self._filters.choose(kind, (value,))

    def _spawn(self, work: Coroutine[Any, Any, object], name: str) -> None:
        self._session.tasks.spawn(work, name, self)

    async def _range(self) -> None:
        current = self._filters.span.current
        self._filters.span.set_current(current)  # the menu has marked its own choice
        chosen = await ask_range(self._filters.window(), current, self._session.zone)
        if chosen is not None:
            self.range_chosen.emit(chosen)

    async def _latency(self) -> None:
        current = next(iter(self._filters.chosen(LATENCY)), "")
        chosen = await ask_latency(self._filters.window(), current)
        if chosen is not None:
            self._filters.choose(LATENCY, (chosen,) if chosen else ())

    async def _export(self) -> None:
        await ask_export(self._filters.window(), self._session, self._wanted(), self._filters.words())

    def _offer(self, kind: str) -> None:
        if kind in FIELDS:
            self._spawn(self._read_choices(kind), f"choices {kind}")

    async def _read_choices(self, kind: str) -> None:
        context, zone, base = self._session.context, self._session.zone, self._base()
        found = await self._session.tasks.ask(lambda: choices(context, kind, base, zone))
        self._filters.offer(kind, [Choice(one.key, one.label, one.figures.requests) for one in found])
