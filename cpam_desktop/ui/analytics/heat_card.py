"""The card with weekday by hour: requests, tokens, cost or failures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from cpam_desktop.domain.analysis import Heat
from cpam_desktop.ui.analytics.metrics import write
from cpam_desktop.ui.charts.heatmap import Cell, Heatmap, HeatScale
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.fields import choice_field
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import row

_KINDS = {
    "requests": (QT_TRANSLATE_NOOP("heat", "Requests"), QT_TRANSLATE_NOOP("heat", "{0} requests"), "count", "s1"),
    "tokens": (QT_TRANSLATE_NOOP("heat", "Tokens"), QT_TRANSLATE_NOOP("heat", "{0} tokens"), "tokens", "s2"),
    "cost": (QT_TRANSLATE_NOOP("heat", "Cost"), QT_TRANSLATE_NOOP("heat", "{0}"), "usd", "s3"),
    "failures": (QT_TRANSLATE_NOOP("heat", "Failures"), QT_TRANSLATE_NOOP("heat", "{0} failed"), "count", "bad_fill"),
}


class HeatCard(Card):
    """`chosen` carries weekday (0 is Monday), hour and whether failures are shown."""

    chosen = Signal(int, int, bool)

    def __init__(self) -> None:
        self.kind = choice_field([(key, translate("heat", words[0])) for key, words in _KINDS.items()], "requests")
        self.kind.setAccessibleName(translate("heat", "What the colours show"))
        super().__init__(translate("heat", "Weekday × hour"), tools=(self.kind,))
        self._heat: tuple[Heat, ...] = ()
        self.map = Heatmap(translate("heat", "Weekday by hour"), self._words, "s1")
        self.map.setMinimumHeight(176)
        self.pointed = ElidedLabel("", 12, 400, "text2")
        self._scale = HeatScale("s1")
        self._most = Label("", 11, 400, "text3")
        foot = row((self.pointed, 1), Label("0", 11, 400, "text3"), self._scale, self._most, spacing=6)
        self.add((self.map, 1), foot)
        self.kind.currentIndexChanged.connect(self._draw)
        self.map.pointed.connect(self._tell)
        self.map.chosen.connect(self._choose)

    def set_heat(self, heat: Sequence[Heat]) -> None:
        """Show other hours of the week."""
        self._heat = tuple(heat)
        self._draw()

    @property
    def _kind(self) -> str:
        return str(self.kind.currentData())

    def _words(self, value: float) -> str:
        _, words, unit, _ = _KINDS[self._kind]
        return translate("heat", words).format(write(unit, value))

    def _draw(self) -> None:
        _, _, unit, token = _KINDS[self._kind]
        values: dict[Cell, float] = {(one.weekday, one.hour): self._value(one) for one in self._heat}
        self.map.set_values(values, self._words, token)
        self._scale.set_token(token)
        self._most.setText(write(unit, self.map.highest))

    def _value(self, one: Heat) -> float:
        figures = one.figures
        match self._kind:
            case "tokens":
                return figures.tokens.total
            case "cost":
                return float(figures.cost_usd or 0)
            case "failures":
                return figures.failed
            case _:
                return figures.requests

    def _tell(self, cell: Cell | None) -> None:
        self.pointed.setText("" if cell is None else self.map.words(cell))

    def _choose(self, cell: Cell) -> None:
        self.chosen.emit(*cell, self._kind == "failures")
