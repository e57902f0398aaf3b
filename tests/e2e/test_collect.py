"""`collect` as people and scripts run it: a process of its own against a demo server."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import pytest

from cpam_desktop.demo.faults import Fixed, Hang, Slow
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.aio import spawn
from tests.kit.certificates import unknown_authority
from tests.kit.cli import PATIENCE, Ended, Process, run, same_shape
from tests.kit.collecting import facts, made, query, stored
from tests.kit.demo import running_demo

EXAMPLE = Path(__file__).parents[1] / "data" / "cli" / "collect.json"
MODES = ["auto", "subscribe", "http", "resp"]
WRONG = "fake-wrong-management-key"


def history(folder: Path) -> Path:
    return folder / "data" / "history.sqlite"


async def start(folder: Path, server: DemoServer, *args: str) -> Process:
    return await Process.start(folder, "collect", "--json", "--url", server.url, *args, key=server.key)


async def taken(server: DemoServer, *, subscribed: bool = False) -> None:
    """Wait until the queue is empty (and somebody is subscribed); nobody signals that between two processes."""
    async with asyncio.timeout(PATIENCE):
        while len(server.state.queue) or (subscribed and not server.state.queue.subscribers):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("mode", MODES)
async def test_everything_is_stored_when_it_is_told_to_stop(tmp_path: Path, mode: str) -> None:
    events = made(900)
    async with running_demo(retention_seconds=600) as server:
        server.publish(*events[:300])
        process = await start(tmp_path, server, "--mode", mode)
        await taken(server, subscribed=mode in ("auto", "subscribe"))
        await server.feed(events[300:])
        ended = await process.stop(signal.SIGTERM)
        assert ended.status == 0
        left = server.state.queue.pop(1_000)
    assert ended.err == ""
    last = ended.last
    assert (last["state"], last["mode"]) == ("stopped", mode)
    assert last["received"] == last["inserted"] == 900 - len(left)
    assert stored(history(tmp_path)) == facts(events) - facts(left)
    if mode in ("auto", "subscribe"):
        assert left == []  # all of it had been sent
    assert same_shape(json.loads(EXAMPLE.read_text()), last) == []
    assert last["schema"] == 1


async def test_an_interrupt_is_told_by_its_status(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.publish(*made(20))
        process = await start(tmp_path, server)
        await taken(server)
        ended = await process.stop(signal.SIGINT)
    assert ended.status == 130
    assert stored(history(tmp_path)) == facts(made(20))


@pytest.mark.parametrize("mode", ["subscribe", pytest.param("http", marks=pytest.mark.slow), "resp"])
async def test_after_a_kill_only_what_was_on_its_way_is_missing(tmp_path: Path, mode: str) -> None:
    """Decision 18. What is published while nobody collects waits in the queue."""
    events = made(3_000)
    async with running_demo(retention_seconds=600) as server:
        server.publish(*events[:1_000])
        process = await start(tmp_path, server, "--mode", mode)
        await process.until(inserted=1_000)
        feeding = spawn(server.feed(events[1_000:2_000]), "feed")
        while server.seen.published < 1_500:  # noqa: ASYNC110
            await asyncio.sleep(0)
        killed = await process.stop(signal.SIGKILL)
        await feeding
        server.publish(*events[2_000:])
        process = await start(tmp_path, server, "--mode", mode)
        await taken(server)
        ended = await process.stop()
    assert (killed.status, ended.status) == (-9, 0)
    found = stored(history(tmp_path))
    missing = facts(events) - found
    assert not found - facts(events)
    assert missing.keys() <= facts(events[1_000:2_000]).keys()
    assert ended.last["duplicates"] == 0
    assert ended.last["gaps"] == []


async def test_a_second_collector_of_a_server_is_told_who_is_first(tmp_path: Path) -> None:
    async with running_demo() as server:
        first = await start(tmp_path, server)
        await taken(server, subscribed=True)
        second = await (await start(tmp_path, server)).ended()
        assert second.status == 1
        assert second.err == (
            f"cpam-desktop: Another process does this already: process {first.pid} collects from this server already."
            " Stop it first, or look at its window.\n"
        )
        async with running_demo(seed=2) as other:
            third = await start(tmp_path, other)  # another server is no trouble
            await taken(other, subscribed=True)
            assert (await third.stop()).status == 0
        assert (await first.stop()).status == 0


async def ends_in_time(seconds: float, folder: Path, *args: str, key: str = "fake-key") -> Ended:
    """Within its time, and some for the start of a process on a busy machine."""
    async with asyncio.timeout(seconds + 10):
        return await run(folder, "collect", "--for", f"{seconds:g}", *args, key=key)


async def test_nobody_there(tmp_path: Path) -> None:
    ended = await ends_in_time(0.5, tmp_path, "--url", "http://127.0.0.1:9")
    assert ended.status == 4
    assert ended.err == (
        "cpam-desktop: The server could not be reached: 127.0.0.1:9 refused the connection."
        " Check the address, the network and whether CPA runs.\n"
    )


async def test_a_server_that_hangs(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.faults.put("*", Hang())
        ended = await ends_in_time(1.0, tmp_path, "--url", server.url, key=server.key)
    assert ended.status == 4
    assert f"{server.url} did not answer within 1 s" in ended.err


async def test_no_cpa_there(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.faults.put("*", Fixed(200, b"<html>hello</html>", "text/html"))
        ended = await ends_in_time(0.5, tmp_path, "--url", server.url, key=server.key)
    assert ended.status == 1
    assert ended.err.startswith("cpam-desktop: There is no CPA at this address: ")


async def test_an_unknown_certificate(tmp_path: Path) -> None:
    context, ca_file = unknown_authority(tmp_path)
    async with running_demo(tls=context) as server:
        ended = await ends_in_time(0.5, tmp_path, "--url", server.url, key=server.key)
        assert ended.status == 4
        assert "certificate" in ended.err
        assert server.state.gate.strikes == 0
        server.publish(*made(3))
        for option in (("--ca-file", str(ca_file)), ("--insecure",)):
            process = await start(tmp_path, server, *option)
            await taken(server, subscribed=True)
            ended = await process.stop()
            assert (ended.status, ended.last["transport"]) == (0, "subscribe")
    assert stored(history(tmp_path)) == facts(made(3))


async def test_a_fixed_mode_that_the_server_lacks(tmp_path: Path) -> None:
    async with running_demo(version="6.10.8") as server:
        ended = await run(tmp_path, "collect", "--url", server.url, "--mode", "subscribe", key=server.key)
    assert ended.status == 1
    assert ended.err == (
        "cpam-desktop: This address does not support direct event delivery: unknown command 'subscribe'."
        " Choose the mode auto.\n"
    )


async def test_a_wrong_key_is_sent_once_by_all_runs_together(tmp_path: Path) -> None:
    async with running_demo() as server:
        for verb in ("collect", "collect", "doctor"):
            ended = await run(tmp_path, verb, "--url", server.url, key=WRONG)
            assert ended.status == (3 if verb == "collect" else 1)
            assert server.state.gate.strikes == 1
            assert WRONG not in ended.out + ended.err
            if verb == "collect":
                assert ended.err.startswith("cpam-desktop: The server refused the management key: ")
                assert ended.err.count("\n") == 1
        process = await Process.start(
            tmp_path, "collect", "--json", "--url", server.url, "--key-stdin", key=WRONG, stdin=f"{server.key}\nrest\n"
        )
        await taken(server, subscribed=True)  # the key on stdin goes before the one of the environment
        assert (await process.stop()).status == 0
        assert server.state.gate.strikes == 1


async def test_without_a_key_nothing_is_sent(tmp_path: Path) -> None:
    async with running_demo() as server:
        ended = await run(tmp_path, "collect", "--url", server.url)
        assert ended.status == 2
        assert "CPAM_MANAGEMENT_KEY" in ended.err
        assert server.seen.connections == 0


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf"])
async def test_a_time_must_be_a_time(tmp_path: Path, seconds: str) -> None:
    ended = await run(tmp_path, "collect", "--url", "http://127.0.0.1:9", f"--for={seconds}", key="fake-key")
    assert ended.status == 2
    assert f"“{seconds}” is no number of seconds above 0" in ended.err


def arguments_of(pid: int) -> bytes:
    """What others see of a process, where the system shows it."""
    shown = Path(f"/proc/{pid}/cmdline")
    return shown.read_bytes() if shown.exists() else b""


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_no_secret_comes_out_anywhere(tmp_path: Path) -> None:
    events = made(300)
    secrets = {json.loads(raw)["api_key"] for raw in events}
    secrets |= {source for raw in events if "@" not in (source := json.loads(raw)["source"])}
    secrets -= {""}
    async with running_demo() as server:
        server.publish(*events, b'{"api_key":"sk-fake-in-a-dead-letter","source":"sk-other-fake-dead-letter"}')
        process = await start(tmp_path, server, "-v")
        assert server.key.encode() not in arguments_of(process.pid)
        await process.until(inserted=300, dead_letters=1)
        server.drop_connections()
        ended = await process.stop()
        secrets |= {server.key, "sk-fake-in-a-dead-letter", "sk-other-fake-dead-letter"}
    assert len(secrets) > 20
    files = everything_in(tmp_path)
    assert b"sha256:" in files  # the dead letter is there
    for secret in secrets:
        assert secret not in ended.out + ended.err
        vertex = [raw for raw in events if secret.encode() in raw and b'"provider":"vertex' in raw]
        assert vertex or secret.encode() not in files


async def test_who_stops_reading_the_output_loses_nothing(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.publish(*made(50))
        process = await start(tmp_path, server)
        await taken(server, subscribed=True)
        process.hang_up()
        server.publish(*made(30, seed=2))
        ended = await process.ended()
        left = server.state.queue.pop(100)
    assert ended.status == 0
    assert ended.err == ""
    assert stored(history(tmp_path)) == facts([*made(50), *made(30, seed=2)]) - facts(left)


@pytest.mark.slow
async def test_a_pop_in_flight_is_waited_for_when_nobody_reads_the_output(tmp_path: Path) -> None:
    async with running_demo() as server:
        process = await start(tmp_path, server, "--mode", "http")
        await process.until(state="running")
        server.faults.put("usage-queue", Slow(3.0), times=1)  # it pops at once and answers late
        process.hang_up()
        server.publish(*made(30))
        await taken(server)
        ended = await process.ended()
    assert ended.status == 0
    assert stored(history(tmp_path)) == facts(made(30))


async def test_words_for_people(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.publish(*made(12))
        ended = await ends_in_time(2.5, tmp_path, "--url", server.url, key=server.key)
    assert ended.status == 0
    assert ended.out.splitlines()[-1].startswith("stopped by subscribe: 12 received, 12 stored, lag ")


async def test_a_gap_over_a_restart_of_both(tmp_path: Path) -> None:
    async with running_demo() as server:
        server.publish(*made(10))
        process = await start(tmp_path, server)
        await taken(server)
        assert (await process.stop()).status == 0
        await server.restart()
        process = await start(tmp_path, server)
        document: dict[str, Any] = await process.until(state="running")
        assert [(gap["reason"], gap["certain"]) for gap in document["gaps"]] == [("restarted", False)]
        assert same_shape(json.loads(EXAMPLE.read_text()), document) == []
        await process.stop()
    assert query(history(tmp_path), "select count(*) from gap where to_ns is not null") == [(1,)]
