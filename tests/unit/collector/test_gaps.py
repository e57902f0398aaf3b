"""When a gap is recorded: by a clock that the test moves."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncIterator

import pytest

from cpam_desktop.collector.gaps import GapWatch
from cpam_desktop.collector.pace import Pace
from cpam_desktop.domain.clock import NS_PER_SECOND as S
from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.domain.errors import CutAnswer, NotReachable, ServerFailed
from cpam_desktop.store.records import WatchMark
from tests.kit.collecting import Rig, gap_rows, query

START = 1_700_000_000 * S
AWAY, RESTARTED, CLOSED, STARVED, CUT = (
    GapReason.SERVER_AWAY,
    GapReason.RESTARTED,
    GapReason.APP_CLOSED,
    GapReason.STARVED,
    GapReason.CUT_ANSWER,
)


class Clock:
    """Seconds after START."""

    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> int:
        return START + self.at * S


@pytest.fixture
async def server(rig: Rig) -> int:
    await rig.last_session("http://cpa:1", WatchMark(START, 60, 100))
    return 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def watch(rig: Rig, clock: Clock) -> AsyncIterator[GapWatch]:
    """Of a server without a history; the mark is written by `close` at the latest."""
    found = GapWatch(rig.database, 7, pace=Pace(mark=30.0), clock=clock)
    await found.begin(60, 100)
    yield found
    await found.close()


def gap(start: int, end: int | None, reason: GapReason, certain: bool, detail: str = "") -> Gap:
    return Gap(START + start * S, None if end is None else START + end * S, reason, certain, detail)


@pytest.mark.parametrize(
    ("away", "retention", "calls", "expected"),
    [
        (59, 60, 100, []),
        (60, 60, 150, []),
        (61, 60, 150, [gap(0, 1, CLOSED, True)]),
        (3600, 60, 150, [gap(0, 3540, CLOSED, True)]),
        (61, 3600, 150, [gap(0, 1, CLOSED, False)]),  # raised meanwhile: in time or not
        (4000, 3600, 150, [gap(0, 3940, CLOSED, True)]),
        (10, 60, 99, [gap(0, 10, RESTARTED, False)]),
        (3600, 60, 99, [gap(0, 3600, RESTARTED, True)]),
        (10, 60, None, []),
        (61, 60, None, [gap(0, 1, CLOSED, True)]),
    ],
)
async def test_between_two_sessions(
    rig: Rig, server: int, clock: Clock, away: int, retention: int, calls: int | None, expected: list[Gap]
) -> None:
    clock.at = away
    watch = GapWatch(rig.database, server, clock=clock)
    await watch.begin(retention, calls)
    assert list(watch.current()) == expected
    await watch.close()
    assert gap_rows(rig.path) == expected
    assert query(rig.path, "select * from watch") == [(server, START + away * S, retention, calls)]


@pytest.mark.parametrize(
    ("away", "calls", "expected"),
    [
        (30, 100, gap(-50, 30, AWAY, False, "gone")),
        (100, 100, gap(-50, 40, AWAY, True, "gone")),
        (30, 5, gap(-50, 30, RESTARTED, False, "gone")),
    ],
)
async def test_a_gap_that_was_open_when_the_collector_was_killed_is_ended(
    rig: Rig, clock: Clock, away: int, calls: int, expected: Gap
) -> None:
    mark = WatchMark(START, 60, 100)
    await rig.last_session("http://cpa:1", mark, gap(-50, None, AWAY, False, "gone"), gap(-90, None, STARVED, False))
    clock.at = away
    watch = GapWatch(rig.database, 1, clock=clock)
    await watch.begin(60, calls)
    await watch.close()
    assert gap_rows(rig.path) == [gap(-90, 0, STARVED, False), expected]


@pytest.mark.parametrize(
    ("seconds", "reason", "certain"),
    [(10, AWAY, False), (60, AWAY, False), (61, AWAY, True), (5, RESTARTED, True)],
)
async def test_while_the_server_was_away(
    rig: Rig, watch: GapWatch, clock: Clock, seconds: int, reason: GapReason, certain: bool
) -> None:
    clock.at = 20
    watch.good()
    clock.at = 25
    watch.lost("it hung up")
    watch.lost("and was still away")
    assert watch.current() == (gap(20, None, AWAY, False, "it hung up"),)
    clock.at = 20 + seconds
    watch.back(60, 99, restarted=reason is RESTARTED)
    await watch.close()
    assert gap_rows(rig.path) == [gap(20, 20 + seconds, reason, certain, "it hung up")]


async def test_a_sign_of_life_counts_from_when_it_came(watch: GapWatch, clock: Clock) -> None:
    clock.at = 30
    watch.good(silent=8.0)
    watch.good(silent=25.0)  # an older one changes nothing
    clock.at = 40
    watch.lost("silence")
    assert watch.current() == (gap(22, None, AWAY, False, "silence"),)


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        ([(10, False), (70, False)], []),
        ([(10, False), (71, False)], [gap(10, 11, CLOSED, True)]),
        ([(10, False), (3610, False)], [gap(10, 3550, CLOSED, True)]),
        ([(10, True), (35, True)], []),
        ([(10, True), (36, True)], [gap(10, 36, CLOSED, False)]),  # a subscriber may have been dropped by then
        ([(10, True), (3610, True)], [gap(10, 3610, CLOSED, False)]),
        ([(10, False), (60, True)], []),  # the queue kept what came before the subscription
        ([(10, False), (100, False), (200, False)], [gap(10, 140, CLOSED, True)]),
        ([(10, True), (40, True), (90, True), (120, True)], [gap(10, 120, CLOSED, False)]),
        (
            [(10, True), (40, True), (90, False), (101, False), (201, False)],
            [gap(10, 40, CLOSED, False), gap(101, 141, CLOSED, True)],
        ),
    ],
)
async def test_a_machine_that_slept_between_two_reads(
    rig: Rig, watch: GapWatch, clock: Clock, reads: list[tuple[int, bool]], expected: list[Gap]
) -> None:
    told: list[bool] = []
    for at, subscribed in reads:
        clock.at = at
        told.append(watch.good(subscribed=subscribed))
    assert told[0] is False
    assert any(told) is bool(expected)
    await watch.close()
    assert gap_rows(rig.path) == expected


@pytest.mark.parametrize(("back", "certain"), [(60, False), (3700, True)])
async def test_what_is_heard_after_waking_may_be_the_last_of_a_lost_connection(
    rig: Rig, watch: GapWatch, clock: Clock, back: int, certain: bool
) -> None:
    for at in (0, 10, back - 10):
        clock.at = at
        watch.good(subscribed=True)
    clock.at = back - 9
    watch.lost("it hung up")
    clock.at = back
    watch.back(60, 101)
    watch.good(subscribed=True)
    await watch.close()
    assert gap_rows(rig.path) == [gap(10, back, CLOSED, certain, "it hung up")]


async def test_a_retention_that_was_changed_holds_from_the_next_look(watch: GapWatch, clock: Clock) -> None:
    watch.counted(100, retention_s=600)
    watch.counted(100)
    for at in (10, 600, 1210):
        clock.at = at
        watch.good()
    assert watch.current() == (gap(600, 610, CLOSED, True),)


async def test_a_restart_that_is_noticed_while_connected(rig: Rig, watch: GapWatch, clock: Clock) -> None:
    for at, calls, restarted in ((10, 140, False), (20, 60, False), (30, 59, True), (40, None, False)):
        clock.at = at
        watch.counted(calls, restarted=restarted)
        watch.good()
    await watch.close()
    assert gap_rows(rig.path) == [gap(20, 30, RESTARTED, True)]
    assert query(rig.path, "select calls from watch where server_id = 7") == [(None,)]


async def test_starving_begins_two_looks_ago_and_ends(rig: Rig, watch: GapWatch, clock: Clock) -> None:
    for at, yes in ((300, True), (360, True), (420, False), (480, False)):
        clock.at = at
        watch.starved(yes)
    assert watch.current() == (gap(180, 420, STARVED, False),)
    await watch.close()
    assert gap_rows(rig.path) == [gap(180, 420, STARVED, False)]


async def test_answers_cut_much_later_are_another_gap(watch: GapWatch, clock: Clock) -> None:
    for at, broke_off in ((10, True), (50, True), (100, False), (111, True)):
        clock.at = at
        if broke_off:
            watch.cut(500)
        watch.good()
    assert [(g.from_ns, g.to_ns) for g in watch.current()] == [
        (START - 50 * S, START + 50 * S),  # the first read may bring what is as old as the retention
        (START + 100 * S, START + 111 * S),
    ]


async def test_who_was_never_lost_comes_back_without_a_gap(watch: GapWatch, clock: Clock) -> None:
    clock.at = 500
    watch.back(60, 1)
    assert watch.current() == ()


async def test_what_was_queued_while_nobody_read_is_as_old_as_that(rig: Rig, server: int, clock: Clock) -> None:
    clock.at = 20
    watch = GapWatch(rig.database, server, clock=clock)
    await watch.begin(60, 100)
    watch.good(subscribed=True)
    clock.at = 25
    watch.unanswered(CutAnswer())
    assert watch.current() == (gap(0, 25, CUT, False, "up to 500 events were in an answer that broke off"),)
    watch.lost("hung up")  # the same trouble
    watch.unanswered(CancelledError())
    assert watch.current() == (gap(0, None, AWAY, False, "hung up"),)
    clock.at = 70
    watch.back(60, 100)
    watch.good(subscribed=True)
    watch.unanswered(NotReachable(sent=False))
    watch.unanswered(ServerFailed())
    assert watch.current() == (gap(0, 70, AWAY, False, "hung up"),)
    clock.at = 75
    watch.unanswered(NotReachable(sent=True))
    assert watch.current()[1:] == (gap(15, 75, CUT, False, "up to 500 events were in an answer that broke off"),)
    await watch.close()
    assert gap_rows(rig.path) == list(watch.current())


async def test_before_the_first_good_read_nothing_can_be_missed(rig: Rig, clock: Clock) -> None:
    watch = GapWatch(rig.database, 7, clock=clock)
    watch.good()
    watch.lost("never there")
    assert watch.current() == ()
    watch.cut(500)  # except in the very first answer
    await watch.close()
    assert gap_rows(rig.path) == [gap(-60, 0, CUT, False, "up to 500 events were in an answer that broke off")]
    assert query(rig.path, "select * from watch") == []


async def test_the_mark_is_written_down_while_collecting(rig: Rig, clock: Clock) -> None:
    watch = GapWatch(rig.database, 7, pace=Pace(mark=0.01), clock=clock)
    await watch.begin(60, 1)
    clock.at = 33
    watch.good()
    written = START
    while written == START:
        rows = await rig.read("select last_good_ns from watch")
        written = rows[0][0] if rows else START
    assert written == START + 33 * S
    await watch.close()


async def test_only_the_newest_gaps_stand_in_the_status(watch: GapWatch, clock: Clock) -> None:
    for number in range(1, 251):
        clock.at = 100 * number
        watch.cut(1)
    assert len(watch.current()) == 200
    assert watch.current()[-1].to_ns == START + 25_000 * S


async def test_gaps_that_are_over_and_on_disk_are_not_kept_in_memory(rig: Rig, clock: Clock) -> None:
    watch = GapWatch(rig.database, 7, pace=Pace(mark=0.01, look=0.0), clock=clock)
    await watch.begin(60, 100)
    watch.starved(True)
    for number in range(1, 501):
        clock.at = 100 * number
        watch.cut(1)
    while len(gap_rows(rig.path)) < 501:
        await rig.read("select 1")
    while len(watch._entries) > 201:  # pyright: ignore[reportPrivateUsage]
        await rig.read("select 1")
    watch.starved(False)  # the first of them is open all the time
    await watch.close()
    assert len(gap_rows(rig.path)) == 501
    assert gap_rows(rig.path)[0] == gap(0, 50_000, STARVED, False)
