"""The `profile` verb as scripts call it: in this process, with files, keyring and server of its own."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from cpam_desktop.cli import main
from cpam_desktop.demo.server import DemoServer
from tests.kit.certificates import unknown_authority
from tests.kit.demo import running_demo
from tests.kit.secret_service import SecretService, needs_secret_service, no_keyring, secret_service
from tests.kit.shapes import shape

__all__ = ["no_keyring", "secret_service"]

KEY = "fake-management-key"
EXAMPLES = Path(__file__).parents[2] / "data" / "cli"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.delenv("CPAM_MANAGEMENT_KEY", raising=False)


@pytest.fixture
def demo() -> Iterator[DemoServer]:
    """A demo server on a loop of its own, because the verb runs its own."""
    servers: list[DemoServer] = []
    ready = Event()
    ended = asyncio.Event()

    async def serve() -> None:
        async with running_demo(retention_seconds=600) as server:
            servers.append(server)
            ready.set()
            await ended.wait()

    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield servers[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


class Cli:
    """Calls the command line and reads what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *argv: str, stdin: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            status = main.run(main.parse(argv))
        except SystemExit as error:
            status = int(str(error.code))
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def json(self, *argv: str, stdin: str = "") -> tuple[int, Any]:
        status, out, _ = self(*argv, "--json", stdin=stdin)
        return status, json.loads(out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    return Cli(capsys, monkeypatch)


@needs_secret_service
def test_a_server_is_saved_with_its_key_in_the_keyring_only(
    cli: Cli, secret_service: SecretService, tmp_path: Path
) -> None:
    status, saved = cli.json(
        *("profile", "add", "home", "--url", "127.0.0.1:8317/", "--mode", "http", "--colour", "#2F6FED", "--insecure"),
        "--key-stdin",
        stdin=f"{KEY}\n",
    )
    assert status == 0
    uid = saved["profile"].pop("uuid")
    assert saved == {
        "schema": 1,
        "profile": {
            "name": "home",
            "url": "http://127.0.0.1:8317",
            "tls": {"ca_file": None, "verify": False},
            "proxy": None,
            "mode": "http",
            "colour": "#2f6fed",
        },
        "key_saved": True,
        "key_error": None,
    }
    assert secret_service.stored("cpam-desktop") == {uid: KEY}
    assert [path for path in tmp_path.rglob("*") if path.is_file() and KEY in path.read_text("latin-1")] == []

    status, listed = cli.json("profile", "list")
    assert [(profile["name"], profile["uuid"]) for profile in listed["profiles"]] == [("home", uid)]
    status, removed = cli.json("profile", "remove", "HOME")
    assert (status, removed["removed"]["uuid"], removed["key_error"]) == (0, uid, None)
    assert secret_service.stored("cpam-desktop") == {}
    assert cli.json("profile", "list") == (0, {"schema": 1, "profiles": []})


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_server_is_saved_and_the_key_is_not(cli: Cli, tmp_path: Path) -> None:
    status, out, err = cli("profile", "add", "home", "--url", "h:1", "--key-stdin", stdin=KEY)
    assert (status, out) == (0, "")
    assert err.splitlines() == [
        "Saved home (http://h:1).",
        "cpam-desktop: The keyring cannot be used: no keyring service of the operating system answers. "
        "The key was not saved; give it in CPAM_MANAGEMENT_KEY each time.",
    ]
    assert [path for path in tmp_path.rglob("*") if path.is_file() and KEY in path.read_text("latin-1")] == []
    status, out, err = cli("profile", "list")
    assert status == 0
    assert "http://h:1" in out


def test_a_key_that_is_none_saves_nothing(cli: Cli) -> None:
    for stdin in ("", "\n", "fake\tkey\n"):
        status, _, err = cli("profile", "add", "home", "--url", "h:1", "--key-stdin", stdin=stdin)
        assert status == 2
        assert "management key" in err
    assert cli.json("profile", "list") == (0, {"schema": 1, "profiles": []})


@pytest.mark.usefixtures("no_keyring")
def test_a_good_connection_is_told_in_words_and_json(
    cli: Cli, demo: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("profile", "add", "demo", "--url", demo.url)
    monkeypatch.setenv("CPAM_MANAGEMENT_KEY", demo.key)
    status, found = cli.json("profile", "test", "demo")
    assert status == 0
    assert 0 <= found.pop("latency_ms") < 5_000
    assert found == {
        "schema": 1,
        "profile": "demo",
        "url": demo.url,
        "ok": True,
        "error": None,
        "version": "7.2.140",
        "usage_statistics_enabled": True,
        "retention_s": 600,
        "warnings": [],
    }
    status, out, _ = cli("profile", "test", "demo")
    assert status == 0
    assert f"demo ({demo.url}) is CPA 7.2.140; it answered in " in out
    assert "Usage statistics are on, events are kept for 600 s." in out


@pytest.mark.usefixtures("no_keyring")
def test_a_wrong_key_is_exit_3_and_one_connection_however_often_it_is_asked(cli: Cli, demo: DemoServer) -> None:
    cli("profile", "add", "demo", "--url", demo.url)
    for _ in range(3):
        status, out, err = cli("profile", "test", "demo", "--key-stdin", stdin=KEY)
        assert (status, out) == (3, "")
        assert err.startswith("cpam-desktop: The server refused the management key")
        assert KEY not in err
    assert demo.seen.connections == 1
    status, found = cli.json("profile", "test", "demo", "--key-stdin", "--again", stdin=KEY)
    assert (status, found["ok"], found["error"]["code"]) == (3, False, "key_refused")
    assert demo.seen.connections == 2


@pytest.mark.usefixtures("no_keyring")
def test_a_server_that_is_not_there_is_exit_4(cli: Cli, unused_tcp_port: int) -> None:
    cli("profile", "add", "gone", "--url", f"127.0.0.1:{unused_tcp_port}")
    status, _, err = cli("profile", "test", "gone", "--key-stdin", stdin=KEY)
    assert status == 4
    assert "could not be reached" in err


@pytest.mark.usefixtures("no_keyring")
def test_its_json_has_the_shape_of_the_examples(cli: Cli, demo: DemoServer, tmp_path: Path) -> None:
    def checked(example: str, *argv: str, stdin: str = "") -> None:
        wanted = json.loads((EXAMPLES / f"{example}.json").read_text(encoding="utf-8"))
        _, found = cli.json("profile", *argv, stdin=stdin)
        assert shape(found) == shape(wanted)
        assert found["schema"] == 1

    _, authority = unknown_authority(tmp_path)
    options = ("--ca-file", str(authority), "--proxy", "http://proxy.example.com:3128", "--colour", "#2f6fed")
    checked("profile-add", "add", "home", "--url", demo.url, *options, "--key-stdin", stdin=KEY)
    cli("profile", "add", "work", "--url", demo.url)
    checked("profile-list", "list")
    demo.state.config["redis-usage-queue-retention-seconds"] = 60
    checked("profile-test", "test", "work", "--key-stdin", stdin=demo.key)
    checked("profile-test-failed", "test", "work", "--key-stdin", stdin=KEY)
    checked("profile-remove", "remove", "home")


@pytest.mark.parametrize(
    "argv",
    [
        ("profile",),
        ("profile", "add", "home"),
        ("profile", "add", "home", "--url", "ftp://h"),
        ("profile", "remove", "nobody"),
        ("profile", "test", "nobody"),
        ("profile", "add", "home", "--url", "h:1", "--mode", "magic"),
    ],
)
def test_wrong_usage_is_exit_2(cli: Cli, argv: tuple[str, ...]) -> None:
    status, out, err = cli(*argv)
    assert (status, out) == (2, "")
    assert err
