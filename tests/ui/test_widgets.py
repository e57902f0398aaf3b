"""Widgets by keyboard, pointer and screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cpam_desktop.ui.commands import Command, find_commands
from cpam_desktop.ui.models.records import RecordsModel
from cpam_desktop.ui.palette import open_palette
from cpam_desktop.ui.theme import ThemeMode, Tone, theme
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.chip import Chip
from cpam_desktop.ui.widgets.doctor import DoctorCard, DoctorRow
from cpam_desktop.ui.widgets.drawer import Drawer
from cpam_desktop.ui.widgets.facet_row import FacetRow
from cpam_desktop.ui.widgets.fields import Field, SearchField, text_field
from cpam_desktop.ui.widgets.kpi_strip import Kpi, KpiStrip
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.rail import Rail, RailItem
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.secret_edit import SecretEdit
from cpam_desktop.ui.widgets.segmented import Segmented
from cpam_desktop.ui.widgets.server_switch import ServerEntry, ServerSwitch
from cpam_desktop.ui.widgets.sheet import Sheet
from cpam_desktop.ui.widgets.sparkline import HealthCell, HealthTimeline
from cpam_desktop.ui.widgets.status_bar import StatusBar, StatusLine
from cpam_desktop.ui.widgets.switch import Switch
from cpam_desktop.ui.widgets.table import DataTable
from cpam_desktop.ui.widgets.tabs import Tab, Tabs
from cpam_desktop.ui.widgets.toast import Notice, Toasts
from cpam_desktop.ui.widgets.toolbar import Toolbar
from tests.ui import gallery
from tests.ui.gallery import CALLS, COLUMNS

Key = Qt.Key


_windows: list[QWidget] = []


@pytest.fixture(autouse=True)
def _close_windows() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    yield
    _windows.clear()


def _shown(widget: QWidget, width: int = 600, height: int = 300) -> QWidget:
    window = QWidget()
    _windows.append(window)
    window.setLayout(column(widget, None))
    window.resize(width, height)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def _role(widget: QWidget) -> QAccessible.Role:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.role()


def test_segmented_is_entered_once_and_moved_by_arrows() -> None:
    segmented, told = Segmented([("a", "One"), ("b", "Two"), ("c", "Three")], "b", "Range"), list[str]()
    segmented.chosen.connect(told.append)
    window = _shown(segmented)
    stops = [
        button for button in window.findChildren(QAbstractButton) if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [button.text() for button in stops] == ["Two"]
    stops[0].setFocus()
    QTest.keyClick(stops[0], Key.Key_Right)
    assert (segmented.current, told) == ("c", ["c"])
    QTest.keyClick(_focus(), Key.Key_Home)
    assert (segmented.current, told) == ("a", ["c", "a"])
    segmented.set_current("b")
    assert (segmented.current, told) == ("b", ["c", "a"])


def test_tabs_count_in_words() -> None:
    tabs, told = Tabs([Tab("r", "Realtime"), Tab("f", "Failures", 1_220, Tone.BAD)], "r", "Tables"), list[str]()
    tabs.chosen.connect(told.append)
    _shown(tabs)
    buttons = tabs.findChildren(QAbstractButton)
    assert [button.accessibleName() for button in buttons] == ["Realtime", "Failures, 1,220"]
    buttons[1].click()
    assert (tabs.current, told) == ("f", ["f"])
    tabs.set_tabs([Tab("f", "Failures", 3)])
    assert buttons[1].accessibleName() == "Failures, 3"


def test_a_chip_is_a_check_box_and_can_be_removed() -> None:
    chip, removed = Chip("key: ci", checked=True, closable=True), list[bool]()
    chip.removed.connect(lambda: removed.append(True))
    _shown(chip)
    assert _role(chip) is QAccessible.Role.CheckBox
    QTest.keyClick(chip, Key.Key_Space)
    assert not chip.isChecked()
    QTest.keyClick(chip, Key.Key_Delete)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))
    assert removed == [True, True]


def test_a_facet_tells_how_many_are_chosen() -> None:
    chip = Chip("Model", menu=QMenu())
    width = chip.width()
    chip.set_chosen(2)
    assert (chip.isChecked(), chip.accessibleName(), chip.width() > width) == (True, "Model, 2", True)
    chip.set_chosen(0)
    assert (chip.isChecked(), chip.accessibleName(), chip.width()) == (False, "Model", width)


def test_facets_that_do_not_fit_are_under_more() -> None:
    names = ["Account", "Model", "Provider", "Status"]
    chips = [Chip(name, menu=QMenu(name)) for name in names]
    facets = FacetRow(chips)
    window = _shown(facets, 600)
    assert [chip.isVisible() for chip in chips] == [True] * 4
    window.resize(230, 100)
    QApplication.processEvents()
    chips[3].set_chosen(2)
    more = facets.findChildren(Chip)[-1]
    assert [chip.isVisible() for chip in chips] == [True, False, False, False]
    assert (more.isVisible(), more.accessibleName()) == (True, "More, 1")
    assert more.menu is not None
    assert [action.text() for action in more.menu.actions()] == ["Model", "Provider", "Status, 2"]
    window.resize(600, 100)
    QApplication.processEvents()
    assert (chips[3].isVisible(), more.isVisible()) == (True, False)


def test_switch_and_buttons_have_roles_and_names() -> None:
    switch = Switch("Mask e-mails", checked=True)
    _shown(switch)
    assert (_role(switch), switch.accessibleName()) == (QAccessible.Role.CheckBox, "Mask e-mails")
    QTest.keyClick(switch, Key.Key_Space)
    assert not switch.isChecked()
    only_icon = Button("", "bell", tip="Notices")
    assert (only_icon.accessibleName(), only_icon.toolTip()) == ("Notices", "Notices")


@pytest.mark.parametrize(
    ("reason", "ring"), [(Qt.FocusReason.TabFocusReason, True), (Qt.FocusReason.MouseFocusReason, False)]
)
def test_the_ring_is_for_the_keyboard(reason: Qt.FocusReason, ring: bool) -> None:
    button = Button("Save", kind=Kind.PRIMARY)
    _shown(button)
    QApplication.sendEvent(button, QFocusEvent(QFocusEvent.Type.FocusIn, reason))
    assert bool(button.property("ring")) is ring


def test_the_rail_goes_to_pages_and_folds() -> None:
    rail = Rail([RailItem("a", "bell", "First"), RailItem("b", "key", "Second", "Group")], ServerSwitch())
    chosen, folded = list[str](), list[bool]()
    rail.chosen.connect(chosen.append)
    rail.folded.connect(folded.append)
    _shown(rail, 300, 600)
    rail.set_current("a")
    rail.set_badge("b", "4", alarming=True)
    names = [button.accessibleName() or button.text() for button in rail.findChildren(QAbstractButton)]
    assert "Second, 4" in names
    first = next(button for button in rail.findChildren(QAbstractButton) if button.text() == "First")
    first.setFocus()
    QTest.keyClick(first, Key.Key_Down)
    assert chosen == ["b"]
    fold = next(button for button in rail.findChildren(QAbstractButton) if button.text() == "Collapse")
    fold.click()
    assert (rail.mini, rail.width(), folded, fold.text()) == (True, 52, [True], "Expand")
    assert first.toolTip() == "First"


def test_the_server_switch_lists_servers() -> None:
    switch, chosen, asked = ServerSwitch(), list[str](), list[str]()
    switch.chosen.connect(chosen.append)
    switch.add_asked.connect(lambda: asked.append("add"))
    assert switch.accessibleName() == "No server"
    entries = [ServerEntry("1", "prod", "a:8317", Tone.OK, "Connected"), ServerEntry("2", "lab", "b:8317")]
    switch.set_servers(entries, "1")
    actions = switch.build_menu().actions()
    assert [action.text() for action in actions if action.text()][:4] == [
        "prod  ·  a:8317",
        "lab  ·  b:8317",
        "Connect to a server…",
        "Edit this server…",
    ]
    assert actions[0].isChecked()
    actions[1].trigger()
    actions[3].trigger()
    assert (chosen, asked) == (["2"], ["add"])


def test_the_toolbar_command_field_opens_the_palette() -> None:
    toolbar, asked = Toolbar(), list[bool]()
    toolbar.palette_asked.connect(lambda: asked.append(True))
    _shown(toolbar, 900)
    toolbar.set_place(["Accounts", "Quota"], Button("Tool"))
    field = toolbar.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(field, Key.Key_Return)
    assert asked == [True, True]


def test_the_status_bar_reads_as_a_sentence() -> None:
    bar = StatusBar()
    bar.show_line(StatusLine("Collector running", Tone.OK, "1.2 s", "412 MB · 1.84M events", "42 ms", demo=True))
    assert bar.accessibleName() == "Collector running, Lag 1.2 s, 412 MB · 1.84M events, 42 ms"


def test_a_secret_shows_only_while_the_eye_is_held() -> None:
    edit = SecretEdit()
    _shown(edit)
    edit.setText("  mk-0123456789  ")
    eye = edit.findChildren(QAbstractButton)[-1]
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.mousePress(eye, Qt.MouseButton.LeftButton)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    QTest.mouseRelease(eye, Qt.MouseButton.LeftButton)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    assert edit.secret() == "mk-0123456789"
    edit.wipe()
    assert (edit.secret(), edit.isUndoAvailable()) == ("", False)


def test_search_waits_for_the_last_key(qtbot: QtBot) -> None:
    field, told = SearchField("Search"), list[str]()
    field.searched.connect(told.append)
    _shown(field)
    QTest.keyClicks(field, "abc")
    assert told == []
    qtbot.waitUntil(lambda: told == ["abc"], timeout=2_000)
    QTest.keyClick(field, Key.Key_Return)
    field.clear()
    assert told == ["abc", ""]


def test_a_field_says_what_is_wrong() -> None:
    control = text_field("http://cpa:99999")
    field = Field("Server URL", control, "With port.")
    _shown(field)
    assert (control.accessibleName(), control.accessibleDescription()) == ("Server URL", "With port.")
    field.set_error("Port must be 1 to 65535.")
    assert (control.property("invalid"), control.accessibleDescription()) == (True, "Port must be 1 to 65535.")
    field.set_error("")
    assert (control.property("invalid"), control.accessibleDescription()) == (False, "With port.")


def test_a_result_box_speaks() -> None:
    box, acted = ResultBox(), list[bool]()
    box.acted.connect(lambda: acted.append(True))
    assert box.isHidden()
    box.show_result(Tone.BAD, "The server refused the key", "4 tries left.", "Test again")
    assert (box.isHidden(), box.accessibleName()) == (False, "The server refused the key 4 tries left.")
    next(button for button in box.findChildren(Button) if button.text() == "Test again").click()
    assert acted == [True]


def test_only_the_first_failed_check_has_a_primary_button() -> None:
    card, acted = DoctorCard(), list[str]()
    card.acted.connect(acted.append)
    rows = [
        DoctorRow("a", "Server answers", "42 ms", True),
        DoctorRow("b", "Statistics are off", "Nothing is recorded.", False, "Turn on"),
        DoctorRow("c", "Retention is short", "60 s.", False, "Extend"),
        DoctorRow("d", "First request", "Waits.", None),
    ]
    for _ in range(2):
        card.set_rows(rows, "checked now", "curl https://x")
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    buttons = {button.text(): button for button in card.findChildren(Button) if button.text()}
    assert (buttons["Turn on"].property("kind"), buttons["Extend"].property("kind")) == ("primary", "default")
    buttons["Extend"].click()
    assert acted == ["c"]
    texts = [label.text() for label in card.findChildren(Label)]
    assert "1 of 4 passed" in texts
    assert texts.count("Server answers") == 1


def test_a_sheet_keeps_the_keyboard_and_closes_on_escape() -> None:
    window, content, told = QWidget(), QWidget(), list[object]()
    outside = QLineEdit()
    window.setLayout(column(outside, None))
    window.resize(800, 600)
    window.show()
    window.activateWindow()
    outside.setFocus()
    first, second = QLineEdit(), QLineEdit()
    content.setLayout(column(first, second))
    sheet = Sheet(window, content, width=300)
    sheet.finished.connect(told.append)
    QApplication.processEvents()
    assert QApplication.focusWidget() is first
    for expected in (second, first, second):
        QTest.keyClick(_focus(), Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    QTest.keyClick(second, Key.Key_Backtab)
    assert QApplication.focusWidget() is first
    window.resize(1_000, 700)
    QApplication.processEvents()
    assert sheet.size() == window.size()
    QTest.keyClick(first, Key.Key_Escape)
    assert told == [None]
    assert QApplication.focusWidget() is outside
    sheet.finish("late")
    assert told == [None]


def test_toasts_are_three_at_most_and_kept_in_the_history() -> None:
    window = QWidget()
    window.resize(900, 600)
    window.show()
    toasts, undone = Toasts(window), list[bool]()
    for number in range(5):
        toasts.show(Notice(Tone.OK, f"Notice {number}", "detail", "Undo", lambda: undone.append(True)))
    assert (toasts.shown, [notice.title for notice in toasts.history][:2]) == (3, ["Notice 4", "Notice 3"])
    undo = [button for button in window.findChildren(Button) if button.text() == "Undo" and button.isVisible()]
    undo[-1].click()
    assert (undone, toasts.shown) == ([True], 2)


def test_a_drawer_opens_changes_and_closes_on_escape() -> None:
    drawer, closed = Drawer("Request"), list[bool]()
    drawer.closed.connect(lambda: closed.append(True))
    _shown(drawer)
    assert drawer.isHidden()
    drawer.open_with(Label("One"), QWidget())
    drawer.open_with(Label("Two"), QWidget(), QWidget())
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)
    assert [label.text() for label in drawer.findChildren(Label) if label.isVisible()] == ["Two"]
    QTest.keyClick(drawer, Key.Key_Escape)
    drawer.shut()
    assert (drawer.isHidden(), closed) == (True, [True])


def test_an_elided_label_tells_the_whole_text() -> None:
    label = ElidedLabel("a-very-long-account-name@example.com")
    window = _shown(label, 60)
    assert label.toolTip() == "a-very-long-account-name@example.com"
    window.resize(900, 100)
    QApplication.processEvents()
    assert label.toolTip() == ""


def test_kpis_are_read_aloud() -> None:
    strip = KpiStrip([Kpi("Success rate", "98.1", "%", "-1.1%", False, "122 failed")])
    cell = strip.findChildren(Label) or [child for child in strip.children() if hasattr(child, "set_kpi")]
    assert cell[0].property("text") == "Success rate: 98.1 %, -1.1%, 122 failed"
    with pytest.raises(ValueError, match="zip"):
        strip.set_kpis([])


@pytest.mark.parametrize(
    ("cell", "token"),
    [((0, 0), "neutral_fill"), ((1000, 9), "ok_fill"), ((100, 1), "warn_fill"), ((100, 11), "bad_fill")],
)
def test_health_cells_are_told_by_their_share_of_failures(cell: tuple[int, int], token: str) -> None:
    assert HealthCell(*cell).token == token


def test_a_timeline_sums_up() -> None:
    timeline = HealthTimeline()
    start = datetime(2026, 11, 19, tzinfo=UTC)
    timeline.set_cells(start, timedelta(minutes=10), [HealthCell(10, 1), HealthCell(5, 0)], 144)
    assert timeline.accessibleName() == "15 requests, 1 failed"


def test_a_small_table_sorts_copies_and_reads() -> None:
    model = RecordsModel(COLUMNS, CALLS)
    table, chosen = DataTable(model, "Calls"), list[object]()
    table.row_chosen.connect(chosen.append)
    _shown(table, 900, 400)
    header = table.horizontalHeader()
    place = table.place("latency")
    for expected in (62_600, 200):
        at = QPoint(header.sectionViewportPosition(place) + 10, 10)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert model.rows[0].latency == expected
    table.selectRow(0)
    QTest.keyClick(table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("14:31:40\t401\t")
    assert chosen == [model.rows[0]]
    QTest.keyClick(table, Key.Key_Escape)
    assert (table.chosen, chosen[-1]) == (None, None)
    table.set_columns_shown({"model": False})
    assert table.isColumnHidden(3)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Time"


def test_missing_values_sort_last_both_ways() -> None:
    from cpam_desktop.ui.models.columns import Column

    column_ = Column[int | None](id="n", title="N", text=str, sort_key=lambda value: value)
    model = RecordsModel([column_], [2, None, 3])
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert list(model.rows) == [2, 3, None]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert list(model.rows) == [3, 2, None]


def _commands(ran: list[str]) -> list[Command]:
    return [
        Command("m", "Monitoring", lambda: ran.append("m"), "activity", "Go to"),
        Command("q", "Quota", lambda: ran.append("q"), "gauge", "Go to", "Accounts"),
        Command("r", "Refresh all quotas", lambda: ran.append("r"), "arrows-clockwise", "Actions", keys="Ctrl+R"),
    ]


def test_commands_are_found_by_words_with_their_place() -> None:
    commands = _commands([])
    found = [(match.command.id, match.start, match.length) for match in find_commands(commands, "quota")]
    assert found == [("q", 0, 5), ("r", 12, 5)]
    assert [match.command.id for match in find_commands(commands, "accounts")] == ["q"]
    assert [match.command.id for match in find_commands(commands, "")] == ["m", "q", "r"]
    assert find_commands(commands, "zzz") == []


def test_the_palette_runs_what_is_chosen() -> None:
    window, ran = QWidget(), list[str]()
    window.resize(1_000, 700)
    window.show()
    window.activateWindow()
    sheet = open_palette(window, _commands(ran))
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "quota")
    QTest.keyClick(field, Key.Key_Down)
    QTest.keyClick(field, Key.Key_Return)
    assert ran == ["r"]
    assert sheet.isHidden()


def test_no_icon_button_of_the_gallery_is_nameless() -> None:
    for part in ("widgets", "tables", "overlays"):
        canvas = gallery.sheet(part)
        nameless = [
            button
            for button in canvas.findChildren(QAbstractButton)
            if button.isVisibleTo(canvas)
            and not (button.text() or button.accessibleName() or button.objectName().startswith("qt_"))
            and type(button).__module__.startswith("cpam_desktop")
        ]
        assert nameless == []
        canvas.deleteLater()


def test_the_gallery_is_drawn_in_both_themes(tmp_path: Path) -> None:
    made = gallery.save(tmp_path)
    assert len(made) == 10
    pictures = {path.name: QImage(str(path)) for path in made}
    assert {(image.width(), image.height()) for image in pictures.values()} == {(1440, 900)}
    light, dark = pictures["widgets-light.png"], pictures["widgets-dark.png"]
    assert (light.pixelColor(700, 880).name(), dark.pixelColor(700, 880).name()) == ("#ffffff", "#191c21")
    theme().apply(ThemeMode.LIGHT)
