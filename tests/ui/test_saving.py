"""Charts elsewhere: as a picture, as a table that is safe to open, in the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cpam_desktop.domain.errors import WorkError
from cpam_desktop.ui.charts.bars import Bars, BarsChart
from cpam_desktop.ui.charts.heatmap import Heatmap
from cpam_desktop.ui.charts.saving import ChartMenu, csv_text, savings
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.charts.trend import TrendChart
from cpam_desktop.ui.charts.trend_data import TrendData, TrendLine
from cpam_desktop.ui.widgets.button import Button
from tests.ui.kit import run, until

HOUR = 3_600 * 10**9


def trend() -> TrendChart:
    chart = TrendChart("Trend: a/b")
    line = TrendLine("=Attempts", "s1", "count", (1, None, 3), (2, 2, 2), str, str)
    chart.set_data(TrendData((0, HOUR, 2 * HOUR, 3 * HOUR), (line,), (), other="before"))
    return chart


def test_a_table_opens_in_a_spreadsheet_without_running_anything() -> None:
    table = [["a,b", "=1+1", "+x", "-x", "@x", "\tx"], [1, -2.5, None, "", "x=1", "\rx"]]
    assert csv_text(table) == "\"a,b\",'=1+1,'+x,'-x,'@x,'\tx\r\n1,-2.5,,,x=1,\"'\rx\"\r\n"


def test_a_trend_is_saved_as_picture_and_as_table(qtbot: QtBot, tmp_path: Path) -> None:
    async def main() -> None:
        chart = trend()
        chart.resize(600, 300)
        chart.show()
        told: list[str] = []
        savings().saved.connect(told.append)
        chart.menu.save(tmp_path / "t.png", "png")
        chart.menu.save(tmp_path / "t.csv", "csv")
        await until(lambda: len(told) == 2, "both files")
        savings().saved.disconnect(told.append)

    run(main())
    assert QImage(str(tmp_path / "t.png")).size().toTuple() == (1200, 600)
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        "time,'=Attempts,'=Attempts · before",
        "1970-01-01T00:00:00+00:00,1,2",
        "1970-01-01T01:00:00+00:00,,2",
        "1970-01-01T02:00:00+00:00,3,2",
    ]


def test_a_file_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    async def main() -> None:
        told: list[object] = []
        savings().failed.connect(told.append)
        trend().menu.save(tmp_path / "no" / "t.csv", "csv")
        await until(lambda: told, "the error")
        savings().failed.disconnect(told.append)
        (error,) = told
        assert isinstance(error, WorkError)
        assert error.title == "The file could not be written"

    run(main())


def test_the_dialog_does_not_block_and_suggests_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    async def main() -> None:
        chart = trend()
        chart.show()
        chart.menu.ask("csv")
        dialog = chart.menu.dialog
        assert dialog is not None
        await until(dialog.isVisible)
        assert dialog.selectedFiles()[0].endswith("Trend a b.csv")
        told: list[str] = []
        savings().saved.connect(told.append)
        dialog.fileSelected.emit(str(tmp_path / "x.csv"))
        await until(lambda: told)
        savings().saved.disconnect(told.append)
        dialog.close()
        await until(lambda: chart.menu.dialog is None)

    run(main())
    assert (tmp_path / "x.csv").exists()


def heatmap() -> Heatmap:
    chart = Heatmap("Weekday by hour", str, "s1")
    chart.set_values({(0, 5): 3.0}, str, "s1")
    return chart


def bars() -> BarsChart:
    chart = BarsChart("Durations", str, str)
    chart.set_bars(Bars((0, 100, 200), (0, 7, 0)))
    return chart


@pytest.mark.parametrize(
    ("make", "second_line"),
    [
        (heatmap, "Mon\t0\t0\t0\t0\t0\t3.0" + "\t0" * 18),
        (bars, "100\t200\t7"),
        (trend, "1970-01-01T00:00:00+00:00\t1\t2"),
    ],
)
def test_every_chart_has_the_menu_and_copies(qtbot: QtBot, make: Callable[[], QWidget], second_line: str) -> None:
    chart = make()
    qtbot.addWidget(chart)
    chart.resize(500, 250)
    chart.show()
    QTest.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1] == second_line
    assert QGuiApplication.clipboard().mimeData().hasImage()
    menus(chart)


def menus(chart: QWidget) -> None:
    """The button shows with the pointer and opens the menu, as the menu key does."""
    (button,) = [one for one in chart.findChildren(Button) if one.accessibleName() == "Save or copy the chart"]
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))  # the pointer may stand where it came up
    assert not button.isVisible()
    at = QPoint(5, 5)
    QApplication.sendEvent(chart, QEnterEvent(at, at, chart.mapToGlobal(at)))
    assert button.isVisible()
    button.click()
    (menu,) = chart.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Save as PNG…", "Save as CSV…", "Copy"]
    menu.close()
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert not button.isVisible()


def test_the_traffic_chart_has_it_too(qtbot: QtBot) -> None:
    chart = SeriesChart("Calls over time")
    qtbot.addWidget(chart)
    chart.resize(600, 200)
    chart.show()
    qtbot.waitUntil(lambda: chart.ready)
    assert isinstance(chart.menu, ChartMenu)
    menus(chart)
