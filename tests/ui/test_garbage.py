"""Qt objects in cycles die on the Qt thread, however busy the other threads are."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from cpam_desktop.ui.garbage import GarbageCollector


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    collector = GarbageCollector()
    yield collector
    collector.close()
    gc.disable()  # as tests/conftest.py has it


def _drop_a_cycle(died_on: list[threading.Thread]) -> None:
    owner = QObject()
    timer = QTimer(owner)
    timer.start(60_000)
    owner.cycle = owner  # pyright: ignore[reportAttributeAccessIssue]
    weakref.finalize(owner, lambda: died_on.append(threading.current_thread()))


def _allocate_much() -> None:
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


def test_a_cycle_survives_other_threads_and_ends_on_the_qt_thread(qtbot: QtBot, collector: GarbageCollector) -> None:
    died_on: list[threading.Thread] = []
    _drop_a_cycle(died_on)
    busy = threading.Thread(target=_allocate_much)
    busy.start()
    busy.join()
    assert died_on == []
    qtbot.waitUntil(lambda: died_on != [], timeout=10_000)
    assert died_on == [threading.main_thread()]


def test_closing_gives_collection_back(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.close()
    collector.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
