"""Servers in the window: the first start, a change, a removal, a key that is not known, and the demo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.store.paths import profiles_path
from cpam_desktop.store.profiles import ProfileFile
from cpam_desktop.ui.dialogs.confirm import ConfirmForm
from cpam_desktop.ui.dialogs.connect import ConnectForm
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.page import PageState
from cpam_desktop.ui.widgets.button import Button
from tests.kit.secret_service import SecretService, needs_secret_service, no_keyring, secret_service
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.stage import KEY, UID, Stage, press, sent, stage

__all__ = ["no_keyring", "secret_service"]


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def _saved() -> list[ServerProfile]:
    return ProfileFile(profiles_path()).load()


def _button(set_up: Stage, text: str) -> Button:
    return next(button for button in set_up.window.findChildren(Button) if button.text() == text and button.isVisible())


async def _connected(set_up: Stage, name: str) -> None:
    """Save the stage's server through the dialog."""
    form = await set_up.dialog(ConnectForm)
    form.url.setText(set_up.server.url)
    form.name.setText(name)
    QTest.keyClicks(form.key, KEY)
    form.test()
    await until(form.connect_button.isVisible, "a good test")
    form.connect_button.click()
    await until(lambda: not set_up.window.has_sheet and set_up.session.server is not None)


def _menu(set_up: Stage, text: str) -> None:
    menu = set_up.window.switch.build_menu()
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


@pytest.mark.usefixtures("no_keyring")
def test_the_first_start_offers_the_demo_which_shows_something_at_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, visits=False, saved=True, page="dashboard") as set_up:
            await set_up.dialog(ConnectForm)
            await set_up.rest()
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            page = set_up.dashboard
            assert page.state is PageState.OFFLINE
            assert "No server connected" in texts(page)
            _button(set_up, "Explore with the demo server").click()
            await until(lambda: page.state is PageState.READY and page.row_count() > 0, "the demo's figures")
            assert set_up.session.server is not None
            assert set_up.session.server.demo
            assert "Demo data" in texts(set_up.window.status)
            assert _saved() == []
            entries = [action.text() for action in set_up.window.switch.build_menu().actions()]
            assert "Edit this server…" not in entries
            _menu(set_up, "Stop the demo server…")
            await set_up.dialog(ConfirmForm)
            _button(set_up, "Stop the demo").click()
            await until(lambda: page.state is PageState.OFFLINE)

    run(main())


@pytest.mark.usefixtures("no_keyring")
def test_a_server_is_changed_without_entering_its_key_again(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, visits=False, saved=True) as set_up:
            await _connected(set_up, "prod")
            before = _saved()
            assert [profile.name for profile in before] == ["prod"]
            _menu(set_up, "Edit this server…")
            form = await set_up.dialog(ConnectForm)
            assert "Change the server" in texts(form)
            assert not [b for b in form.findChildren(Button) if b.text().startswith("Explore") and b.isVisible()]
            form.name.setText("production")
            form.name.textEdited.emit("production")
            form.test()
            await until(form.connect_button.isVisible, "a good test")
            form.connect_button.click()
            await until(lambda: not set_up.window.has_sheet)
            assert [(profile.uid, profile.name) for profile in _saved()] == [(before[0].uid, "production")]
            await set_up.collecting()
            await set_up.publish(sent(request_id="after"))
            await set_up.ready(1)

    run(main())


@needs_secret_service
def test_a_key_that_shall_not_be_kept_leaves_the_keyring(tmp_path: Path, secret_service: SecretService) -> None:
    async def main() -> None:
        async with stage(tmp_path, visits=False, saved=True) as set_up:
            await _connected(set_up, "prod")
            uid = _saved()[0].uid
            assert secret_service.stored("cpam-desktop") == {uid: KEY}
            assert list(set_up.window.toasts.history) == []
            _menu(set_up, "Edit this server…")
            form = await set_up.dialog(ConnectForm)
            form.keep.click()
            QTest.keyClicks(form.key, KEY)
            form.test()
            await until(form.connect_button.isVisible, "a good test")
            form.connect_button.click()
            await until(lambda: not set_up.window.has_sheet)
            assert secret_service.stored("cpam-desktop") == {}
            await set_up.collecting()

    run(main())


@pytest.mark.usefixtures("no_keyring")
def test_a_removed_server_leaves_its_history(tmp_path: Path) -> None:
    async def main() -> None:
        async with stage(tmp_path, visits=False, saved=True, queued=[sent(request_id="kept")]) as set_up:
            await _connected(set_up, "prod")
            await set_up.ready(1)
            page, uid = set_up.monitoring, _saved()[0].uid
            _menu(set_up, "Remove this server…")
            form = await set_up.dialog(ConfirmForm)
            await set_up.rest()
            assert "Remove prod?" in texts(form)
            assert "1 recorded request stays in the history." in texts(form)
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            assert form.cancel.hasFocus()
            press(form, Qt.Key.Key_Escape)
            await until(lambda: not set_up.window.has_sheet)
            assert len(_saved()) == 1

            _menu(set_up, "Remove this server…")
            await set_up.dialog(ConfirmForm)
            _button(set_up, "Remove server").click()
            await until(lambda: page.state is PageState.OFFLINE)
            assert _saved() == []
            analysis = set_up.session.context.analysis
            assert await set_up.session.tasks.ask(lambda: analysis.count(EventFilter(servers=(uid,)))) == 1

    run(main())


@pytest.mark.usefixtures("no_keyring")
def test_a_server_whose_key_is_not_known_asks_for_it(tmp_path: Path) -> None:
    ProfileFile(profiles_path()).change(lambda _profiles: [ServerProfile(UID, "prod", "http://127.0.0.1:9")])

    async def main() -> None:
        async with stage(tmp_path, visits=False, saved=True) as set_up:
            page = set_up.monitoring
            await until(lambda: page.state is PageState.EMPTY, "the doctor")
            await set_up.rest()
            assert "No management key is known for prod. Enter the server's secret-key." not in texts(page)
            assert "No management key is known for prod." in texts(page)
            notices = [notice.title for notice in set_up.window.toasts.history]
            assert notices == ["The management key of prod is not known"]
            assert set_up.window.switch.accessibleName() == "Server prod, key missing"
            next(b for b in page.findChildren(Button) if b.text() == "Enter the key…" and b.isVisible()).click()
            form = await set_up.dialog(ConnectForm)
            form.url.setText(set_up.server.url)
            QTest.keyClicks(form.key, KEY)
            form.test()
            await until(form.connect_button.isVisible, "a good test")
            form.connect_button.click()
            await set_up.collecting()
            await set_up.publish(sent(request_id="now"))
            await set_up.ready(1)

    run(main())
