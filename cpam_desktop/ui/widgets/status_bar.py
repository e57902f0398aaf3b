"""The bar under the page: collector, lag, database, running task, link, time zone, version."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import Tone, theme
from cpam_desktop.ui.theme.metrics import STATUS_BAR
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import row, vline
from cpam_desktop.ui.widgets.paint import paint_mark


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What the bar says, in words ready to show. `demo` marks figures that are made up."""

    collector: str
    tone: Tone
    lag: str = "–"
    database: str = ""
    link: str = ""
    zone: str = ""
    version: str = ""
    demo: bool = False


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tone = Tone.NEUTRAL
        self.setFixedSize(10, 16)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), 5, 8, self.tone)


class _Size(QWidget):
    """The size of the history; a click asks for its upkeep, which the menu and the palette offer to the keyboard."""

    clicked = Signal()

    def __init__(self, label: Label) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(translate("status", "Size of the history; click to clean up or back up"))
        self.setLayout(row(Icon("database", "text3", 13), label, spacing=5))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class StatusBar(QFrame):
    """`show_line` says how things stand; `show_task` a running task with its progress. `history_asked`: a click on the
    size of the history."""

    history_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(STATUS_BAR)
        self._mark = _Mark()
        self._collector, self._lag, self._database = Label("", 11, 400, "text2"), _small(), _small()
        self._task, self._link, self._zone, self._version = _small(), _small(), _small(), _small()
        self._demo = Label(translate("status", "Demo data"), 11, 500, "accent_text")
        self._preparing = _small()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(80)
        self._task_end = vline(12)
        self._link_end, self._zone_end, self._database_start = vline(12), vline(12), vline(12)
        left = row(row(self._mark, self._collector, spacing=5), vline(12), _with("clock", self._lag), spacing=10)
        size = _Size(self._database)
        size.clicked.connect(self.history_asked)
        middle = row(self._database_start, size, spacing=10)
        task = row(self._task, self._progress, self._task_end, spacing=8)
        right = row(_with("link", self._link), self._link_end, _with("calendar-blank", self._zone), spacing=10)
        self.setLayout(
            row(
                left,
                middle,
                None,
                self._demo,
                self._preparing,
                task,
                right,
                self._zone_end,
                self._version,
                margins=(12, 0, 12, 0),
                spacing=10,
            )
        )
        self.show_line(StatusLine(translate("status", "Starting"), Tone.NEUTRAL))
        self.show_task("", 0)
        self.show_preparing(1, 1)

    def show_line(self, line: StatusLine) -> None:
        """Say how collector, database and link stand."""
        self._mark.tone = line.tone
        self._mark.update()
        self._collector.setText(line.collector)
        self._lag.setText(translate("status", "Lag {0}").format(line.lag))
        self._database.setText(line.database)
        self._link.setText(line.link)
        self._zone.setText(line.zone)
        self._version.setText(line.version)
        self._demo.setVisible(line.demo)
        words = (line.collector, self._lag.text(), line.database, line.link)
        self.setAccessibleName(", ".join(word for word in words if word))

    def show_preparing(self, done: int, total: int) -> None:
        """How much of the history is prepared for figures; nothing is said where that is all of it."""
        share = done * 100 // total if total else 100
        self._preparing.setText(translate("status", "Preparing history… {0} %").format(share))
        self._preparing.setVisible(done < total)

    def show_task(self, text: str, percent: int) -> None:
        """A task of the user's that runs, 0 to 100; an empty text hides it."""
        self._task.setText(text)
        self._progress.setValue(percent)
        self._progress.setAccessibleName(text)
        for part in (self._task, self._progress, self._task_end):
            part.setVisible(bool(text))


def _small() -> Label:
    label = Label("", 11, 400, "text2")
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return label


def _with(icon: str, label: Label) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(Icon(icon, "text3", 13), label, spacing=5))
    return holder
