"""Dead letters read again: what is an event by now moves, the rest stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.hiding import clean_record
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.services.deadletters import DeadLetterService, ReplayReport
from cpam_desktop.store import records
from tests.kit.cli import run, same_shape
from tests.kit.collecting import Rig, facts, made, query, rig_in, stored

EXAMPLE = Path(__file__).parents[2] / "data" / "cli" / "db-replay.json"
NO_TIME = '{"no":"time"}'


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with rig_in(tmp_path) as found:
        yield found


def server_of(rig: Rig, name: str) -> int:
    job = rig.database.write(lambda w: records.server_id(w, uid=f"uid-{name}", base_url="", name=name))
    return job.result()


def bury(rig: Rig, server: int, *payloads: str) -> None:
    """As a version that understood none of these."""
    intake = Intake(server)
    for payload in payloads:
        letter = DeadLetter(payload, "not understood then")
        rig.database.write(lambda w, letter=letter: intake.bury(w.connection, letter, 1)).result()


def hidden(raw: bytes) -> str:
    """How a record lies among the dead letters: without its secrets."""
    return clean_record(json.loads(raw), raw)


def letters(rig: Rig) -> list[str]:
    return [payload for (payload,) in query(rig.path, "select payload from dead_letter order by id")]


def test_what_is_understood_now_becomes_an_event(rig: Rig) -> None:
    events = made(1_203)
    server = server_of(rig, "home")
    bury(rig, server, NO_TIME, *map(hidden, events), "[7 bytes that are no text, sha256 00]")
    report = DeadLetterService(rig.database).replay()
    assert report == ReplayReport(total=1_205, added=1_203, duplicates=0, failed=2)
    assert stored(rig.path) == facts(events)
    assert letters(rig) == [NO_TIME, "[7 bytes that are no text, sha256 00]"]
    assert DeadLetterService(rig.database).replay() == ReplayReport(total=2, failed=2)


def test_an_event_that_is_there_already_is_the_same_one(rig: Rig) -> None:
    """Its secrets are hashes among the dead letters, and its identity is that of the record itself."""
    events = made(40)
    server = server_of(rig, "home")
    rig.database.write(Intake(server).job(events, 1, {})).result()
    bury(rig, server, *map(hidden, events))
    assert DeadLetterService(rig.database).replay() == ReplayReport(total=40, duplicates=40)
    assert stored(rig.path) == facts(events)
    assert letters(rig) == []


def test_only_of_the_servers_that_are_named(rig: Rig) -> None:
    home, work = server_of(rig, "home"), server_of(rig, "work")
    bury(rig, home, hidden(made(1)[0]))
    bury(rig, work, hidden(made(1, seed=2)[0]), NO_TIME)
    service = DeadLetterService(rig.database)
    assert service.replay(["uid-work"]) == ReplayReport(total=2, added=1, failed=1)
    assert query(rig.path, "select server_id from event") == [(work,)]
    assert service.replay(["uid-nobody"]) == ReplayReport()
    assert service.replay() == ReplayReport(total=2, added=1, failed=1)


def test_one_that_cannot_be_stored_does_not_hold_up_the_others(rig: Rig) -> None:
    events = made(9)
    server = server_of(rig, "home")
    bury(rig, server, *map(hidden, events))
    request = json.loads(events[4])["request_id"]
    refuse = (
        f"create trigger t before insert on event when new.request_id = '{request}' begin select raise(abort, 'x'); end"
    )
    rig.database.write(lambda w: w.connection.execute(refuse)).result()
    refused = sum(1 for raw in events if json.loads(raw)["request_id"] == request)
    report = DeadLetterService(rig.database).replay()
    assert report == ReplayReport(total=9, added=9 - refused, failed=refused)
    assert len(letters(rig)) == refused


def test_a_database_that_cannot_be_written_keeps_them(rig: Rig) -> None:
    bury(rig, server_of(rig, "home"), hidden(made(1)[0]))
    rig.set_busy(0)
    with closing(sqlite3.connect(rig.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="locked"):
            DeadLetterService(rig.database).replay()
        other.execute("rollback")
    assert DeadLetterService(rig.database).replay() == ReplayReport(total=1, added=1)


async def test_on_the_command_line(tmp_path: Path) -> None:
    events = made(12)
    with rig_in(tmp_path / "data") as rig:
        bury(rig, server_of(rig, "home"), NO_TIME, *map(hidden, events))
    ended = await run(tmp_path, "db", "replay", "--json")
    assert ended.status == 0
    assert ended.last == {"schema": 1, "total": 13, "added": 12, "duplicates": 0, "failed": 1}
    assert same_shape(json.loads(EXAMPLE.read_text()), ended.last) == []
    assert stored(tmp_path / "data" / "history.sqlite") == facts(events)
    unknown = await run(tmp_path, "db", "replay", "--profile", "nobody")
    assert unknown.status == 2
    assert "there is no server called “nobody”" in unknown.err
    table = await run(tmp_path, "db", "replay", "--profile", "home")
    assert "failed" in table.out
