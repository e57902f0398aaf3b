"""Files that cannot be used, and several processes on one file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import StoreError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.store import manifest, pages
from cpam_desktop.store.database import Database
from tests.kit.history import keep, one, select, wire

WRITER = """
import sys
from pathlib import Path
from cpam_desktop.store.database import Database
database = Database.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    row = (f"{sys.argv[2]}-{number}",)
    insert = "insert into server (uid, base_url, name) values (?, '', '')"
    database.write(lambda w: w.connection.execute(insert, row), durable=False).result(30)
database.close()
"""


def _refusal(path: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Database.open(path).close()
    assert caught.value.exit_status == 1
    assert "\n" not in caught.value.sentence()
    return caught.value


def _file(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    path.chmod(0o644)
    return path


@pytest.mark.parametrize(
    "statements",
    [
        ("create table usage_events (id integer)",),  # CPA-Manager's own database
        ("create table usage_events (id integer)", "pragma journal_mode = wal"),
        ("create table t (id integer)", "pragma application_id = 252006673", "pragma user_version = 1"),
        ("pragma application_id = 252006673",),
    ],
)
def test_a_file_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path, statements: tuple[str, ...]) -> None:
    path = _file(tmp_path / "usage.sqlite", *statements)
    before = path.read_bytes()
    refusal = _refusal(path)
    assert f"{path} belongs to another program" in refusal.detail
    assert "--db" in refusal.hint
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    Database.open(path).close()
    _file(path, "pragma user_version = 99")
    before = path.read_bytes()
    refusal = _refusal(path)
    assert "newer version" in refusal.detail
    assert "Update" in refusal.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"hello", b"x" * 100_000, b"SQLite format 3\x00" + b"\xff" * 5000, b'{"timestamp":""}\n' * 500]
)
def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "h.sqlite"
    path.write_bytes(content)
    refusal = _refusal(path)
    assert "is damaged or is no database" in refusal.detail
    assert refusal.hint == "Restore a backup, or move the file away."
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_history(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    path.touch()
    database = Database.open(path)
    assert one(database, "select count(*) from event") == 0
    database.close()


QUERIES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "sealing": lambda connection: manifest.rows_after(connection, 0, 2_000, 2_000),
    "page": lambda connection: pages.page(connection, EventFilter(), 1000),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_damage_inside_is_told_in_words(tmp_path: Path, query: Callable[[sqlite3.Connection], object]) -> None:
    path = tmp_path / "h.sqlite"
    database = Database.open(path)
    keep(database, [wire(request_id=f"{number:08x}") for number in range(1000)])
    database.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(4096 * 40, size, 4096):  # the tables' first pages lie before
            file.seek(page)
            file.write(b"\xff" * 4096)
    damaged = Database.open(path)
    try:
        with pytest.raises(StoreError) as caught:
            damaged.read(query).result(10)
        assert "is damaged or is no database" in caught.value.detail
        with pytest.raises(StoreError, match="is damaged"):
            keep(damaged, [wire(request_id=f"new-{number}") for number in range(500)])
    finally:
        damaged.close()


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert _refusal(tmp_path).detail == f"{tmp_path} is a folder"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refusal = _refusal(tmp_path / "file" / "folder" / "h.sqlite")
    assert f"the folder {tmp_path / 'file' / 'folder'} cannot be made (Not a directory)" in refusal.detail


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is a folder that nobody may write")
def test_a_folder_that_cannot_be_written_is_told() -> None:
    refusal = _refusal(Path("/proc/history.sqlite"))
    assert "/proc/history.sqlite cannot be opened for writing" in refusal.detail
    assert "permissions" in refusal.hint
    assert "cannot be made" in _refusal(Path("/proc/folder/history.sqlite")).detail


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/self/fd names open files")
def test_a_file_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    """Opened through a link whose target's folder is gone, so that no WAL can be made beside it, not even by root."""
    path = tmp_path / "gone" / "h.sqlite"
    Database.open(path).close()
    with path.open("rb") as file:
        path.unlink()
        path.parent.rmdir()
        refusal = _refusal(Path(f"/proc/self/fd/{file.fileno()}"))
    assert "cannot be opened for writing" in refusal.detail


def test_two_windows_on_one_file_see_each_other(tmp_path: Path) -> None:
    first, second = Database.open(tmp_path / "h.sqlite"), Database.open(tmp_path / "h.sqlite")
    try:
        assert keep(first, [wire()]).inserted == 1
        assert keep(second, [wire()]).duplicates == 1
        assert keep(second, [wire(request_id="2")]).inserted == 1
        assert one(first, "select count(*) from event") == 2
    finally:
        first.close()
        assert keep(second, [wire(request_id="3")]).inserted == 1
        second.close()


def test_processes_that_start_at_once_share_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    processes = [
        subprocess.Popen(
            [*command, name, "40"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in ("a", "b", "c")
    ]
    ours = Database.open(path)
    said = [process.communicate("\n", timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], [err[-800:] for _, err in said]
    assert select(ours, "select substr(uid, 1, 1), count(*) from server group by 1") == [
        ("a", 40),
        ("b", 40),
        ("c", 40),
    ]
    assert one(ours, "pragma integrity_check") == "ok"
    ours.close()
