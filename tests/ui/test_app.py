"""One run of the program, from the first paint to the end, on the real services and the demo server."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from cpam_desktop.domain.collecting import CollectorStatus, State
from cpam_desktop.ui.app import Options, Program
from cpam_desktop.ui.preferences import Preferences, load_preferences, save_preferences
from cpam_desktop.ui.single import SingleWindow
from cpam_desktop.ui.theme import ThemeMode, theme
from tests.ui.kit import run


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


def test_the_demo_is_collected_and_the_program_ends_in_stages(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"

    async def main() -> list[str]:
        program = Program(Options(tmp_path / "history.sqlite", demo=True), Preferences(), settings)
        stored, seen = asyncio.Event(), list[str]()
        running = asyncio.get_running_loop().create_task(program.run())  # the program itself is the subject here
        opened = asyncio.Event()
        program.opened.connect(opened.set)
        await asyncio.wait_for(opened.wait(), 20)
        assert program.session is not None
        program.session.events_stored.connect(stored.set)
        await asyncio.wait_for(stored.wait(), 20)
        assert program.session.server is not None
        assert program.session.server.demo
        program.prefer(Preferences(theme=ThemeMode.DARK))
        seen.append(theme().tokens.name)
        program.window.close()
        await asyncio.wait_for(running, 20)
        return seen

    assert run(main()) == ["dark"]
    assert load_preferences(settings).theme is ThemeMode.DARK


def test_a_window_can_be_started_again_while_the_last_one_still_ends(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.mkdir()  # cannot be saved, which must not keep the collectors from ending in order

    async def main() -> list[object]:
        program = Program(Options(tmp_path / "history.sqlite", demo=True), Preferences(), settings)
        first, second = SingleWindow(tmp_path), SingleWindow(tmp_path)
        assert first.claim()
        program.ending.connect(first.release)
        seen: list[object] = []
        await program.open()
        assert program.session is not None
        fleet = program.session.fleet
        program.ending.connect(lambda: seen.append(second.claim()))
        program.ending.connect(lambda: seen.append(fleet.servers[0].collector))
        await program.close()
        seen.append(fleet.servers[0].collector)
        second.release()
        return seen

    claimed, before, after = run(main())
    assert claimed is True
    assert isinstance(before, CollectorStatus)
    assert before.state is not State.STOPPED
    assert isinstance(after, CollectorStatus)
    assert after.state is State.STOPPED


def test_another_language_makes_the_window_anew(tmp_path: Path) -> None:
    async def main() -> tuple[bool, str]:
        program = Program(Options(tmp_path / "history.sqlite"), Preferences(language="en"), None)
        before = program.window
        program.prefer(Preferences(language="zh-CN"))
        name = program.window.rail.accessibleName()
        program.prefer(Preferences(language="en"))
        await program.close()
        return program.window is before, name

    assert run(main()) == (False, "导航")


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys; from cpam_desktop.ui.app import make_application, Program, Options; "
        "from cpam_desktop.ui.preferences import Preferences; make_application(Preferences()); "
        "heavy = ['duckdb', 'redis', 'httpx', 'keyring', 'pyqtgraph', 'genai_prices', 'numpy', 'qtawesome', 'peewee']; "
        "from cpam_desktop.ui.main_window import MainWindow; from cpam_desktop.ui.pages import find_pages; "
        "window = MainWindow(Preferences(), find_pages()); window.grab(); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_preferences_survive_and_bad_ones_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"other": 1, "window": {"theme": "blue", "size": [1200, "x"], "rail_mini": true}}')
    assert load_preferences(path) == Preferences(rail_mini=True)
    chosen = Preferences(theme=ThemeMode.LIGHT, language="zh-CN", size=(1300, 800), server="uid-1")
    save_preferences(path, chosen)
    assert load_preferences(path) == chosen
    assert '"other": 1' in path.read_text()
    path.write_text("[")
    assert load_preferences(path) == Preferences()
