"""The sheet that imports events: nothing is written before it was shown; real files, a real history, a real program."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.filters import EventFilter
from cpam_desktop.services.importing import ImportProgress, ImportReport
from cpam_desktop.ui.dialogs.importing import ImportForm
from cpam_desktop.ui.dialogs.importing_work import FileRow, Owner, Pace, work_through
from cpam_desktop.ui.dropping import event_files, refusal
from cpam_desktop.ui.i18n import install_language
from tests.kit.history import RECORDED, SERVICE, wire
from tests.ui.kit import run, until
from tests.ui.layouts import faults, texts, unnamed
from tests.ui.stage import UID, Stage, press, sent, stage, stored_before


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    install_language("en")
    monkeypatch.setenv("CPAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CPAM_CONFIG_DIR", str(tmp_path / "config"))


@asynccontextmanager
async def _sheet(
    folder: Path, *files: Path, page: str = "dashboard", visits: bool = True
) -> AsyncGenerator[tuple[Stage, ImportForm]]:
    """The sheet with these files, over a history of one event."""
    stored_before(folder / "history.sqlite", [sent(ago_s=60, request_id="before")])
    async with stage(folder, page=page, visits=visits) as set_up:
        set_up.window.open_import(files)
        form = await set_up.dialog(ImportForm)
        await set_up.rest()
        yield set_up, form


async def _told(form: ImportForm, words: str) -> str:
    """What the box says once the work is over; English plurals as they stand in the code."""

    def said() -> str:
        plain = form.result.accessibleName()
        for word in ("event", "duplicate", "record", "request", "file"):
            plain = plain.replace(f"{word}s ", f"{word}(s) ").replace(f" 1 {word} ", f" 1 {word}(s) ")
        return plain

    await until(lambda: form.result.isVisible() and not form.running and words in said(), words)
    return said()


async def _count(set_up: Stage, *uids: str) -> int:
    analysis = set_up.session.context.analysis
    return await set_up.session.tasks.ask(lambda: analysis.count(EventFilter(servers=uids)))


def _lines(folder: Path, *lines: bytes, name: str = "events.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_dry_run_first_then_the_import_then_the_report(tmp_path: Path) -> None:
    broken = _lines(tmp_path, wire(), wire(request_id="2"), wire(), b"{")

    async def main() -> None:
        async with _sheet(tmp_path, broken, RECORDED) as (set_up, form):
            assert not form.import_button.isVisible()
            form.check_button.click()
            said = await _told(form, "would be added")
            assert said.startswith("73 event(s) would be added")
            assert [row.report and row.report.added for row in form.files] == [2, 71]
            assert form.warnings.toPlainText() == "events.jsonl: line 4: no JSON: Input data was truncated"
            assert await _count(set_up) == 1, "nothing is written yet"
            assert not form.check_button.isVisible()
            form.import_button.click()
            said = await _told(form, "added to “prod”")
            assert said.startswith("73 event(s) added to “prod”")
            assert await _count(set_up, UID) == 74
            form.copy_button.click()
            copied = QGuiApplication.clipboard().text().splitlines()
            assert copied[1].split("\t")[2:] == ["JSONL", "4", "2", "1", "1", "0"]
            assert copied[2].split("\t")[2:] == ["JSONL", "71", "71", "0", "0", "0"]
            assert copied[3] == "events.jsonl: line 4: no JSON: Input data was truncated"
            assert not form.import_button.isVisible()

    run(main())


def test_the_same_files_again_add_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        async with _sheet(tmp_path, SERVICE / "pair-raw.jsonl") as (set_up, form):
            form.check()
            await _told(form, "12 event(s) would be added")
            form.start()
            await _told(form, "12 event(s) added")
            form.add([SERVICE / "pair-plus-export.jsonl"])
            assert form.check_button.isVisible(), "another file, another check"
            assert not form.result.isVisible()
            form.check()
            await _told(form, "Nothing would be added")
            assert not form.import_button.isVisible()
            assert [row.report and row.report.duplicates for row in form.files] == [12, 12]
            assert await _count(set_up) == 13

    run(main())


def test_events_under_a_name_of_their_own(tmp_path: Path) -> None:
    async def main() -> None:
        async with _sheet(tmp_path, RECORDED) as (set_up, form):
            assert form.owner.choice.currentText() == "prod"
            assert not form.owner.name_box.isVisible()
            form.owner.choice.setCurrentIndex(form.owner.choice.count() - 1)
            assert form.owner.name.isVisible()
            form.owner.name.setText("  ")
            form.check()
            await set_up.rest()
            assert form.owner.name.accessibleDescription() == "Give a name of at most 80 characters"
            assert not form.result.isVisible()
            form.owner.name.setText("old server")
            form.check()
            await _told(form, "71 event(s) would be added")
            form.start()
            await _told(form, "added to “old server”")
            assert await _count(set_up, UID) == 1
            assert await _count(set_up) == 72
            form.close_button.click()
            await until(lambda: not set_up.window.has_sheet)
            set_up.window.open_import()
            again = await set_up.dialog(ImportForm)
            await until(lambda: again.owner.choice.findText("old server") >= 0, "the name is offered")

    run(main())


def test_a_file_that_cannot_be_used_keeps_no_other_from_it(tmp_path: Path) -> None:
    letter = _lines(tmp_path, b"Dear", name="letter.json")

    async def main() -> None:
        async with _sheet(tmp_path, letter, tmp_path / "gone.jsonl", RECORDED) as (set_up, form):
            form.check()
            said = await _told(form, "would be added")
            assert "71 event(s) would be added" in said
            assert "2 file(s) cannot be used." in said
            lines = form.warnings.toPlainText().splitlines()
            assert lines[0].startswith("letter.json: ")
            assert "holds no usage events that can be read" in lines[0]
            assert lines[1].startswith("gone.jsonl: ")
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            form.start()
            await _told(form, "71 event(s) added")

    run(main())


def test_pages_show_what_was_imported_while_the_collector_goes_on(tmp_path: Path) -> None:
    async def main() -> None:
        async with _sheet(
            tmp_path, _lines(tmp_path, *(sent(ago_s=100 + n, request_id=f"i{n}") for n in range(20))), page="monitoring"
        ) as (set_up, form):
            form.check()
            await _told(form, "20 event(s) would be added")
            form.start()
            await _told(form, "20 event(s) added")
            await until(lambda: set_up.monitoring.realtime.model.rowCount() == 21, "the page has them")
            await set_up.publish(sent(request_id="live"))
            await until(lambda: set_up.monitoring.realtime.model.rowCount() == 22, "and what comes after")
            form.result.acted.emit()
            await until(lambda: not set_up.window.has_sheet)
            assert set_up.monitoring.filters.all_servers

    run(main())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("size", [(1100, 700), (1440, 900)])
def test_everything_has_room(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    install_language(language)
    files = [
        _lines(tmp_path, *(b"{%d" % n for n in range(30)), wire(), name=f"{'long ' * 9}{n}.jsonl") for n in range(9)
    ]

    async def main() -> None:
        async with stage(tmp_path, page="dashboard", visits=False, size=size) as set_up:
            set_up.window.open_import()
            form = await set_up.dialog(ImportForm)
            await set_up.rest()
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            form.add(files)
            form.check()
            await until(lambda: form.result.isVisible())
            form.work.begin()  # with the line of the work it is at its highest
            await set_up.rest()
            assert (faults(set_up.window), unnamed(set_up.window)) == ([], [])
            form.work.end()
            press(form, Qt.Key.Key_Escape)
            await until(lambda: not set_up.window.has_sheet)

    run(main())
    install_language("en")


class _Stops:
    """Lets the first batch through, then waits until the test has looked, so that a cancel meets a running import."""

    def __init__(self, act: Callable[..., ImportReport]) -> None:
        self._act = act
        self.reached, self.goes_on = threading.Event(), threading.Event()

    def __call__(self, *args: object, progress: Callable[[ImportProgress], None], **named: object) -> ImportReport:
        def tell(done: ImportProgress) -> None:
            progress(done)
            self.reached.set()
            assert self.goes_on.wait(20)

        return self._act(*args, progress=tell, **named)


def test_an_import_that_is_called_off_goes_on_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 10)
    file = _lines(tmp_path, *(wire(request_id=f"{n}") for n in range(35)))

    async def main() -> None:
        async with _sheet(tmp_path, file) as (set_up, form):
            importing = set_up.session.context.importing
            stops = _Stops(importing.dry_run)
            monkeypatch.setattr(importing, "dry_run", stops)
            form.check()
            await until(stops.reached.is_set)
            assert form.work.isVisible()
            assert not form.choose_button.isEnabled()
            form.work.button.click()
            stops.goes_on.set()
            assert (await _told(form, "Called off")).startswith("Called off; nothing was changed.")
            assert form.import_button.text() == "Import without the check"
            stops = _Stops(importing.import_file)
            monkeypatch.setattr(importing, "import_file", stops)
            form.import_button.click()
            await until(stops.reached.is_set)
            await until(lambda: any("events.jsonl · 0.0 MB of 0.0 MB" in text for text in texts(form)), "bytes")
            form.work.button.click()
            stops.goes_on.set()
            said = await _told(form, "Stopped; 10 event(s) were added")
            assert "What is in stays" in said
            assert await _count(set_up) == 11
            assert form.import_button.text() == "Go on"
            form.import_button.click()
            await _told(form, "35 event(s) added")
            assert "went on behind line 10" in form.warnings.toPlainText()
            assert await _count(set_up) == 36

    run(main())


def test_closing_the_sheet_calls_off_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpam_desktop.services.importing.BATCH", 10)
    file = _lines(tmp_path, *(wire(request_id=f"{n}") for n in range(35)))

    async def main() -> None:
        async with _sheet(tmp_path, file) as (set_up, form):
            stops = _Stops(set_up.session.context.importing.import_file)
            monkeypatch.setattr(set_up.session.context.importing, "import_file", stops)
            form.start()
            await until(stops.reached.is_set)
            cancel = form.work.cancel
            press(form, Qt.Key.Key_Escape)
            await until(cancel.is_set)
            stops.goes_on.set()
            titles = [notice.title for notice in set_up.window.toasts.history]
            assert titles == ["The import was called off"]
            await until(lambda: not set_up.session.tasks._running.get(id(form)))  # pyright: ignore[reportPrivateUsage]
            assert await _count(set_up) == 11

    run(main())


def test_the_menu_and_the_palette_lead_to_it(tmp_path: Path) -> None:
    async def main() -> None:
        async with _sheet(tmp_path, visits=False) as (set_up, form):
            window = set_up.window
            assert not form.check_button.isEnabled()
            form.close_button.click()
            await until(lambda: not window.has_sheet)
            window.rail.ask_settings()
            (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
            (action,) = [action for action in menu.actions() if action.text() == "Import events…"]
            menu.close()
            action.trigger()
            again = await set_up.dialog(ImportForm)
            again.choose_button.click()
            (dialog,) = window.findChildren(QFileDialog)
            dialog.filesSelected.emit([str(RECORDED), str(RECORDED)])
            dialog.close()
            assert [row.path for row in again.files] == [RECORDED]
            await until(lambda: again.files[0].size == RECORDED.stat().st_size)
            again.clear_button.click()
            assert again.files == []
            again.close_button.click()
            await until(lambda: not window.has_sheet)
            (command,) = [command for command in window.commands() if command.id == "import"]
            command.run()
            await set_up.dialog(ImportForm)

    run(main())


def _dropped(widget: QWidget, *paths: Path) -> bool:
    """Drag files over a widget, and drop them if they are wanted there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, buttons, none))
    return enter.isAccepted()


def test_files_are_dropped_anywhere_and_others_are_refused_in_words(tmp_path: Path) -> None:
    picture = _lines(tmp_path, b"x", name="picture.png")

    async def main() -> None:
        async with stage(tmp_path, page="monitoring", visits=False) as set_up:
            window = set_up.window
            assert not any(field.acceptDrops() for field in window.findChildren(QLineEdit)), "else they take the path"
            assert _dropped(window, picture)
            assert [notice.title for notice in window.toasts.history] == ["picture.png cannot be imported"]
            assert not window.has_sheet
            assert _dropped(window, picture, RECORDED)
            form = await set_up.dialog(ImportForm)
            assert [row.path for row in form.files] == [RECORDED]
            assert _dropped(window, SERVICE / "plus-export.jsonl")
            assert [row.path.name for row in form.files] == ["usage-events.jsonl", "plus-export.jsonl"]
            form.close_button.click()
            await until(lambda: not window.has_sheet)
            window.open_upkeep()
            await until(lambda: window.has_sheet)
            assert _dropped(window, RECORDED)
            assert window.toasts.history[0].title == "Something else is open; close it first, and try again."
            assert not [form for form in window.findChildren(ImportForm) if form.isVisible()]

    run(main())


def test_what_ends_like_an_event_file() -> None:
    paths = [Path(name) for name in ("a.jsonl", "b.JSON", "c.sqlite", "d.db", "e.csv", "f", "g.zip", "h.txt")]
    fitting, others = event_files(paths)
    assert [path.name for path in fitting] == ["a.jsonl", "b.JSON", "c.sqlite", "d.db"]
    title, sentence = refusal(others)
    assert title == "e.csv, f, g.zip, … cannot be imported"
    assert sentence == "Events come from files that end in .jsonl, .json, .sqlite or .db."


def test_pace_counts_from_where_an_import_went_on() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    assert pace.words("", 0, 0) == "Reading…"
    assert pace.words("a.jsonl", 80_000_000, 100_000_000) == "a.jsonl · 80 MB of 100 MB"
    now[0] = 102.0
    assert pace.words("a.jsonl", 90_000_000, 100_000_000) == "a.jsonl · 90 MB of 100 MB · 5.0 MB/s · 2 s left"
    assert pace.words("a.jsonl", 100_000_000, 100_000_000) == "Finishing…"
    pace.begin()
    assert pace.words("n" * 40, 1_000_000, 20_000_000) == f"{'n' * 20}…{'n' * 11} · 1.0 MB of 20 MB"


def _act(
    path: Path,
    form: str,
    *,
    server_uid: str | None,
    server_name: str,
    progress: Callable[[ImportProgress], None] | None,
    cancel: threading.Event | None,
) -> ImportReport:
    assert (form, server_uid, server_name) == ("auto", None, "x")
    assert progress is not None
    assert cancel is not None
    if path.name == "bad":
        raise InputError("no events")
    report = ImportReport(str(path), "jsonl", total=1, added=1)
    progress(ImportProgress(report, 7, 10))
    if path.name == "last":
        cancel.set()
    return report


def test_files_are_worked_through_until_called_off() -> None:
    heard: list[tuple[str, int, int]] = []

    def hear(name: str, done: int, total: int) -> None:
        heard.append((name, done, total))

    rows = [FileRow(Path(name), 10) for name in ("one", "bad", "last", "never")]
    found = work_through(_act, rows, Owner(None, "x"), hear, threading.Event())
    assert [row.report is not None for row in found] == [True, False, True, False]
    assert [row.error is not None for row in found] == [False, True, False, False]
    assert heard == [("one", 0, 40), ("one", 7, 40), ("bad", 10, 40), ("last", 20, 40), ("last", 27, 40)]
