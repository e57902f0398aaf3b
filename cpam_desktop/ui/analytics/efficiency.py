"""What a model, account, key or channel costs and how well it does, as a table to sort."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QShortcut

from cpam_desktop.domain.figures import Figures, Group
from cpam_desktop.ui.analytics.metrics import BY_KEY, write
from cpam_desktop.ui.format import human, percent, seconds
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme.metrics import HEADER_ROW
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.paint import RIGHT, paint_share, paint_text
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.table import DataTable

_ROW, _ROWS = 28, 7
_KINDS = {
    "model": QT_TRANSLATE_NOOP("efficiency", "Model"),
    "account": QT_TRANSLATE_NOOP("efficiency", "Account"),
    "api-key": QT_TRANSLATE_NOOP("efficiency", "API key"),
    "channel": QT_TRANSLATE_NOOP("efficiency", "Channel"),
}
_WIDE = 740
_BAR_FROM = 74
"""Narrower cells show the figure without its bar."""


class EfficiencyCard(Card):
    """`chosen` carries kind and key of a row that was clicked or taken with Return."""

    chosen = Signal(str, str)

    def __init__(self, display: Display) -> None:
        self._most_cost = 0.0
        self._groups: Mapping[str, Sequence[Group]] = {}
        name = translate("efficiency", "Group by")
        self.kind = Segmented([(key, translate("efficiency", text)) for key, text in _KINDS.items()], "model", name)
        super().__init__(
            translate("efficiency", "Efficiency"), tools=(self.kind,), margins=(1, 10, 1, 1), spacing=6, inset_head=True
        )
        self.model: RecordsModel[Group] = RecordsModel(self._columns(display))
        self.table = DataTable(self.model, translate("efficiency", "Efficiency"), row_height=_ROW)
        self.table.setMinimumHeight(HEADER_ROW + _ROWS * _ROW + 2)
        self.add((self.table, 1))
        self.model.sort(self.table.place("cost"), Qt.SortOrder.DescendingOrder)
        self.table.show_sort("cost")
        self.kind.chosen.connect(self._fill)
        self.table.clicked.connect(self._take)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(key, self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take)

    def set_groups(self, groups: Mapping[str, Sequence[Group]]) -> None:
        """Show other rows; by kind."""
        self._groups = groups
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE  # else names would have no room
        self.table.set_columns_shown({"speed": wide, "size": wide})

    def _fill(self) -> None:
        rows = self._groups.get(self.kind.current, ())
        self._most_cost = max((float(row.figures.cost_usd or 0) for row in rows), default=0.0)
        self.model.set_rows(rows)

    def _take(self, *_args: object) -> None:
        row: Group | None = self.table.chosen
        if row is not None:
            self.table.clearSelection()
            self.chosen.emit(self.kind.current, row.key)

    def _columns(self, display: Display) -> list[Column[Group]]:
        def label(row: Group) -> str:
            return display.text(row.label) or translate("efficiency", "(unknown)")

        def cost(painter: QPainter, rect: QRectF, row: Group, _selected: bool) -> None:
            value = float(row.figures.cost_usd or 0)
            _paint_bar(painter, rect, value / (self._most_cost or 1), "s3", _money(_cost(row.figures)))

        return [
            Column[Group](
                id="name",
                title=QT_TRANSLATE_NOOP("columns", "Name"),
                text=label,
                stretch=True,
                weight=500,
                sort_key=lambda row: label(row).lower(),
            ),
            *_middle(),
            Column[Group](
                id="cost",
                title=QT_TRANSLATE_NOOP("columns", "Cost"),
                text=lambda row: _money(_cost(row.figures)),
                width=104,
                right=True,
                paint=cost,
                sort_key=lambda row: _cost(row.figures),
            ),
        ]


def _middle() -> list[Column[Group]]:
    """What stands between the name and its cost."""
    return [
        _figure("calls", QT_TRANSLATE_NOOP("columns", "Calls"), 60, lambda one: one.requests, human),
        Column[Group](
            id="cache",
            title=QT_TRANSLATE_NOOP("columns", "Cache hit %"),
            text=lambda row: percent(row.figures.cache_hit_rate),
            width=94,
            right=True,
            paint=_paint_cache,
            sort_key=lambda row: row.figures.cache_hit_rate,
        ),
        _figure("latency", QT_TRANSLATE_NOOP("columns", "Latency s"), 72, lambda one: one.latency_ms.avg, _seconds),
        _figure("speed", QT_TRANSLATE_NOOP("columns", "Tokens/s"), 70, lambda one: one.output_speed, _count),
        _figure(
            "success",
            QT_TRANSLATE_NOOP("columns", "Success %"),
            76,
            lambda one: one.success_rate,
            percent,
            _health,
        ),
        _figure("size", QT_TRANSLATE_NOOP("columns", "Tokens/req"), 80, _size, _count),
        _figure("each", QT_TRANSLATE_NOOP("columns", "Cost/req"), 70, BY_KEY["unit_cost"].value, _money),
    ]


def _figure(
    column_id: str,
    title: str,
    width: int,
    value: Callable[[Figures], float | None],
    text: Callable[..., str],
    color: Callable[[Group], str] | str = "text",
) -> Column[Group]:
    return Column[Group](
        id=column_id,
        title=title,
        text=lambda row: text(value(row.figures)),
        width=width,
        right=True,
        color=color,
        sort_key=lambda row: value(row.figures),
    )


def _paint_cache(painter: QPainter, rect: QRectF, row: Group, _selected: bool) -> None:
    rate = row.figures.cache_hit_rate
    _paint_bar(painter, rect, rate or 0.0, "s2", percent(rate))


def _paint_bar(painter: QPainter, rect: QRectF, share: float, token: str, text: str) -> None:
    """A bar left and its figure right."""
    if rect.width() >= _BAR_FROM:
        paint_share(painter, QRectF(rect.x(), rect.y(), rect.width() - 52, rect.height()), share, token)
    paint_text(painter, rect, text, "text", 12, 500, flags=RIGHT)


def _cost(figures: Figures) -> float | None:
    return BY_KEY["cost"].value(figures)


def _size(figures: Figures) -> float | None:
    return figures.tokens.total / figures.requests if figures.requests else None


def _seconds(value: float | None) -> str:
    return seconds(value, 1)


def _count(value: float | None) -> str:
    return human(None if value is None else round(value))


def _money(value: float | None) -> str:
    """Without cents where they say nothing beside a bar."""
    return f"${value:,.0f}" if value is not None and 100 <= value < 10_000 else write("usd", value)


def _health(row: Group) -> str:
    rate = row.figures.success_rate
    return "text" if rate is None or rate >= 0.98 else "warn" if rate >= 0.9 else "bad"
