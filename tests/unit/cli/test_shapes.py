"""The JSON of the verbs that work on the history: as the examples in `tests/data/cli`, and as the contract lists it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kit.history import DATA, RECORDED, CommandLine
from tests.kit.shapes import shape

EXAMPLES = DATA / "cli"
SPREAD = ["avg", "p50", "p90", "p95", "p99"]
TOKENS = [
    "input_tokens", "uncached_input_tokens", "cached_tokens", "cache_creation_tokens", "output_tokens",
    "reasoning_tokens", "unclassified_tokens", "total_tokens",
]  # fmt: skip
FIGURES = ["requests", "failed", "success_rate", *TOKENS, "cost_usd", "priced_requests", "latency_ms", "ttft_ms"]
EVENT = [
    "id", "time", "server", "request_id", "provider", "channel", "model", "alias", "account", "api_key", "endpoint",
    "failed", "status_code", "error", "latency_ms", "ttft_ms", "tokens", "cost_usd",
]  # fmt: skip
VERBS: dict[str, list[str]] = {
    "import": ["import", "events.jsonl", "--json"],
    "report": ["report", "--json", "--range", "all", "--tz", "Europe/Berlin", "--group-by", "provider"],
    "report-range": ["report", "--json", "--range", "2026-11-23..2026-11-23", "--tz", "Europe/Berlin"],
    "events": ["events", "--json", "--range", "all", "--limit", "40"],
    "events-end": ["events", "--json", "--range", "all", "--limit", "100", "--status", "429"],
    "export": ["export", "--json", "-o", "out.jsonl"],
    "db-info": ["db", "info", "--json"],
    "db-replay": ["db", "replay", "--json"],
}


@pytest.fixture
def work(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder with `events.jsonl`: the recorded events and two records that are none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.jsonl").write_bytes(RECORDED.read_bytes() + b'{"support_refresh":true}\n{\n')
    return cli


def _document(work: CommandLine, name: str) -> Any:
    if name != "import":
        assert work("import", "events.jsonl").status == 0
    ran = work(*VERBS[name])
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("}\n")
    assert ran.out.count("\n") == 1, "one document on one line"
    return ran.json


def _example(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", VERBS)
def test_a_verbs_json_has_the_shape_of_its_example(work: CommandLine, name: str) -> None:
    document, example = _document(work, name), _example(name)
    assert shape(document) == shape(example)
    assert list(document) == list(example)
    assert document["schema"] == 1


def test_the_report_is_that_of_the_contract() -> None:
    report = _example("report")
    assert list(report) == ["schema", "range", "servers", "totals", "group_by", "groups"]
    assert list(report["range"]) == ["from", "to", "time_zone"]
    assert list(report["totals"]) == FIGURES
    for group in report["groups"]:
        assert list(group) == ["key", "label", *FIGURES]
    for figures in (report["totals"], *report["groups"]):
        assert list(figures["latency_ms"]) == SPREAD
        assert list(figures["ttft_ms"]) == SPREAD
    assert _example("report-range")["group_by"] is None
    assert _example("report-range")["groups"] == []


def test_the_events_are_those_of_the_contract() -> None:
    events = _example("events")
    assert list(events) == ["schema", "events", "next_before"]
    for event in events["events"]:
        assert list(event) == EVENT
        assert list(event["tokens"]) == TOKENS
    assert _example("events-end")["next_before"] is None


def test_the_import_and_the_file_are_those_of_the_contract() -> None:
    report = _example("import")
    assert list(report) == ["schema", "files"]
    for file in report["files"]:
        assert list(file) == [
            "file", "format", "total", "added", "duplicates", "failed", "unsupported", "warnings",
        ]  # fmt: skip
    assert list(_example("db-info")) == [
        "schema", "path", "events", "bytes", "bytes_per_event", "segments", "servers",
    ]  # fmt: skip


def test_examples_hold_what_they_are_examples_of() -> None:
    """Every kind of value that a reader may meet stands in them."""
    figures = shape(_example("report")["groups"])[0]
    assert figures["latency_ms"]["p50"] == "number"
    assert figures["ttft_ms"]["p50"] == "null or number"
    event = shape(_example("events")["events"])[0]
    assert event["error"] == "null or text"
    assert event["ttft_ms"] == "null or number"
    assert event["failed"] == "flag"
    assert _example("import")["files"][0]["warnings"]
    assert isinstance(_example("events")["next_before"], str)
