"""`tour` in a process of its own: every page with rows, pictures of the size that was asked for, refusals in words."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.kit.cli import Process, run, same_shape
from tests.kit.demo import running_demo

EXAMPLE = Path(__file__).parents[1] / "data" / "cli" / "tour.json"
PAGES = "analytics, dashboard, failures, monitoring, prices"
STATES = {
    "dashboard": {"connect", "connect-failed", "doctor", "history", "import-checked", "palette", "servers", "stale"},
    "monitoring": {"drawer", "tab-account", "tab-model", "tab-api-key", "tab-channel", "group", "offline", "empty"},
    "failures": {"drawer", "models", "rules"},
    "analytics": {"below", "compared"},
    "prices": {"edit", "rules", "sync"},
}
"""What is worth a picture besides the page itself; a page may have more."""


def _size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its head."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


def _seen(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(stop["page"], stop["state"]) for stop in document["pages"]]


async def test_the_demo_fills_every_page(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = await run(tmp_path, "tour", "--demo", "--json", "--for", "1", "--out", str(out))
    assert (ended.status, ended.err) == (0, "")
    (document,) = ended.documents
    assert same_shape(json.loads(EXAMPLE.read_text()), document) == []
    assert document["schema"] == 1
    assert document["events"]["received"] >= document["events"]["stored"] >= document["events"]["shown"] > 100
    seen = _seen(document)
    assert list(dict.fromkeys(page for page, _state in seen)) == list(STATES)
    for page, states in STATES.items():
        found = [state for name, state in seen if name == page]
        assert found[0] == "ready"
        assert states - set(found) == set()
        assert len(set(found)) == len(found)
    for stop in document["pages"]:
        assert (stop["theme"], stop["lang"], stop["errors"]) == ("light", "en", [])
        assert stop["rows"] > 0
        assert 0 <= stop["first_paint_ms"] < 5_000
        assert 0 <= stop["data_ms"] < 30_000
        assert _size(out / stop["file"]) == (1440, 900)
    assert sorted(path.name for path in out.iterdir()) == sorted(stop["file"] for stop in document["pages"])
    assert not (tmp_path / "config").exists()


async def test_themes_languages_size_and_scale(tmp_path: Path) -> None:
    options = ("--theme", "light,dark", "--lang", "en,zh-CN", "--size", "1100x700", "--scale", "1.5")
    command = ("tour", "--demo", "--json", "--for", "1", "--pages", "monitoring", "--out", str(tmp_path / "out"))
    ended = await run(tmp_path, *command, *options)
    assert (ended.status, ended.err) == (0, "")
    (document,) = ended.documents
    looks = [(stop["lang"], stop["theme"]) for stop in document["pages"] if stop["state"] == "ready"]
    assert looks == [("en", "light"), ("en", "dark"), ("zh-CN", "light"), ("zh-CN", "dark")]
    assert {_size(path) for path in (tmp_path / "out").iterdir()} == {(1650, 1050)}
    assert [stop["errors"] for stop in document["pages"] if stop["errors"] or not stop["rows"]] == []
    pictures = {path.read_bytes() for path in (tmp_path / "out").glob("monitoring.*.png")}
    assert len(pictures) == 4


async def test_a_server_in_another_process(tmp_path: Path) -> None:
    demo = await Process.start(tmp_path / "demo", "demo", "--rate", "20", "--days", "0.1")
    first = await demo.document()
    command = ("tour", "--url", first["url"], "--for", "1", "--pages", "monitoring", "--out", str(tmp_path / "out"))
    ended = await run(tmp_path, *command, key=first["key"])
    await demo.stop()
    assert (ended.status, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert re.fullmatch(r"monitoring\.light\.en\.png: ready, \d+ rows, \d+ ms", lines[0])
    assert re.fullmatch(r"[\d,]+ events received, [\d,]+ stored, [1-9][\d,]* shown\.", lines[-1])


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--demo", "--pages", "dashbord"), 2, f"there is no page “dashbord”. Pages: {PAGES}."),
        (("--demo", "--theme", "blue"), 2, "“blue” is not possible here. Known: light, dark."),
        (("--demo", "--size", "huge"), 2, "“huge” is no size. Write it as 1440x900."),
        (("--demo", "--for", "0"), 2, "“0” is no number of seconds above 0."),
        ((), 2, "no server was named. Give --demo, --profile or --url."),
        (("--url", "http://127.0.0.1:9"), 2, "no management key is known"),
        (("--profile", "nobody"), 2, "there is no server called “nobody”."),
    ],
)
async def test_refusals(tmp_path: Path, arguments: tuple[str, ...], status: int, words: str) -> None:
    ended = await run(tmp_path, "tour", "--out", str(tmp_path / "out"), *arguments)
    assert ended.status == status
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


async def test_a_wrong_key_is_sent_once(tmp_path: Path) -> None:
    async with running_demo() as server:
        command = ("tour", "--url", server.url, "--for", "1", "--out", str(tmp_path / "out"))
        ended = await run(tmp_path, *command, key="fake-wrong-key")
        assert ended.status == 3
        assert ended.err.startswith("cpam-desktop: The server refused the management key")
        assert len(ended.err.splitlines()) == 1
        assert server.state.gate.strikes == 1


async def test_nobody_there(tmp_path: Path) -> None:
    command = ("tour", "--url", "http://127.0.0.1:9", "--for", "0.5", "--out", str(tmp_path / "out"))
    ended = await run(tmp_path, *command, key="fake-key")
    assert (ended.status, len(ended.err.splitlines())) == (4, 1)
    assert "127.0.0.1:9 refused the connection" in ended.err


async def test_the_window_refuses_a_page_it_does_not_have(tmp_path: Path) -> None:
    ended = await run(tmp_path, "--page", "dashbord")
    assert ended.status == 2
    assert ended.err.endswith(f"there is no page “dashbord”. Pages: {PAGES}.\n")
