"""Upkeep while other processes work on the same history, and upkeep that is killed in the middle."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.services.upkeep import UpkeepService
from cpam_desktop.store import manifest
from cpam_desktop.store.database import Database
from tests.kit.aged import NOW_NS, keep_aged, keep_many, seal
from tests.kit.beside import committing, killed_at
from tests.kit.history import one, select

PATIENT = 1.0
"""Seconds that a commit of another process may take; SQLite gives up after five."""

_SAYS = """
import os, sys
from pathlib import Path
from cpam_desktop.services.upkeep import UpkeepService
from cpam_desktop.store import upkeep, upkeep_files
from cpam_desktop.store.database import Database
upkeep.CHUNK = 500
upkeep_files.COPY_PAGES = 50
upkeep_files.COMPACT_PAGES = 5
service = UpkeepService(Database.open(Path(sys.argv[1])), lambda: int(sys.argv[2]))

def say(step, done, total):
    if done > 0.3 * total:
        print(step, done, total, flush=True)
        sys.stdin.readline()
"""
RETAIN = _SAYS + "service.apply(service.plan_retention(days=5), progress=say)"
RESTORE = _SAYS + "service.restore(Path(sys.argv[3]), say)"
BACKUP = _SAYS + "service.backup(Path(sys.argv[3]), say)"
COMPACT = _SAYS + "service.compact(say)"


def _file(path: Path, sql: str) -> Any:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_retention_keeps_nobody_from_committing(database: Database) -> None:
    keep_many(database, 40_000)
    seal(database, most=20_000)
    keep_many(database, 10_000, "other")
    upkeep = UpkeepService(database, lambda: NOW_NS)
    plan = upkeep.plan_retention(days=1)
    assert (plan.segments, plan.events) == (2, 50_000 - 1)
    with committing(database.path) as other:
        assert upkeep.apply(plan).events == 50_000 - 1
        count, longest = other.stop()
    assert longest < PATIENT
    assert one(database, "select count(*) from event") == count + 1
    joined = "select count(*) from event e join term m on m.id = e.model_id join upstream u on u.id = e.upstream_id"
    assert one(database, joined) == count + 1
    assert one(database, "pragma integrity_check") == "ok"


def test_compacting_keeps_nobody_from_committing(database: Database) -> None:
    keep_many(database, 20_000)
    upkeep = UpkeepService(database, lambda: NOW_NS)
    upkeep.apply(upkeep.plan_retention(days=1))
    with committing(database.path) as other:
        done = upkeep.compact()
        count, longest = other.stop()
    assert longest < PATIENT
    assert done.after < done.before / 2
    assert one(database, "select count(*) from event") == count + 1
    assert one(database, "pragma integrity_check") == "ok"


def test_a_backup_is_one_state_of_a_history_that_grows(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpam_desktop.store.upkeep_files.COPY_PAGES", 5)
    keep_many(database, 5_000)
    upkeep = UpkeepService(database)
    target = tmp_path / "backup.sqlite"
    heard: list[int] = []

    def hear(step: str, done: int, _total: int) -> None:
        if step == "copy":
            heard.append(done)

    with committing(database.path) as other:
        info = upkeep.backup(target, hear)
        count, longest = other.stop()
    assert longest < PATIENT
    assert heard == sorted(heard), "it never began anew"
    assert 5_000 < info.events <= 5_000 + count
    assert info.events == _file(target, "select count(*) from event")
    assert _file(target, "pragma integrity_check") == "ok"


@pytest.mark.parametrize("sealed", [False, True])
def test_a_killed_retention_leaves_a_sound_history(tmp_path: Path, sealed: bool) -> None:
    path = tmp_path / "history.sqlite"
    database = Database.open(path)
    keep_many(database, 3_000)
    if sealed:
        seal(database, most=500)
    keep_aged(database, [239])
    database.close()
    killed_at(RETAIN, "delete", str(path), str(NOW_NS))
    database = Database.open(path)
    left = one(database, "select count(*) from event")
    assert one(database, "pragma integrity_check") == "ok"
    assert 1 < left < 3_000
    known = database.read(manifest.segments).result(10)
    assert sum(segment.rows for segment in known) == (left - 1 if sealed else 0)
    upkeep = UpkeepService(database, lambda: NOW_NS)
    assert upkeep.apply(upkeep.plan_retention(days=5)).events == left - 1
    assert select(database, "select count(*), max(id) from event") == [(1, 3_001)]
    database.close()


@pytest.mark.parametrize("step", ["copy", "check", "restore"])
def test_a_killed_restore_leaves_the_old_history(tmp_path: Path, step: str) -> None:
    path, backup = tmp_path / "history.sqlite", tmp_path / "backup.sqlite"
    for target, count in ((backup, 4_000), (path, 2_000)):
        database = Database.open(target)
        keep_many(database, count)
        database.close()
    killed_at(RESTORE.replace("if done", f"if step == '{step}' and done"), step, str(path), str(NOW_NS), str(backup))
    database = Database.open(path)
    assert one(database, "pragma integrity_check") == "ok"
    assert one(database, "select count(*) from event") == 2_000
    restored = UpkeepService(database).restore(backup)
    assert one(database, "select count(*) from event") == 4_000
    assert restored.replaced is not None
    assert _file(restored.replaced, "select count(*) from event") == 2_000
    assert not list(tmp_path.glob("*.restoring*"))
    database.close()


def test_a_killed_backup_is_no_backup(tmp_path: Path) -> None:
    path, target = tmp_path / "history.sqlite", tmp_path / "backup.sqlite"
    database = Database.open(path)
    keep_many(database, 3_000)
    killed_at(BACKUP, "copy", str(path), str(NOW_NS), str(target))
    assert not target.exists()
    assert UpkeepService(database).backup(target).events == 3_000
    assert [file.name for file in tmp_path.glob("backup*")] == ["backup.sqlite"]
    database.close()


def test_a_killed_compacting_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    database = Database.open(path)
    keep_many(database, 3_000)
    upkeep = UpkeepService(database, lambda: NOW_NS)
    upkeep.apply(upkeep.plan_retention(max_bytes=400_000))
    left = one(database, "select count(*) from event")
    database.close()
    killed_at(COMPACT, "compact", str(path), str(NOW_NS))
    database = Database.open(path)
    assert one(database, "pragma integrity_check") == "ok"
    assert one(database, "select count(*) from event") == left
    UpkeepService(database).compact()
    assert UpkeepService(database).sizes().free == 0
    database.close()
