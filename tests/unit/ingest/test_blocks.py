"""Events that come as blocks of columns make the same tables as events that come one by one."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cpam_desktop.domain.events import DeadLetter
from cpam_desktop.ingest.blocks import Piece, pieces
from cpam_desktop.ingest.importers import Mark
from cpam_desktop.ingest.importers.jsonl import JsonLines
from cpam_desktop.ingest.intake import Intake
from cpam_desktop.ingest.records import read_record
from cpam_desktop.store.blocks import Caller, Credential, ErrorText, Route, Token
from cpam_desktop.store.database import Database
from tests.kit.history import ABSENT, RECORDED, SERVICE, event, lines, server, tokens, wire
from tests.kit.tables import tables

_FEW = st.sampled_from(("", "a", "b", "c"))
_TIMES = st.integers(0, 59).map(lambda second: f"2026-11-23T03:33:{second:02d}.5Z")


def _fail(code: int, body: str) -> dict[str, object]:
    return {"status_code": code, "body": body}


_EVENTS = st.fixed_dictionaries(
    {"timestamp": _TIMES, "request_id": _FEW},
    optional={
        "model": _FEW,
        "alias": _FEW,
        "provider": st.sampled_from(("codex", "claude", "", "openai-compatible-x")),
        "executor_type": st.sampled_from(("CodexExecutor", "ClaudeExecutor", "")),
        "endpoint": _FEW,
        "auth_index": _FEW,
        "source": st.sampled_from(("", "someone@example.com", "sk-fake-0000000001")),
        "api_key": st.sampled_from(("", "sk-fake-client-1", "sk-fake-client-2")),
        "user_agent": _FEW,
        "access_token_sha256": _FEW,
        "service_tier": _FEW,
        "request_service_tier": _FEW,
        "response_service_tier": _FEW,
        "reasoning_effort": _FEW,
        "failed": st.booleans(),
        "fail": st.builds(_fail, st.sampled_from((0, 429, 500)), _FEW),
        "latency_ms": st.one_of(st.none(), st.integers(-5, 2**41), st.just(ABSENT)),
        "ttft_ms": st.one_of(st.none(), st.integers(-5, 2**41)),
        "tokens": st.one_of(
            st.none(),
            st.builds(tokens, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
            st.just({"input_tokens": None, "output_tokens": 2**41}),
        ),
        "token_breakdown": st.sampled_from((None, {"quality": "x", "input": {"uncached_tokens": 7}}, {})),
        "response_headers": st.sampled_from((None, {"Retry-After": ["3"]}, {"Set-Cookie": ["x"]})),
    },
)
_EXPORTS = st.fixed_dictionaries(
    {"timestamp": _TIMES, "event_hash": st.just("00" * 32), "auth_index": _FEW},
    optional={"account_snapshot": _FEW, "auth_file_snapshot": _FEW, "model": _FEW, "auth_snapshot_at_ms": st.just(5)},
)
_LINES = st.one_of(
    _EVENTS.map(lambda fields: wire(**fields)),
    _EXPORTS.map(lambda fields: json.dumps(fields).encode()),
    st.sampled_from((b"{", b"[]", b"", b"  ", b'{"timestamp":"never"}')),
)


def _one_by_one(database: Database, batches: Sequence[Sequence[bytes]]) -> list[int]:
    intake = Intake(server(database))
    added: list[int] = []
    for batch in batches:
        items = [read_record(line.strip()) for line in batch if line.strip()]
        job = database.write(lambda w, items=items: intake.store_items(w.connection, items, 1), durable=False)
        added.append(job.result(10)[0])
    return added


def _blocks(database: Database, path: Path, size: int) -> list[Piece]:
    """As they come out of another process."""
    intake = Intake(server(database))
    found = [pickle.loads(pickle.dumps(piece)) for piece in pieces(JsonLines(path, Mark()), size, 20)]
    for piece in found:
        database.write(
            lambda w, piece=piece: intake.store_block(w.connection, piece.block, piece.letters, 1), durable=False
        ).result(10)
    return found


def _same(content: Sequence[bytes], size: int) -> dict[str, list[tuple[Any, ...]]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(b"\n".join(content))
        plain, columnar = (Database.open(Path(folder) / name) for name in ("plain.sqlite", "columnar.sqlite"))
        try:
            _one_by_one(plain, [content])
            _blocks(columnar, path, size)
            expected = tables(plain)
            assert tables(columnar) == expected
        finally:
            plain.close()
            columnar.close()
    return expected


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINES, max_size=25), st.integers(1, 12))
def test_any_lines_make_the_same_tables(content: list[bytes], size: int) -> None:
    _same(content, size)


def test_recordings_make_the_same_tables() -> None:
    content = [*lines(RECORDED), *lines(SERVICE / "plus-export.jsonl"), *lines(RECORDED)]
    found = _same(content, 9)
    assert len(found["event"]) == 86


def test_the_vocabulary_holds_each_text_once_in_the_order_of_the_events(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    other = event(request_id="2", model="gpt-other", access_token_sha256="ab")
    failing = event(failed=True, fail={"status_code": 429, "body": "slow down"})
    path.write_bytes(b"\n".join(json.dumps(fields).encode() for fields in (event(), other, event(), failing)))
    (piece,) = pieces(JsonLines(path, Mark()), 10, 20)
    kinds = [type(entry) for entry in piece.block.vocabulary]
    assert kinds == [Credential, Route, Caller, Route, Token, ErrorText]
    assert (piece.block.rows, piece.number, piece.position) == (4, 4, path.stat().st_size)
    assert piece.block.headers == []


def test_a_piece_counts_dead_letters_and_tells_the_first_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"{\n\n" + wire() + b"\n" + b"[]\n{\n" + wire(request_id="2") + b"\n")
    first, second = pieces(JsonLines(path, Mark()), 4, 2)
    assert [(number, reason.partition(":")[0]) for number, reason in first.complaints] == [
        (1, "no JSON"), (4, "no JSON object"),
    ]  # fmt: skip
    assert (first.block.rows, len(first.letters), first.number) == (1, 3, 5)
    assert all(isinstance(letter, DeadLetter) for letter in first.letters)
    assert (second.block.rows, second.letters, second.number) == (1, [], 6)
