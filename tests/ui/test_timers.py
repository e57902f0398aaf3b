"""A binding that drops a reference to None with every timer ends in a crash after minutes; it must not come back."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer, QTimerEvent
from PySide6.QtWidgets import QApplication

ROUNDS = 4_000
SLACK = 400  # references that other code takes and drops meanwhile


class Ticker(QObject):
    """Kills each timer when it fires, as the event loop of the window does."""

    fired = 0

    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        self.fired += 1


def test_starting_and_killing_timers_keeps_the_references_to_none(qapp: QApplication) -> None:
    ticker, timer = Ticker(), QTimer()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        ticker.startTimer(0)
        ticker.killTimer(ticker.startTimer(60_000))
        timer.start(60_000)
        timer.stop()
    while ticker.fired < ROUNDS:
        qapp.processEvents()
    assert sys.getrefcount(None) > before - SLACK
