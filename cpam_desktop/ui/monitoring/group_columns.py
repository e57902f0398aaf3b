"""Columns of the tables of accounts, models, keys, channels, endpoints and projects."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.domain.figures import Figures, Group
from cpam_desktop.ui.format import MISSING, day_clock, grouped, human, money, percent, seconds
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.paint import paint_provider, paint_spark, paint_text

GIVES_WAY = (
    "cached", "speed", "input", "output", "clients", "last", "hit", "latency", "trend", "failed", "tokens",
)  # fmt: skip
"""Columns that go where the window is small, the first one first."""
FIRST_SORT = "attempts"
_NAMES = {
    "account": QT_TRANSLATE_NOOP("columns", "Account"),
    "model": QT_TRANSLATE_NOOP("columns", "Model"),
    "api-key": QT_TRANSLATE_NOOP("columns", "API key"),
    "channel": QT_TRANSLATE_NOOP("columns", "Channel"),
    "endpoint": QT_TRANSLATE_NOOP("columns", "Endpoint"),
    "project": QT_TRANSLATE_NOOP("columns", "Project"),
}
_POOR = 0.9
"""A lower success rate is marked."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of a kind with the calls of its steps, oldest first (empty until they are read)."""

    kind: str
    group: Group
    trend: tuple[float, ...] = ()

    @property
    def figures(self) -> Figures:
        """What is counted."""
        return self.group.figures


def group_columns(kind: str, display: Display) -> list[Column[GroupRow]]:
    """All columns, left to right."""
    return [_name(kind, display), *_counts(), *_tokens(), *_ends(display)]


def shown_name(row: GroupRow, display: Display) -> str:
    """How a group may be shown."""
    return display.text(row.group.label) or translate("monitoring", "Not known")


def _name(kind: str, display: Display) -> Column[GroupRow]:
    def name(row: GroupRow) -> str:
        return shown_name(row, display)

    def paint(painter: QPainter, rect: QRectF, row: GroupRow, _selected: bool) -> None:
        paint_provider(painter, rect.x(), rect.center().y(), row.group.key.partition("/")[0])
        paint_text(painter, rect.adjusted(24, 0, 0, 0), name(row), "text", 12, 500)

    return Column[GroupRow](
        id="name",
        title=_NAMES[kind],
        text=name,
        stretch=True,
        weight=500,
        paint=paint if kind == "channel" else None,
        sort_key=lambda row: name(row).casefold(),
    )


def _counts() -> list[Column[GroupRow]]:
    return [
        _number("attempts", QT_TRANSLATE_NOOP("columns", "Attempts"), 80, lambda f: f.requests, grouped),
        _number("clients", QT_TRANSLATE_NOOP("columns", "Requests"), 78, lambda f: f.clients, grouped),
        Column[GroupRow](
            id="success",
            title=QT_TRANSLATE_NOOP("columns", "Success %"),
            text=lambda row: percent(row.figures.success_rate),
            width=84,
            right=True,
            color=lambda row: "bad" if (row.figures.success_rate or 0) < _POOR else "text",
            sort_key=lambda row: row.figures.success_rate,
        ),
        Column[GroupRow](
            id="failed",
            title=QT_TRANSLATE_NOOP("columns", "Failed"),
            text=lambda row: grouped(row.figures.failed),
            width=68,
            right=True,
            color=lambda row: "bad" if row.figures.failed else "text2",
            sort_key=lambda row: row.figures.failed,
        ),
    ]


def _tokens() -> list[Column[GroupRow]]:
    return [
        _number("input", QT_TRANSLATE_NOOP("columns", "Input"), 68, lambda f: f.tokens.input, human),
        _number("cached", QT_TRANSLATE_NOOP("columns", "Cached"), 70, lambda f: f.tokens.cache_read, human),
        _number("hit", QT_TRANSLATE_NOOP("columns", "Cache %"), 74, lambda f: f.cache_hit_rate, percent),
        _number("output", QT_TRANSLATE_NOOP("columns", "Output"), 70, lambda f: f.tokens.output, human),
        _number("tokens", QT_TRANSLATE_NOOP("columns", "Tokens"), 72, lambda f: f.tokens.total, human),
        _number("cost", QT_TRANSLATE_NOOP("columns", "Cost"), 84, lambda f: f.cost_usd, money, weight=500),
    ]


def _ends(display: Display) -> list[Column[GroupRow]]:
    def speed(value: float | None) -> str:
        return MISSING if value is None else f"{value:.0f}"

    def when(value: int) -> str:
        return day_clock(value or None, display.zone, time.time_ns())

    def paint_trend(painter: QPainter, rect: QRectF, row: GroupRow, _selected: bool) -> None:
        paint_spark(painter, rect.adjusted(2, 6, -4, -6), row.trend)

    return [
        _number("latency", QT_TRANSLATE_NOOP("columns", "Latency s"), 80, lambda f: f.latency_ms.avg, _late),
        _number("speed", QT_TRANSLATE_NOOP("columns", "Out/s"), 62, lambda f: f.output_speed, speed),
        _number("last", QT_TRANSLATE_NOOP("columns", "Latest"), 112, lambda f: f.last_ns, when),
        Column[GroupRow](
            id="trend",
            title=QT_TRANSLATE_NOOP("columns", "Trend"),
            text=lambda row: " ".join(f"{value:.0f}" for value in row.trend),
            width=104,
            paint=paint_trend,
        ),
    ]


def _late(value: float | None) -> str:
    return seconds(value, 1)


def _number(
    name: str, title: str, width: int, value: Callable[[Figures], Any], write: Callable[[Any], str], weight: int = 400
) -> Column[GroupRow]:
    """A column of one figure: `value` of the figures, as `write` shows it."""
    return Column[GroupRow](
        id=name,
        title=title,
        text=lambda row: write(value(row.figures)),
        width=width,
        right=True,
        weight=weight,
        sort_key=lambda row: value(row.figures),
    )
