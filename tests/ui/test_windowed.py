"""The endless table: chunks on demand, late answers dropped, new rows without moving the reader."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from cpam_desktop.ui.models.blocks import CHUNK
from cpam_desktop.ui.models.windowed import FEED_LIMIT, WindowedModel
from cpam_desktop.ui.tasks import Tasks
from cpam_desktop.ui.widgets.live_table import LiveTable
from tests.ui.kit import run
from tests.ui.rows import COLUMNS, History, Row


async def _settle() -> None:
    for _ in range(12):
        await asyncio.sleep(0.002)


async def _open(history: History) -> WindowedModel[Row]:
    model = WindowedModel(COLUMNS, Tasks())
    model.show_source(history)
    await _settle()
    return model


def _texts(model: WindowedModel[Row], first: int, count: int) -> list[str]:
    return [model.data(model.index(row, 1)) for row in range(first, first + count)]


def test_rows_come_as_they_are_looked_at() -> None:
    async def main() -> None:
        history = History(1_000)
        model = await _open(history)
        QAbstractItemModelTester(model)
        assert model.rowCount() == 1_000
        assert _texts(model, 0, 2) == ["row 1000", "row 999"]
        assert history.pages == []
        assert _texts(model, CHUNK, 1) == [""]
        await _settle()
        assert _texts(model, CHUNK, 2) == ["row 744", "row 743"]
        assert history.pages == [((7450, 745), CHUNK)]

    run(main())


def test_a_far_jump_skips_what_lies_between() -> None:
    async def main() -> None:
        history = History(5_000)
        model = await _open(history)
        _texts(model, 4_998, 2)
        await _settle()
        assert _texts(model, 4_998, 2) == ["row 2", "row 1"]
        assert len(history.pages) == 1
        assert history.skips == [4_864 - CHUNK]

    run(main())


def test_late_answers_of_an_older_source_are_dropped() -> None:
    async def main() -> None:
        old, new = History(600), History(3)
        model = await _open(old)
        old.gate.clear()
        _texts(model, 500, 1)
        await _settle()
        model.show_source(new)
        await _settle()
        old.gate.set()
        await _settle()
        assert model.rowCount() == 3
        assert _texts(model, 0, 3) == ["row 3", "row 2", "row 1"]

    run(main())


def test_old_rows_stay_until_the_new_source_has_answered() -> None:
    async def main() -> None:
        model = await _open(History(5))
        slow = History(2)
        slow.gate.clear()
        model.show_source(slow)
        await _settle()
        assert model.rowCount() == 5
        slow.gate.set()
        await _settle()
        assert model.rowCount() == 2

    run(main())


def test_new_rows_go_in_at_the_top_and_late_ones_where_they_belong() -> None:
    async def main() -> None:
        history = History(20)
        model = await _open(history)
        QAbstractItemModelTester(model)
        marked = [QPersistentModelIndex(model.index(row, 0)) for row in (0, 1, 5)]
        inserted: list[tuple[int, int]] = []

        def note(_parent: QModelIndex, first: int, last: int) -> None:
            inserted.append((first, last))

        model.rowsInserted.connect(note)
        history.add(1_000, 195, 2_000, 155)
        model.catch_up()
        await _settle()
        assert inserted == [(0, 3)]
        expected = [row.name for row in history.ordered()]
        assert _texts(model, 0, 24) == expected
        assert [index.data() for index in marked] == ["200", "190", "150"]

    run(main())


def test_held_rows_wait_and_go_in_together() -> None:
    async def main() -> None:
        history, told = History(10), list[int]()
        model = await _open(history)
        model.pending_changed.connect(told.append)
        model.hold(True)
        history.add(500, 501)
        model.catch_up()
        await _settle()
        history.add(502)
        model.catch_up()
        await _settle()
        assert (model.rowCount(), model.pending) == (10, 3)
        model.hold(False)
        assert _texts(model, 0, 3) == ["row 13", "row 12", "row 11"]
        assert told == [2, 3, 0]

    run(main())


def test_rows_seen_twice_are_shown_once() -> None:
    async def main() -> None:
        history = History(10)
        model = await _open(history)
        model._mark = 5  # pyright: ignore[reportPrivateUsage]  (as if rows came between mark and page)
        model.catch_up()
        await _settle()
        assert model.rowCount() == 10

    run(main())


def test_a_flood_starts_again_from_the_top() -> None:
    async def main() -> None:
        history = History(10)
        model = await _open(history)
        history.add(*range(1_000, 1_000 + FEED_LIMIT + 50))
        model.catch_up()
        await _settle()
        assert model.rowCount() == FEED_LIMIT + 60
        assert _texts(model, 0, 1) == [f"row {FEED_LIMIT + 60}"]
        assert model.pending == 0

    run(main())


def test_a_failing_store_is_told_once_and_reload_tries_again() -> None:
    async def main() -> None:
        history, told = History(600), list[object]()
        model = await _open(history)
        model.failed.connect(told.append)
        history.fails = True
        _texts(model, 400, 1)
        await _settle()
        _texts(model, 400, 1)
        await _settle()
        assert [str(error) for error in told] == ["The history database cannot be used: the file is locked."]
        history.fails = False
        model.reload()
        await _settle()
        _texts(model, 400, 1)
        await _settle()
        assert _texts(model, 400, 1) == ["row 200"]

    run(main())


def test_the_count_is_set_right_where_it_was_wrong() -> None:
    async def main() -> None:
        history = History(600)
        model = await _open(history)
        QAbstractItemModelTester(model)
        history.rows = [row for row in history.rows if row.id > 4]  # pruned meanwhile
        _texts(model, 599, 1)
        await _settle()
        assert model.rowCount() == 596
        assert _texts(model, 595, 1) == ["row 5"]

    run(main())


def _show(model: WindowedModel[Row]) -> LiveTable:
    table = LiveTable(model, "Requests")
    table.resize(600, 400)
    table.show()
    QApplication.processEvents()
    return table


def test_at_the_top_new_rows_are_followed() -> None:
    async def main() -> None:
        history = History(300)
        model = await _open(history)
        table = _show(model)
        history.add(9_000, 9_001)
        model.catch_up()
        await _settle()
        assert table.following
        assert table.table.indexAt(table.table.viewport().rect().topLeft()).row() == 0
        assert model.rowCount() == 302

    run(main())


def test_a_reader_is_not_moved() -> None:
    async def main() -> None:
        history = History(2_000)
        model = await _open(history)
        table = _show(model)
        view = table.table
        view.verticalScrollBar().setValue(28 * 40)
        await _settle()
        seen = view.indexAt(view.viewport().rect().topLeft()).siblingAtColumn(1).data()
        history.add(*range(90_000, 90_007))
        model.catch_up()
        await _settle()
        pill = table._pill  # pyright: ignore[reportPrivateUsage]
        assert view.indexAt(view.viewport().rect().topLeft()).siblingAtColumn(1).data() == seen == "row 1960"
        assert (table.following, pill.isVisible(), pill.text()) == (False, True, "7 new")
        pill.click()
        await _settle()
        assert (view.verticalScrollBar().value(), table.following, pill.isVisible()) == (0, True, False)
        assert model.rowCount() == 2_007
        assert model.data(model.index(0, 1)) == "row 2007"

    run(main())


def test_a_chosen_row_is_read_and_stays_chosen() -> None:
    async def main() -> None:
        history, chosen = History(300), list[object]()
        model = await _open(history)
        table = _show(model)
        table.table.row_chosen.connect(chosen.append)
        table.table.selectRow(3)
        history.add(9_000)
        model.catch_up()
        await _settle()
        assert (table.following, model.pending) == (False, 1)
        table.go_to_top()
        assert table.table.chosen == Row(2970, 297)
        assert table.table.selectionModel().selectedRows()[0].row() == 4
        table.table.clearSelection()
        assert table.following
        assert chosen[0] == Row(2970, 297)
        assert chosen[-1] is None

    run(main())


def test_a_paused_table_waits() -> None:
    async def main() -> None:
        history = History(50)
        model = await _open(history)
        table = _show(model)
        table.set_paused(True)
        history.add(9_000)
        model.catch_up()
        await _settle()
        assert (model.rowCount(), model.pending) == (50, 1)
        table.set_paused(False)
        assert model.rowCount() == 51

    run(main())


def test_new_rows_of_an_old_source_never_reach_the_next_one() -> None:
    async def main() -> None:
        old, new = History(1_000), History(2_000)
        model = await _open(old)
        old.gate.clear()
        old.add(99_999)
        model.catch_up()
        await _settle()
        model.show_source(new)
        await _settle()
        old.gate.set()  # the answer of the old source comes after the new one's first rows
        await _settle()
        assert model.rowCount() == 2_000
        assert _texts(model, 0, 1) == ["row 2000"]

    run(main())


def test_between_two_sources_chunks_come_from_the_one_in_sight() -> None:
    async def main() -> None:
        old, new = History(1_000), History(2_000)
        model = await _open(old)
        new.gate.clear()
        model.show_source(new)
        _texts(model, 700, 1)  # scrolled while the new source has not answered
        await _settle()
        assert _texts(model, 700, 1) == ["row 300"]
        assert new.pages == []
        new.gate.set()
        await _settle()
        assert (model.rowCount(), _texts(model, 0, 1)) == (2_000, ["row 2000"])

    run(main())


def test_a_reset_frees_a_table_that_was_held_by_a_chosen_row() -> None:
    async def main() -> None:
        history = History(50)
        model = await _open(history)
        live = LiveTable(model, "Rows")
        chosen: list[object] = []
        live.table.row_chosen.connect(chosen.append)
        live.table.selectRow(3)
        assert not live.following
        model.show_source(History(60))
        await _settle()
        assert live.following
        assert chosen[-1] is None

    run(main())
