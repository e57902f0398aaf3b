"""The end of the services: each stage gets its turn, also where the one before failed, and more time than it needs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.services.collecting import STOP_SECONDS
from cpam_desktop.services.fleet import Fleet
from cpam_desktop.services.runtime import JOIN_SECONDS
from cpam_desktop.ui import backend as backend_module
from cpam_desktop.ui.backend import FLEET_SECONDS, THREAD_SECONDS, open_backend
from cpam_desktop.ui.tasks import Tasks
from tests.ui.kit import run


class Broken(Fleet):
    """Does not end in order."""

    async def close(self) -> None:
        await super().close()
        raise RuntimeError("on purpose")


class Endless(Fleet):
    """Does not end in time."""

    async def close(self) -> None:
        await super().close()
        await asyncio.Event().wait()


def test_each_stage_gets_more_time_than_what_it_waits_for() -> None:
    assert FLEET_SECONDS >= STOP_SECONDS + 5
    assert THREAD_SECONDS >= JOIN_SECONDS + 1


@pytest.mark.parametrize("kind", [Broken, Endless])
def test_the_history_is_closed_also_where_the_collectors_did_not_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, kind: type[Fleet]
) -> None:
    monkeypatch.setattr(backend_module, "FLEET_SECONDS", 0.5)

    async def main() -> None:
        tasks = Tasks()
        backend = await open_backend(tmp_path / "history.sqlite", tasks)
        await replace(backend, fleet=kind(backend.context)).close(tasks)
        with pytest.raises(StoreError, match="is closed"):
            backend.context.database.write(lambda _: None).result()

    run(main())
    assert "the collectors did not end in order" in caplog.text
