"""Every contract test of the client runs against the demo server and, where one is named, a real CPA."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from tests.kit.subject import Subject, subject_of


@pytest.fixture(params=["demo", "real"])
async def subject(request: pytest.FixtureRequest) -> AsyncGenerator[Subject]:
    """The server under contract."""
    async with subject_of(str(request.param)) as found:
        yield found
