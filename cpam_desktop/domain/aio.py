"""The one way to start an asyncio task: named, referenced, and its failure logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from cpam_desktop.domain.errors import AppError

_log = logging.getLogger(__name__)
T = TypeVar("T")
_alive: set[asyncio.Task[Any]] = set()


def spawn(coro: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Run `coro` on the running loop; an exception is logged, never lost at collection.

    Errors of the tree are told to people by whoever asked for the work: they are no news for the log.
    """
    task = asyncio.get_running_loop().create_task(coro, name=name)
    _alive.add(task)
    task.add_done_callback(_finished)
    return task


def _finished(task: asyncio.Task[Any]) -> None:
    _alive.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        if isinstance(error, AppError):
            _log.debug("task %s ended: %s", task.get_name(), error)
        else:
            _log.error("task %s failed", task.get_name(), exc_info=error)
