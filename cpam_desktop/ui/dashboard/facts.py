"""Pairs of name and value in small print, side by side and in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import row

_LINE = 18
_GAP = 18


@dataclass(frozen=True, slots=True)
class SmallFact:
    """`token` colours the value; `tip` says more."""

    name: str
    value: str
    token: str = "text"  # noqa: S105 (a token of the theme)
    tip: str = ""


class _Pair(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name, self._value = Label("", 11, 400, "text3"), Label("", 11, 500)
        self.setLayout(row(self._name, self._value, spacing=5))

    def show_fact(self, fact: SmallFact) -> None:
        """Show another pair."""
        self._name.setText(fact.name)
        self._value.setText(fact.value)
        self._value.set_token(fact.token)
        self.setToolTip(fact.tip)
        self.setAccessibleName(f"{fact.name}: {fact.value}")


class FactFlow(QWidget):
    """As many pairs as are shown at a time; its height follows its width."""

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader says before them."""
        super().__init__()
        self.setAccessibleName(name)
        self._pairs: list[_Pair] = []
        self.setFixedHeight(_LINE)

    def show_facts(self, facts: Sequence[SmallFact]) -> None:
        """Show these pairs instead."""
        while len(self._pairs) < len(facts):
            pair = _Pair()
            pair.setParent(self)
            self._pairs.append(pair)
        for pair, fact in zip(self._pairs, facts, strict=False):
            pair.show_fact(fact)
        for place, pair in enumerate(self._pairs):
            pair.setVisible(place < len(facts))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        left = top = 0
        for pair in self._pairs:
            if pair.isHidden():
                continue
            width = pair.sizeHint().width()
            if left and left + width > self.width():
                left, top = 0, top + _LINE
            pair.setGeometry(left, top, width, _LINE)
            left += width + _GAP
        self.setFixedHeight(top + _LINE)
