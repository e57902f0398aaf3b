"""What a right click on a row offers: only this, without this, a name; for everything that the row names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.names import AliasKind
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.facet_menu import FACETS
from cpam_desktop.ui.monitoring.group_columns import GroupRow

_NAMEABLE = frozenset(kind.value for kind in AliasKind)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a row names: the facet it belongs to, its key there, and its label."""

    kind: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What the menu can do. `choose` takes the kind and the facet's value (with `!` to exclude it)."""

    choose: Callable[[str, str], None]
    name: Callable[[Thing], None]
    open: Callable[[GroupRow], None]
    write: Callable[[str], str]


def things_of(row: EventRow | GroupRow) -> list[Thing]:
    """What a row names; nothing that is empty."""
    if isinstance(row, GroupRow):
        return [Thing(row.kind, row.group.key, row.group.label)]
    found = (
        Thing("account", row.account_key or row.account, row.account),
        Thing("model", row.model, row.model),
        Thing("api-key", row.api_key_hash, row.api_key),
        Thing("provider", row.provider, row.provider_label or row.provider),
        Thing("channel", row.channel, row.channel_label or row.channel),
        Thing("endpoint", row.endpoint, row.endpoint),
        Thing("project", row.project, row.project),
    )
    return [thing for thing in found if thing.key]


def row_menu(parent: QWidget, row: EventRow | GroupRow, acts: Acts) -> QMenu:
    """The menu of a row; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    things = things_of(row)
    if isinstance(row, GroupRow):
        menu.addAction(translate("monitoring", "Show its requests"), partial(acts.open, row))
        _fill(menu, things[0], acts)
        return menu
    for thing in things:
        words = f"{translate('facet', FACETS[thing.kind])}: {acts.write(thing.label)}".replace("&", "&&")
        inner = QMenu(words, menu)
        _fill(inner, thing, acts)
        menu.addMenu(inner)
    if row.request_id:
        menu.addSeparator()
        copy = QGuiApplication.clipboard().setText
        menu.addAction(translate("monitoring", "Copy the request ID"), partial(copy, row.request_id))
    return menu


def nameable(things: Sequence[Thing]) -> list[Thing]:
    """Those that can have a name."""
    return [thing for thing in things if thing.kind in _NAMEABLE and thing.key]


def _fill(menu: QMenu, thing: Thing, acts: Acts) -> None:
    menu.addAction(translate("monitoring", "Only this"), partial(acts.choose, thing.kind, thing.key))
    menu.addAction(translate("monitoring", "Without this"), partial(acts.choose, thing.kind, f"!{thing.key}"))
    if nameable([thing]):
        menu.addSeparator()
        menu.addAction(translate("monitoring", "Name…"), partial(acts.name, thing))
    menu.addAction(
        translate("monitoring", "Copy"), partial(QGuiApplication.clipboard().setText, acts.write(thing.label))
    )
