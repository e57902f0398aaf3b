"""Time charts: round axes, the brush in time, nothing imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpam_desktop.ui.charts.data import SeriesData, nice_top, time_ticks
from cpam_desktop.ui.charts.series import SeriesChart
from cpam_desktop.ui.theme import ThemeMode, theme

NS = 1_000_000_000
HALF_HOUR = 1_800 * NS
MIDNIGHT = 1_795_046_400 * NS  # 2026-11-19T00:00:00Z


@pytest.mark.parametrize(
    ("highest", "parts", "top", "step"),
    [(0, 4, 4, 1), (3, 4, 4, 1), (117, 2, 200, 100), (178, 4, 200, 50), (9.2e6, 2, 10e6, 5e6), (1_000, 4, 1_000, 250)],
)
def test_axes_end_at_round_numbers(highest: float, parts: int, top: float, step: float) -> None:
    assert nice_top(highest, parts) == (top, step)


def test_ticks_are_round_times_of_the_zone() -> None:
    data = SeriesData(MIDNIGHT, HALF_HOUR, total=48)
    assert [text for _, text in time_ticks(data, UTC, 12)][:4] == ["00:00", "02:00", "04:00", "06:00"]
    zone = timezone(timedelta(hours=5, minutes=30))
    assert time_ticks(data, zone, 6)[:2] == [(5.0, "08:00"), (13.0, "12:00")]


def test_ticks_keep_the_wall_clock_across_a_clock_change() -> None:
    start = 1_792_879_200 * NS  # 2026-10-25T00:00 in Berlin, the day that has 25 hours
    data = SeriesData(start, HALF_HOUR, total=50)
    ticks = time_ticks(data, ZoneInfo("Europe/Berlin"), 8)
    assert [text for _, text in ticks][:3] == ["00:00", "04:00", "08:00"]
    assert [place for place, _ in ticks][:3] == [0.0, 10.0, 18.0]


def test_the_table_twin_has_every_bucket() -> None:
    data = SeriesData(MIDNIGHT, HALF_HOUR, (3, 4), (0, 1), (100, 200), total=2)
    assert data.as_table(UTC).splitlines() == [
        "time\tcalls\tfailed\ttokens",
        "2026-11-19T00:00:00+00:00\t3\t0\t100",
        "2026-11-19T00:30:00+00:00\t4\t1\t200",
    ]


def _chart(qtbot: QtBot) -> SeriesChart:
    chart = SeriesChart("Calls over time")
    chart.resize(900, 116)
    calls = [*range(1, 41)]
    chart.set_data(SeriesData(MIDNIGHT, HALF_HOUR, calls, [0] * 40, [n * 1_000 for n in calls], total=48))
    chart.show()
    qtbot.waitUntil(lambda: chart.ready)
    return chart


def _drag(chart: SeriesChart, first: int, last: int) -> None:
    plot = chart._plot  # pyright: ignore[reportPrivateUsage]
    assert plot is not None
    viewport = plot.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = [
        (QEvent.Type.MouseButtonPress, first, left, left),
        *[(QEvent.Type.MouseMove, x, none, left) for x in (first + 20, last - 20, last)],
        (QEvent.Type.MouseButtonRelease, last, left, none),
    ]
    for kind, x, which, held in steps:
        at, where = QPointF(x, 50), QPointF(viewport.mapToGlobal(QPoint(x, 50)))
        QApplication.sendEvent(viewport, QMouseEvent(kind, at, where, which, held, Qt.KeyboardModifier.NoModifier))
        QTest.qWait(15)  # pyqtgraph takes at most 100 moves a second


def test_a_drag_marks_whole_buckets_and_escape_clears(qtbot: QtBot) -> None:
    chart, told = _chart(qtbot), list[object]()
    chart.brushed.connect(told.append)
    _drag(chart, 200, 400)
    assert chart.brush is not None
    start, end = chart.brush
    assert told[-1] == (start, end)
    assert (start - MIDNIGHT) % HALF_HOUR == (end - MIDNIGHT) % HALF_HOUR == 0
    assert 5 <= (end - start) // HALF_HOUR <= 16
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.brush, told[-1]) == (None, None)


def test_a_new_theme_draws_again_and_keeps_the_brush(qtbot: QtBot) -> None:
    chart = _chart(qtbot)
    chart.set_brush((MIDNIGHT + 10 * HALF_HOUR, MIDNIGHT + 20 * HALF_HOUR))
    light = chart.grab().toImage()
    theme().apply(ThemeMode.DARK)
    QApplication.processEvents()
    assert chart.ready
    assert chart.brush == (MIDNIGHT + 10 * HALF_HOUR, MIDNIGHT + 20 * HALF_HOUR)
    assert chart.grab().toImage() != light


def test_copy_gives_the_table_and_the_reader_a_summary(qtbot: QtBot) -> None:
    chart = _chart(qtbot)
    QTest.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 41
    assert chart.accessibleDescription() == "820 calls, 0 failed, 820K tokens"


def test_pyqtgraph_is_imported_only_for_a_chart_in_sight() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from cpam_desktop.ui.charts.series import SeriesChart; chart = SeriesChart('x'); "
        "print([name for name in ('pyqtgraph', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
