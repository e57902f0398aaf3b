"""Questions to the engine of figures from tests that have no loop of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from cpam_desktop.domain.bus import Bus
from cpam_desktop.services.analysis import AnalysisService
from cpam_desktop.services.sealing import SealService
from cpam_desktop.store.database import Database

T = TypeVar("T")


_ENGINES: WeakKeyDictionary[Database, AnalysisService] = WeakKeyDictionary()


def engine(database: Database) -> AnalysisService:
    """The engine of a database; its memory goes with the database."""
    if database not in _ENGINES:
        _ENGINES[database] = AnalysisService(database, SealService(database, Bus()))
    return _ENGINES[database]


def ask(database: Database, question: Callable[[AnalysisService], Coroutine[Any, Any, T]]) -> T:
    """The engine's answer."""
    return asyncio.run(question(engine(database)))


def seal(database: Database) -> None:
    """Seal everything that is not sealed yet."""
    assert SealService(database, Bus()).seal_now()
