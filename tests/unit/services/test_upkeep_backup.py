"""Backup, check and restore: what is kept, what is refused, and full disks."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cpam_desktop.analytics import segments
from cpam_desktop.domain.errors import InputError, RoleTaken, StoreError, WorkError
from cpam_desktop.domain.upkeep import no_progress
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.services.restoring import restore_over_damage
from cpam_desktop.services.upkeep import UpkeepService
from cpam_desktop.store.database import Database
from cpam_desktop.store.migrations import STEPS
from tests.kit.aged import at, calls_off, keep_aged, keep_many, seal
from tests.kit.beside import holding
from tests.kit.history import keep, one, select, server, wire


@pytest.fixture
def upkeep(database: Database) -> UpkeepService:
    return UpkeepService(database)


def _file(path: Path, sql: str) -> Any:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_a_backup_is_one_private_file_without_segments(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    keep_aged(database, range(100), "berlin")
    seal(database)
    target = tmp_path / "backups.d" / "a.sqlite"
    target.parent.mkdir()
    info = upkeep.backup(target)
    assert (info.path, info.events, info.version, info.servers) == (target, 100, len(STEPS), ("berlin",))
    assert (info.first_ns, info.last_ns, info.bytes) == (at(0), at(99), target.stat().st_size)
    assert [path.name for path in target.parent.iterdir()] == ["a.sqlite"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert _file(target, "select count(*) from segment") == 0
    assert _file(target, "pragma journal_mode") == "delete"
    assert one(database, "select count(*) from segment") == 1
    assert upkeep.check_backup(target) == info


def test_a_backup_replaces_only_a_backup(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    target = tmp_path / "a.sqlite"
    assert upkeep.backup(target).events == 0
    keep_aged(database, [1])
    assert upkeep.backup(target).events == 1
    other = tmp_path / "letter.txt"
    other.write_text("Dear")
    for wrong, words in ((other, "no backup"), (database.path, "its own backup")):
        with pytest.raises(InputError, match=words):
            upkeep.backup(wrong)
    assert other.read_text() == "Dear"
    assert one(database, "select count(*) from event") == 1


def test_a_folder_that_is_not_there_is_told(upkeep: UpkeepService, tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="No such file"):
        upkeep.backup(tmp_path / "none" / "a.sqlite")


def test_a_backup_that_is_called_off_leaves_no_file(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    keep_aged(database, range(100))
    cancel = Event()
    with pytest.raises(CancelledError):
        upkeep.backup(tmp_path / "a.sqlite", calls_off(cancel), cancel)
    assert [path.name for path in tmp_path.glob("a.*")] == []


@contextmanager
def _small_disk(most: int) -> Generator[None]:
    """While inside, no file of this process grows over so many bytes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_disk_without_room_for_the_backup_is_told(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    keep_many(database, 3_000)
    with _small_disk(100_000), pytest.raises(WorkError):
        upkeep.backup(tmp_path / "a.sqlite")
    assert [path.name for path in tmp_path.glob("a.*")] == []
    assert upkeep.backup(tmp_path / "a.sqlite").events == 3_000


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_disk_without_room_for_the_archive_loses_nothing(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    keep_many(database, 3_000)
    upkeep.compact()
    plan = upkeep.plan_retention(max_bytes=100_000)
    with _small_disk(200_000), pytest.raises(WorkError, match="Nothing was deleted"):
        upkeep.apply(plan, tmp_path / "archives")
    assert one(database, "select count(*) from event") == 3_000
    assert list((tmp_path / "archives").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_disk_without_room_for_a_restore_leaves_the_old_history(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    target = tmp_path / "a.sqlite"
    keep_many(database, 3_000)
    upkeep.backup(target)
    keep_aged(database, [1000])
    with _small_disk(target.stat().st_size + 300_000), pytest.raises(WorkError):
        upkeep.restore(target)
    assert one(database, "select count(*) from event") == 3_001
    assert one(database, "pragma integrity_check") == "ok"
    upkeep.restore(target)
    assert one(database, "select count(*) from event") == 3_000


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table usage_events (id integer)")


def _newer(path: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma user_version = 99")


def _cut(path: Path) -> None:
    database = Database.open(path)
    keep_aged(database, range(1_000))
    database.close()
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def _scratched(path: Path) -> None:
    database = Database.open(path)
    keep_aged(database, range(1_000))
    database.close()
    with path.open("r+b") as file:
        file.seek(4096 * 60)
        file.write(b"\xff" * 4096 * 3)


def _nothing(path: Path) -> None:
    assert not path.exists()


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_bytes(b"hello" * 1000)


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing there": (_nothing, "no file"),
    "no database": (_text, "damaged or is no database"),
    "an empty file": (_empty, "no history of CPAM Desktop"),
    "another program's": (_foreign, "another program"),
    "a newer version's": (_newer, "newer version"),
    "cut in half": (_cut, "is damaged"),
    "scratched": (_scratched, "is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_backup_is_refused(
    database: Database, upkeep: UpkeepService, tmp_path: Path, name: str
) -> None:
    make, words = REFUSED[name]
    path = tmp_path / "b.sqlite"
    make(path)
    keep_aged(database, [1, 2])
    for act in (upkeep.check_backup, upkeep.restore):
        with pytest.raises(StoreError, match=words):
            act(path)
    assert one(database, "select count(*) from event") == 2
    assert not list(tmp_path.glob("*before-restore*"))


def test_a_restored_history_is_that_of_the_backup(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    keep_aged(database, range(10), "berlin")
    backup = tmp_path / "a.sqlite"
    upkeep.backup(backup)
    keep_aged(database, range(10, 30), "paris")
    seal(database)
    old = list(segments.folder_of(database.path).glob("*.parquet"))
    restored = upkeep.restore(backup)
    assert restored.backup.events == 10
    assert select(database, "select s.name, count(*) from event e join server s on s.id = e.server_id group by 1") == [
        ("berlin", 10)
    ]
    assert one(database, "select count(*) from segment") == 0
    assert len(old) == 2
    assert restored.replaced is not None
    assert restored.replaced.name.startswith("history.sqlite.before-restore-")
    assert restored.replaced.stat().st_mode & 0o777 == 0o600
    keep_aged(database, [40], "berlin")
    assert upkeep.restore(restored.replaced).backup.events == 30
    assert one(database, "select count(*) from event") == 30
    assert one(database, "pragma journal_mode") == "wal"
    assert one(database, "pragma integrity_check") == "ok"


def test_other_windows_see_the_restored_history(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    keep_aged(database, [1])
    upkeep.backup(tmp_path / "a.sqlite")
    keep_aged(database, [2, 3])
    other = Database.open(database.path)
    intake = Intake(server(other))
    keep(other, [wire(request_id="x")], intake=intake)
    assert one(other, "select count(*) from event") == 4
    upkeep.restore(tmp_path / "a.sqlite")
    assert one(other, "select count(*) from event") == 1
    with pytest.raises(StoreError, match="a backup took its place"):
        keep(other, [wire(request_id="y")], intake=intake)  # its server may have another number now
    assert keep(other, [wire(request_id="y")]).inserted == 1
    other.close()


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    database: Database, upkeep: UpkeepService, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(old)) as file:
        file.executescript(STEPS[0] + "pragma application_id = 0x4350414D; pragma user_version = 1;")
        file.execute("insert into server values (7, 'u', '', 'old')")
        file.commit()
    before = old.read_bytes()
    assert upkeep.check_backup(old).version == 1
    upkeep.restore(old)
    assert one(database, "pragma user_version") == len(STEPS)
    assert one(database, "select name from server") == "old"
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*before-v*")) == []


def test_nothing_is_restored_while_somebody_collects(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    upkeep.backup(tmp_path / "a.sqlite")
    keep_aged(database, [1])
    with holding(database.path, "collector-1") as process, pytest.raises(RoleTaken, match=f"process {process}"):
        upkeep.restore(tmp_path / "a.sqlite")
    assert one(database, "select count(*) from event") == 1
    upkeep.restore(tmp_path / "a.sqlite")
    assert one(database, "select count(*) from event") == 0


def test_nothing_is_restored_while_somebody_seals(database: Database, upkeep: UpkeepService, tmp_path: Path) -> None:
    upkeep.backup(tmp_path / "a.sqlite")
    keep_aged(database, [1])
    cancel = Event()
    with holding(database.path, "sealer") as process, pytest.raises(RoleTaken, match=f"process {process}"):
        upkeep.restore(tmp_path / "a.sqlite", calls_off(cancel), _set(Event()))
    assert one(database, "select count(*) from event") == 1


def _set(event: Event) -> Event:
    event.set()
    return event


def test_a_history_cannot_be_restored_from_itself(database: Database, upkeep: UpkeepService) -> None:
    with pytest.raises(InputError, match="from itself"):
        upkeep.restore(database.path)


@pytest.mark.parametrize("content", [b"x" * 50_000, b"SQLite format 3\x00" + b"\xff" * 8_176])
def test_a_damaged_history_is_put_aside(
    upkeep: UpkeepService, database: Database, tmp_path: Path, content: bytes
) -> None:
    keep_aged(database, range(5))
    upkeep.backup(tmp_path / "a.sqlite")
    path = tmp_path / "other" / "history.sqlite"
    path.parent.mkdir()
    path.write_bytes(content)
    (tmp_path / "other" / "history.sqlite-wal").write_bytes(b"old")
    restored = restore_over_damage(path, tmp_path / "a.sqlite", no_progress, Event())
    assert restored.replaced is not None
    assert restored.replaced.read_bytes() == content
    assert restored.replaced.with_name(restored.replaced.name + "-wal").read_bytes() == b"old"
    opened = Database.open(path)
    assert one(opened, "select count(*) from event") == 5
    opened.close()


def test_a_sound_history_is_not_put_aside(upkeep: UpkeepService, database: Database, tmp_path: Path) -> None:
    upkeep.backup(tmp_path / "a.sqlite")
    with pytest.raises(InputError, match="not damaged"):
        restore_over_damage(database.path, tmp_path / "a.sqlite", no_progress, Event())


def test_compacting_gives_the_space_back(database: Database, upkeep: UpkeepService) -> None:
    keep_many(database, 10_000, text=500)
    upkeep.apply(upkeep.plan_retention(max_bytes=500_000))
    assert upkeep.sizes().free > 1_000_000
    heard: list[tuple[str, int, int]] = []
    done = upkeep.compact(lambda step, done, total: heard.append((step, done, total)))
    sizes = upkeep.sizes()
    assert (done.after, done.finished, sizes.free) == (sizes.database + sizes.wal, True, 0)
    assert done.after < done.before / 2
    assert heard[-1][0] == "compact"
    assert heard[-1][1] == heard[-1][2] > 0
    again = upkeep.compact()
    assert again.after == again.before
    assert one(database, "pragma integrity_check") == "ok"


@pytest.fixture
def first_version(tmp_path: Path) -> Generator[Database]:
    """A history whose file was made before free pages could be given back."""
    path = tmp_path / "first.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(STEPS[0] + "pragma application_id = 0x4350414D; pragma user_version = 1;")
    database = Database.open(path)
    keep_many(database, 5_000)
    yield database
    database.close()


def test_a_file_of_the_first_versions_is_written_anew(first_version: Database) -> None:
    upkeep = UpkeepService(first_version)
    upkeep.apply(upkeep.plan_retention(max_bytes=300_000))
    done = upkeep.compact()
    assert done.after < done.before / 2
    assert upkeep.sizes().free == 0
    assert one(first_version, "pragma integrity_check") == "ok"


def test_a_large_file_is_not_locked_under_a_collector(first_version: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.services.upkeep.QUICK_BYTES", 1000)
    upkeep = UpkeepService(first_version)
    upkeep.apply(upkeep.plan_retention(max_bytes=300_000))
    free = upkeep.sizes().free
    with holding(first_version.path, "collector-1") as process, pytest.raises(WorkError, match=f"process {process} "):
        upkeep.compact()
    assert upkeep.sizes().free == free > 0
    assert upkeep.compact().finished
    assert upkeep.sizes().free == 0


def test_a_backup_of_a_first_file_is_restored_into_one_of_today(
    database: Database, upkeep: UpkeepService, first_version: Database, tmp_path: Path
) -> None:
    """Pages that can be given back need their own book-keeping: a file must not change its mind while it is open."""
    UpkeepService(first_version).backup(tmp_path / "a.sqlite")
    assert _file(tmp_path / "a.sqlite", "pragma auto_vacuum") == 0
    upkeep.restore(tmp_path / "a.sqlite")
    keep_aged(database, range(2000, 2500))
    assert (one(database, "pragma auto_vacuum"), one(database, "pragma integrity_check")) == (2, "ok")
    upkeep.backup(tmp_path / "a.sqlite")
    UpkeepService(first_version).restore(tmp_path / "a.sqlite")
    keep_aged(first_version, range(3000, 3500))
    assert (one(first_version, "pragma auto_vacuum"), one(first_version, "pragma integrity_check")) == (0, "ok")
    assert one(first_version, "select count(*) from event") == 6_000


def test_sizes_count_without_reading_what_is_sealed(database: Database, upkeep: UpkeepService) -> None:
    keep_aged(database, range(50))
    seal(database)
    keep_aged(database, range(50, 57))
    sizes = upkeep.sizes()
    folder = segments.folder_of(database.path)
    assert (sizes.path, sizes.events, sizes.segment_files) == (database.path, 57, 1)
    assert sizes.segments == sum(path.stat().st_size for path in folder.glob("*.parquet"))
    assert sizes.database == database.path.stat().st_size
    assert sizes.total == sizes.database + sizes.wal + sizes.segments
