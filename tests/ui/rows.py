"""A history in memory for table tests: rows by (time, id), with everything that a source must answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.ui.models.blocks import Key
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.windowed import Fresh, Opening


@dataclass(frozen=True)
class Row:
    time: int
    id: int

    @property
    def name(self) -> str:
        return f"row {self.id}"


COLUMNS = (
    Column[Row](id="time", title="Time", text=lambda row: str(row.time), width=80),
    Column[Row](id="name", title="Name", text=lambda row: row.name, stretch=True),
)


class History:
    """Stores rows in any order of time; `add` gives the next id, as the store does."""

    def __init__(self, count: int) -> None:
        self.rows = [Row(number * 10, number) for number in range(1, count + 1)]
        self.pages: list[tuple[Key, int]] = []
        self.skips: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = False

    def add(self, *times: int) -> list[Row]:
        start = max((row.id for row in self.rows), default=0)
        new = [Row(time, start + place) for place, time in enumerate(times, 1)]
        self.rows += new
        return new

    def ordered(self) -> list[Row]:
        return sorted(self.rows, key=self.key, reverse=True)

    def key(self, row: Row) -> Key:
        return (row.time, row.id)

    async def open(self, limit: int) -> Opening[Row]:
        await self._answer()
        mark = max((row.id for row in self.rows), default=0)
        return Opening(self.ordered()[:limit], len(self.rows), mark)

    async def page(self, after: Key, limit: int) -> Sequence[Row]:
        self.pages.append((after, limit))
        await self._answer()
        return [row for row in self.ordered() if self.key(row) < after][:limit]

    async def skip(self, after: Key, rows: int) -> Key | None:
        self.skips.append(rows)
        below = [row for row in self.ordered() if self.key(row) < after]
        return self.key(below[rows - 1]) if rows <= len(below) else None

    async def since(self, mark: int, limit: int) -> Fresh[Row]:
        await self._answer()
        found = [row for row in self.ordered() if row.id > mark][:limit]
        return Fresh(found, max((row.id for row in found), default=mark))

    async def _answer(self) -> None:
        await self.gate.wait()
        if self.fails:
            raise StoreError("the file is locked")
