"""`doctor` and `demo` as people and scripts run them."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.kit.cli import Process, run, same_shape
from tests.kit.demo import running_demo

EXAMPLES = Path(__file__).parents[1] / "data" / "cli"


def example(verb: str) -> object:
    return json.loads((EXAMPLES / f"{verb}.json").read_text())


async def test_the_demo_prints_where_it_is_and_can_be_collected_from(tmp_path: Path) -> None:
    demo = await Process.start(tmp_path, "demo", "--rate", "200", "--seed", "7", "--days", "0.01")
    first = await demo.document()
    assert same_shape(example("demo"), first) == []
    assert (first["schema"], first["seed"]) == (1, 7)
    assert first["url"].startswith("http://127.0.0.1:")
    server = ("--url", first["url"], "--json")
    collected = await run(tmp_path, "collect", *server, "--for", "2.5", key=first["key"])
    assert collected.status == 0
    assert collected.last["inserted"] > 100
    assert 0 <= collected.last["lag_ms"] < 60_000  # the newest event ended just now
    assert collected.last["warnings"] == []
    doctor = await run(tmp_path, "doctor", *server, key=first["key"])
    assert doctor.status == 0
    assert same_shape(example("doctor"), doctor.last) == []
    assert [check["id"] for check in doctor.last["checks"]] == [
        *("server", "key", "statistics", "retention", "transport", "consumer", "received"),
    ]
    assert {check["ok"] for check in doctor.last["checks"]} == {True, None}
    ended = await demo.stop(signal.SIGTERM)
    assert (ended.status, ended.err) == (0, "")


async def test_an_interrupted_demo_ends_well(tmp_path: Path) -> None:
    demo = await Process.start(tmp_path, "demo", "--rate", "0")
    await demo.document()
    assert (await demo.stop(signal.SIGINT)).status == 130


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--listen", "nowhere"), 2, "“nowhere” is no address to listen on"),
        (("--listen", "127.0.0.1:70000"), 2, "is no address to listen on"),
        (("--rate", "-1"), 2, "rate and days cannot be negative"),
        (("--days", "-1"), 2, "rate and days cannot be negative"),
    ],
)
async def test_a_demo_that_cannot_be_started(
    tmp_path: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ended = await run(tmp_path, "demo", *arguments)
    assert ended.status == status
    assert words in ended.err
    assert ended.err.count("\n") == 1


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    async with running_demo() as server:
        ended = await run(tmp_path, "demo", "--listen", f"127.0.0.1:{server.port}")
    assert ended.status == 1
    assert "Choose another port." in ended.err


async def test_the_doctor_names_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    async with running_demo(statistics=False, retention_seconds=60) as server:
        ended = await run(tmp_path, "doctor", "--url", server.url, "--json", key=server.key)
        checks = {check["id"]: check for check in ended.last["checks"]}
        assert ended.status == 1
        assert same_shape(example("doctor"), ended.last) == []
        assert {name for name, check in checks.items() if check["ok"] is False} == {
            *("statistics", "retention", "received"),
        }
        assert checks["statistics"]["fix"] == "Turn on usage-statistics-enabled; no restart is needed."
        assert checks["server"]["fix"] is None
        assert server.state.config["usage-statistics-enabled"] is False  # it changes nothing
        table = await run(tmp_path, "doctor", "--url", server.url, key=server.key)
    assert "FAILED" in table.out
    assert "redis-usage-queue-retention-seconds" in table.out
    assert table.status == 1


async def test_the_doctor_of_a_server_that_is_away(tmp_path: Path) -> None:
    ended = await run(tmp_path, "doctor", "--url", "http://127.0.0.1:9", "--json", key="fake-key")
    assert ended.status == 1
    assert ended.last["checks"][0]["ok"] is False
    assert "refused the connection" in ended.last["checks"][0]["detail"]
