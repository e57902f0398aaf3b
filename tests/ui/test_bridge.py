"""Bus events on the GUI thread: batched, in order, at most four times a second."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from pytestqt.qtbot import QtBot

from cpam_desktop.domain.bus import Bus
from cpam_desktop.ui.bridge import Bridge


@dataclass(frozen=True)
class Ping:
    number: int


@dataclass(frozen=True)
class Other:
    pass


def test_events_of_another_thread_arrive_here(qtbot: QtBot) -> None:
    bus, threads = Bus(), list[str]()
    bridge = Bridge(bus)
    channel = bridge.channel(Ping)
    batches = list[tuple[Ping, ...]]()

    def arrived(batch: tuple[Ping, ...]) -> None:
        threads.append(threading.current_thread().name)
        batches.append(batch)

    channel.arrived.connect(arrived)
    thread = threading.Thread(target=lambda: (bus.publish(Other()), bus.publish(Ping(1))))
    thread.start()
    qtbot.waitUntil(lambda: bool(batches), timeout=5000)
    thread.join()
    assert batches == [(Ping(1),)]
    assert threads == [threading.main_thread().name]
    bridge.close()


def test_a_burst_is_one_batch_and_batches_keep_their_distance(qtbot: QtBot) -> None:
    bus, seen = Bus(), list[tuple[float, tuple[Ping, ...]]]()
    bridge = Bridge(bus, interval_ms=100)

    def arrived(batch: tuple[Ping, ...]) -> None:
        seen.append((time.monotonic(), batch))

    bridge.channel(Ping).arrived.connect(arrived)
    bus.publish(Ping(0))
    qtbot.waitUntil(lambda: len(seen) == 1)
    for number in range(1, 500):
        bus.publish(Ping(number))
    qtbot.waitUntil(lambda: sum(len(batch) for _, batch in seen) == 500, timeout=5000)
    assert [ping.number for _, batch in seen for ping in batch] == list(range(500))
    assert len(seen) == 2
    assert seen[1][0] - seen[0][0] >= 0.094  # Qt's coarse timers may be 5 % early
    bridge.close()


def test_a_type_has_one_channel_and_a_closed_bridge_hears_nothing(qtbot: QtBot) -> None:
    bus, seen = Bus(), list[object]()
    bridge = Bridge(bus, interval_ms=0)
    channel = bridge.channel(Ping)
    assert bridge.channel(Ping) is channel
    channel.arrived.connect(seen.append)
    bridge.close()
    bus.publish(Ping(1))
    qtbot.wait(30)
    assert seen == []
