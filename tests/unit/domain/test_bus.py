from __future__ import annotations

import gc
import logging
import threading
from dataclasses import dataclass

import pytest

from cpam_desktop.domain.bus import Bus


@dataclass(frozen=True)
class Rang:
    times: int


@dataclass(frozen=True)
class RangTwice(Rang):
    pass


class Ear:
    def __init__(self) -> None:
        self.heard: list[Rang] = []

    def hear(self, event: Rang) -> None:
        self.heard.append(event)


def test_events_reach_the_subscribers_of_exactly_their_type() -> None:
    bus, rings, doubles = Bus(), Ear(), Ear()
    bus.subscribe(Rang, rings.hear)
    bus.subscribe(RangTwice, doubles.hear)
    bus.publish(Rang(1))
    bus.publish(RangTwice(2))
    bus.publish("something else")
    assert rings.heard == [Rang(1)]
    assert doubles.heard == [RangTwice(2)]


def test_a_closed_subscription_hears_nothing_more() -> None:
    bus, ear = Bus(), Ear()
    subscription = bus.subscribe(Rang, ear.hear)
    subscription.close()
    subscription.close()
    bus.publish(Rang(1))
    assert ear.heard == []


def test_a_subscriber_that_is_gone_is_forgotten() -> None:
    bus, kept = Bus(), Ear()
    gone = Ear()
    heard = gone.heard
    bus.subscribe(Rang, gone.hear)
    bus.subscribe(Rang, kept.hear)
    del gone
    gc.collect()
    bus.publish(Rang(1))
    assert heard == []
    assert kept.heard == [Rang(1)]


def test_functions_and_builtin_methods_are_kept() -> None:
    bus = Bus()
    heard: list[Rang] = []
    named: list[int] = []
    bus.subscribe(Rang, heard.append)
    bus.subscribe(Rang, lambda event: named.append(event.times))
    gc.collect()
    bus.publish(Rang(3))
    assert heard == [Rang(3)]
    assert named == [3]


def test_a_failing_subscriber_harms_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bus, ear = Bus(), Ear()

    def fail(_event: Rang) -> None:
        raise ValueError("no")

    bus.subscribe(Rang, fail)
    bus.subscribe(Rang, ear.hear)
    with caplog.at_level(logging.ERROR):
        bus.publish(Rang(1))
    assert ear.heard == [Rang(1)]
    assert [record.getMessage() for record in caplog.records] == ["a subscriber of Rang failed"]


def test_a_subscriber_may_close_itself_while_it_is_called() -> None:
    bus = Bus()
    heard: list[int] = []

    def once(event: Rang) -> None:
        heard.append(event.times)
        subscription.close()

    subscription = bus.subscribe(Rang, once)
    bus.publish(Rang(1))
    bus.publish(Rang(2))
    assert heard == [1]


def test_threads_publish_and_subscribe_at_once() -> None:
    bus, ear = Bus(), Ear()
    bus.subscribe(Rang, ear.hear)

    def work() -> None:
        for number in range(200):
            bus.subscribe(Rang, lambda _event: None).close()
            bus.publish(Rang(number))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ear.heard) == 800
