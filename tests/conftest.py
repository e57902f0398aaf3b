"""Reference cycles are collected on the main thread only, as in the window (`ui.garbage`).

Else a thread of some test may collect Qt objects that an earlier window test left, and Qt crashes at the next event.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

MANY = 50_000  # new objects


@pytest.fixture(scope="module", autouse=True)
def _collected_after_a_module() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _collected_here_only() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    gc.disable()  # each time: a window that closes gives collection back to Python
    yield
    if gc.get_count()[0] > MANY:
        gc.collect(1)
