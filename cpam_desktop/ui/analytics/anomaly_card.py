"""The card with what stood out: when, how much against what is usual, and who contributed most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut

from cpam_desktop.domain.anomalies import Anomaly, Cause, Odd
from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.time_steps import HOUR_NS
from cpam_desktop.ui.analytics.metrics import write
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme.metrics import HEADER_ROW
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.card import Card
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import row
from cpam_desktop.ui.widgets.table import DataTable

_ROW, _ROWS = 28, 5
_WORDS = {
    Odd.REQUESTS: (QT_TRANSLATE_NOOP("anomaly", "More requests"), "count"),
    Odd.COST: (QT_TRANSLATE_NOOP("anomaly", "Higher cost"), "usd"),
    Odd.SIZE: (QT_TRANSLATE_NOOP("anomaly", "More tokens a request"), "tokens"),
    Odd.LATENCY: (QT_TRANSLATE_NOOP("anomaly", "Slower answers"), "ms"),
    Odd.FAILURES: (QT_TRANSLATE_NOOP("anomaly", "More failures"), "rate"),
    Odd.CACHE: (QT_TRANSLATE_NOOP("anomaly", "Fewer cache hits"), "rate"),
}
_DIMENSIONS = {
    "model": QT_TRANSLATE_NOOP("anomaly", "model {0}"),
    "account": QT_TRANSLATE_NOOP("anomaly", "account {0}"),
    "api-key": QT_TRANSLATE_NOOP("anomaly", "API key {0}"),
    "channel": QT_TRANSLATE_NOOP("anomaly", "channel {0}"),
}
_TELLING = 0.4
"""A group with a smaller share of it is no reason."""


def what(anomaly: Anomaly) -> str:
    """What stood out, in words."""
    return translate("anomaly", _WORDS[anomaly.kind][0])


def amount(anomaly: Anomaly, value: float) -> str:
    """A value of an anomaly with its unit."""
    return write(_WORDS[anomaly.kind][1], value)


def when(anomaly: Anomaly, zone: tzinfo) -> str:
    """The time of an anomaly: a day, or hours of a day."""
    begin, end = (datetime.fromtimestamp(at // NS_PER_SECOND, zone) for at in (anomaly.start_ns, anomaly.end_ns))
    if anomaly.end_ns - anomaly.start_ns < 24 * HOUR_NS:
        return f"{begin:%m-%d %H:%M}–{end:%H:%M}"
    last = datetime.fromtimestamp((anomaly.end_ns - 1) // NS_PER_SECOND, zone)
    return f"{begin:%m-%d}" if begin.date() == last.date() else f"{begin:%m-%d} – {last:%m-%d}"


def reason(causes: Sequence[Cause], display: Display) -> str:
    """Who contributed most, as a sentence."""
    telling = [cause for cause in causes if cause.share >= _TELLING][:2]
    if not telling:
        return translate("anomaly", "It is spread over many models, accounts and keys.")
    parts: list[str] = []
    for cause in telling:
        name = translate("anomaly", _DIMENSIONS[cause.dimension])
        words = name.format(display.text(cause.label) or translate("anomaly", "(unknown)"))
        if cause.new:
            words = translate("anomaly", "{0} (seen only then)").format(words)
        parts.append(translate("anomaly", "{0}: {1}%").format(words, round(cause.share * 100)))
    return translate("anomaly", "Share of the difference: {0}.").format(", ".join(parts))


class AnomalyCard(Card):
    """`looked_at` carries an anomaly whose reason is wanted, `opened` one that is to be seen in Monitoring."""

    looked_at = Signal(object)
    opened = Signal(object)

    def __init__(self, display: Display) -> None:
        open_it = Button(translate("anomaly", "Show in Monitoring"), kind=Kind.LINK)
        name = translate("anomaly", "What stood out")
        super().__init__(name, " ", tools=(open_it,), margins=(1, 10, 1, 10), spacing=6, inset_head=True)
        self._display, self._zone = display, UTC
        self._open = open_it
        self.shown: Anomaly | None = None
        self.model: RecordsModel[Anomaly] = RecordsModel(self._columns())
        self.table = DataTable(self.model, name, row_height=_ROW)
        self.table.setMinimumHeight(HEADER_ROW + _ROWS * _ROW)
        self.reason = Label("", 12, 400, "text2", wrap=True)
        self.reason.setFixedHeight(34)
        self._nothing = Label(
            translate("anomaly", "Nothing: every hour is near what is usual for it."), 12, 400, "text2"
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.add((self.table, 1), (self._nothing, 1), row((self.reason, 1), margins=(16, 0, 16, 0)))
        self.table.row_chosen.connect(self._look)
        self.table.doubleClicked.connect(self._take)
        open_it.clicked.connect(self._take)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(key, self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take)

    def set_anomalies(self, anomalies: Sequence[Anomaly], zone: tzinfo) -> None:
        """Show others; the reason of the one that stands out most is asked for at once."""
        self._zone = zone
        chosen: Anomaly | None = self.table.chosen
        self.model.set_rows(anomalies)
        self.note.setText(str(len(anomalies)) if anomalies else "")
        for widget in (self.table, self.reason, self._open):
            widget.setVisible(bool(anomalies))
        self._nothing.setVisible(not anomalies)
        if anomalies:
            self._look(chosen if chosen in anomalies else max(anomalies, key=lambda one: one.score))
        else:
            self.shown = None

    def set_reason(self, anomaly: Anomaly, text: str) -> None:
        """Tell the reason of the anomaly that is looked at; that of another is of no use any more."""
        if anomaly == self.shown:
            about = translate("anomaly", "{0}, {1}.").format(when(anomaly, self._zone), what(anomaly).lower())
            self.reason.setText(f"{about} {text}")

    def _look(self, anomaly: Anomaly | None) -> None:
        if anomaly is not None:
            self.shown = anomaly
            self.reason.setText("")
            self.looked_at.emit(anomaly)

    def _take(self, *_args: object) -> None:
        if self.shown is not None:
            self.opened.emit(self.shown)

    def _columns(self) -> list[Column[Anomaly]]:
        return [
            Column[Anomaly](
                id="when",
                title=QT_TRANSLATE_NOOP("columns", "Time"),
                text=lambda row: when(row, self._zone),
                width=150,
                sort_key=lambda row: row.start_ns,
            ),
            Column[Anomaly](
                id="what",
                title=QT_TRANSLATE_NOOP("columns", "What"),
                text=what,
                stretch=True,
                weight=500,
                sort_key=what,
            ),
            Column[Anomaly](
                id="value",
                title=QT_TRANSLATE_NOOP("columns", "Value"),
                text=lambda row: amount(row, row.value),
                width=76,
                right=True,
                weight=500,
            ),
            Column[Anomaly](
                id="usual",
                title=QT_TRANSLATE_NOOP("columns", "Usual"),
                text=lambda row: amount(row, row.usual),
                width=84,
                right=True,
                color="text2",
            ),
        ]
