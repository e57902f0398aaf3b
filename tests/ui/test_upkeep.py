"""The dialog of the history's upkeep: nothing is deleted before it was shown, everything is told, a click at a time."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from cpam_desktop.ui.dialogs.upkeep import UpkeepForm
from cpam_desktop.ui.i18n import install_language
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.stage import Stage, press, sent, stage, stored_before

DAY = 86_400


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


@asynccontextmanager
async def _dialog(folder: Path, visits: bool = False) -> AsyncGenerator[tuple[Stage, UpkeepForm]]:
    """The dialog over a history of an event a day for the last 100 days."""
    events = [sent(ago_s=day * DAY + 60, request_id=f"{day}") for day in reversed(range(100))]
    stored_before(folder / "history.sqlite", events)
    async with stage(folder, page="dashboard", visits=visits) as set_up:
        set_up.window.open_upkeep()
        form = await set_up.dialog(UpkeepForm)
        await until(lambda: form.sizes is not None, "sizes")
        await set_up.rest()
        yield set_up, form


async def _told(form: UpkeepForm, words: str = "") -> str:
    """What the box says once the work is over; English plurals as they stand in the code."""

    def said() -> str:
        return form.result.accessibleName().replace("events", "event(s)")

    await until(lambda: form.result.isVisible() and form.plan_button.isEnabled() and words in said(), words)
    return said()


def _found(folder: Path, pattern: str) -> int:
    return len(list(folder.glob(pattern)))


async def _count(set_up: Stage) -> int:
    return (await set_up.session.tasks.run_blocking(set_up.session.context.upkeep.sizes, seconds=10)).events


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_sizes_are_told_and_everything_has_room(tmp_path: Path, language: str) -> None:
    install_language(language)

    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            assert form.sizes is not None
            assert form.sizes.events == 100
            assert "100" in texts(form)
            form.days.setText("30")
            form.plan()
            await _told(form)
            await set_up.rest()
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            press(form, Qt.Key.Key_Escape)
            await until(lambda: not set_up.window.has_sheet)

    run(main())
    install_language("en")


def test_what_goes_is_shown_and_then_deleted(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            form.days.setText("30")
            press(form.days, Qt.Key.Key_Return)
            assert "70 event(s) would be deleted" in await _told(form)
            assert form.next_button.text() in ("Delete 70 event(s)", "Delete 70 events")
            assert await _count(set_up) == 100
            QTest.keyClicks(form.days, "0")
            assert not form.next_button.isVisible(), "another value, another plan"
            form.days.setText("30")
            form.plan_button.click()
            await _told(form)
            form.next_button.click()
            await _told(form, "70 event(s) deleted")
            assert await _count(set_up) == 30
            await until(lambda: form.sizes is not None and form.sizes.events == 30)
            form.compact_button.click()
            await _told(form, "given back to the disk")

    run(main())


@pytest.mark.parametrize("text", ["0", "-3", "many"])
def test_a_wrong_number_is_told_at_its_field(tmp_path: Path, text: str) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            form.days.setText(text)
            form.plan()
            await set_up.rest()
            assert form.days.accessibleDescription() == "A number above 0, or nothing"
            assert not form.result.isVisible()
            form.days.setText("3650")
            form.plan()
            assert "Nothing is that old." in await _told(form)
            assert not form.next_button.isVisible()

    run(main())


def test_what_goes_is_archived_first(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            form.archive.click()
            assert not form.archive.isChecked(), "not before there is a folder"
            (dialog,) = set_up.window.findChildren(QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "archives"))
            dialog.close()
            assert form.archive.isChecked()
            form.days.setText("30")
            form.plan()
            await _told(form)
            form.next_button.click()
            await _told(form, "The archive is")
            assert _found(tmp_path, "archives/*/*.parquet") == 1
            assert await _count(set_up) == 30

    run(main())


def test_a_backup_is_made_looked_at_and_restored_while_collecting(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path, visits=True) as (set_up, form):
            await set_up.collecting()
            form.backup_button.click()
            (dialog,) = set_up.window.findChildren(QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "backup.sqlite"))
            dialog.close()
            assert "Backed up to backup.sqlite" in await _told(form)
            await set_up.publish(sent(request_id="new"))
            await until(lambda: set_up.session.collector and set_up.session.collector.inserted == 1)
            form.look_at(tmp_path / "backup.sqlite")
            said = await _told(form)
            assert "backup.sqlite is a sound backup" in said
            assert "It holds 100 event(s)" in said
            assert await _count(set_up) == 101
            form.next_button.click()
            await _told(form, "100 event(s) restored")
            assert await _count(set_up) == 100
            assert _found(tmp_path, "history.sqlite.before-restore-*") == 1
            await until(lambda: set_up.session.collector and set_up.session.collector.inserted == 0, "a new collector")
            await set_up.collecting()
            await set_up.publish(sent(request_id="newer"))
            await until(lambda: set_up.session.collector and set_up.session.collector.inserted == 1)
            assert await _count(set_up) == 101

    run(main())


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")

    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            form.look_at(tmp_path / "letter.txt")
            assert "is damaged or is no database" in await _told(form)
            assert not form.next_button.isVisible()
            form.backup(tmp_path / "letter.txt")
            await _told(form, "exists and is no backup")
            assert await _count(set_up) == 100

    run(main())


def test_the_menu_and_the_status_bar_lead_to_it(tmp_path: Path) -> None:
    async def main() -> None:
        async with _dialog(tmp_path) as (set_up, form):
            window = set_up.window
            form.close_button.click()
            await until(lambda: not window.has_sheet)
            window.rail.ask_settings()
            (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
            (action,) = [action for action in menu.actions() if action.text() == "History…"]
            menu.close()
            action.trigger()
            again = await set_up.dialog(UpkeepForm)
            again.close_button.click()
            await until(lambda: not window.has_sheet)
            window.status.history_asked.emit()
            await set_up.dialog(UpkeepForm)

    run(main())
