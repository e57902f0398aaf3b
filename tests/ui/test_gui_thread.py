"""Nothing blocks the GUI thread: no file of ours, no database, no network, no keyring, no waiting for a thread."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from cpam_desktop.ui.dialogs.connect import ConnectForm
from cpam_desktop.ui.i18n import install_language
from cpam_desktop.ui.preferences import Preferences
from cpam_desktop.ui.theme import ThemeMode
from tests.kit.secret_service import no_keyring
from tests.ui.kit import run, until
from tests.ui.stage import KEY, sent, stage

__all__ = ["no_keyring"]

_NEVER = ("sqlite3.connect", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen")


class _Watch:
    """What the main thread did while it was watched. An audit hook cannot be taken away, so there is one for all."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.seen: list[str] = []
        self._main = threading.main_thread()
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.folder is None or threading.current_thread() is not self._main:
            return
        if event in _NEVER or (event == "open" and str(args[0]).startswith(str(self.folder))):
            self.seen.append(f"{event} {args[0]}")

    @contextmanager
    def on(self, folder: Path) -> Generator[list[str]]:
        self.folder, self.seen = folder, []
        try:
            yield self.seen
        finally:
            self.folder = None


_watch = _Watch()


def test_the_watch_sees_what_it_should(tmp_path: Path) -> None:
    with _watch.on(tmp_path) as touched:
        (tmp_path / "settings.json").write_text("{}")
        sqlite3.connect(":memory:").close()
        on_another = threading.Thread(target=(tmp_path / "other.json").write_text, args=("{}",))
        on_another.start()
        on_another.join()
    assert touched == [f"open {tmp_path / 'settings.json'}", "sqlite3.connect :memory:"]


def test_the_window_waits_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_keyring: None) -> None:
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))
    install_language("en")
    waited: list[str] = []
    result: Callable[..., Any] = vars(Future)["result"]

    def watched(self: Future[Any], timeout: float | None = None) -> Any:
        if threading.current_thread() is threading.main_thread() and not self.done():
            waited.append(repr(self))
        return result(self, timeout)

    monkeypatch.setattr(Future, "result", watched)

    async def main() -> None:
        queued = [sent(request_id=f"r{number}", ago_s=number) for number in range(400)]
        async with stage(tmp_path, visits=False, saved=True, queued=queued) as set_up:
            form = await set_up.dialog(ConnectForm)
            form.url.setText(set_up.server.url)
            QTest.keyClicks(form.key, KEY)
            form.test()
            await until(form.connect_button.isVisible)
            form.connect_button.click()
            await set_up.ready(400)
            page = set_up.monitoring
            bar = page.realtime.live.table.verticalScrollBar()
            bar.setValue(bar.maximum())
            await until(lambda: page.realtime.model.row_at(399) is not None)
            page.realtime.live.table.selectRow(399)
            await until(page.drawer.isVisible)
            page.filters.search.setText("r7")
            await set_up.ready(11)
            set_up.window.open_page("dashboard")
            await set_up.ready()
            set_up.program.prefer(Preferences(theme=ThemeMode.DARK, language="en"))
            await set_up.publish(sent(request_id="live"))
            set_up.window.open_page("monitoring")
            await set_up.ready(11)

    with _watch.on(tmp_path) as touched:
        run(main())
    assert touched == []
    assert waited == []
