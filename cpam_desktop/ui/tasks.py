"""Coroutines of the window: named and owned tasks, questions to the network thread, blocking work in threads."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import AppError

_log = logging.getLogger(__name__)
T = TypeVar("T")
_BLOCKING_AT_ONCE = 4


class Network(Protocol):
    """The background thread whose loop runs the services."""

    def submit(self, coro: Coroutine[Any, Any, T]) -> Future[T]:
        """Start the coroutine there; cancelling the future cancels it."""
        ...


class Tasks(QObject):
    """`failed` carries the exception of every task that failed: an AppError, or anything else (already logged)."""

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self._running: dict[int, dict[str, asyncio.Task[Any]]] = {}
        self._slots = threading.BoundedSemaphore(_BLOCKING_AT_ONCE)

    def attach(self, network: Network) -> None:
        """Give `ask` the network thread; the window exists before it does."""
        self._network = network

    def spawn(self, coro: Coroutine[Any, Any, T], name: str, owner: QObject) -> asyncio.Task[T | None]:
        """Run `coro` on the window's loop. A running task of the same owner and name is cancelled first.

        The task is cancelled when `owner` is destroyed. Its exception ends in `failed`; the task then returns None.
        """
        key = id(owner)
        if key not in self._running:
            self._running[key] = {}
            owner.destroyed.connect(lambda: self._drop(key))
        mine = self._running[key]
        if (old := mine.pop(name, None)) is not None:
            old.cancel()
        task = spawn(self._guard(coro, name), name)
        mine[name] = task
        task.add_done_callback(lambda done: self._forget(key, name, done))
        # Cancelled before its first step, the inner coroutine would complain that nobody awaited it.
        task.add_done_callback(lambda _done: coro.close())
        return task

    async def ask(self, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine of the services on the network thread and await its answer here.

        `make` builds the coroutine. Errors come through; cancelling this cancels it there.
        """
        if self._network is None:
            raise RuntimeError("the services are not ready yet")
        return await asyncio.wrap_future(self._network.submit(make()))

    async def run_blocking(self, work: Callable[[], T], *, seconds: float) -> T:
        """Run `work` in a thread of its own and await its result; TimeoutError after `seconds`.

        The thread is a daemon: what hangs in it cannot hold up the end of the program.
        """
        future: Future[T] = Future()

        def run() -> None:
            with self._slots:
                if not future.set_running_or_notify_cancel():
                    return
                try:
                    result = work()
                except BaseException as error:
                    future.set_exception(error)
                else:
                    future.set_result(result)

        threading.Thread(target=run, name="blocking", daemon=True).start()
        return await asyncio.wait_for(asyncio.wrap_future(future), seconds)

    def cancel(self, owner: QObject, name: str | None = None) -> None:
        """Cancel one task of an owner, or all of them."""
        for task_name, task in list(self._running.get(id(owner), {}).items()):
            if name in (None, task_name):
                task.cancel()

    async def stop(self) -> None:
        """Cancel everything and wait until it has ended."""
        current = asyncio.current_task()
        tasks = [task for mine in self._running.values() for task in mine.values() if task is not current]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guard(self, coro: Coroutine[Any, Any, T], name: str) -> T | None:
        try:
            return await coro
        except AppError as error:
            _log.info("%s: %s", name, error)
            self.failed.emit(error)
        except Exception as error:
            _log.exception("task %s failed", name)
            self.failed.emit(error)
        return None

    def _forget(self, key: int, name: str, task: asyncio.Task[Any]) -> None:
        mine = self._running.get(key, {})
        if mine.get(name) is task:
            del mine[name]

    def _drop(self, key: int) -> None:
        for task in self._running.pop(key, {}).values():
            task.cancel()
