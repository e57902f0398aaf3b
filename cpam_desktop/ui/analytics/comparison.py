"""Two ranges or two servers side by side: every figure of both, and the difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpam_desktop.domain.figures import Figures
from cpam_desktop.ui.analytics.metrics import METRICS, Metric, delta, write
from cpam_desktop.ui.format import MISSING
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme.metrics import HEADER_ROW
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.table import DataTable

_ROW = 28


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric of both sides, written."""

    name: str
    this: str
    other: str
    difference: str
    change: str
    welcome: bool


def compared(this: Figures, other: Figures) -> list[Compared]:
    """All metrics of both."""
    return [_compared(metric, this, other) for metric in METRICS]


def _compared(metric: Metric, this: Figures, other: Figures) -> Compared:
    new, old = metric.value(this), metric.value(other)
    change, welcome = delta(metric, this, other)
    welcome = welcome or change == "0%"
    difference = MISSING
    if new is not None and old is not None:
        size = write(metric.unit, abs(new - old))
        sign = "" if size == write(metric.unit, 0) else "+" if new > old else "-"
        difference = sign + size
    relative = MISSING if metric.unit == "rate" else change or MISSING
    return Compared(metric.name(), write(metric.unit, new), write(metric.unit, old), difference, relative, welcome)


class ComparisonCard(Card):
    """A row for each metric."""

    def __init__(self) -> None:
        name = translate("comparison", "Side by side")
        super().__init__(name, " ", margins=(1, 10, 1, 1), spacing=6, inset_head=True)
        self.model: RecordsModel[Compared] = RecordsModel(_columns())
        self.table = DataTable(self.model, name, row_height=_ROW, scrolls=False)
        self.table.setFixedHeight(HEADER_ROW + len(METRICS) * _ROW + 2)
        self.add(self.table)

    def set_figures(self, this: Figures, other: Figures, words: str) -> None:
        """Show both; `words` say what is compared."""
        self.note.setText(words)
        self.model.set_rows(compared(this, other))


def _columns() -> list[Column[Compared]]:
    return [
        Column[Compared](
            id="name",
            title=QT_TRANSLATE_NOOP("columns", "Figure"),
            text=lambda row: row.name,
            stretch=True,
            weight=500,
        ),
        _value("this", QT_TRANSLATE_NOOP("columns", "This"), lambda row: row.this, "text"),
        _value("other", QT_TRANSLATE_NOOP("columns", "Other"), lambda row: row.other, "text2"),
        _value("difference", QT_TRANSLATE_NOOP("columns", "Difference"), lambda row: row.difference, _tone),
        _value("change", QT_TRANSLATE_NOOP("columns", "Change"), lambda row: row.change, _tone),
    ]


def _value(
    column_id: str, title: str, text: Callable[[Compared], str], color: str | Callable[[Compared], str]
) -> Column[Compared]:
    return Column[Compared](id=column_id, title=title, text=text, width=120, right=True, color=color)


def _tone(row: Compared) -> str:
    return "bad" if not row.welcome else "text"
