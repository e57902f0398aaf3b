from __future__ import annotations

import uuid

import pytest

from cpam_desktop.domain.collecting import Gap, GapReason
from cpam_desktop.store import records
from cpam_desktop.store.database import Database
from cpam_desktop.store.records import ServerRow, WatchMark
from tests.kit.history import keep, select, server, wire

URL = "https://cpa.example"


def _server(database: Database, *, uid: str | None = None, base_url: str = "", name: str = "") -> int:
    return database.write(lambda w: records.server_id(w, uid=uid, base_url=base_url, name=name)).result(10)


def _servers(database: Database) -> list[ServerRow]:
    return database.read(records.servers).result(10)


def test_a_server_is_found_by_its_uid_and_kept_current(database: Database) -> None:
    first = _server(database, uid="u1", base_url=URL, name="Home")
    assert _server(database, uid="u1", base_url="https://moved.example", name="House") == first
    assert _servers(database) == [ServerRow(first, "u1", "https://moved.example", "House")]


def test_an_ad_hoc_address_finds_its_server(database: Database) -> None:
    first = _server(database, base_url=URL, name="cpa.example")
    assert _server(database, base_url=URL) == first
    (row,) = _servers(database)
    assert (row.base_url, row.name) == (URL, "cpa.example")
    assert uuid.UUID(row.uid).version == 5  # made from the address: a later visit has the same


def test_a_profile_takes_over_what_its_address_has_recorded(database: Database) -> None:
    first = _server(database, base_url=URL, name="cpa.example")
    assert _server(database, uid="u1", base_url=URL, name="Home") == first
    assert _servers(database) == [ServerRow(first, "u1", URL, "Home")]


def test_servers_without_an_address_are_not_one(database: Database) -> None:
    assert _server(database, uid="u1", name="a") != _server(database, uid="u2", name="b")
    assert len(_servers(database)) == 2


def test_an_import_files_its_events_by_name(database: Database) -> None:
    first = server(database, "imported")
    assert server(database, "imported") == first
    assert server(database, "Imported") != first
    assert [row.name for row in _servers(database)] == ["Imported", "imported"]


def test_an_import_may_go_to_a_collected_server(database: Database) -> None:
    collected = _server(database, uid="u1", base_url=URL, name="Home")
    assert server(database, "Home") == collected


def test_an_event_is_known_on_its_server_only(database: Database) -> None:
    keep(database, [wire()], "a")
    ((time_ns, identity),) = select(database, "select time_ns, identity from event")
    other = server(database, "b")

    def known(number: int) -> bool:
        return database.read(lambda connection: records.has_event(connection, number, time_ns, identity)).result(10)

    assert known(1)
    assert not known(other)


def test_gaps_are_kept_changed_and_listed_by_time(database: Database) -> None:
    late = Gap(500, None, GapReason.SERVER_AWAY, certain=False)
    early = Gap(100, 200, GapReason.APP_CLOSED, certain=True, detail="closed for 100 s")
    late_id = database.write(lambda w: records.open_gap(w, 1, late)).result(10)
    database.write(lambda w: records.open_gap(w, 1, early)).result(10)
    database.write(lambda w: records.open_gap(w, 2, late)).result(10)

    def gaps(number: int, since_ns: int = 0) -> list[Gap]:
        return database.read(lambda connection: records.gaps(connection, number, since_ns)).result(10)

    assert gaps(1) == [early, late]
    assert gaps(1, 200) == [early, late]
    assert gaps(1, 201) == [late]
    ended = Gap(500, 900, GapReason.RESTARTED, certain=True, detail="counters fell")
    database.write(lambda w: records.set_gap(w, late_id, ended)).result(10)
    assert gaps(1, 501) == [ended]
    assert gaps(2) == [late]


@pytest.mark.parametrize("calls", [None, 0, 17])
def test_the_watch_mark_is_the_last_one(database: Database, calls: int | None) -> None:
    def last(number: int) -> WatchMark | None:
        return database.read(lambda connection: records.last_watch(connection, number)).result(10)

    assert last(1) is None
    for mark in (WatchMark(1, 60, 3), WatchMark(2, 3600, calls)):
        database.write(lambda w, mark=mark: records.keep_watch(w, 1, mark)).result(10)
    assert last(1) == WatchMark(2, 3600, calls)
    assert last(2) is None


def test_dead_letters_are_listed_and_dropped(database: Database) -> None:
    keep(database, [b"1", b"2", b"3"])

    def listed(after: int = 0, limit: int = 500) -> list[str]:
        rows = database.read(lambda connection: records.dead_letters(connection, after, limit)).result(10)
        return [row.payload for row in rows]

    assert listed() == ["1", "2", "3"]
    assert listed(1) == ["2", "3"]
    assert listed(0, 2) == ["1", "2"]
    database.write(lambda w: records.drop_dead_letters(w, [1, 3])).result(10)
    assert listed() == ["2"]


def test_what_the_file_holds(database: Database) -> None:
    def info() -> records.FileInfo:
        return database.read(lambda connection: records.file_info(connection, database.path)).result(10)

    empty = info()
    assert (empty.events, empty.dead_letters, empty.servers, empty.first_ns, empty.last_ns) == (0, 0, (), None, None)
    keep(database, [wire(), wire(timestamp="2026-11-24T00:00:00Z"), b"x"])
    full = info()
    assert (full.events, full.dead_letters) == (2, 1)
    assert [row.name for row in full.servers] == ["cpa"]
    assert (full.first_ns, full.last_ns) == (1_795_404_831_073_341_464, 1_795_478_400_000_000_000)
    parts = ("", "-wal", "-shm")
    assert full.bytes == sum(database.path.with_name(f"history.sqlite{part}").stat().st_size for part in parts)
    assert select(database, "select count(*) from server") == [(1,)]


def test_two_profiles_of_one_address_keep_their_own_history(database: Database) -> None:
    home = _server(database, uid="home-uid", base_url=URL, name="home")
    other = _server(database, uid="other-uid", base_url=URL, name="home via proxy")
    assert home != other
    assert _server(database, uid="home-uid", base_url=URL, name="home") == home
    assert [(row.uid, row.name) for row in sorted(_servers(database), key=lambda row: row.id)] == [
        ("home-uid", "home"),
        ("other-uid", "home via proxy"),
    ]


def test_an_ad_hoc_visit_leaves_the_saved_server_as_it_is(database: Database) -> None:
    saved = _server(database, uid="home-uid", base_url=URL, name="home")
    assert _server(database, base_url=URL, name="cpa.example") == saved
    (row,) = _servers(database)
    assert (row.uid, row.name) == ("home-uid", "home")
