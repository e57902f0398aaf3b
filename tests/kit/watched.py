"""A route of the demo server that answers as ever and tells that it did."""

from __future__ import annotations

import asyncio

from cpam_desktop.demo.faults import Exchange


class Watched:
    """Put it as a fault: `await again()` returns at the end of the next request."""

    def __init__(self) -> None:
        self._answered = asyncio.Event()

    async def __call__(self, exchange: Exchange) -> None:
        """The real answer."""
        await exchange.reply(exchange.respond())
        self._answered.set()

    async def again(self, times: int = 1) -> None:
        """Wait for so many more requests."""
        for _ in range(times):
            self._answered.clear()
            async with asyncio.timeout(10):
                await self._answered.wait()
