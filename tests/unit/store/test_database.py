"""One writer, several readers, rollback, cancelling, closing: on real files."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import RowRefused, StoreError
from cpam_desktop.store.database import CancelToken, Database, Writing
from cpam_desktop.store.migrations import STEPS
from tests.kit.history import keep, one, wire

FOREVER = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000000) select sum(i) from n"
_INSERT = "insert into server (uid, base_url, name) values (?, '', 'x')"


def _add(database: Database, uid: str) -> Future[None]:
    def job(writing: Writing) -> None:
        writing.connection.execute(_INSERT, (uid,))

    return database.write(job)


def _uids(database: Database) -> list[str]:
    rows = database.read(lambda connection: connection.execute("select uid from server order by id").fetchall())
    return [row[0] for row in rows.result(10)]


def test_what_is_written_can_be_read(database: Database) -> None:
    _add(database, "a").result(10)
    assert _uids(database) == ["a"]


def test_a_file_is_the_users_own_and_in_wal_mode(database: Database) -> None:
    assert database.path.stat().st_mode & 0o777 == 0o600
    assert one(database, "pragma journal_mode") == "wal"
    assert one(database, "pragma application_id") == 0x4350414D
    assert one(database, "pragma user_version") == len(STEPS)


def test_a_share_without_permissions_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    database = Database.open(tmp_path / "history.sqlite")
    try:
        _add(database, "a").result(10)
        assert _uids(database) == ["a"]
    finally:
        database.close()


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_durable_commits_reach_the_disk(database: Database, durable: bool, synchronous: int) -> None:
    def job(writing: Writing) -> int:
        return int(writing.connection.execute("pragma synchronous").fetchone()[0])

    for _ in range(2):
        assert database.write(job, durable=not durable).result(10) == 3 - synchronous
        assert database.write(job, durable=durable).result(10) == synchronous


def test_a_job_that_raises_leaves_nothing(database: Database) -> None:
    def job(writing: Writing) -> None:
        writing.connection.execute(_INSERT, ("a",))
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        database.write(job).result(10)
    assert _uids(database) == []
    _add(database, "b").result(10)
    assert _uids(database) == ["b"]


def test_a_refused_value_is_told_from_an_unusable_database(database: Database) -> None:
    _add(database, "a").result(10)
    with pytest.raises(RowRefused):
        _add(database, "a").result(10)
    _add(database, "b").result(10)
    assert _uids(database) == ["a", "b"]


def test_a_commit_that_fails_is_rolled_back(database: Database) -> None:
    def no_commit(action: int, what: str | None, *_rest: str | None) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION and what == "COMMIT" else sqlite3.SQLITE_OK

    def job(writing: Writing) -> None:
        writing.connection.execute(_INSERT, ("a",))
        writing.connection.set_authorizer(no_commit)

    def mend(writing: Writing) -> None:
        writing.connection.set_authorizer(None)

    with pytest.raises(StoreError, match="not authorized"):
        database.write(job).result(10)
    with pytest.raises(StoreError, match="not authorized"):
        _add(database, "b").result(10)
    database.write(mend).result(10)
    _add(database, "c").result(10)
    assert _uids(database) == ["c"]


def test_a_full_disk_is_told_in_words_and_passes(database: Database) -> None:
    def limit(writing: Writing, more: int) -> None:
        pages = int(writing.connection.execute("pragma page_count").fetchone()[0])
        writing.connection.execute(f"pragma max_page_count = {pages + more}")

    database.write(lambda writing: limit(writing, 1)).result(10)
    batch = [wire(request_id=f"{number}", model="m" * 500 + str(number)) for number in range(100)]
    with pytest.raises(StoreError) as caught:
        keep(database, batch)
    assert "disk" in caught.value.detail
    assert "full" in caught.value.detail
    assert one(database, "select count(*) from event") == 0
    database.write(lambda writing: limit(writing, 1000)).result(10)
    assert keep(database, batch).inserted == 100


def test_jobs_run_one_after_the_other_in_order(database: Database) -> None:
    futures = [_add(database, f"{number}") for number in range(50)]
    for future in futures:
        future.result(10)
    assert _uids(database) == [f"{number}" for number in range(50)]


def test_a_job_that_was_called_off_in_time_does_not_run(database: Database) -> None:
    go = threading.Event()
    database.write(lambda _writing: go.wait(10))
    late = _add(database, "late")
    assert late.cancel()
    go.set()
    _add(database, "b").result(10)
    assert _uids(database) == ["b"]


def test_a_query_sees_one_state_of_the_file(database: Database) -> None:
    """Figures and rows of one answer agree, whatever is committed between its statements."""
    _add(database, "a").result(10)
    counted, written = threading.Event(), threading.Event()

    def query(connection: sqlite3.Connection) -> tuple[int, int]:
        first = connection.execute("select count(*) from server").fetchone()[0]
        counted.set()
        assert written.wait(10)
        return first, connection.execute("select count(*) from server").fetchone()[0]

    answer = database.read(query)
    assert counted.wait(10)
    _add(database, "b").result(10)
    written.set()
    assert answer.result(10) == (1, 1)
    assert _uids(database) == ["a", "b"]


def test_a_query_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError):
        database.read(lambda connection: connection.execute(_INSERT, ("a",))).result(10)
    assert _uids(database) == []


def test_a_query_that_is_wrong_does_not_spoil_its_connection(database: Database) -> None:
    for _ in range(2 * Database.READERS):
        with pytest.raises(StoreError):
            one(database, "select nonsense")
        with pytest.raises(ZeroDivisionError):
            database.read(lambda _connection: 1 // 0).result(10)
    assert _uids(database) == []


def test_a_running_query_can_be_cancelled(database: Database) -> None:
    token, running = CancelToken(), threading.Event()

    def query(connection: sqlite3.Connection) -> object:
        connection.create_function("tell", 0, lambda: running.set())
        return connection.execute(f"select tell(), ({FOREVER})").fetchone()

    answer = database.read(query, token)
    assert running.wait(10)
    token.cancel()
    token.cancel()
    with pytest.raises(CancelledError):
        answer.result(10)
    assert _uids(database) == []


def test_a_query_that_has_not_started_never_runs(database: Database) -> None:
    go = threading.Event()
    busy = [database.read(lambda _connection: go.wait(10)) for _ in range(Database.READERS)]
    ran: list[bool] = []
    token = CancelToken()
    answer = database.read(lambda _connection: ran.append(True), token)
    token.cancel()
    go.set()
    with pytest.raises(CancelledError):
        answer.result(10)
    assert [future.result(10) for future in busy] == [True] * Database.READERS
    assert ran == []


def test_a_cancel_between_two_statements_is_not_lost(database: Database) -> None:
    token, between, cancelled = CancelToken(), threading.Event(), threading.Event()

    def query(connection: sqlite3.Connection) -> object:
        connection.execute("select 1").fetchone()
        between.set()
        assert cancelled.wait(10)
        return connection.execute(FOREVER).fetchone()

    answer = database.read(query, token)
    assert between.wait(10)
    token.cancel()
    cancelled.set()
    with pytest.raises(CancelledError):
        answer.result(10)


def test_a_late_cancel_harms_no_other_query(database: Database) -> None:
    token = CancelToken()
    database.read(lambda connection: connection.execute("select 1").fetchone(), token).result(10)
    answers = [database.read(lambda connection: connection.execute("select 2").fetchone()[0]) for _ in range(20)]
    token.cancel()
    assert [answer.result(10) for answer in answers] == [2] * 20


def test_closing_finishes_what_was_handed_over(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "h.sqlite")
    futures = [_add(database, f"{number}") for number in range(20)]
    database.close()
    database.close()
    assert all(future.done() for future in futures)
    again = Database.open(tmp_path / "h.sqlite")
    assert len(_uids(again)) == 20
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == ["h.sqlite"], "the WAL is merged"


def test_after_closing_every_call_says_so(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "h.sqlite")
    database.close()
    for future in (_add(database, "a"), database.read(lambda _connection: None)):
        with pytest.raises(StoreError, match="is closed"):
            future.result(10)


@pytest.mark.parametrize("attempt", range(3))
def test_no_write_is_left_without_an_answer_by_closing(tmp_path: Path, attempt: int) -> None:
    database = Database.open(tmp_path / f"{attempt}.sqlite")
    futures: list[Future[None]] = []
    started = threading.Event()

    def write() -> None:
        for number in range(100):
            futures.append(_add(database, f"{number}"))
            started.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert started.wait(10)
    database.close()
    thread.join()
    for future in futures:
        error = future.exception(10)
        assert error is None or isinstance(error, StoreError)


@pytest.mark.parametrize("name", ["with space", "ümläut", "per%20cent", "frag#ment", "quest?ion", "quote's"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.sqlite"
    database = Database.open(path)
    _add(database, "a").result(10)
    assert _uids(database) == ["a"]
    database.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.fixture
def other(database: Database) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the same file."""
    connection = sqlite3.connect(database.path, isolation_level=None, timeout=0.1)
    yield connection
    connection.close()


def test_writers_of_several_connections_take_turns(database: Database, other: sqlite3.Connection) -> None:
    other.execute("begin immediate")
    waiting = _add(database, "ours")
    other.execute(_INSERT, ("theirs",))
    other.execute("commit")
    waiting.result(10)
    assert _uids(database) == ["theirs", "ours"]


def test_who_waits_too_long_is_told_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.store.database.BUSY_SECONDS", 0.2)
    database = Database.open(tmp_path / "h.sqlite")
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("begin immediate")
    started = time.monotonic()
    with pytest.raises(StoreError) as caught:
        _add(database, "a").result(10)
    assert time.monotonic() - started < 5
    assert "another process has kept h.sqlite locked" in caught.value.detail
    assert caught.value.hint == "Try again."
    assert caught.value.exit_status == 1
    assert _uids(database) == []
    other.execute("rollback")
    other.close()
    _add(database, "a").result(10)
    database.close()
