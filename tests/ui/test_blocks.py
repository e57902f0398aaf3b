"""Blocks of an endless list against a plain sorted list."""

from __future__ import annotations

import bisect

from hypothesis import given, settings
from hypothesis import strategies as st

from cpam_desktop.ui.models.blocks import CHUNK, KEPT, Blocks, Key

Row = tuple[int, int]


def _key(row: Row) -> Key:
    return row


def _all(blocks: Blocks[Row], history: list[Row]) -> list[Row]:
    """Every row in order, loading what is not there yet as the model does."""
    found: list[Row] = []
    while len(found) < len(blocks):
        block, begin = blocks.find(len(found))
        if block.entries is None:
            after, between = blocks.anchor(block)
            below = [row for row in history if row < after]
            start = below[between - 1] if between else after
            blocks.fill(block, start, [row for row in history if row < start][: block.size])
        assert block.entries is not None
        found.append(block.entries[len(found) - begin].row)
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.integers(0, 4_000), min_size=0, max_size=1_500),
    st.lists(st.lists(st.integers(0, 5_000), max_size=40), max_size=12),
)
def test_blocks_hold_the_rows_in_order(times: set[int], batches: list[list[int]]) -> None:
    history = sorted(((time, number) for number, time in enumerate(sorted(times), 1)), reverse=True)
    blocks: Blocks[Row] = Blocks(_key, len(history), history[:CHUNK])
    number = len(history)
    for batch in batches:
        shown = len(blocks)
        rows = [(time, number + place) for place, time in enumerate(batch, 1)]
        number += len(rows)
        before = list(history)
        history = sorted(history + rows, reverse=True)
        if history and history[0] in rows and not before:
            continue
        places = blocks.insert(blocks.missing(rows))
        assert len(blocks) == shown + len(places)
        assert places == sorted(places)
    if len(blocks) == len(history):
        assert _all(blocks, history) == history


def test_rows_that_are_there_are_left_out() -> None:
    blocks: Blocks[Row] = Blocks(_key, 3, [(30, 3), (20, 2), (10, 1)])
    assert blocks.missing([(40, 4), (20, 2), (40, 4)]) == [(40, 4)]


def test_places_are_counted_before_the_insertion() -> None:
    blocks: Blocks[Row] = Blocks(_key, 3, [(30, 3), (20, 2), (10, 1)])
    assert blocks.insert([(40, 4), (25, 5), (5, 6), (35, 7)]) == [0, 0, 1, 3]
    assert _all(blocks, []) == [(40, 4), (35, 7), (30, 3), (25, 5), (20, 2), (10, 1), (5, 6)]


def test_a_far_jump_knows_its_distance_from_a_known_key() -> None:
    history = [(time, time) for time in range(10_000, 0, -1)]
    blocks: Blocks[Row] = Blocks(_key, 10_000, history[:CHUNK])
    block, begin = blocks.find(5_000)
    after, between = blocks.anchor(block)
    assert history.index((after[0], after[1])) + between + 1 == begin
    blocks.fill(block, history[begin - 1], history[begin : begin + block.size])
    below, start = blocks.find(begin + block.size)
    assert (start, blocks.anchor(below)) == (begin + CHUNK, (history[start - 1], 0))


def test_old_blocks_are_dropped_and_the_first_stays() -> None:
    history = [(time, time) for time in range(CHUNK * (KEPT + 20), 0, -1)]
    blocks: Blocks[Row] = Blocks(_key, len(history), history[:CHUNK])
    for begin in range(CHUNK, len(history), CHUNK):
        block, _ = blocks.find(begin)
        blocks.fill(block, history[begin - 1], history[begin : begin + CHUNK])
    loaded = [blocks.find(begin)[0].entries is not None for begin in range(0, len(history), CHUNK)]
    assert sum(loaded) == KEPT + 1
    assert loaded[0]
    assert not loaded[1]
    assert loaded[-1]


def test_a_growing_head_is_split() -> None:
    blocks: Blocks[Row] = Blocks(_key, 1, [(0, 0)])
    for number in range(1, 2_001):
        blocks.insert([(number, number)])
    assert len(blocks) == 2_001
    assert _all(blocks, [])[:2] == [(2_000, 2_000), (1_999, 1_999)]
    sizes = [blocks.find(row)[0].size for row in (0, 700, 1_999)]
    assert bisect.bisect(sorted(sizes), 2 * CHUNK) == 3
