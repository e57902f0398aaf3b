from __future__ import annotations

from datetime import UTC

import pytest

from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Cursor
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.events import EventService
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from tests.kit.analysis import engine
from tests.kit.history import RECORDED, failed, keep, lines, one, wire

ALL = EventFilter()


@pytest.fixture
def events(database: Database) -> EventService:
    keep(database, [wire(request_id=f"{n}", timestamp=f"2026-11-23T03:33:{n:02d}Z") for n in range(10)])
    return EventService(database, engine(database))


async def test_a_page_tells_where_the_next_one_starts(events: EventService) -> None:
    first = await events.page(ALL, 4)
    assert [row.request_id for row in first.rows] == ["9", "8", "7", "6"]
    assert first.next_before == first.rows[-1].cursor
    second = await events.page(ALL, 6, first.next_before)
    assert [row.request_id for row in second.rows] == ["5", "4", "3", "2", "1", "0"]
    assert second.next_before is None, "nothing follows, though the page is full"


@pytest.mark.parametrize(("asked", "given"), [(-3, 1), (0, 1), (1, 1), (10**12, 10)])
async def test_a_page_has_a_sane_size(events: EventService, asked: int, given: int) -> None:
    assert len((await events.page(ALL, asked)).rows) == given


async def test_past_the_end_there_is_nothing(events: EventService) -> None:
    page = await events.page(ALL, 5, Cursor(1, 1))
    assert (page.rows, page.next_before) == ((), None)


async def test_a_report_has_totals_and_groups_of_the_same_events(database: Database) -> None:
    keep(database, lines(RECORDED))
    report = await EventService(database, engine(database)).report(ALL, "provider", UTC)
    assert (report.totals.requests, report.totals.failed) == (71, 21)
    assert report.totals.tokens == Buckets(3767, 5510, 1230, 4925, 322, 1076)
    assert [(group.key, group.figures.requests) for group in report.groups] == [
        ("openai-compatible-fakeoai", 32),
        ("codex", 18),
        ("claude", 10),
        ("gemini", 8),
        ("xai", 2),
        ("openai-compatible-deadhost", 1),
    ]
    plain = await EventService(database, engine(database)).report(ALL, None, UTC)
    assert (plain.totals, plain.groups) == (report.totals, ())


async def test_an_opening_agrees_with_what_comes_after_it(events: EventService, database: Database) -> None:
    opening = await events.opening(ALL, 3)
    assert ([row.request_id for row in opening.rows], opening.total) == (["9", "8", "7"], 10)
    assert (await events.added_since(ALL, opening.mark, 100)).rows == ()
    keep(database, [wire(request_id="new"), failed(500, "x", request_id="bad")])
    added = await events.added_since(EventFilter(statuses=("ok",)), opening.mark, 100)
    assert [row.request_id for row in added.rows] == ["new"]
    assert added.mark == opening.mark + 2 == await events.newest_id()  # past the row that does not match
    cut = await events.added_since(ALL, opening.mark, 1)
    assert cut.mark == cut.rows[0].id
    assert (await events.opening(ALL, 1)).total == 12


async def test_skip_attempts_and_choices(events: EventService) -> None:
    newest = (await events.page(ALL, 1)).rows[0]
    assert await events.skip(ALL, newest.cursor, 9) == Cursor(1_795_404_780_000_000_000, 1)
    assert [row.id for row in await events.attempts(newest.id)] == [newest.id]
    assert await events.choices("model") == ["gpt-plain"]


async def test_gaps_are_those_of_the_server(events: EventService, database: Database) -> None:
    uid = one(database, "select uid from server")
    gap = Gap(5, 9, GapReason.APP_CLOSED, certain=True)
    database.write(lambda w: records.open_gap(w, 1, gap)).result(10)
    assert await events.gaps(uid) == [gap]
    assert await events.gaps(uid, 10) == []
    assert await events.gaps("unknown") == []


async def test_what_the_file_holds(events: EventService, database: Database) -> None:
    info = await events.file_info()
    assert (info.path, info.events) == (database.path, 10)
    assert [row.name for row in await events.servers()] == ["cpa"]
