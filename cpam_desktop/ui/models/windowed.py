"""A table over the whole history: chunks come from an async source as they are looked at, new rows from its feed.

`data()` never waits. A row that is not loaded is empty and asks for its chunk; answers for an older source are
dropped by a generation number. New rows are put in at once while nobody reads, and wait while the view holds them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QTimer, Signal

from cpam_desktop.domain.errors import AppError
from cpam_desktop.ui.models.blocks import CHUNK, Block, Blocks, Key
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.table_model import TableModel
from cpam_desktop.ui.tasks import Tasks

R = TypeVar("R")
FEED_LIMIT = 2_000
"""New rows taken in one step; more than that and the table starts again from the top."""
PENDING_LIMIT = 10_000
_WANTED = 4  # chunks waited for; scrolling past older wishes drops them
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Opening(Generic[R]):
    """The newest rows, how many there are in all, and the mark after which `since` looks."""

    rows: Sequence[R]
    total: int
    mark: int


@dataclass(frozen=True)
class Fresh(Generic[R]):
    """Rows stored after a mark, and the new mark."""

    rows: Sequence[R]
    mark: int


class RowSource(Protocol[R]):
    """One filter's rows, newest first. All calls may raise AppError; `key` must give a row's place (time, id)."""

    async def open(self, limit: int) -> Opening[R]:
        """The first `limit` rows. Read the mark before the rows, so that none falls between."""
        ...

    async def page(self, after: Key, limit: int) -> Sequence[R]:
        """Up to `limit` rows older than `after`."""
        ...

    async def skip(self, after: Key, rows: int) -> Key | None:
        """The key of the row that lies `rows` rows below `after`; None past the end."""
        ...

    async def since(self, mark: int, limit: int) -> Fresh[R]:
        """Up to `limit` rows stored after the mark, in any order of time."""
        ...

    def key(self, row: R) -> Key:
        """Time in nanoseconds and id."""
        ...


class WindowedModel(TableModel[R]):
    """See the module. `opened` follows each reset; `pending_changed` tells how many new rows wait."""

    opened = Signal()
    pending_changed = Signal(int)
    failed = Signal(object)

    def __init__(self, columns: Sequence[Column[R]], tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(columns)
        if parent is not None:
            self.setParent(parent)
        self._tasks = tasks
        self._source: RowSource[R] | None = None
        self._shown: RowSource[R] | None = None  # whose rows are in sight
        self._blocks: Blocks[R] | None = None
        self._generation = 0
        self._mark = 0
        self._held = False
        self._overflowed = False
        self._broken = False
        self._pending: dict[Key, R] = {}
        self._wanted: list[Block[R]] = []
        self._taking = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start_fetching)

    # -- what the page calls

    def show_source(self, source: RowSource[R]) -> None:
        """Show another source; the old rows stay in sight until its first rows are there."""
        self._source = source
        self.reload()

    def reload(self) -> None:
        """Read again from the top."""
        if self._source is not None:
            self._generation += 1
            self._tasks.cancel(self, "fetch")
            self._tasks.spawn(self._open(self._source, self._generation), "open", self)

    def catch_up(self) -> None:
        """Take rows stored since the last look; call it when the bus says that events were stored."""
        self._again = True  # never cancel a look that runs: slow answers would starve
        if self._source is not None and self._blocks is not None and not self._taking and not self._overflowed:
            self._tasks.spawn(self._take(), "take", self)

    def hold(self, held: bool) -> None:
        """Keep new rows back while the user reads; letting go puts them in."""
        self._held = held
        if not held:
            self.flush()

    def flush(self) -> None:
        """Put the waiting rows in now."""
        if self._overflowed:
            self._clear_pending()
            self.reload()
        elif self._pending:
            rows = list(self._pending.values())
            self._clear_pending()
            self._insert(rows)

    def reformat(self) -> None:
        """Write all texts anew (zone, masking)."""
        if self._blocks is not None:
            self._blocks.forget_texts()
            self._repaint(0, len(self._blocks) - 1)

    @property
    def pending(self) -> int:
        """How many new rows wait."""
        return len(self._pending)

    # -- what the view calls

    def row_at(self, row: int) -> R | None:
        if self._blocks is None:
            return None
        block, begin = self._blocks.find(row)
        if block.entries is None:
            self._want(block)
            return None
        return block.entries[row - begin].row

    def cells_at(self, row: int) -> tuple[str, ...]:
        if self._blocks is None:
            return ()
        block, begin = self._blocks.find(row)
        if block.entries is None:
            self._want(block)
            return ()
        entry = block.entries[row - begin]
        if not entry.cells:
            entry.cells = self.format(entry.row)
        return entry.cells

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._blocks is None else len(self._blocks)

    # -- reading

    async def _open(self, source: RowSource[R], generation: int) -> None:
        try:
            opening = await source.open(CHUNK)
        except AppError as error:
            self.failed.emit(error)
            return
        if generation != self._generation:
            return
        self.beginResetModel()
        self._blocks, self._shown = Blocks(source.key, opening.total, opening.rows), source
        self._mark = opening.mark
        self._wanted.clear()
        self._broken = self._overflowed = False
        self.endResetModel()
        self._clear_pending()
        self.opened.emit()

    def _want(self, block: Block[R]) -> None:
        if self._broken or block in self._wanted:
            return
        self._wanted = [*self._wanted[1 - _WANTED :], block]
        self._timer.start(0)

    def _start_fetching(self) -> None:
        # Not `_source`: between a wish for another source and its first rows, the rows in sight are the old one's.
        if self._shown is not None and self._blocks is not None:
            self._tasks.spawn(self._fetch(self._shown, self._blocks), "fetch", self)

    async def _fetch(self, source: RowSource[R], blocks: Blocks[R]) -> None:
        try:
            while self._wanted:
                block = self._wanted[-1]
                after, between = blocks.anchor(block)
                found = await source.skip(after, between) if between else after
                limit = block.size + (CHUNK if blocks.is_last(block) else 0)
                rows = await source.page(found, limit) if found is not None else ()
                if blocks is not self._blocks:
                    return
                self._fill(blocks, block, found or after, rows)
                self._wanted = [other for other in self._wanted if other is not block]
        except AppError as error:
            if blocks is not self._blocks:
                return
            self._broken = True  # until the next reload: else every repaint would try again
            self._wanted.clear()
            self.failed.emit(error)

    def _fill(self, blocks: Blocks[R], block: Block[R], after: Key, rows: Sequence[R]) -> None:
        begin, grown = blocks.start(block), len(rows) - block.size
        old_end = begin + block.size
        if grown < 0:
            self.beginRemoveRows(_NOWHERE, old_end + grown, old_end - 1)
        elif grown > 0:
            self.beginInsertRows(_NOWHERE, old_end, old_end + grown - 1)
        blocks.fill(block, after, rows)
        if grown < 0:
            self.endRemoveRows()
        elif grown > 0:
            self.endInsertRows()
        self._repaint(begin, begin + len(rows) - 1)

    # -- new rows

    async def _take(self) -> None:
        self._taking = True
        try:
            while self._again and not self._overflowed and (source := self._shown) is not None:
                self._again = False
                blocks = self._blocks
                fresh = await source.since(self._mark, FEED_LIMIT)
                if blocks is self._blocks:  # else they belong to a source that is gone, or are among the rows by now
                    self._receive(source, fresh)
        finally:
            self._taking = False

    def _receive(self, source: RowSource[R], fresh: Fresh[R]) -> None:
        self._mark = fresh.mark
        if not fresh.rows:
            return
        too_many = len(fresh.rows) >= FEED_LIMIT or len(self._pending) + len(fresh.rows) > PENDING_LIMIT
        self._overflowed = self._overflowed or too_many
        self._pending.update((source.key(row), row) for row in fresh.rows)
        if self._held:
            self.pending_changed.emit(len(self._pending))
        else:
            self.flush()

    def _insert(self, rows: Sequence[R]) -> None:
        blocks = self._blocks
        assert blocks is not None
        fresh = blocks.missing(rows)
        if not fresh:
            return
        # One signal a tick: all are told as put in at the top, then the marks of rows above late ones are set right.
        marked = [index.row() for index in self.persistentIndexList()]
        self.beginInsertRows(_NOWHERE, 0, len(fresh) - 1)
        places = blocks.insert(fresh)
        self.endInsertRows()
        if places[-1] > 0:
            self._set_marks_right(marked, places)

    def _set_marks_right(self, marked: Sequence[int], places: Sequence[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        moved = {row + len(places): row + bisect_right(places, row) for row in marked}
        old = [index for index in self.persistentIndexList() if index.row() in moved]
        self.changePersistentIndexList(old, [self.index(moved[index.row()], index.column()) for index in old])
        self.layoutChanged.emit()

    def _clear_pending(self) -> None:
        had = bool(self._pending)
        self._pending.clear()
        if had:
            self.pending_changed.emit(0)

    def _repaint(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
