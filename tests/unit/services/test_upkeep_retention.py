"""What retention shows, deletes, archives and leaves alone: on real files, sealed and not."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pytest

from cpam_desktop.analytics import segments
from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError, RoleTaken, WorkError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.services.analysis import AnalysisService
from cpam_desktop.services.sealing import SealService
from cpam_desktop.services.upkeep import UpkeepService
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from cpam_desktop.store.locks import RoleLock
from tests.kit.aged import NOW_NS, at, calls_off, keep_aged, keep_many, seal
from tests.kit.history import ABSENT, failed, keep, one, select, server, wire

PARTS = 200


@pytest.fixture
def upkeep(database: Database) -> UpkeepService:
    return UpkeepService(database, lambda: NOW_NS)


def _hours(database: Database) -> list[float]:
    return [(row[0] - at(0)) / 3.6e12 for row in select(database, "select time_ns from event order by time_ns")]


def test_a_plan_by_age_says_what_goes_and_changes_nothing(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, range(240))
    plan = upkeep.plan_retention(days=3)
    assert plan.cutoff_ns == at(168)
    assert (plan.events, plan.kept_back, plan.segments, plan.empty) == (168, 0, 0, False)
    assert (plan.oldest_ns, plan.newest_ns) == (at(0), at(167))
    assert (plan.oldest_kept_ns, plan.newest_kept_ns) == (at(168), at(239))
    assert 100 < plan.frees / 168 < 1000
    assert len(_hours(database)) == 240


def test_what_the_plan_says_is_deleted(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, range(240))
    heard: list[tuple[str, int, int]] = []
    done = upkeep.apply(
        upkeep.plan_retention(days=3), progress=lambda step, done, total: heard.append((step, done, total))
    )
    assert (done.events, done.segments, done.archive, done.finished) == (168, 0, None, True)
    assert _hours(database) == [*range(168, 240)]
    assert heard == [("delete", 168, 168)]
    assert one(database, "pragma integrity_check") == "ok"
    assert upkeep.plan_retention(days=3).empty


@pytest.mark.parametrize("given", [{}, {"days": 0}, {"days": -1}, {"max_bytes": 0}], ids=str)
def test_nonsense_is_refused(upkeep: UpkeepService, given: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        upkeep.plan_retention(**given)


def test_an_empty_history_has_nothing_to_delete(upkeep: UpkeepService) -> None:
    for plan in (upkeep.plan_retention(days=1), upkeep.plan_retention(max_bytes=1)):
        assert (plan.events, plan.frees, plan.oldest_ns, plan.oldest_kept_ns, plan.empty) == (0, 0, None, None, True)
        assert upkeep.apply(plan).events == 0


def test_the_highest_row_id_is_never_free_again(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, [200, 210, 1])  # an old event was imported last
    plan = upkeep.plan_retention(days=1)
    assert (plan.events, plan.kept_back, plan.oldest_kept_ns) == (2, 1, at(1))
    assert upkeep.apply(plan).events == 2
    keep_aged(database, [220])
    assert select(database, "select id, time_ns from event order by id") == [(3, at(1)), (4, at(220))]


def test_what_comes_after_the_plan_stays(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, [1, 2, 230])
    plan = upkeep.plan_retention(days=1)
    keep_aged(database, [3, 4])
    assert upkeep.apply(plan).events == 2
    assert _hours(database) == [3, 4, 230]


def test_segments_go_as_a_whole_with_their_events(database: Database, upkeep: UpkeepService) -> None:
    for part in (range(100), range(100, 200), range(200, 220)):
        keep_aged(database, part)
        seal(database)
    keep_aged(database, [20.5, 150.5, 230])  # not sealed: exact to the event
    files = [segment.file for segment in database.read(manifest.segments).result(10)]
    plan = upkeep.plan_retention(days=4)  # from hour 144 on
    assert (plan.events, plan.kept_back, plan.segments) == (101, 44, 1)
    assert (plan.oldest_kept_ns, plan.newest_ns) == (at(100), at(99))
    assert plan.frees > (segments.folder_of(database.path) / files[0]).stat().st_size
    done = upkeep.apply(plan)
    assert (done.events, done.segments) == (101, 1)
    assert _hours(database) == [*range(100, 151), 150.5, *range(151, 220), 230]
    assert [segment.file for segment in database.read(manifest.segments).result(10)] == files[1:]


@pytest.mark.parametrize("lost", [False, True])
def test_segments_that_share_a_moment_lose_their_own_rows(
    database: Database, upkeep: UpkeepService, lost: bool
) -> None:
    """Files of one moment and crossing ids: what belongs where stands in the files only."""
    keep_aged(database, [5, 5, 5, 5, 1, 1, 2, 2])
    seal(database, most=3)
    known = database.read(manifest.segments).result(10)
    assert [(segment.rows, segment.min_ns, segment.max_ns) for segment in known] == [
        (3, at(1), at(2)),
        (3, at(2), at(5)),
        (2, at(5), at(5)),
    ]
    keep_aged(database, [230])
    if lost:
        (segments.folder_of(database.path) / known[1].file).unlink()
    plan = upkeep.plan_retention(days=1)
    assert (plan.events, plan.segments) == (8, 3)
    done = upkeep.apply(plan)
    assert (done.events, done.segments) == ((5, 2) if lost else (8, 3))
    assert len(_hours(database)) == (4 if lost else 1)
    assert database.read(manifest.segments).result(10) == ([known[1]] if lost else [])


def test_a_segment_with_the_newest_row_stays(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, range(50))
    seal(database)
    plan = upkeep.plan_retention(days=1)
    assert (plan.events, plan.kept_back, plan.empty) == (0, 50, True)
    assert upkeep.apply(plan).events == 0
    assert len(_hours(database)) == 50


def test_a_size_is_kept_by_deleting_the_oldest(database: Database, upkeep: UpkeepService) -> None:
    keep_many(database, 5_000)
    upkeep.compact()
    sizes = upkeep.sizes()
    assert upkeep.plan_retention(max_bytes=sizes.database).empty
    wanted = (sizes.database - sizes.free) // 2
    plan = upkeep.plan_retention(max_bytes=wanted)
    assert 2_000 < plan.events < 4_500
    upkeep.apply(plan)
    after = upkeep.sizes()
    assert wanted * 0.7 < after.database - after.free <= wanted * 1.05
    assert after.events == 5_000 - plan.events
    assert upkeep.plan_retention(days=3650, max_bytes=1).events == after.events - 1
    assert upkeep.plan_retention(days=1, max_bytes=1 << 40).cutoff_ns == NOW_NS - 86_400_000_000_000


def test_a_size_is_kept_also_where_segments_go_as_a_whole(database: Database, upkeep: UpkeepService) -> None:
    keep_many(database, 6_000)
    seal(database, most=2_000)
    keep_aged(database, [230])
    upkeep.compact()
    before = upkeep.sizes()
    wanted = (before.database + before.segments) * 3 // 5
    plan = upkeep.plan_retention(max_bytes=wanted)
    assert (plan.segments, plan.events, plan.kept_back) == (2, 4_000, 0)
    upkeep.apply(plan)
    after = upkeep.sizes()
    assert after.database - after.free + after.segments <= wanted


def test_texts_that_nothing_refers_to_go_too(database: Database, upkeep: UpkeepService) -> None:
    keep(
        database,
        [failed(500, f"an old failure {n}", timestamp="2026-11-01T00:00:00Z", model=f"old-{n}") for n in "abc"],
    )
    keep(database, [failed(500, "a new failure", timestamp="2026-11-10T12:00:00Z", request_id="2")])
    done = upkeep.apply(upkeep.plan_retention(days=2))
    assert done.events == 3
    assert done.texts == 6
    assert select(database, "select text from term where kind = 'error'") == [("a new failure",)]
    assert select(database, "select text from term where kind = 'model'") == [("gpt-plain",)]


def test_who_keeps_ids_in_memory_does_not_use_those_of_deleted_texts(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    intake = Intake(server(database))
    keep(database, [wire(timestamp="2026-11-01T00:00:00Z", model="old", alias="old", user_agent="old")], intake=intake)
    keep(database, [wire(timestamp="2026-11-10T12:00:00Z", request_id="2")], intake=intake)
    assert upkeep.apply(upkeep.plan_retention(days=2)).texts == 2
    keep(
        database,
        [wire(timestamp="2026-11-10T13:00:00Z", request_id="3", model="old", alias="old", user_agent="old")],
        intake=intake,
    )
    joined = (
        "select m.text, c.user_agent from event e join term m on m.id = e.model_id join client c on c.id = e.client_id"
    )
    assert select(database, f"{joined} order by e.id") == [("gpt-plain", "my-agent/1.2"), ("old", "old")]


def test_dead_letters_of_that_time_go(database: Database, upkeep: UpkeepService) -> None:
    keep(database, [b"{", b"[", wire(timestamp=ABSENT)])  # received on 2026-11-23
    later = UpkeepService(database, lambda: 1_795_404_831_000_000_000 + 86_400_000_000_001)
    assert upkeep.plan_retention(days=1).dead_letters == 0
    plan = later.plan_retention(days=1)
    assert (plan.events, plan.dead_letters, plan.empty) == (0, 3, False)
    assert later.apply(plan).dead_letters == 3
    assert one(database, "select count(*) from dead_letter") == 0


def _archived(folder: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        sql = "select event_hash, timestamp_ms from read_parquet(?) order by timestamp_ms"
        return connection.execute(sql, [str(folder / "*.parquet")]).fetchall()


def test_an_archive_holds_exactly_what_was_deleted(
    database: Database, upkeep: UpkeepService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.services.archiving.FILE_EVENTS", 40)
    keep_aged(database, range(100))
    seal(database)
    keep_aged(database, [100, 101, 230])
    done = upkeep.apply(upkeep.plan_retention(days=1), tmp_path / "archives" / "mine")
    assert done.archive is not None
    assert [path.name for path in (tmp_path / "archives" / "mine").iterdir()] == [done.archive.name]
    assert sorted(path.name for path in done.archive.iterdir()) == [
        "events-0001.parquet", "events-0002.parquet", "events-0003.parquet",
    ]  # fmt: skip
    assert [row[1] for row in _archived(done.archive)] == [at(hour) // 1_000_000 for hour in range(102)]
    assert len({row[0] for row in _archived(done.archive)}) == 102
    assert _hours(database) == [230]


def test_two_archives_lie_beside_each_other(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    keep_aged(database, [1, 2, 3, 230])
    for days, hours in ((9.95, [1]), (9.9, [2]), (1, [3])):
        done = upkeep.apply(upkeep.plan_retention(days=days), tmp_path / "archives")
        assert done.archive is not None
        assert [row[1] for row in _archived(done.archive)] == [at(hour) // 1_000_000 for hour in hours]
    assert len(list((tmp_path / "archives").iterdir())) == 3


def test_nothing_is_deleted_where_the_archive_cannot_be_written(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    keep_aged(database, range(240))
    (tmp_path / "file").touch()
    with pytest.raises(WorkError, match="Nothing was deleted"):
        upkeep.apply(upkeep.plan_retention(days=1), tmp_path / "file")
    assert len(_hours(database)) == 240


def test_an_archive_that_is_called_off_leaves_everything(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    keep_aged(database, range(240))
    cancel = Event()
    plan = upkeep.plan_retention(days=1)
    done = upkeep.apply(plan, tmp_path / "archives", calls_off(cancel), cancel)
    assert (done.events, done.archive, done.finished) == (0, None, False)
    assert len(_hours(database)) == 240
    assert list((tmp_path / "archives").iterdir()) == []


def test_a_deletion_that_is_called_off_keeps_what_it_did(
    database: Database, upkeep: UpkeepService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.store.upkeep.CHUNK", PARTS)
    keep_aged(database, [hour / 5 for hour in range(1000)])
    keep_aged(database, [239])
    cancel = Event()
    done = upkeep.apply(upkeep.plan_retention(days=1), progress=calls_off(cancel), cancel=cancel)
    assert (done.events, done.finished) == (PARTS, False)
    assert len(_hours(database)) == 1001 - PARTS
    assert upkeep.apply(upkeep.plan_retention(days=1)).events == 1000 - PARTS


def test_who_seals_is_waited_for(database: Database, upkeep: UpkeepService, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_aged(database, [1, 230])
    plan = upkeep.plan_retention(days=1)
    cancel = Event()
    cancel.set()
    seals = RoleLock(database.path, "sealer", "prepares the history")
    with seals, pytest.raises(RoleTaken, match="prepares the history"):
        upkeep.apply(plan, cancel=cancel)
    assert upkeep.apply(plan).events == 1


def test_old_segment_files_are_swept(database: Database, upkeep: UpkeepService) -> None:
    folder = segments.folder_of(database.path)
    keep_aged(database, [1, 2])
    seal(database)
    (folder / "1-lost.parquet").touch()
    (folder / "1-new.parquet").touch()
    os.utime(folder / "1-lost.parquet", (1, 1))
    upkeep.sweep_segments()
    assert {path.name for path in folder.glob("*.parquet")} == {
        "1-new.parquet",
        *(segment.file for segment in database.read(manifest.segments).result(10)),
    }


@pytest.mark.parametrize("sealed", [False, True])
async def test_figures_in_memory_forget_what_was_deleted(
    database: Database, upkeep: UpkeepService, sealed: bool
) -> None:
    """The unsealed rows are kept as columns; the newest segment goes, so that sealing stands where it stood before."""
    analysis = AnalysisService(database, SealService(database, Bus()))
    keep_aged(database, range(200, 210))
    seal(database)
    keep_aged(database, range(30))  # old events, imported later
    keep_aged(database, [230])
    assert (await analysis.figures(EventFilter())).requests == 41
    if sealed:
        database.write(lambda w: w.connection.execute("delete from event where id = 41")).result(10)
        seal(database)
        keep_aged(database, [230])
        assert (await analysis.figures(EventFilter())).requests == 41
    done = await asyncio.to_thread(lambda: upkeep.apply(upkeep.plan_retention(days=3)))
    assert (done.events, done.segments) == (30, int(sealed))
    assert (await analysis.figures(EventFilter())).requests == 11
    keep_aged(database, [231])
    assert (await analysis.figures(EventFilter())).requests == 12
    analysis.close()
