"""Failures over time as stacked bars, painted: few shapes, so that it needs no plotting library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.ui.charts.data import SeriesData, nice_top, time_ticks
from cpam_desktop.ui.failures.classes import CLASSES
from cpam_desktop.ui.format import grouped, human
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.paint import RIGHT, paint_text

_LEFT, _BOTTOM, _TOP = 44, 22, 6
_PARTS = 2


@dataclass(frozen=True, slots=True)
class Stacks:
    """Values of each class by step of `step_ns` from `start_ns` on; the axis has `total` steps."""

    start_ns: int = 0
    step_ns: int = NS_PER_SECOND
    total: int = 1
    values: Mapping[str, Sequence[int]] = field(default_factory=dict[str, Sequence[int]])

    def at(self, place: int) -> list[tuple[str, str, int]]:
        """(token, name, value) of the classes that have any in a step."""
        found = [(token, name, self.values[key][place]) for key, token, name in CLASSES if key in self.values]
        return [one for one in found if one[2]]

    def sums(self) -> list[int]:
        """All failures of each step."""
        return [sum(column) for column in zip(*self.values.values(), strict=True)]


class StackedBars(QWidget):
    """Hover tells a step's figures; Ctrl+C copies the values as a table."""

    def __init__(self, name: str, zone: tzinfo = UTC) -> None:
        """`name` is what a screen reader says."""
        super().__init__()
        self._stacks, self._zone = Stacks(), zone
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(96)
        theme().changed.connect(self.update)

    def set_stacks(self, stacks: Stacks, zone: tzinfo) -> None:
        """Show other values."""
        self._stacks, self._zone = stacks, zone
        self.setAccessibleDescription(translate("failures", "{0} failures").format(grouped(sum(stacks.sums()))))
        self.update()

    def _plot(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1, self.width() - _LEFT - 4), max(1, self.height() - _BOTTOM - _TOP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, plot, stacks = QPainter(self), self._plot(), self._stacks
        top, step = nice_top(max(stacks.sums(), default=0), _PARTS)
        for part in range(_PARTS + 1):
            y = plot.bottom() - plot.height() * part / _PARTS
            painter.fillRect(QRectF(plot.x(), round(y), plot.width(), 1), color("grid"))
            area = QRectF(0, y - 8, _LEFT - 8, 16)
            value = step * part
            text = human(round(value)) if step >= 1 else f"{value:g}"
            paint_text(painter, area, text, "text3", 11, flags=RIGHT, elide=False)
        width = plot.width() / stacks.total
        for place in range(len(stacks.sums())):
            bottom = plot.bottom()
            left = round(plot.x() + place * width + width * 0.1)
            right = max(left + 1, round(plot.x() + (place + 1) * width - width * 0.1))
            for token, _, value in stacks.at(place):
                tall = max(1.0, plot.height() * value / top)
                painter.fillRect(QRectF(left, bottom - tall, right - left, tall), color(token))
                bottom -= tall
        self._paint_times(painter, plot)

    def _paint_times(self, painter: QPainter, plot: QRectF) -> None:
        stacks = self._stacks
        data = SeriesData(stacks.start_ns, stacks.step_ns, total=stacks.total)
        for x, text in time_ticks(data, self._zone, max(2, self.width() // 84)):
            if 0 < x < stacks.total:
                middle = plot.x() + plot.width() * x / stacks.total
                area = QRectF(middle - 40, plot.bottom() + 5, 80, 14)
                paint_text(painter, area, text, "text3", 11, flags=int(Qt.AlignmentFlag.AlignCenter), elide=False)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.told_at(event.pos().x()), self)
            return True
        return super().event(event)

    def told_at(self, x: int) -> str:
        """The figures of the step at this distance from the left; empty where there is none."""
        plot, stacks = self._plot(), self._stacks
        place = int((x - plot.x()) / plot.width() * stacks.total)
        if x < plot.x() or place >= len(stacks.sums()):
            return ""
        start = stacks.start_ns + place * stacks.step_ns
        begin, end = (
            datetime.fromtimestamp(moment / NS_PER_SECOND, self._zone) for moment in (start, start + stacks.step_ns)
        )
        lines = [f"{translate('failures', name)}: {grouped(value)}" for _, name, value in reversed(stacks.at(place))]
        return "\n".join([f"{begin:%m-%d %H:%M} – {end:%m-%d %H:%M}", *lines])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._as_table())
        else:
            super().keyPressEvent(event)

    def _as_table(self) -> str:
        stacks = self._stacks
        lines = ["\t".join(["time", *stacks.values])]
        for place, values in enumerate(zip(*stacks.values.values(), strict=True)):
            moment = datetime.fromtimestamp((stacks.start_ns + place * stacks.step_ns) / NS_PER_SECOND, self._zone)
            lines.append("\t".join([moment.isoformat(timespec="seconds"), *map(str, values)]))
        return "\n".join(lines)
