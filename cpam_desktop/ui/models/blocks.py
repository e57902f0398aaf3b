"""Rows of an endless list in blocks, newest first: sizes of all, values of the few that are loaded. No Qt here.

A block knows its size, maybe its rows, and maybe the key it starts after. Lookup is by bisection over the sums of
sizes; a million rows are about 4,000 blocks. The first block is always loaded; of the others the `KEPT` used last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

R = TypeVar("R")
Key = tuple[int, int]
"""Place of a row in the order: time in nanoseconds and id; larger is newer."""

CHUNK = 256
KEPT = 64


class Entry(Generic[R]):
    """A loaded row with its key; its texts once somebody has looked at it."""

    __slots__ = ("cells", "key", "row")

    def __init__(self, key: Key, row: R) -> None:
        self.key = key
        self.row = row
        self.cells: tuple[str, ...] = ()


class Block(Generic[R]):
    """`after` is the key of the row just above (newer); None where unknown, and for the first block."""

    __slots__ = ("after", "entries", "size")

    def __init__(self, size: int, after: Key | None = None, entries: list[Entry[R]] | None = None) -> None:
        self.size = size
        self.after = after
        self.entries = entries


class Blocks(Generic[R]):
    """The list: `total` rows, of which `first` are the newest. `key` gives a row's place in the order."""

    def __init__(self, key: Callable[[R], Key], total: int, first: Sequence[R]) -> None:
        self._key = key
        head: Block[R] = Block(len(first), None, self._entries(first))
        rest = max(0, total - len(first))
        self._blocks: list[Block[R]] = [head]
        self._blocks += [Block(min(CHUNK, rest - start)) for start in range(0, rest, CHUNK)]
        if first and rest:
            self._blocks[1].after = key(first[-1])
        self._loaded: OrderedDict[int, Block[R]] = OrderedDict()
        self._sum()

    def __len__(self) -> int:
        return self._ends[-1]

    def find(self, row: int) -> tuple[Block[R], int]:
        """The block that holds a row, and where that block begins."""
        at = bisect_right(self._ends, row)
        block = self._blocks[at]
        if id(block) in self._loaded:
            self._loaded.move_to_end(id(block))
        return block, self._begin(at)

    def start(self, block: Block[R]) -> int:
        """The row where a block begins."""
        return self._begin(self._blocks.index(block))

    def is_last(self, block: Block[R]) -> bool:
        """Whether nothing comes after it."""
        return self._blocks[-1] is block

    def anchor(self, block: Block[R]) -> tuple[Key, int]:
        """The nearest known key above a block, and how many rows lie between that row and the block."""
        at, between = self._blocks.index(block), 0
        while (after := self._blocks[at].after) is None:
            at -= 1
            above = self._blocks[at]
            if above.entries:
                return above.entries[-1].key, between
            between += above.size
        return after, between

    def fill(self, block: Block[R], after: Key, rows: Sequence[R]) -> None:
        """Give a block its rows; its size follows theirs."""
        at = self._blocks.index(block)
        block.after, block.entries, block.size = after, self._entries(rows), len(rows)
        if rows and at + 1 < len(self._blocks):
            self._blocks[at + 1].after = block.entries[-1].key
        self._keep(block)
        self._sum()

    def missing(self, rows: Iterable[R]) -> list[R]:
        """Those of `rows` that are not among the loaded ones, each once."""
        fresh = {self._key(row): row for row in rows}
        for at in {self._block_for(key) for key in fresh}:
            for entry in self._blocks[at].entries or ():
                fresh.pop(entry.key, None)
        return list(fresh.values())

    def insert(self, rows: Iterable[R]) -> list[int]:
        """Put rows that are `missing` where they belong.

        Returns for each the row it was put before, as counted before the insertion, sorted.
        """
        grouped: dict[int, dict[Key, R]] = {}
        for row in rows:
            key = self._key(row)
            grouped.setdefault(self._block_for(key), {})[key] = row
        places: list[int] = []
        for at, fresh in grouped.items():
            places += self._merge(at, fresh)
        self._split_head()
        self._sum()
        return sorted(places)

    def forget_texts(self) -> None:
        """Drop the texts of loaded rows: the language, the zone or the masking changed."""
        for block in self._blocks:
            for entry in block.entries or ():
                entry.cells = ()

    def _merge(self, at: int, fresh: dict[Key, R]) -> list[int]:
        block, begin = self._blocks[at], self._begin(at)
        if block.entries is None:  # not loaded: the rows come with it
            block.size += len(fresh)
            return [begin] * len(fresh)
        order = [(-entry.key[0], -entry.key[1]) for entry in block.entries]
        places = [begin + bisect_left(order, (-time, -row_id)) for time, row_id in fresh]
        block.entries += self._entries(fresh.values())
        block.entries.sort(key=_newest_first)
        block.size += len(fresh)
        return places

    def _block_for(self, key: Key) -> int:
        for at, block in enumerate(self._blocks[:-1]):
            if block.entries:
                if key >= block.entries[-1].key:
                    return at
            elif (below := self._blocks[at + 1].after) is None or key >= below:
                return at
        return len(self._blocks) - 1

    def _split_head(self) -> None:
        head = self._blocks[0]
        while head.entries is not None and head.size > 2 * CHUNK:
            lower = head.entries[-CHUNK:]
            head.entries = head.entries[:-CHUNK]
            head.size -= CHUNK
            block = Block(CHUNK, head.entries[-1].key, lower)
            self._blocks.insert(1, block)
            self._keep(block)

    def _keep(self, block: Block[R]) -> None:
        if block is self._blocks[0]:
            return
        self._loaded[id(block)] = block
        self._loaded.move_to_end(id(block))
        while len(self._loaded) > KEPT:
            self._loaded.popitem(last=False)[1].entries = None

    def _entries(self, rows: Iterable[R]) -> list[Entry[R]]:
        return [Entry(self._key(row), row) for row in rows]

    def _begin(self, at: int) -> int:
        return self._ends[at - 1] if at else 0

    def _sum(self) -> None:
        self._ends = list(accumulate(block.size for block in self._blocks))


def _newest_first(entry: Entry[R]) -> Key:
    return (-entry.key[0], -entry.key[1])
