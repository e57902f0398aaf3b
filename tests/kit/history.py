"""Histories to test with: events as CPA puts them on the wire, the recordings, a fresh database, the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.cli import main
from cpam_desktop.domain.collecting import Stored
from cpam_desktop.domain.events import NO_SNAPSHOT, Snapshot
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store import records
from cpam_desktop.store.database import Database

DATA = Path(__file__).parent.parent / "data"
RECORDED = DATA / "usage" / "usage-events.jsonl"
OLDER = DATA / "usage" / "usage-events-by-cpa-version.json"
SERVICE = DATA / "usage-service"
ABSENT = object()
"""As a value for `wire`: the field is not sent at all."""

CLIENT_KEY = "sk-client-alpha-000001"
CLIENT_HASH = "175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a"
UPSTREAM_KEY = "sk-fake-oai-aaaa1111"
UPSTREAM_HASH = "cc01de93813c4254286903333e2d33301a94f18f0318fb9738a3367584075604"


def event(**overrides: Any) -> dict[str, Any]:
    """One event of v7.2.140, without `token_breakdown`; `ABSENT` leaves a field out."""
    fields: dict[str, Any] = {
        "timestamp": "2026-11-23T03:33:51.073341464Z",
        "latency_ms": 12,
        "ttft_ms": 2,
        "source": UPSTREAM_KEY,
        "auth_index": "cb3c5eb4152635f2",
        "client_ip": "127.0.0.1",
        "x_forwarded_for": "",
        "user_agent": "my-agent/1.2",
        "tokens": tokens(120, 40),
        "failed": False,
        "generate": True,
        "fail": {"status_code": 200, "body": ""},
        "accounting_version": 2,
        "provider": "codex",
        "executor_type": "CodexExecutor",
        "model": "gpt-plain",
        "alias": "gpt-plain",
        "endpoint": "POST /v1/chat/completions",
        "auth_type": "apikey",
        "api_key": CLIENT_KEY,
        "request_id": "43bcd0c7",
        "reasoning_effort": "",
        "service_tier": "auto",
    }
    fields.update(overrides)
    return {name: value for name, value in fields.items() if value is not ABSENT}


def wire(**overrides: Any) -> bytes:
    """The event's bytes as they come off the queue."""
    return json.dumps(event(**overrides)).encode()


def tokens(inp: int, out: int, reasoning: int = 0, read: int = 0, write: int = 0, total: int | None = None) -> Any:
    """`tokens` of the wire; `total` is input and output where it is not given."""
    return {
        "input_tokens": inp,
        "output_tokens": out,
        "reasoning_tokens": reasoning,
        "cached_tokens": read,
        "cache_read_tokens": read,
        "cache_read_tokens_present": True,
        "cache_creation_tokens": write,
        "total_tokens": inp + out if total is None else total,
    }


def breakdown(uncached: int = 0, read: int = 0, write: int = 0, out: int = 0, reasoning: int = 0, rest: int = 0) -> Any:
    """`token_breakdown` of the wire; `out` without reasoning."""
    return {
        "schema_version": 2,
        "quality": "complete",
        "total_tokens": uncached + read + write + out + reasoning + rest,
        "input": {
            "total_tokens": uncached + read + write,
            "uncached_tokens": uncached,
            "cache_read_tokens": read,
            "cache_write_tokens": write,
        },
        "output": {
            "total_tokens": out + reasoning,
            "non_reasoning_tokens": out,
            "reasoning_tokens": reasoning,
        },
        "unclassified_tokens": rest,
    }


def failed(status: int, body: str, **overrides: Any) -> bytes:
    """A failed attempt without tokens."""
    return wire(failed=True, fail={"status_code": status, "body": body}, tokens=tokens(0, 0), **overrides)


def lines(path: Path) -> list[bytes]:
    """The lines of a recording."""
    return path.read_bytes().splitlines()


def older_events() -> list[bytes]:
    """The 12 events of six CPA versions, as they were on the wire."""
    return [json.dumps(item["event"]).encode() for item in json.loads(OLDER.read_bytes())]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty history."""
    opened = Database.open(tmp_path / "history.sqlite")
    yield opened
    opened.close()


def server(database: Database, name: str = "cpa") -> int:
    """Id of the server of that name, made where it does not exist."""
    return database.write(lambda writing: records.imported_server_id(writing, name), durable=False).result(10)


def keep(
    database: Database,
    batch: Sequence[bytes],
    name: str = "cpa",
    *,
    intake: Intake | None = None,
    snapshots: Mapping[str, Snapshot] | None = None,
) -> Stored:
    """Store raw records as the collector does: one transaction."""
    intake = intake or Intake(server(database, name))
    return database.write(intake.job(batch, 1_795_404_831_000_000_000, snapshots or {}), durable=False).result(10)


def keep_lines(database: Database, batch: Sequence[bytes], name: str = "cpa") -> tuple[int, int, int]:
    """Store lines as an import does, exports among them: (inserted, duplicates, dead letters)."""
    intake = Intake(server(database, name))
    items = [read_record(line) for line in batch]
    return database.write(lambda w: intake.store_items(w.connection, items, 1), durable=False).result(10)


def select(database: Database, sql: str, *params: object) -> list[tuple[Any, ...]]:
    """Rows of a query of the test's own."""
    return database.read(lambda connection: connection.execute(sql, params).fetchall()).result(10)


def one(database: Database, sql: str, *params: object) -> Any:
    """The one value of a query of the test's own."""
    (row,) = select(database, sql, *params)
    (value,) = row
    return value


def on_disk(database: Database) -> bytes:
    """Every byte of the database, its WAL included, as a thief would read them."""
    parts = (database.path.with_name(database.path.name + suffix) for suffix in ("", "-wal", "-shm"))
    return b"".join(part.read_bytes() for part in parts if part.exists())


def someone(account: str, *, label: str = "", provider: str = "codex", taken_at_ns: int = 1) -> Snapshot:
    """An attribution snapshot."""
    return Snapshot(account, label or account, f"{account}.json", provider, "", taken_at_ns)


NOBODY = NO_SNAPSHOT


@dataclass(frozen=True)
class Ran:
    """What a run of the command line did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


class CommandLine:
    """Runs verbs in this process, on folders of their own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> Ran:
        self._capsys.readouterr()
        try:
            status = main.run(main.parse([str(arg) for arg in args]))
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        said = self._capsys.readouterr()
        return Ran(status, said.out, said.err)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line on empty folders, with no keyring, in UTC."""
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("CPAM_MANAGEMENT_KEY", raising=False)
    return CommandLine(capsys)
