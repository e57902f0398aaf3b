"""Remedies change one thing on the server, and nothing else; config.yaml keeps every other byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.collector.runner import Target
from cpam_desktop.demo.faults import Fixed
from cpam_desktop.demo.server import DemoServer
from cpam_desktop.domain.errors import InputRefused, KeyRefused, WorkError
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.fixes import extend_retention, turn_on_statistics, with_retention
from tests.kit.demo import management, running_demo

NAME = "redis-usage-queue-retention-seconds"


def target(server: DemoServer, key: str | None = None) -> Target:
    return Target(None, "test", server.url, key or server.key, proxy="direct")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a: 1\n{NAME}: 60\nb: 2\n", f"a: 1\n{NAME}: 3600\nb: 2\n"),
        (f"{NAME}: 60", f"{NAME}: 3600"),
        (f"{NAME}: 60   # one minute\n", f"{NAME}: 3600   # one minute\n"),
        (f"{NAME}: 60\t# tab\n", f"{NAME}: 3600\t# tab\n"),
        (f"{NAME}: 60 \r\nb: 2\r\n", f"{NAME}: 3600 \r\nb: 2\r\n"),
        (f'"{NAME}": 60\n', f"{NAME}: 3600\n"),
        (f"'{NAME}' : '60'\n", f"{NAME}: 3600\n"),
        (f"{NAME}:\n", f"{NAME}: 3600\n"),
        (f"{NAME}:     # default\n", f"{NAME}: 3600    # default\n"),
        ("a: 1\n", f"a: 1\n{NAME}: 3600\n"),
        ("a: 1", f"a: 1\n{NAME}: 3600\n"),
        ("a: 1\r\nb: 2", f"a: 1\r\nb: 2\r\n{NAME}: 3600\r\n"),
        ("a: 1\n\n\n", f"a: 1\n\n\n{NAME}: 3600\n"),
        ("", f"{NAME}: 3600\n"),
        (f"# {NAME}: 60\n", f"# {NAME}: 60\n{NAME}: 3600\n"),
        (f"x:\n  {NAME}: 60\n", f"x:\n  {NAME}: 60\n{NAME}: 3600\n"),
        (f"x:\n- {NAME}: 60\n", f"x:\n- {NAME}: 60\n{NAME}: 3600\n"),
        (f"{NAME}-2: 60\n", f"{NAME}-2: 60\n{NAME}: 3600\n"),
        (f"my-{NAME}: 60\n", f"my-{NAME}: 60\n{NAME}: 3600\n"),
    ],
)
def test_one_line(before: str, after: str) -> None:
    assert with_retention(before, 3600) == after


OTHER_LINES = st.sampled_from(
    [
        "# a comment",
        "",
        "   ",
        "debug: false  # inline",
        f"# {NAME}: 5",
        f"  {NAME}: 5",
        f"    {NAME}: 5 # nested",
        f"- {NAME}: 5",
        f"x-{NAME}: 5",
        f"{NAME}-x: 5",
        "text: |",
        f"  text about {NAME}: 5",
        "name: \u00fc\u4e2d\u6587",
        'list: ["a", "b"]',
        "remote-management:",
        '  secret-key: "$2a$10$abcdefgh"',
    ]
)
OWN_LINES = st.sampled_from([f"{NAME}: 60", f"{NAME}: 60 # c", f"{NAME}:   7  ", f'"{NAME}": 1', f"{NAME}:"])


@given(
    lines=st.lists(OTHER_LINES, max_size=12),
    own=st.none() | OWN_LINES,
    at=st.integers(0, 12),
    end=st.sampled_from(["\n", "\r\n"]),
    closed=st.booleans(),
)
def test_every_other_line_stays(lines: list[str], own: str | None, at: int, end: str, closed: bool) -> None:
    at = min(at, len(lines))
    before = [*lines[:at], *([own] if own is not None else []), *lines[at:]]
    text = end.join(before) + (end if closed and before else "")
    after = with_retention(text, 3600)
    assert with_retention(after, 3600) == after
    if own is None:
        assert after.startswith(text)
        added = after[len(text) :]
        assert added.strip() == f"{NAME}: 3600"
        assert added.startswith(("\r\n", "\n")) is bool(text and not text.endswith("\n"))
        return
    found = after.split(end)
    expected = text.split(end)
    assert found[:at] == expected[:at]
    assert found[at + 1 :] == expected[at + 1 :]
    assert found[at].startswith(f"{NAME}: 3600")
    assert found[at].partition("#")[1:] == own.partition("#")[1:]


async def test_statistics_are_turned_on_and_nothing_else() -> None:
    async with running_demo(statistics=False) as server:
        before = dict(server.state.config)
        await turn_on_statistics(target(server), KeyLatch(None))
        assert server.state.config == {**before, "usage-statistics-enabled": True}
        assert dict(server.seen.requests) == {"usage-statistics-enabled": 2}


async def test_retention_is_extended_by_one_line_of_the_file() -> None:
    async with running_demo(retention_seconds=60) as server, management(server) as client:
        file = (await client.get("config.yaml")).text.replace(f"{NAME}: 60", f"{NAME}: 60  # kept")
        await client.put("config.yaml", content=file.encode())
        before = dict(server.state.config)
        await extend_retention(target(server), KeyLatch(None))
        assert (await client.get("config.yaml")).text == file.replace(f"{NAME}: 60  #", f"{NAME}: 3600  #")
        assert server.state.config == {**before, NAME: 3600}


async def test_a_server_that_does_not_keep_it_is_told() -> None:
    async with running_demo(statistics=False, retention_seconds=60) as server:
        server.faults.put("usage-statistics-enabled", Fixed(200, b'{"usage-statistics-enabled":false}'))
        with pytest.raises(WorkError, match="did not keep usage-statistics-enabled"):
            await turn_on_statistics(target(server), KeyLatch(None))
        server.faults.put("config", Fixed(200, b'{"redis-usage-queue-retention-seconds":60}'))
        with pytest.raises(WorkError, match="did not keep the new retention"):
            await extend_retention(target(server), KeyLatch(None))


async def test_a_file_that_the_server_does_not_take_changes_nothing() -> None:
    async with running_demo(retention_seconds=60) as server:
        server.state.config_text = f"{NAME}: 60\nproxy-url: [a\n"
        before = dict(server.state.config)
        with pytest.raises(InputRefused, match="did not find expected"):
            await extend_retention(target(server), KeyLatch(None))
        assert server.state.config == before


async def test_a_refused_key_changes_nothing() -> None:
    async with running_demo(statistics=False) as server:
        for fix in (turn_on_statistics, extend_retention):
            with pytest.raises(KeyRefused):
                await fix(target(server, "fake-wrong-key"), KeyLatch(None))
        assert server.state.config["usage-statistics-enabled"] is False
        assert server.seen.requests.total() == 0
