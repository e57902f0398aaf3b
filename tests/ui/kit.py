"""Helpers of the window tests: a coroutine on the window's loop, a network thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication

from cpam_desktop.ui.qasync_compat import make_loop

T = TypeVar("T")


def run(coro: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a fresh window loop until it is done."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    loop = make_loop(application)
    try:
        return loop.run_until_complete(asyncio.wait_for(coro, 30))
    finally:
        loop.close()


async def until(holds: Callable[[], object], what: str = "", seconds: float = 15) -> None:
    """Let the window work until something holds; AssertionError names `what` did not come."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not holds():
        assert loop.time() < deadline, f"did not come in {seconds:g} s: {what or 'what was waited for'}"
        await asyncio.sleep(0.005)


class NetworkThread:
    """A plain asyncio loop on a thread of its own, as the services have it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def submit(self, coro: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(coro, self.loop)


@contextmanager
def network_thread() -> Generator[NetworkThread]:
    """A running network thread, stopped at the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="network")
    thread.start()
    try:
        yield NetworkThread(loop)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
