"""A place for collectors to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.collecting import Rig, rig_in


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A fresh database and latch."""
    with rig_in(tmp_path) as found:
        yield found
