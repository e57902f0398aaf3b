"""The collector card: transport, lag, counts, gaps, and the way to the doctor."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cpam_desktop.domain.collecting import CollectorStatus, Gap, GapReason, Mode, State
from cpam_desktop.ui.format import MISSING, clock, day_clock, duration, grouped
from cpam_desktop.ui.i18n import told, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.card import Card, Fact
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.pill import Pill

_STATES = {
    State.STARTING: (QT_TRANSLATE_NOOP("collector", "Starting"), Tone.NEUTRAL),
    State.RUNNING: (QT_TRANSLATE_NOOP("collector", "Running"), Tone.OK),
    State.WAITING: (QT_TRANSLATE_NOOP("collector", "Waiting"), Tone.WARN),
    State.STOPPED: (QT_TRANSLATE_NOOP("collector", "Stopped"), Tone.NEUTRAL),
    State.BLOCKED: (QT_TRANSLATE_NOOP("collector", "Needs you"), Tone.BAD),
}
_MODES = {
    Mode.SUBSCRIBE: QT_TRANSLATE_NOOP("collector", "Direct (Pub/Sub)"),
    Mode.HTTP: QT_TRANSLATE_NOOP("collector", "HTTP usage queue"),
    Mode.RESP: QT_TRANSLATE_NOOP("collector", "RESP polling"),
}
_REASONS = {
    GapReason.SERVER_AWAY: QT_TRANSLATE_NOOP("collector", "server away"),
    GapReason.RESTARTED: QT_TRANSLATE_NOOP("collector", "server restarted"),
    GapReason.APP_CLOSED: QT_TRANSLATE_NOOP("collector", "app closed"),
    GapReason.CUT_ANSWER: QT_TRANSLATE_NOOP("collector", "answer broke off"),
    GapReason.STARVED: QT_TRANSLATE_NOOP("collector", "another reader"),
}
_WARNINGS = {
    "statistics_off": QT_TRANSLATE_NOOP("collector", "Usage statistics are off on the server."),
    "short_retention": QT_TRANSLATE_NOOP("collector", "The server forgets unread events soon."),
    "starved": QT_TRANSLATE_NOOP("collector", "Another tool takes events from the queue."),
}


WIDTH = 264
"""Pixels of the card, which is never wider nor narrower."""


class CollectorCard(QFrame):
    """`doctor_asked` comes from its button."""

    doctor_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._state = Pill("", Tone.NEUTRAL)
        self._facts = {
            "mode": Fact(translate("collector", "Transport")),
            "lag": Fact(translate("collector", "Lag")),
            "received": Fact(translate("collector", "Received, session")),
            "last": Fact(translate("collector", "Last stored")),
            "dead": Fact(translate("collector", "Not understood")),
        }
        self._gaps = Fact(translate("collector", "Gaps, session"))
        self._gap = Label("", 11, 400, "text3", wrap=True)
        self._words = Label("", 11, 400, "text2", wrap=True)
        doctor = Button(translate("collector", "Open doctor"), "first-aid-kit")
        doctor.clicked.connect(self.doctor_asked)
        card = Card(translate("collector", "Collector"), tools=(self._state,)).add(
            *self._facts.values(), hline(), self._gaps, self._gap, self._words, None, row(doctor, None)
        )
        self.setLayout(column(card, spacing=0))

    def show_status(self, status: CollectorStatus | None, zone: tzinfo, now_ns: int) -> None:
        """Show a status; None where no collector runs."""
        text, tone = _STATES[status.state if status else State.STOPPED]
        if status and status.state is State.RUNNING and status.warnings:
            tone = Tone.WARN
        self._state.set_state(translate("collector", text), tone)
        transport = status.transport if status else None
        self._facts["mode"].set_value(translate("collector", _MODES[transport]) if transport else MISSING)
        self._facts["lag"].set_value(duration(status.lag_ms) if status and status.lag_ms is not None else MISSING)
        self._facts["received"].set_value(grouped(status.received) if status else MISSING)
        self._facts["last"].set_value(clock(status.last_stored_ns if status else None, zone))
        dead = status.dead_letters if status else 0
        self._facts["dead"].set_value(grouped(dead), "warn" if dead else "text")
        gaps = status.gaps if status else ()
        self._gaps.set_value(grouped(len(gaps)), "warn" if any(gap.certain for gap in gaps) else "text")
        self._gap.setText(_gap_words(gaps[-1], zone, now_ns) if gaps else "")
        self._gap.setVisible(bool(gaps))
        self._words.setText(_words(status))
        self._words.setVisible(bool(self._words.text()))


def _gap_words(gap: Gap, zone: tzinfo, now_ns: int) -> str:
    end = translate("collector", "now") if gap.to_ns is None else day_clock(gap.to_ns, zone, now_ns)
    start = day_clock(gap.from_ns, zone, now_ns)
    sure = (
        translate("collector", "events are missing") if gap.certain else translate("collector", "events may be missing")
    )
    return f"{start} – {end} · {translate('collector', _REASONS[gap.reason])} · {sure}"


def _words(status: CollectorStatus | None) -> str:
    if status is None:
        return ""
    if status.last_error:
        return told(status.last_error)
    if status.warnings:
        return " ".join(translate("collector", _WARNINGS[name]) for name in status.warnings if name in _WARNINGS)
    return translate("collector", "Why not better: {0}").format(told(status.why_not[0])) if status.why_not else ""
