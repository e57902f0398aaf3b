"""Columns of the Failures page: error texts, and groups."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.failures.digest import TextRow
from cpam_desktop.ui.failures.groups import GroupRow
from cpam_desktop.ui.format import MISSING, day_clock, grouped, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.paint import RIGHT, paint_share, paint_spark, paint_status, paint_text

NARROW_HIDES: tuple[str, ...] = ("share", "first", "spark")
"""Columns that go while the drawer is open."""
_WARNED = (408, 429, 499)


class Whole:
    """How many failures there are: shares are of that."""

    def __init__(self) -> None:
        self.failed = 0

    def share(self, count: int) -> float:
        """0 to 1."""
        return count / self.failed if self.failed else 0.0


def tone_of(status: int) -> Tone:
    """Limits and hang-ups warn, other failures are bad."""
    return Tone.WARN if status in _WARNED else Tone.BAD


def text_columns(display: Display, whole: Whole) -> list[Column[TextRow]]:
    """Code, kind, text, count, share, last seen."""

    def paint_code(painter: QPainter, rect: QRectF, row: TextRow, _selected: bool) -> None:
        paint_status(painter, rect, str(row.status or "?"), tone_of(row.status))

    return [
        Column[TextRow](
            id="code",
            title=QT_TRANSLATE_NOOP("columns", "Code"),
            text=lambda row: str(row.status or "?"),
            width=76,
            paint=paint_code,
            sort_key=lambda row: row.status,
        ),
        Column[TextRow](
            id="kind",
            title=QT_TRANSLATE_NOOP("columns", "Kind"),
            text=lambda row: kind_words(row.kind).title,
            width=150,
            weight=500,
            sort_key=lambda row: kind_words(row.kind).title,
        ),
        Column[TextRow](
            id="text",
            title=QT_TRANSLATE_NOOP("columns", "Error text"),
            text=lambda row: one_line(display.text(row.text)),
            stretch=True,
            color="text2",
        ),
        _count(lambda row: row.count),
        _share(whole, lambda row: row.count),
        _last(display, lambda row: row.last_ns),
    ]


def group_columns(display: Display, whole: Whole) -> list[Column[GroupRow]]:
    """Name, failures, share, rate among its own attempts, trend, first and last seen."""

    def spark(painter: QPainter, rect: QRectF, row: GroupRow, _selected: bool) -> None:
        paint_spark(painter, rect.adjusted(4, 7, -6, -7), row.values, "bad_fill")

    return [
        Column[GroupRow](
            id="name",
            title=QT_TRANSLATE_NOOP("columns", "Name"),
            text=lambda row: display.text(row.label) or translate("failures", "(unknown)"),
            stretch=True,
            weight=500,
            sort_key=lambda row: row.label.lower(),
        ),
        _count(lambda row: row.failed),
        _share(whole, lambda row: row.failed),
        Column[GroupRow](
            id="rate",
            title=QT_TRANSLATE_NOOP("columns", "Failure rate %"),
            text=lambda row: percent(row.rate),
            width=104,
            right=True,
            sort_key=lambda row: row.rate,
        ),
        Column[GroupRow](
            id="spark", title=QT_TRANSLATE_NOOP("columns", "Trend"), text=lambda row: "", width=110, paint=spark
        ),
        Column[GroupRow](
            id="first",
            title=QT_TRANSLATE_NOOP("columns", "First seen"),
            text=lambda row: minute(row.first_ns, display),
            width=104,
            color="text2",
            sort_key=lambda row: row.first_ns,
        ),
        _last(display, lambda row: row.last_ns),
    ]


def minute(nanos: int | None, display: Display) -> str:
    """A moment without its seconds."""
    return MISSING if nanos is None else day_clock(nanos, display.zone, time.time_ns())[:-3]


def one_line(text: str) -> str:
    """The text without line breaks, and in words where there is none."""
    return " ".join(text.split()) or translate("failures", "(no text)")


def _count(of: Callable[[Any], int]) -> Column[Any]:
    return Column[Any](
        id="count",
        title=QT_TRANSLATE_NOOP("columns", "Failures"),
        text=lambda row: grouped(of(row)),
        width=84,
        right=True,
        weight=500,
        sort_key=of,
    )


def _share(whole: Whole, of: Callable[[Any], int]) -> Column[Any]:
    def paint(painter: QPainter, rect: QRectF, row: Any, _selected: bool) -> None:
        share = whole.share(of(row))
        paint_share(painter, rect.adjusted(0, 0, -46, 0), share, "bad_fill")
        paint_text(painter, rect, percent(share), "text2", 12, flags=RIGHT)

    return Column[Any](
        id="share",
        title=QT_TRANSLATE_NOOP("columns", "Share %"),
        text=lambda row: percent(whole.share(of(row))),
        width=140,
        paint=paint,
    )


def _last(display: Display, of: Callable[[Any], int]) -> Column[Any]:
    return Column[Any](
        id="last",
        title=QT_TRANSLATE_NOOP("columns", "Last seen"),
        text=lambda row: day_clock(of(row), display.zone, time.time_ns()),
        width=130,
        color="text2",
        sort_key=of,
    )
