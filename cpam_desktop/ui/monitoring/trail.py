"""Where the user comes from: a drill-down and its way back; the page's filters as a saved view, and from one."""

from __future__ import annotations

from dataclasses import dataclass

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.views import ViewBody
from cpam_desktop.ui.monitoring.filter_bar import FilterBar
from cpam_desktop.ui.monitoring.tables_card import REALTIME, TablesCard
from cpam_desktop.ui.preferences import TableLook


@dataclass(frozen=True, slots=True)
class _Step:
    tab: str
    filters: EventFilter


class Trail:
    """Knows filters and tables of the page."""

    def __init__(self, filters: FilterBar, tables: TablesCard) -> None:
        self._filters, self._tables = filters, tables
        self._steps: list[_Step] = []

    @property
    def leads_back(self) -> bool:
        """Whether there is something to go back to."""
        return bool(self._steps)

    def remember(self, tab: str) -> None:
        """The filters are about to change by a drill-down from this tab."""
        self._steps.append(_Step(tab, self._filters.narrow(EventFilter())))

    def follow(self) -> None:
        """The filters are others: say where one is, or forget it once every filter is gone."""
        if self._filters.is_empty:
            self._steps.clear()
        if self._steps:
            self._tables.show_way_back(self._steps[-1].tab, self._filters.words())
        else:
            self._tables.show_way_back("", "")

    def back(self) -> None:
        """Undo the last drill-down."""
        if self._steps:
            step = self._steps.pop()
            self._tables.show_tab(step.tab)
            self._filters.take(step.filters)
            if (group := self._tables.group) is not None:
                group.focus()

    def forget(self) -> None:
        """Nothing to go back to."""
        self._steps.clear()
        self.follow()

    def view(self) -> ViewBody:
        """What a saved view restores."""
        tab, look = self._tables.tab, self._tables.look(self._tables.tab)
        filters = self._filters.narrow(EventFilter())
        return ViewBody(self._filters.span.current, filters, look.columns, look.sort, look.descending, tab=tab)

    def open_view(self, body: ViewBody) -> None:
        """Show what a view restores; its range is the page's."""
        self._steps.clear()
        tab = body.tab if body.tab in self._tables.groups else REALTIME
        self._tables.show_tab(tab)
        self._tables.set_look(tab, TableLook(body.columns, body.sort, body.descending))
        self._filters.take(body.filters)
