"""The menu of a facet: values with how often they occur, a submenu to exclude them, a way to clear them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from cpam_desktop.ui.format import grouped
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.facets import CACHE, LATENCY, Facets, latency_bounds
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP

FACETS = {
    "account": QT_TRANSLATE_NOOP("facet", "Account"),
    "model": QT_TRANSLATE_NOOP("facet", "Model"),
    "status": QT_TRANSLATE_NOOP("facet", "Status"),
    "api-key": QT_TRANSLATE_NOOP("facet", "API key"),
    "provider": QT_TRANSLATE_NOOP("facet", "Provider"),
    "channel": QT_TRANSLATE_NOOP("facet", "Channel"),
    "endpoint": QT_TRANSLATE_NOOP("facet", "Endpoint"),
    "project": QT_TRANSLATE_NOOP("facet", "Project"),
    LATENCY: QT_TRANSLATE_NOOP("facet", "Latency"),
    CACHE: QT_TRANSLATE_NOOP("facet", "Cache"),
}
_WORDS = {
    "ok": QT_TRANSLATE_NOOP("facet", "Succeeded"),
    "failed": QT_TRANSLATE_NOOP("facet", "Failed"),
    "hit": QT_TRANSLATE_NOOP("facet", "Some input from a cache"),
    "miss": QT_TRANSLATE_NOOP("facet", "No input from a cache"),
}
_STATUSES = ("ok", "failed", "4xx", "429", "5xx")
_LATENCIES = ("3000-", "10000-", "30000-")
_MOST = 200
"""So many values a menu offers; the search finds the others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its key, how it is shown, how many requests have it (None: not counted)."""

    key: str
    label: str
    count: int | None = None


class FacetMenu(QObject):
    """Fills `menu` each time it is about to be shown. `changed`: the facets are others; `custom_asked`: of latency.

    A click with Alt excludes a value instead of choosing it.
    """

    changed = Signal()
    opened = Signal(str)
    custom_asked = Signal()

    def __init__(self, kind: str, facets: Facets, write: Callable[[str], str], parent: QWidget) -> None:
        """`write` is how a text may be shown (masking)."""
        super().__init__(parent)
        self._kind, self._facets, self._write = kind, facets, write
        self._choices: dict[str, Choice] = {}
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self._about_to_show)
        fixed = {"status": _STATUSES, LATENCY: _LATENCIES, CACHE: ("hit", "miss")}.get(kind, ())
        self._fixed = tuple(Choice(value, value) for value in fixed)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Set what there is to choose from."""
        known = {choice.key: choice for choice in self._fixed}
        found = {choice.key: choice for choice in choices if choice.key not in known}
        if found != self._choices:
            self._choices = found
            active = self.menu.activeAction()
            keys = [action.data() for action in self.menu.actions() if action is active]
            self._fill()
            for action in self.menu.actions():
                if action.data() and action.data() in keys:  # the keyboard stays where it was
                    self.menu.setActiveAction(action)

    def label(self, key: str) -> str:
        """How a value is called, an excluded one as such."""
        if key.startswith("!"):
            return translate("facet", "Without {0}").format(self.label(key[1:]))
        if key in _WORDS:
            return translate("facet", _WORDS[key])
        if self._kind == LATENCY:
            return _latency_words(key)
        known = self._choices.get(key)
        return self._write(known.label if known else key) or translate("facet", "Not known")

    def words(self) -> str:
        """All chosen values, for a tooltip."""
        return ", ".join(self.label(key) for key in sorted(self._facets.chosen[self._kind]))

    def _about_to_show(self) -> None:
        self._fill()
        self.opened.emit(self._kind)

    def _fill(self) -> None:
        menu, chosen = self.menu, self._facets.chosen[self._kind]
        menu.clear()
        values = [*self._fixed, *self._choices.values()]
        named = {choice.key for choice in values}
        first = [Choice(key, key) for key in sorted(chosen) if key not in named]
        listed = [*first, *values][:_MOST]
        for choice in listed:
            menu.addAction(self._action(menu, choice.key, choice.count))
        if not listed:
            menu.addAction(translate("facet", "Nothing recorded yet")).setEnabled(False)
        if self._kind == LATENCY:
            menu.addAction(translate("facet", "Custom…"), self.custom_asked.emit)
        elif self._kind != CACHE and values:
            menu.addSeparator()
            without = QMenu(translate("facet", "Without"), menu)
            for choice in values[:_MOST]:
                without.addAction(self._action(without, f"!{choice.key}", choice.count, self.label(choice.key)))
            menu.addMenu(without)
        if chosen:
            menu.addSeparator()
            menu.addAction(translate("facet", "Clear"), self._clear)

    def _action(self, menu: QMenu, key: str, count: int | None, text: str = "") -> QAction:
        words = (text or self.label(key)).replace("&", "&&")
        if count is not None:
            words = f"{words}\t{grouped(count)}"
        action = QAction(words, menu, checkable=True, checked=key in self._facets.chosen[self._kind])
        action.setData(key)
        action.triggered.connect(partial(self._toggle, key, action))
        return action

    def _toggle(self, key: str, action: QAction) -> None:
        """Take or leave a value. The action is asked: Qt for Python tells a `partial` no arguments of the signal."""
        with_alt = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        if with_alt and not key.startswith("!") and self._kind not in (LATENCY, CACHE):
            key = f"!{key}"
        self._facets.toggle(self._kind, key, on=action.isChecked())
        self.changed.emit()

    def _clear(self) -> None:
        self._facets.set(self._kind, ())
        self.changed.emit()


def _latency_words(value: str) -> str:
    least, most = latency_bounds(value)
    if most is None:
        return translate("facet", "> {0} s").format(f"{(least or 0) / 1000:g}")
    if least is None:
        return translate("facet", "< {0} s").format(f"{most / 1000:g}")
    return translate("facet", "{0} to {1} s").format(f"{least / 1000:g}", f"{most / 1000:g}")
