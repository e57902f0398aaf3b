from __future__ import annotations

from collections.abc import Sequence

import pytest

from cpam_desktop.domain.events import NO_SNAPSHOT, Snapshot
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.store.database import Database
from tests.kit.history import keep, one, select, server, someone, wire

ALICE = someone("alice@example.com")
BOB = someone("bob@example.com")
INDEX = "cb3c5eb4152635f2"


def _collect(
    database: Database, intake: Intake, snapshots: Sequence[Snapshot], *, first: int = 0, provider: str = "codex"
) -> list[str]:
    """One event for each snapshot, each in a batch of its own; the accounts of all events so far."""
    for number, snapshot in enumerate(snapshots):
        record = wire(request_id=f"{first + number:08x}", provider=provider)
        keep(database, [record], intake=intake, snapshots={INDEX: snapshot})
    rows = select(
        database, "select c.account from event e join credential c on c.id = e.credential_id order by e.request_id"
    )
    return [row[0] for row in rows]


def _credentials(database: Database) -> list[str]:
    return [row[0] for row in select(database, "select account from credential order by id")]


@pytest.fixture
def intake(database: Database) -> Intake:
    return Intake(server(database))


def test_a_row_without_a_snapshot_is_filled_once(database: Database, intake: Intake) -> None:
    """The event that came before the first look into the auth files gets its account as well."""
    assert _collect(database, intake, [NO_SNAPSHOT, ALICE]) == ["alice@example.com"] * 2
    assert _credentials(database) == ["alice@example.com"]


def test_a_later_difference_makes_a_new_row_used_from_then_on(database: Database, intake: Intake) -> None:
    assert _collect(database, intake, [ALICE, BOB, NO_SNAPSHOT]) == [
        "alice@example.com",
        "bob@example.com",
        "bob@example.com",
    ]
    assert _credentials(database) == ["alice@example.com", "bob@example.com"]


def test_what_was_renamed_and_renamed_back_is_three_rows(database: Database, intake: Intake) -> None:
    _collect(database, intake, [ALICE, BOB, ALICE])
    assert _credentials(database) == ["alice@example.com", "bob@example.com", "alice@example.com"]


@pytest.mark.parametrize(
    "change",
    [
        Snapshot("alice@example.com", "Alice", "alice@example.com.json", "codex", "", 9),
        Snapshot("alice@example.com", "alice@example.com", "moved.json", "codex", "", 9),
        Snapshot("alice@example.com", "alice@example.com", "alice@example.com.json", "other", "", 9),
        Snapshot("alice@example.com", "alice@example.com", "alice@example.com.json", "codex", "project", 9),
    ],
)
def test_any_difference_counts(database: Database, intake: Intake, change: Snapshot) -> None:
    _collect(database, intake, [ALICE, change])
    assert one(database, "select count(*) from credential") == 2


def test_a_new_time_is_no_difference(database: Database, intake: Intake) -> None:
    _collect(database, intake, [ALICE, someone("alice@example.com", taken_at_ns=99)])
    assert select(database, "select account, snapshot_ns from credential") == [("alice@example.com", 1)]


@pytest.mark.parametrize("empty", [NO_SNAPSHOT, Snapshot(), Snapshot(taken_at_ns=7)])
def test_a_snapshot_that_says_nothing_never_replaces_one(database: Database, intake: Intake, empty: Snapshot) -> None:
    assert _collect(database, intake, [ALICE, empty]) == ["alice@example.com"] * 2
    restarted = Intake(intake.dims.server_id)
    assert _collect(database, restarted, [empty], first=2) == ["alice@example.com"] * 3
    assert one(database, "select count(*) from credential") == 1


def test_a_snapshot_that_says_nothing_does_not_count_as_filled(database: Database, intake: Intake) -> None:
    _collect(database, intake, [Snapshot(taken_at_ns=7)])
    assert _collect(database, Intake(intake.dims.server_id), [ALICE], first=1) == ["alice@example.com"] * 2


@pytest.mark.parametrize("snapshot", [ALICE, Snapshot("alice@example.com", taken_at_ns=7), NO_SNAPSHOT])
def test_after_a_restart_the_same_snapshot_is_the_same_row(
    database: Database, intake: Intake, snapshot: Snapshot
) -> None:
    _collect(database, intake, [snapshot])
    _collect(database, Intake(intake.dims.server_id), [snapshot], first=1)
    assert one(database, "select count(*) from credential") == 1


def test_after_a_restart_the_newest_row_is_used(database: Database, intake: Intake) -> None:
    _collect(database, intake, [ALICE, BOB])
    assert _collect(database, Intake(intake.dims.server_id), [NO_SNAPSHOT], first=2)[-1] == "bob@example.com"


def test_credentials_differ_by_index_and_by_key(database: Database, intake: Intake) -> None:
    batch = [wire(request_id="1"), wire(request_id="2", auth_index="x"), wire(request_id="3", source="other-key-123")]
    keep(database, batch, intake=intake)
    assert one(database, "select count(*) from credential") == 3


def test_without_a_snapshot_they_differ_by_provider_too(database: Database, intake: Intake) -> None:
    _collect(database, intake, [NO_SNAPSHOT], provider="codex")
    _collect(database, intake, [NO_SNAPSHOT], provider="xai", first=1)
    assert select(database, "select provider from credential order by id") == [("codex",), ("xai",)]


def test_nothing_is_shared_between_servers(database: Database) -> None:
    keep(database, [wire()], "a", snapshots={INDEX: ALICE})
    keep(database, [wire()], "b")
    for table in ("event", "credential", "api_key", "client", "upstream"):
        assert one(database, f"select count(*) from {table}") == 2
    assert select(database, "select server_id, count(*) from term group by 1") == [(1, 4), (2, 4)]
    assert _credentials(database) == ["alice@example.com", ""]
    mixed = one(
        database,
        "select count(*) from event e join term m on m.id = e.model_id join credential c on c.id = e.credential_id"
        " join api_key k on k.id = e.key_id join client l on l.id = e.client_id join upstream u on u.id = e.upstream_id"
        " where e.server_id not in (m.server_id) or e.server_id not in (c.server_id)"
        " or e.server_id not in (k.server_id) or e.server_id not in (l.server_id) or e.server_id not in (u.server_id)",
    )
    assert mixed == 0


def test_a_filled_snapshot_of_a_rolled_back_batch_is_forgotten(database: Database, intake: Intake) -> None:
    keep(database, [wire(request_id="1")], intake=intake)
    job = intake.job([wire(request_id="2")], 1, {INDEX: ALICE})

    def fail(writing: object) -> None:
        job(writing)  # pyright: ignore[reportArgumentType]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(fail).result(10)
    assert _credentials(database) == [""]
    intake.forget()
    keep(database, [wire(request_id="2")], intake=intake, snapshots={INDEX: ALICE})
    assert _credentials(database) == ["alice@example.com"]


def test_more_words_than_the_cache_holds_keep_their_keys(
    database: Database, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.store.dimensions._CACHE_LIMIT", 5)
    batch = [wire(request_id=f"{number}", model=f"m{number % 7}", alias=f"a{number % 3}") for number in range(50)]
    keep(database, batch, intake=intake)
    rows = select(database, "select e.request_id, m.text from event e join term m on m.id = e.model_id")
    assert {row[0]: row[1] for row in rows} == {f"{number}": f"m{number % 7}" for number in range(50)}
    assert one(database, "select count(*) from term where kind = 'model'") == 10


def test_a_row_that_another_process_filled_keeps_what_it_says(database: Database, intake: Intake) -> None:
    _collect(database, intake, [NO_SNAPSHOT])  # this process knows the row as one without a snapshot
    _collect(database, Intake(intake.dims.server_id), [ALICE], first=1)  # an import fills it
    bob = someone("bob@example.com", taken_at_ns=5)
    assert _collect(database, intake, [bob], first=2) == ["alice@example.com"] * 2 + ["bob@example.com"]


def test_a_snapshot_without_a_time_counts(database: Database, intake: Intake) -> None:
    _collect(database, intake, [Snapshot("alice@example.com")])
    restarted = Intake(intake.dims.server_id)
    bob = someone("bob@example.com", taken_at_ns=5)
    assert _collect(database, restarted, [bob], first=1) == ["alice@example.com", "bob@example.com"]
