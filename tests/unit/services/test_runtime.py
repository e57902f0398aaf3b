"""The network thread: work runs there, and nothing outlives its end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from cpam_desktop.services.runtime import NetworkThread


@pytest.fixture
def network() -> Iterator[NetworkThread]:
    found = NetworkThread()
    found.start()
    yield found
    found.stop()


async def where() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


def test_work_runs_on_its_own_thread(network: NetworkThread) -> None:
    assert network.submit(where()).result(10) == "network"
    assert threading.current_thread().name != "network"


def test_what_work_raises_comes_to_who_waits(network: NetworkThread) -> None:
    async def fail() -> None:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        network.submit(fail()).result(10)


def test_a_cancelled_future_cancels_the_work(network: NetworkThread) -> None:
    started, ended = threading.Event(), threading.Event()

    async def wait() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = network.submit(wait())
    assert started.wait(10)
    assert future.cancel()
    assert ended.wait(10)


def test_stopping_cancels_work_in_flight_and_lets_it_clean_up() -> None:
    network = NetworkThread()
    network.start()
    started = threading.Event()
    cleaned: list[str] = []

    async def wait() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append(threading.current_thread().name)

    future = network.submit(wait())
    assert started.wait(10)
    network.stop()
    assert cleaned == ["network"]
    with pytest.raises(CancelledError):
        future.result(0)
    assert "network" not in {thread.name for thread in threading.enumerate()}
    network.stop()  # harmless


def test_threads_of_the_loop_end_with_it() -> None:
    network = NetworkThread()
    network.start()
    assert network.submit(asyncio.to_thread(lambda: 7)).result(10) == 7
    before = threading.active_count()
    network.stop()
    assert threading.active_count() == before - 2  # the loop's and its worker


def test_work_that_comes_too_late_is_cancelled() -> None:
    network = NetworkThread()
    network.start()
    network.stop()
    with pytest.raises(CancelledError):
        network.submit(where()).result(0)


def test_one_that_never_ran_leaves_nothing() -> None:
    NetworkThread().stop()
