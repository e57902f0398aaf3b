"""The window's event loop: asyncio runs in it, and thousands of timers cost no references to None."""

from __future__ import annotations

import asyncio
import sys

from tests.ui.kit import run


def test_asyncio_works_on_the_window_loop() -> None:
    async def main() -> list[str]:
        done = list[str]()

        async def work(name: str, seconds: float) -> None:
            await asyncio.sleep(seconds)
            done.append(name)

        await asyncio.gather(work("slow", 0.03), work("fast", 0))
        return done

    assert run(main()) == ["fast", "slow"]


def test_timers_do_not_lose_references_to_none() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3_000):
            loop.call_later(60, print).cancel()
            await asyncio.sleep(0)

    run(asyncio.sleep(0))
    before = sys.getrefcount(None)
    run(main())
    assert sys.getrefcount(None) > before - 1_000
