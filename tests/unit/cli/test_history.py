"""The recorded events through the command line: import, report by every group, events page by page, export.

The 71 recorded events and the 12 of six CPA versions. Tokens of one event by kind: compat 160, image 1068, Claude 80 or
(cached) 1980, Gemini 90 or (thinking) 125, Codex and xAI 290, image tool 287, impossible sum 999, only a total 77; an
event of an older version 160. In all 16508 + 6 x 160 = 17468.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.kit.history import RECORDED, CommandLine, older_events

TOTALS = {
    "requests": 83,  # 71 + 12
    "failed": 27,  # 21 + 6
    "input_tokens": 11227,  # 10507 + 6 x 120
    "uncached_input_tokens": 3911,  # 3767 + 6 x 24
    "cached_tokens": 6086,  # 5510 + 6 x 96
    "cache_creation_tokens": 1230,
    "output_tokens": 5165,  # 4925 + 6 x 40
    "reasoning_tokens": 322,
    "unclassified_tokens": 1076,
    "total_tokens": 17468,  # 11227 + 5165 + 1076
    # 7 x gpt-image-2: 15 x 5 + 272 x 30 = 8,235 millionths; 2 x grok-4.5: 200 x 2 + 90 x 6 = 940.
    "cost_usd": 0.059525,
    "priced_requests": 9,
}

# Key of the group: requests, failed, total tokens.
GROUPS: dict[str, dict[str, tuple[int, int, int]]] = {
    "provider": {
        "openai-compatible-fakeoai": (34, 11, 5024),  # 32 + 2; 4864 + 160
        "codex": (18, 3, 4329),
        "claude": (10, 4, 6180),
        "fakeoai": (10, 5, 800),  # five older versions
        "gemini": (8, 3, 555),
        "xai": (2, 0, 580),
        "openai-compatible-deadhost": (1, 1, 0),
    },
    "channel": {
        "fakeoai": (34, 11, 5024),
        "codex/apikey": (18, 3, 4329),
        "claude/apikey": (10, 4, 6180),
        "fakeoai/apikey": (10, 5, 800),
        "gemini/apikey": (8, 3, 555),
        "xai/oauth": (2, 0, 580),
        "deadhost": (1, 1, 0),
    },
    "account": {
        "sk-…1111 · cc01de93": (44, 16, 5824),  # 34 + 10
        "sk-…5555 · 29469a32": (18, 3, 4329),
        "sk-…3333 · c9327f13": (10, 4, 6180),
        "AIz…4444 · b1bc3938": (8, 3, 555),
        "grok.user@example.com": (2, 0, 580),
        "sk-…2222 · fcecd054": (1, 1, 0),
    },
    "api-key": {
        "175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a": (81, 27, 17148),
        "ce9793e4ce7c1b9f04ca70fc7ebd7594d02ad1cb27a4bd2c1cfcd68e696defbb": (2, 0, 320),  # 2 x 160
    },
    "endpoint": {
        # Compat 9 plain, 2 cached, 1 reasoning, 1 cache write: 13 x 160; 999; 77; then one each of Claude 1980,
        # Gemini 125, Codex 290, image tool 287, xAI 290; older 6 x 160. Failed 11 + 6.
        "POST /v1/chat/completions": (45, 17, 7088),
        "POST /v1/responses": (18, 3, 4072),  # compat 2 x 160, Codex and xAI 7 x 290, image tool 6 x 287
        "POST /v1/messages": (10, 4, 4360),  # compat 160, Claude 3 x 80 + 2 x 1980
        "POST /v1beta/models/*action": (7, 3, 430),  # 2 x 90 + 2 x 125
        "POST /v1/completions": (1, 0, 160),
        "POST /v1/images/generations": (1, 0, 1068),
        "POST /v1/responses/compact": (1, 0, 290),
    },
    "status": {
        "200": (57, 1, 17468),  # 51 + 6; one of them broke off after its headers
        "500": (8, 8, 0),
        "401": (6, 6, 0),  # 2 + 4
        "429": (5, 5, 0),
        "0": (2, 2, 0),  # v6.9.38 and v6.10.8 do not say
        "400": (1, 1, 0),
        "403": (1, 1, 0),
        "408": (1, 1, 0),
        "499": (1, 1, 0),
        "503": (1, 1, 0),
    },
    "model": {
        "gpt-cache": (9, 0, 1440),  # 3 + 6
        "gpt-plain": (8, 1, 1120),
        "gpt-e401": (7, 7, 0),  # 1 + 6
        "gpt-image-2": (7, 0, 2009),
        "codex-plain": (6, 1, 1450),
        "claude-cache": (3, 0, 5940),
        "claude-plain": (3, 1, 160),
        "codex-cache-reason": (3, 0, 870),
        "gemini-cache-think": (3, 0, 375),
        "gemini-plain": (3, 1, 180),
        "gpt-slow": (3, 1, 320),
        "gpt-e429": (2, 2, 0),
        "gpt-nousage": (2, 0, 0),
        "gpt-tier": (2, 0, 320),
        "grok-4.5": (2, 0, 580),
        "claude-cut": (1, 1, 0),
        "claude-e401": (1, 1, 0),
        "claude-e429": (1, 1, 0),
        "claude-think": (1, 0, 80),
        "codex-cut": (1, 1, 0),
        "codex-e429": (1, 1, 0),
        "gemini-e429": (1, 1, 0),
        "gemini-e500": (1, 1, 0),
        "gpt-badsum": (1, 0, 999),
        "gpt-cut": (1, 1, 0),
        "gpt-dead": (1, 1, 0),
        "gpt-e400": (1, 1, 0),
        "gpt-e403": (1, 1, 0),
        "gpt-e500": (1, 1, 0),
        "gpt-e503": (1, 1, 0),
        "gpt-onlytotal": (1, 0, 77),
        "gpt-plain-up": (1, 0, 160),
        "gpt-reason-cache": (1, 0, 160),
        "gpt-write": (1, 0, 160),
        "img-1": (1, 0, 1068),
    },
    "project": {"": (83, 27, 17468)},
    "hour": {"2026-11-23T03:00:00+00:00": (83, 27, 17468)},
    "day": {"2026-11-23": (83, 27, 17468)},
}


@pytest.fixture
def history(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """All 83 events, imported."""
    older = tmp_path / "older.jsonl"
    older.write_bytes(b"\n".join(older_events()))
    ran = cli("import", RECORDED, older, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [[file[name] for name in ("total", "added", "duplicates", "failed")] for file in ran.json["files"]] == [
        [71, 71, 0, 0],
        [12, 12, 0, 0],
    ]
    return cli


def _report(cli: CommandLine, *args: str) -> Any:
    ran = cli("report", "--json", "--range", "all", *args)
    assert (ran.status, ran.err) == (0, "")
    return ran.json


def test_totals(history: CommandLine) -> None:
    totals = _report(history)["totals"]
    assert {name: totals[name] for name in TOTALS} == TOTALS
    assert totals["success_rate"] == pytest.approx(56 / 83)


@pytest.mark.parametrize("by", GROUPS)
def test_groups(history: CommandLine, by: str) -> None:
    report = _report(history, "--group-by", by)
    assert report["group_by"] == by
    found = {group["key"]: (group["requests"], group["failed"], group["total_tokens"]) for group in report["groups"]}
    assert found == GROUPS[by]
    assert [group["requests"] for group in report["groups"]] == sorted((row[0] for row in found.values()), reverse=True)
    for column in range(3):
        assert sum(row[column] for row in found.values()) == (83, 27, 17468)[column]


def test_days_and_hours_are_those_of_the_zone(history: CommandLine) -> None:
    report = _report(history, "--group-by", "hour", "--tz", "America/Los_Angeles")
    assert [group["key"] for group in report["groups"]] == ["2026-11-22T19:00:00-08:00"]
    assert report["range"]["time_zone"] == "America/Los_Angeles"
    report = _report(history, "--group-by", "day", "--tz", "America/Los_Angeles")
    assert [group["key"] for group in report["groups"]] == ["2026-11-22"]


@pytest.mark.parametrize(
    ("args", "requests"),
    [
        (["--status", "failed"], 27),
        (["--status", "ok", "--status", "429"], 61),
        (["--status", "5xx", "--provider", "CODEX"], 1),
        (["--status", "failed", "--status", "!429", "--status", "!5xx"], 13),
        (["--model", "gpt-cache", "--model", "gpt-plain"], 17),
        (["--channel", "fakeoai", "--channel", "xai/oauth"], 36),
        (["--api-key", "ce9793e4"], 2),
        (["--account", "GROK.USER@EXAMPLE.COM"], 2),
        (["--endpoint", "post /v1/completions"], 1),
        (["--search", "usage limit"], 1),
        (["--profile", "imported"], 83),
        (["--profile", "IMPORTED", "--profile", "imported"], 83),
        (["--range", "2026-11-23T03:40..2026-11-23T04:00"], 12),
        (["--range", "2026-11-23T03:49:55.12182378..2026-11-23T03:50"], 2),
        (["--range", "..2026-11-22"], 0),
    ],
    ids=str,
)
def test_filters_and_ranges(history: CommandLine, args: list[str], requests: int) -> None:
    assert _report(history, *args)["totals"]["requests"] == requests


def test_an_empty_answer_has_no_rates(history: CommandLine) -> None:
    report = _report(history, "--model", "none", "--group-by", "model")
    assert report["groups"] == []
    assert report["totals"]["success_rate"] is None
    assert report["totals"]["latency_ms"] == {"avg": None, "p50": None, "p90": None, "p95": None, "p99": None}


@pytest.mark.parametrize("limit", [7, 83, 500])
def test_pages_hold_every_row_once(history: CommandLine, limit: int) -> None:
    rows: list[dict[str, Any]] = []
    before: str | None = None
    while True:
        more = ["--before", before] if before else []
        ran = history("events", "--json", "--range", "all", "--limit", str(limit), *more)
        assert (ran.status, ran.err) == (0, "")
        page = ran.json
        assert len(page["events"]) <= limit
        rows += page["events"]
        before = page["next_before"]
        if before is None:
            break
    assert len(rows) == 83
    assert len({row["id"] for row in rows}) == 83
    times = [row["time"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert sum(row["tokens"]["total_tokens"] for row in rows) == 17468
    assert sum(row["failed"] for row in rows) == 27


def test_rows_are_filtered_and_shown_in_the_zone(history: CommandLine) -> None:
    ran = history("events", "--json", "--range", "all", "--tz", "Asia/Kathmandu", "--model", "claude-cut")
    (row,) = ran.json["events"]
    assert row["time"].startswith("2026-11-23T09:19:")
    assert row["time"].endswith("+05:45")
    assert (row["failed"], row["status_code"], row["error"]) == (True, 200, "unexpected EOF")
    assert (row["latency_ms"], row["ttft_ms"]) == (163, 12)
    (older, *_) = history("events", "--json", "--range", "all", "--status", "failed", "--search", "2e387346").json[
        "events"
    ]
    assert (older["status_code"], older["error"]) == (None, None)


def test_an_export_brings_nothing_new(history: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    ran = history("export", "-o", target, "--json")
    assert (ran.status, ran.json) == (0, {"schema": 1, "file": str(target), "format": "jsonl", "events": 83})
    (file,) = history("import", target, "--json").json["files"]
    assert [file[name] for name in ("total", "added", "duplicates", "failed")] == [83, 0, 83, 0]
    (file,) = history("import", target, "--server-name", "copy", "--json").json["files"]
    assert [file[name] for name in ("total", "added", "duplicates", "failed")] == [83, 83, 0, 0]
    totals = _report(history, "--profile", "copy")["totals"]
    assert {name: totals[name] for name in TOTALS} == TOTALS


def test_tables_and_columns_have_the_same_events(history: CommandLine, tmp_path: Path) -> None:
    assert history("export", "-o", tmp_path / "out.csv", "--format", "csv").status == 0
    assert history("export", "-o", tmp_path / "out.parquet", "--format", "parquet").status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    buckets = [json.loads(row["token_breakdown"]) for row in rows]
    assert (len(rows), sum(part["total_tokens"] for part in buckets)) == (83, 17468)
    with duckdb.connect() as connection:
        found = connection.execute(
            "select count(*), sum(cast(token_breakdown->>'total_tokens' as int)), count(*) filter (failed)"
            " from read_parquet(?)",
            [str(tmp_path / "out.parquet")],
        ).fetchone()
    assert found == (83, 17468, 27)
    assert sum(int(row["total_tokens"]) for row in rows) == 17468


def test_an_export_may_be_a_part(history: CommandLine, tmp_path: Path) -> None:
    ran = history("export", "-o", tmp_path / "x", "--json", "--provider", "claude", "--range", "2026-11-23..2026-11-23")
    assert ran.json["events"] == 10


def test_the_file_and_its_size(history: CommandLine, tmp_path: Path) -> None:
    info = history("db", "info", "--json").json
    assert (info["path"], info["events"], info["servers"]) == (
        str(tmp_path / "data" / "history.sqlite"),
        83,
        ["imported"],
    )
    assert info["bytes_per_event"] == info["bytes"] / 83


def test_the_importing_process_leaves_no_secret(history: CommandLine, tmp_path: Path) -> None:
    disk = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    for secret in (b"sk-fake-oai-aaaa1111", b"sk-client-alpha-000001", b"AIzaSyFAKE-dddd4444", b"sk-ant-fake-cccc3333"):
        assert secret not in disk
    assert b"grok.user@example.com" in disk
    assert history("db", "info").status == 0
