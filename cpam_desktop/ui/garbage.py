"""Collects reference cycles on the Qt thread only.

Python collects on whichever thread happens to allocate. A QObject in a cycle that dies on the network, writer or
keyring thread takes its timers and children with it there: Qt warns ("Timers cannot be stopped from another thread")
or crashes. So the automatic collector is off while the window lives, and a timer does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
_YOUNG = 5_000  # allocations that are worth a look; CPython's 700 would be passed at every tick
_TICKS_OLDER = 10
_TICKS_ALL = 240  # once a minute at most: a pass over everything takes some 50 ms


class GarbageCollector(QObject):
    """Make one on the Qt thread before other threads start; `close()` gives collection back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what start-up made lives as long as the process: not looked at again
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(INTERVAL_MS)

    def tick(self) -> None:
        """Young objects often, older ones every tenth time, all of them once a minute."""
        self._ticks += 1
        if self._ticks % _TICKS_ALL == 0:
            gc.collect()
        elif self._ticks % _TICKS_OLDER == 0:
            gc.collect(1)
        elif gc.get_count()[0] > _YOUNG:
            gc.collect(0)

    def close(self) -> None:
        """Stop, and let Python collect by itself again; safe to call twice."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
