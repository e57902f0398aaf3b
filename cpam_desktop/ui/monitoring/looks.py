"""Remembers what was chosen about each table of Monitoring: its columns and its order."""

from __future__ import annotations

from dataclasses import replace

from cpam_desktop.ui.monitoring.tables_card import REALTIME, TablesCard
from cpam_desktop.ui.preferences import TableLook
from cpam_desktop.ui.session import Session


class Looks:
    """Takes them from the preferences at first, and keeps every change there."""

    def __init__(self, session: Session, tables: TablesCard, page: str) -> None:
        self._session, self._tables, self._page = session, tables, page
        for tab in (REALTIME, *tables.groups):
            if (look := session.preferences.tables.get(self._name(tab))) is not None:
                tables.set_look(tab, look)
        tables.look_changed.connect(self._keep)

    def _name(self, tab: str) -> str:
        return f"{self._page}.{tab}"

    def _keep(self, tab: str) -> None:
        known = self._session.preferences
        tables: dict[str, TableLook] = {**known.tables, self._name(tab): self._tables.look(tab)}
        self._session.change(replace(known, tables=tables))
