"""The Dashboard's small tables: models, channels, recent failures."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QShortcut
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.failure_kinds import classify
from cpam_desktop.domain.figures import EventRow, Group
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.format import clock, human, money, percent, seconds
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.monitoring.columns import Display, status_text, status_tone
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.paint import paint_share, paint_status
from cpam_desktop.ui.widgets.table import DataTable

R = TypeVar("R")
ROWS = 5
HEIGHT = 28 + ROWS * 30 + 2


class SmallTable(QFrame, Generic[R]):
    """A card with five rows; `chosen` carries the row that was clicked or taken with Return, `link` is in the head."""

    chosen = Signal(object)
    link = Signal()

    def __init__(self, title: str, note: str, link: str, columns: list[Column[R]]) -> None:
        super().__init__()
        self.model: RecordsModel[R] = RecordsModel(columns)
        self.table = DataTable(self.model, title, scrolls=False)
        self.table.setFixedHeight(HEIGHT)
        self.table.clicked.connect(self._take)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            shortcut = QShortcut(key, self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take)
        more = Button(link, kind=Kind.LINK)
        more.clicked.connect(self.link)
        card = Card(title, note, (more,), margins=(1, 10, 1, 1), spacing=6, inset_head=True).add(self.table)
        self.note = card.note
        self.setLayout(column(card, spacing=0))

    def _take(self, *_args: object) -> None:
        row = self.table.chosen
        if row is not None:
            self.table.clearSelection()
            self.chosen.emit(row)


def model_columns(most: list[float]) -> list[Column[Group]]:
    """Model, calls, cost with its share (of `most[0]`, the highest one)."""

    def share(painter: QPainter, rect: QRectF, row: Group, _selected: bool) -> None:
        whole = most[0] or 1
        bar = QRectF(rect.x(), rect.center().y() - 3, rect.width(), 6)
        paint_share(painter, bar, float(row.figures.cost_usd or 0) / whole, "s3")

    return [
        Column[Group](id="model", title=QT_TRANSLATE_NOOP("columns", "Model"), text=_label, stretch=True, weight=500),
        _calls(),
        Column[Group](id="share", title="", text=lambda row: "", width=48, paint=share),
        Column[Group](
            id="cost",
            title=QT_TRANSLATE_NOOP("columns", "Cost"),
            text=lambda row: money(row.figures.cost_usd),
            width=78,
            right=True,
            weight=500,
        ),
    ]


def channel_columns() -> list[Column[Group]]:
    """Channel, calls, success, average latency."""
    return [
        Column[Group](
            id="channel", title=QT_TRANSLATE_NOOP("columns", "Channel"), text=_label, stretch=True, weight=500
        ),
        _calls(),
        Column[Group](
            id="success",
            title=QT_TRANSLATE_NOOP("columns", "Success %"),
            text=lambda row: percent(row.figures.success_rate),
            width=82,
            right=True,
            color=_health,
        ),
        Column[Group](
            id="average",
            title=QT_TRANSLATE_NOOP("columns", "Avg s"),
            text=lambda row: seconds(row.figures.latency_ms.avg, 1),
            width=66,
            right=True,
        ),
    ]


def failure_columns(display: Display) -> list[Column[EventRow]]:
    """Time, status, model, reason."""

    def state(painter: QPainter, rect: QRectF, row: EventRow, _selected: bool) -> None:
        paint_status(painter, rect, status_text(row), status_tone(row))

    return [
        Column[EventRow](
            id="time",
            title=QT_TRANSLATE_NOOP("columns", "Time"),
            text=lambda row: clock(row.time_ns, display.zone),
            width=84,
        ),
        Column[EventRow](
            id="status", title=QT_TRANSLATE_NOOP("columns", "Status"), text=status_text, width=66, paint=state
        ),
        Column[EventRow](
            id="model", title=QT_TRANSLATE_NOOP("columns", "Model"), text=lambda row: row.model, width=140, weight=500
        ),
        Column[EventRow](
            id="reason", title=QT_TRANSLATE_NOOP("columns", "Reason"), text=_reason, stretch=True, color="text2"
        ),
    ]


def _calls() -> Column[Group]:
    return Column[Group](
        id="calls",
        title=QT_TRANSLATE_NOOP("columns", "Calls"),
        text=lambda row: human(row.figures.requests),
        width=62,
        right=True,
    )


def _label(row: Group) -> str:
    return row.label or translate("dashboard", "(unknown)")


def _reason(row: EventRow) -> str:
    return kind_words(classify(row.status_code, row.error, row.headers)).title


def _health(row: Group) -> str:
    rate = row.figures.success_rate
    return "text" if rate is None or rate >= 0.95 else "warn" if rate >= 0.8 else "bad"
