"""SQLite files of both services: the same events as their exports, and not a byte of them changed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.importers import START, Item, Mark, choose_importer
from cpam_desktop.ingest.importers.sqlite import IMPORTER
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store.database import Database
from cpam_desktop.store.events import NewEvent
from tests.kit import service_files
from tests.kit.history import SERVICE, keep, lines, server, wire

V114 = lines(SERVICE / "v114-export.jsonl")
PLUS = lines(SERVICE / "plus-export.jsonl")
PAIR = lines(SERVICE / "pair-plus-export.jsonl")


def _read(path: Path, mark: Mark = START) -> list[Item]:
    assert choose_importer(path, "auto").name == "sqlite"
    return list(IMPORTER.open(path, mark).records())


def _event(item: Item) -> NewEvent:
    assert not isinstance(item, DeadLetter), item.error
    return item


@pytest.mark.parametrize(("exported", "plus"), [(V114, False), (PLUS, True), (PAIR, True)])
def test_rows_are_the_events_of_the_export(tmp_path: Path, exported: list[bytes], plus: bool) -> None:
    path = service_files.make(tmp_path / "usage.sqlite", exported, plus=plus)
    assert _read(path) == [read_record(line) for line in exported]


def test_the_record_that_plus_keeps_brings_its_buckets_and_nothing_secret(tmp_path: Path) -> None:
    flat = json.loads(PLUS[0])
    raw = json.loads(json.loads(V114[0])["raw_json"])
    raw["token_breakdown"] = {"input": {"uncached_tokens": 100, "cache_read_tokens": 20}}
    more = {"raw_json": json.dumps(raw), "client_ip": "10.0.0.9", "fail_body": "never seen where nothing failed"}
    path = service_files.make(tmp_path / "u.sqlite", [json.dumps({**flat, **more}).encode()], plus=True)
    (item,) = map(_event, _read(path))
    assert item.identity == _event(read_record(PLUS[0])).identity
    assert (item.buckets.uncached, item.buckets.cache_read, item.ip) == (100, 20, "10.0.0.9")
    assert "sk-fake-oai-aaaa1111" in raw["source"]
    assert "sk-fake-oai-aaaa1111" not in repr(item)


@pytest.mark.parametrize("name", ["a b?#%41.db", "ünïcode.sqlite", "plain"])
def test_a_path_may_hold_anything(tmp_path: Path, name: str) -> None:
    assert len(_read(service_files.make(tmp_path / name, V114))) == 13


def test_columns_may_be_missing(tmp_path: Path) -> None:
    path = service_files.make(
        tmp_path / "old.sqlite", V114, without=["raw_json", "latency_ms", "api_key_hash", "reasoning_tokens"]
    )
    items = [_event(item) for item in _read(path)]
    assert len(items) == 13
    # The identity cannot be computed without these fields: 1.1.4's own hash stands for it, and begins like ours.
    assert [item.identity for item in items] == [_event(read_record(line)).identity for line in V114]


def _service(path: Path, exported: list[bytes], *, then: str) -> subprocess.Popen[bytes]:
    """A process that has the file open, adds rows that stay in the WAL, says so, and then goes on as told."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.kit import service_files\n"
        "c = service_files.connect(Path(sys.argv[1]))\n"
        "service_files.fill(c, [sys.stdin.buffer.readline() for _ in range(int(sys.argv[2]))])\n"
        f"print('filled', flush=True)\n{then}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, path, str(len(exported))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[4],
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n".join(exported) + b"\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"filled\n"
    return process


def test_a_service_that_runs_is_read_with_what_it_has_not_moved_yet(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "live.sqlite", V114[:5])
    wait = "sys.stdin.buffer.readline(); c.execute('delete from usage_events'); print('wrote', flush=True)"
    with _service(path, V114[5:], then=wait) as live:
        before = service_files.state(tmp_path)
        assert before["live.sqlite-wal"][0]
        items = iter(IMPORTER.open(path, START).records())
        assert not isinstance(next(items), DeadLetter)
        assert service_files.state(tmp_path) == before
        out, _ = live.communicate(b"\n", timeout=60)
        assert out == b"wrote\n", "an import in progress holds nobody up"
        assert len(list(items)) == 12


def test_a_service_that_crashed_is_read_with_what_it_had_not_moved(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "crashed.sqlite", V114[:5])
    with _service(path, V114[5:8], then="os._exit(1)") as crashed:
        assert crashed.wait(60) == 1
    before = service_files.state(tmp_path)
    assert set(before) == {"crashed.sqlite", "crashed.sqlite-shm", "crashed.sqlite-wal"}
    assert len(_read(path)) == 8
    assert service_files.state(tmp_path) == before
    (tmp_path / "crashed.sqlite-shm").unlink()
    with pytest.raises(WorkError, match=r"Copy crashed.sqlite-shm too, or make an empty file of that name\."):
        _read(path)
    (tmp_path / "crashed.sqlite-shm").touch()
    assert len(_read(path)) == 8


def test_a_file_at_rest_gets_no_company(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "rest.sqlite", V114)
    before = service_files.state(tmp_path)
    assert set(before) == {"rest.sqlite"}
    assert len(_read(path)) == 13
    assert service_files.state(tmp_path) == before


def test_reading_goes_on_behind_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.ingest.importers.sqlite.PAGE", 4)
    path = service_files.make(tmp_path / "u.sqlite", V114)
    with closing(service_files.connect(path)) as connection:
        connection.execute("delete from usage_events where id = 7")
    reading = IMPORTER.open(path, START)
    items = iter(reading.records())
    first = [next(items) for _ in range(7)]
    assert reading.mark == Mark(position=8, number=7)
    rest = IMPORTER.open(path, reading.mark)
    assert [*first, *rest.records()] == _read(path)
    assert (rest.number, rest.bytes_read) == (12, rest.bytes_total)


def test_a_row_without_a_usable_time_is_a_dead_letter(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "u.sqlite", V114[:3])
    with closing(service_files.connect(path)) as connection:
        connection.execute("update usage_events set timestamp = 'soon' where id = 2")
    first, second, third = _read(path)
    assert isinstance(second, DeadLetter)
    assert second.error == "no usable time"
    assert "sk-fake-oai-aaaa1111" not in second.payload
    assert not isinstance(first, DeadLetter)
    assert not isinstance(third, DeadLetter)


def test_values_of_any_kind_are_taken(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "u.sqlite", V114[:1], without=["raw_json"])
    with closing(service_files.connect(path)) as connection:
        connection.execute(
            "update usage_events set input_tokens = 'many', output_tokens = 1e300, latency_ms = -5, failed = 'x',"
            " model = cast(x'636166e9' as text), provider = x'00ff', auth_index = char(0), endpoint = 'sk-old-key-0001'"
        )
    (item,) = map(_event, _read(path))
    assert (item.model, item.provider, item.failed, item.latency_ms) == ("caf\ufffd", "unknown", True, 0)
    assert (item.endpoint, item.key_hash) == ("-", _event(read_record(V114[0])).key_hash)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["create table t (x)"], "other.sqlite is an SQLite file of another program"),
        (["create view usage_events as select 1 as id, 2 as timestamp_ms, 3 as model"], "another program"),
        (["create table usage_events (id integer primary key, x)"], "are none that can be read"),
        (["pragma application_id = 1129333069", "pragma user_version = 99"], "was written by a newer version"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, statements: list[str], said: str) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ["create table a (x)", *statements]:
            connection.execute(statement)
    with pytest.raises(InputError) as caught:
        _read(path)
    assert said in caught.value.detail


def test_damage_is_told(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "damaged.sqlite", V114)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 4096 + whole[8192:])
    with pytest.raises(WorkError, match="malformed"):
        _read(path)
    path.write_bytes(whole[:16] + b"nothing else")
    with pytest.raises(WorkError, match="file is not a database"):
        _read(path)
    path.write_bytes(b"no database")
    with pytest.raises(InputError, match="is no SQLite file"):
        IMPORTER.open(path, START)


def test_a_change_that_was_broken_off_is_not_read(tmp_path: Path) -> None:
    path = service_files.make(tmp_path / "u.sqlite", V114)
    (tmp_path / "u.sqlite-journal").write_bytes(b"x")
    with pytest.raises(InputError, match="in the middle of a change"):
        _read(path)


def test_a_history_of_our_own_is_read_as_its_export_would_be(database: Database) -> None:
    batch = [wire(request_id=str(number)) for number in range(5)]
    keep(database, batch)
    assert server(database) == 1
    items = [_event(item) for item in _read(database.path)]
    expected = [_event(read_record(line)) for line in batch]
    assert {item.identity for item in items} == {item.identity for item in expected}
    assert len(_read(database.path, Mark(3, 3))) == 2
