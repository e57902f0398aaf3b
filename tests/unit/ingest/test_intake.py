from __future__ import annotations

import pytest

from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store.database import Database, Writing
from tests.kit.history import keep, one, select, server, someone, wire


def test_a_batch_is_events_duplicates_and_dead_letters(database: Database) -> None:
    batch = [wire(), wire(latency_ms=100), wire(), b"{", b"{", b"null"]
    assert keep(database, batch) == Stored(2, 1, 3, 1_795_404_831_173_341_464)
    assert select(database, "select payload, error from dead_letter order by id") == [
        ("{", "no JSON: Input data was truncated"),
        ("null", "no JSON object"),
    ]


def test_an_empty_batch_does_nothing(database: Database) -> None:
    assert keep(database, []) == Stored(0, 0, 0, None)


def test_only_dead_letters_have_no_newest_time(database: Database) -> None:
    assert keep(database, [b"x"]) == Stored(0, 0, 1, None)


def test_a_dead_letter_keeps_when_and_whose_it_was(database: Database) -> None:
    keep(database, [b"x"], "a")
    keep(database, [b"x"], "b")
    keep(database, [b"x"], "b")
    assert select(
        database, "select s.name, d.received_ns from dead_letter d join server s on s.id = d.server_id order by d.id"
    ) == [("a", 1_795_404_831_000_000_000), ("b", 1_795_404_831_000_000_000)]


def test_snapshots_are_found_by_auth_index(database: Database) -> None:
    snapshots = {"cb3c5eb4152635f2": someone("a@example.com")}
    keep(database, [wire(), wire(auth_index="0000000000000000"), wire(auth_index=None)], snapshots=snapshots)
    assert select(database, "select auth_index, account from credential order by id") == [
        ("cb3c5eb4152635f2", "a@example.com"),
        ("0000000000000000", ""),
        ("", ""),
    ]


def test_after_a_rollback_and_forget_the_same_batch_is_stored_whole(database: Database) -> None:
    intake = Intake(server(database))
    job = intake.job([wire(), b"x"], 1, {"cb3c5eb4152635f2": someone("a@example.com")})

    def fail(writing: Writing) -> None:
        job(writing)
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError, match="went away"):
        database.write(fail).result(10)
    for table in ("event", "term", "credential", "api_key", "client", "upstream", "dead_letter"):
        assert one(database, f"select count(*) from {table}") == 0
    intake.forget()
    assert database.write(job).result(10) == Stored(1, 0, 1, 1_795_404_831_085_341_464)
    assert select(
        database,
        "select m.text, c.account, k.mask, u.provider, l.user_agent from event e join term m on m.id = e.model_id"
        " join credential c on c.id = e.credential_id join api_key k on k.id = e.key_id"
        " join upstream u on u.id = e.upstream_id join client l on l.id = e.client_id",
    ) == [("gpt-plain", "a@example.com", "sk-…0001", "codex", "my-agent/1.2")]


def test_two_intakes_of_one_server_share_their_words(database: Database) -> None:
    """Two processes: each has its own cache."""
    first, second = Intake(server(database)), Intake(server(database))
    keep(database, [wire(request_id="1")], intake=first)
    keep(database, [wire(request_id="2", model="new")], intake=second)
    keep(database, [wire(request_id="3", model="new")], intake=first)
    assert select(database, "select text from term where kind = 'model' order by id") == [("gpt-plain",), ("new",)]
    assert one(database, "select count(*) from credential") == 1


def test_a_letter_of_our_own_can_be_buried(database: Database) -> None:
    intake = Intake(server(database))
    letter = DeadLetter("[7 bytes]", "could not be stored")
    database.write(lambda writing: intake.bury(writing.connection, letter, 5)).result(10)
    assert select(database, "select payload, error, received_ns from dead_letter") == [
        ("[7 bytes]", "could not be stored", 5)
    ]
