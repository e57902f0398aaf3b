"""The connect dialog with real widgets against real servers: every failure in words, no strike wasted, nothing told."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cpam_desktop.net.http import Timeouts
from cpam_desktop.ui.dialogs.connect import ConnectForm
from cpam_desktop.ui.i18n import install_language
from tests.kit.certificates import unknown_authority
from tests.kit.raw_server import Peer, RawServer, http_answer
from tests.kit.secret_service import no_keyring
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.stage import KEY, Stage, press, sent, stage

__all__ = ["no_keyring"]
WRONG = "fake-wrong-key-of-a-test"


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_keyring: None) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


async def _form(set_up: Stage) -> ConnectForm:
    form = await set_up.dialog(ConnectForm)
    await set_up.rest()
    return form


@asynccontextmanager
async def _dialog(folder: Path, **options: object) -> AsyncGenerator[tuple[Stage, ConnectForm]]:
    """The dialog of a first start, filled in with the address and the key of the stage's server."""
    async with stage(folder, visits=False, saved=True, **options) as set_up:  # pyright: ignore[reportArgumentType]
        form = await _form(set_up)
        form.url.setText(set_up.server.url)
        _type(form, KEY)
        yield set_up, form


def _type(form: ConnectForm, key: str) -> None:
    form.key.clear()
    QTest.keyClicks(form.key, key)


async def _tested(form: ConnectForm) -> list[str]:
    """What the dialog says once the test is over."""
    await until(lambda: form.result.isVisible(), "the result of the test")
    return texts(form)


def test_a_wrong_key_is_sent_once_until_the_user_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            gate = set_up.server.state.gate
            _type(form, WRONG)
            assert QApplication.focusWidget() is form.url
            press(form, Qt.Key.Key_Return)
            said = await _tested(form)
            assert "The server refused the management key" in said
            assert "Wrong key" in said
            assert not form.connect_button.isVisible()
            for _ in range(3):
                press(form.key, Qt.Key.Key_Return)
                await set_up.rest()
            assert gate.strikes == 1
            form.test_button.click()
            await until(lambda: gate.strikes == 2)
            await _tested(form)
            QTest.keyClicks(form.key, "x")
            assert not form.result.isVisible()
            press(form.key, Qt.Key.Key_Return)
            await until(lambda: gate.strikes == 3)
            await _tested(form)
            assert set_up.server.seen.connections == 3
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            press(form, Qt.Key.Key_Escape)
            assert not set_up.window.has_sheet

    run(main())
    told = [record.getMessage() for record in caplog.records]
    assert [line for line in told if WRONG in line] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file() and WRONG in path.read_text("latin-1")] == []


def test_a_ban_is_told_with_its_end(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):

            def ban() -> None:
                for number in range(5):
                    set_up.server.state.gate.check("127.0.0.1", f"bad-{number}")

            await set_up.there(ban)
            form.test()
            said = " ".join(await _tested(form))
            assert "This address is banned by the server" in said
            assert "Try again in 29 m, or restart CPA." in said or "Try again in 30 m, or restart CPA." in said
            assert "Wrong key" not in said

    run(main())


async def _html(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b"<html>a router</html>", headers="Content-Type: text/html\r\n"))


async def _half(peer: Peer) -> None:
    await peer.until(b"\r\n\r\n")
    await peer.send(http_answer(b'{"debug": false, "usage-st'))


async def _silence(peer: Peer) -> None:
    await peer.eof()


@pytest.mark.parametrize(
    ("script", "title", "detail"),
    [
        (_html, "There is no CPA at this address", "A web page came back instead of data."),
        (_half, "The server's answer was incomplete or too large", "config: it is no complete JSON document."),
        (_silence, "The server could not be reached", "127.0.0.1:{port} did not answer within 0.3 s."),
    ],
    ids=["html", "half", "silence"],
)
def test_what_is_no_cpa_is_told_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: Callable[[Peer], Awaitable[None]],
    title: str,
    detail: str,
) -> None:
    monkeypatch.setattr("cpam_desktop.cpa.client.Timeouts", lambda: Timeouts(0.3, 0.3, 0.6))

    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            other = RawServer(script)
            await set_up.session.tasks.ask(other.__aenter__)
            form.url.setText(other.url)
            form.test()
            said = await _tested(form)
            await set_up.session.tasks.ask(lambda: other.__aexit__(None, None, None))
            assert title in said
            assert any(text.startswith(detail.format(port=other.port)) for text in said), said
            assert len(other.peers) == 1
            assert form.test_button.isEnabled()

    run(main())


@pytest.mark.parametrize("way", ["ca file", "unsafe"])
def test_an_unknown_certificate_has_two_ways_out(tmp_path: Path, way: str) -> None:
    context, ca_file = unknown_authority(tmp_path)

    async def main() -> None:
        async with _dialog(tmp_path, server={"tls": context}) as (set_up, form):
            form.test()
            said = " ".join(await _tested(form))
            assert "The server could not be reached" in said
            assert "The server's certificate is self-signed and not known here." in said
            assert "Give the file of its CA, or do not verify the certificate (unsafe)." in said
            if way == "unsafe":
                form.unsafe.click()
                assert not form.ca_file.isEnabled()
            else:
                form.ca_file.setText(str(ca_file))
                form.ca_file.textEdited.emit(str(ca_file))
            assert not form.result.isVisible()
            form.test()
            assert any(text.startswith("Connected: CPA 7.2.140") for text in await _tested(form))
            form.connect_button.click()
            await until(lambda: set_up.session.server is not None)
            assert set_up.session.server is not None
            assert set_up.session.server.profile.verify is (way != "unsafe")

    run(main())


def test_input_that_cannot_be_right_is_marked_at_its_field(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            for field, value, words in (
                (form.url, "ftp://cpa.example.com", "only http and https are possible"),
                (form.proxy, "socks5://127.0.0.1:1", "only http:// and https:// proxies are possible"),
            ):
                before = field.text()
                field.setText(value)
                field.textEdited.emit(value)
                form.test()
                assert words in await _tested(form)
                assert field.property("invalid") is True
                field.setText(before)
                field.textEdited.emit(before)
                assert field.property("invalid") is False
            assert set_up.server.seen.requests.total() == 0

    run(main())


def test_a_server_is_saved_shown_and_its_key_kept_for_this_session_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def main() -> None:
        async with _dialog(tmp_path, queued=[sent(request_id="first")]) as (set_up, form):
            assert form.test_button.isEnabled()
            form.test_button.click()
            said = await _tested(form)
            assert any(text.startswith("Connected: CPA 7.2.140, ") for text in said)
            assert QApplication.focusWidget() is form.connect_button
            assert not form.test_button.isVisible()
            press(form.name, Qt.Key.Key_Return)
            await set_up.ready(1)
            assert not set_up.window.has_sheet
            server = set_up.session.server
            assert server is not None
            assert (server.profile.url, server.demo) == (set_up.server.url, False)
            notices = [(notice.title, notice.detail) for notice in set_up.window.toasts.history]
            assert (
                "The keyring cannot be used",
                "No keyring service of the operating system answers. The key is kept for this session only.",
            ) in notices
            assert KEY not in repr(notices)

            set_up.window.open_connect("")
            form = await _form(set_up)
            form.url.setText(set_up.server.url)
            form.name.setText(server.profile.name)
            _type(form, KEY)
            form.test()
            await _tested(form)
            form.connect_now()
            await until(lambda: form.name.property("invalid"))
            assert f"There is a server called “{server.profile.name}” already. Choose another name." in texts(form)

    run(main())
    assert [record.getMessage() for record in caplog.records if KEY in record.getMessage()] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file() and KEY in path.read_text("latin-1")] == []


def test_a_dialog_closed_while_it_tests_leaves_nothing_behind(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            other = RawServer(_silence)
            await set_up.session.tasks.ask(other.__aenter__)
            form.url.setText(other.url)
            form.test()
            await until(lambda: other.peers)
            assert form.test_button.text() == "Testing…"
            press(form, Qt.Key.Key_Escape)
            await until(lambda: set_up.window.findChildren(ConnectForm) == [])
            await set_up.rest()
            await set_up.session.tasks.ask(lambda: other.__aexit__(None, None, None))
            assert list(set_up.window.toasts.history) == []

    run(main())


def test_the_keyboard_reaches_everything_and_stays_inside(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            form.url.setFocus()
            seen = [QApplication.focusWidget()]
            for _ in range(20):
                press(form, Qt.Key.Key_Tab)
                seen.append(QApplication.focusWidget())
            inside = [form.url, form.key, form.name, form.mode, form.ca_file, form.proxy, form.colour, form.unsafe]
            inside += [form.keep, form.test_button]
            assert [widget for widget in inside if widget not in seen] == []
            assert [widget for widget in seen if widget is None or not form.isAncestorOf(widget)] == []
            QTest.keyClick(form, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            set_up.window.open_connect("")
            await set_up.rest()
            assert set_up.window.findChildren(ConnectForm) == [form]

    run(main())
