"""Domain bus to Qt: events of any thread arrive on the GUI thread, in batches, at most four times a second."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cpam_desktop.domain.bus import Bus, Subscription

INTERVAL_MS = 250
_KEPT = 10_000


class Channel(QObject):
    """Events of one type. `arrived` carries a tuple of them, oldest first; the first of a burst comes at once.

    Where more than 10,000 wait, the oldest are dropped: a listener that needs them all asks the store.
    """

    arrived = Signal(object)
    _woken = Signal()

    def __init__(self, interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._interval = interval_ms / 1000
        self._lock = threading.Lock()
        self._waiting: deque[object] = deque(maxlen=_KEPT)
        self._last = float("-inf")
        self._woken.connect(self._schedule, Qt.ConnectionType.QueuedConnection)

    def receive(self, event: object) -> None:
        """Take an event; called on the publisher's thread."""
        with self._lock:
            first = not self._waiting
            self._waiting.append(event)
        if first:
            self._woken.emit()

    def _schedule(self) -> None:
        wait = self._interval - (time.monotonic() - self._last)
        if wait <= 0:
            self._flush()
        else:
            QTimer.singleShot(int(wait * 1000) + 1, self, self._flush)

    def _flush(self) -> None:
        with self._lock:
            batch = tuple(self._waiting)
            self._waiting.clear()
        self._last = time.monotonic()
        if batch:
            self.arrived.emit(batch)


class Bridge(QObject):
    """One channel for each event type that somebody listens to. Close it before the window goes."""

    def __init__(self, bus: Bus, parent: QObject | None = None, *, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        self._bus = bus
        self._interval_ms = interval_ms
        self._channels: dict[type[Any], tuple[Channel, Subscription]] = {}

    def channel(self, kind: type[Any]) -> Channel:
        """The channel of an event type; connect to its `arrived`."""
        if kind not in self._channels:
            channel = Channel(self._interval_ms, self)
            self._channels[kind] = (channel, self._bus.subscribe(kind, channel.receive))
        return self._channels[kind][0]

    def close(self) -> None:
        """Stop listening to the bus."""
        for channel, subscription in self._channels.values():
            subscription.close()
            channel.deleteLater()
        self._channels.clear()
