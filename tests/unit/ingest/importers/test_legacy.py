"""Legacy usage snapshots in every recorded shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.events import Buckets, DeadLetter, RawTokens
from cpam_desktop.ingest.importers import START, Item, Mark, Reading, choose_importer
from cpam_desktop.ingest.importers.legacy import IMPORTER
from cpam_desktop.store.events import NewEvent
from tests.kit.history import CLIENT_HASH, SERVICE, UPSTREAM_HASH

LIVE = SERVICE / "legacy-usage.json"
EXPORT = SERVICE / "legacy-usage-export.json"
V114 = SERVICE / "v114-usage.json"
PLUS = SERVICE / "plus-usage.json"


def _read(path: Path, mark: Mark = START) -> tuple[Reading, list[Item]]:
    assert choose_importer(path, "auto").name == "legacy"
    reading = IMPORTER.open(path, mark)
    return reading, list(reading.records())


def _events(path: Path) -> list[NewEvent]:
    return [item for item in _read(path)[1] if isinstance(item, NewEvent)]


def _file(folder: Path, document: object, *, indent: int | None = None) -> Path:
    path = folder / "usage.json"
    path.write_text(json.dumps(document, indent=indent), encoding="utf-8")
    return path


def _usage() -> Any:
    return json.loads(EXPORT.read_bytes())["usage"]


def test_the_client_key_is_hashed_and_no_endpoint() -> None:
    first, second = _events(EXPORT)
    assert (first.key_hash, first.key_mask, first.endpoint) == (CLIENT_HASH, "sk-…0001", "-")
    assert (first.source.hash, first.source.shown) == (UPSTREAM_HASH, "sk-…1111")
    assert (first.time_ns, first.latency_ms, first.auth_index) == (1795405795_097810449, 1, "b4e57b4e338d584b")
    assert (first.model, first.alias, first.provider, first.request_id) == ("gpt-cache", "gpt-cache", "unknown", "")
    assert first.buckets == Buckets(24, 96, 0, 40, 0, 0)
    assert first.raw == RawTokens(120, 40, 0, 96, 0, 0, 160)
    assert (second.model, second.failed, second.status) == ("gpt-e401", True, 0)
    assert "sk-client-alpha-000001" not in repr([first, second])
    assert "sk-fake-oai-aaaa1111" not in repr([first, second])


def test_every_shape_is_the_same_snapshot(tmp_path: Path) -> None:
    expected = _events(EXPORT)
    assert len(expected) == 2
    assert _events(LIVE) == expected
    for shape in (_usage(), {"usage": _usage()}, {"version": 1, "exported_at": "x", "usage": _usage()}):
        for indent in (None, 2):
            assert _events(_file(tmp_path, shape, indent=indent)) == expected


def test_the_usage_of_1_1_4_stands_by_endpoint_and_is_masked() -> None:
    events = _events(V114)
    assert len(events) == 13
    claude = next(event for event in events if event.model == "claude-cache")
    assert (claude.endpoint, claude.key_hash, claude.latency_ms) == ("POST /v1/chat/completions", "", 355)
    assert (claude.source.hash, claude.source.shown) == ("", "sk-…3333")


def test_the_usage_of_plus_knows_more() -> None:
    events = _events(PLUS)
    assert len(events) == 15
    claude = next(event for event in events if event.model == "claude-cache")
    assert claude.buckets == Buckets(50, 1500, 400, 30, 0, 0)
    assert (claude.key_hash, claude.executor, claude.tier) == (CLIENT_HASH, "ClaudeExecutor", "auto")
    grok = next(event for event in events if event.model == "grok-4.5")
    assert grok.snapshot.account == "grok.user@example.com"


@pytest.mark.parametrize("stamp", ["soon", "", None, 7, "0001-01-01T00:00:00Z", "2026-13-01T00:00:00Z"])
def test_an_unreadable_time_is_never_replaced(tmp_path: Path, stamp: object) -> None:
    usage = _usage()
    usage["apis"]["sk-client-alpha-000001"]["models"]["gpt-cache"]["details"][0]["timestamp"] = stamp
    reading, (first, second) = _read(_file(tmp_path, usage))
    assert isinstance(first, DeadLetter)
    assert first.error == "no usable time"
    assert "sk-fake-oai-aaaa1111" not in first.payload
    assert "sk-client-alpha-000001" not in first.payload
    assert isinstance(second, NewEvent)
    assert (reading.unit, reading.number) == ("detail", 2)


@pytest.mark.parametrize(
    "apis",
    [
        {},
        {"k": {"total_requests": 2, "models": {"m": {"total_requests": 2}}}},
        {"k": {"models": {"m": {"details": []}}}},
        None,
    ],
    ids=["no apis", "sums", "empty", "null"],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_without_details_it_is_refused_with_the_reason(tmp_path: Path, apis: object, wrapped: bool) -> None:
    usage = {**_usage(), "apis": apis}
    with pytest.raises(InputError) as caught:
        _read(_file(tmp_path, {"version": 1, "usage": usage} if wrapped else usage))
    assert "usage.json is a usage snapshot without request details" in caught.value.detail


def test_requests_that_stand_in_sums_only_are_counted(tmp_path: Path) -> None:
    usage = _usage()
    models = usage["apis"]["sk-client-alpha-000001"]["models"]
    models["gpt-cache"]["total_requests"] = 4
    models["gpt-old"] = {"total_requests": 1_000, "total_tokens": 5}
    reading, items = _read(_file(tmp_path, usage))
    assert (len(items), reading.unsupported) == (2, 1_003)
    assert reading.notes[-1] == "1,003 requests stand in sums only; they hold no events"


def test_a_model_may_be_called_anything(tmp_path: Path) -> None:
    usage = _usage()
    models = usage["apis"]["sk-client-alpha-000001"]["models"]
    models["details"] = models.pop("gpt-cache")
    models['a"\\{[ ü\ud800'] = models.pop("gpt-e401")
    assert [event.model for event in _events(_file(tmp_path, usage))] == ["details", 'a"\\{[ ü\ufffd']


@pytest.mark.parametrize("details", [[1, None, "x", [], {}], {"a": 1}, "none"])
def test_details_of_another_kind_are_told(tmp_path: Path, details: object) -> None:
    usage = _usage()
    usage["apis"]["sk-client-alpha-000001"]["models"]["gpt-cache"]["details"] = details
    _, items = _read(_file(tmp_path, usage))
    assert [isinstance(item, NewEvent) for item in items][-1:] == [True]
    assert len(items) == (6 if isinstance(details, list) else 1)


def test_a_snapshot_that_was_cut_keeps_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_bytes(EXPORT.read_bytes()[:950])
    _, (first, second) = _read(path)
    assert isinstance(first, NewEvent)
    assert isinstance(second, DeadLetter)
    assert second.error == "the file ends inside it"


def test_reading_goes_on_behind_a_detail() -> None:
    reading, items = _read(PLUS, Mark(9, 9))
    assert len(items) == 6
    assert (reading.number, reading.unsupported) == (15, 0)


def test_other_documents_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no legacy usage snapshot"):
        IMPORTER.open(_file(tmp_path, {"usage": {"total": 1}}), START)
