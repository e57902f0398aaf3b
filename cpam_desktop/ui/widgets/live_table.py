"""The realtime table: follows the newest rows at the top, stands still for whoever reads, and offers “n new”."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui import icons
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.windowed import WindowedModel
from cpam_desktop.ui.theme import color, text_width
from cpam_desktop.ui.theme.metrics import HEADER_ROW, ROW_LIVE
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.layout import column
from cpam_desktop.ui.widgets.paint import paint_text
from cpam_desktop.ui.widgets.table import DataTable

_POINTER_MS = 1_500  # rows do not move under a pointer that is in use


class NewRowsPill(PaintedButton):
    """Floats over the first row; a click goes to the top."""

    radius = 13.0

    def set_count(self, count: int) -> None:
        """How many rows wait; hidden for none."""
        self.setText(translate("table", "%n new", None, count))
        self.setAccessibleName(translate("table", "%n new, go to the top", None, count))
        self.setFixedSize(round(text_width(self.text(), 12, 500)) + 42, 26)
        self.setVisible(count > 0)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(color("accent_line"), 1))
        painter.setBrush(color("accent_soft"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 12.5, 12.5)
        icons.draw(painter, "arrow-up-bold", "accent_text", 13, rect.center().y() - 6, 12)
        words = QRectF(30, 0, rect.width() - 38, rect.height())
        paint_text(painter, words, self.text(), "accent_text", 12, 500, elide=False)


class LiveTable(QWidget):
    """A `DataTable` (`.table`) over a `WindowedModel` whose first column is the time.

    `following` tells whether new rows go in as they come.

    New rows wait while the user is scrolled away, has chosen a row, has paused, or moves the pointer over the rows.
    """

    following_changed = Signal(bool)

    def __init__(self, model: WindowedModel[Any], name: str) -> None:
        super().__init__()
        self._model = model
        self._paused = False
        self.following = True
        self.table = DataTable(model, name, row_height=ROW_LIVE)
        self.table.show_sort(model.columns[0].id)
        self._pill = NewRowsPill("", self)
        self._pill.clicked.connect(self.go_to_top)
        self._pill.set_count(0)
        self._pointer = QTimer(self)
        self._pointer.setSingleShot(True)
        self._pointer.setInterval(_POINTER_MS)
        self._pointer.timeout.connect(self._judge)
        self.setLayout(column(self.table, spacing=0))
        self.setFocusProxy(self.table)
        self.table.pointer_moved.connect(self._pointer_moved)
        self.table.row_chosen.connect(self._judge)
        self.table.verticalScrollBar().valueChanged.connect(self._judge)
        self.table.viewport().installEventFilter(self)
        model.pending_changed.connect(self._tell)
        model.opened.connect(self._opened)

    @property
    def paused(self) -> bool:
        """Whether the user stopped new rows."""
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """Keep new rows back until told otherwise."""
        self._paused = paused
        self._judge()

    def go_to_top(self) -> None:
        """Put waiting rows in and show the newest; a chosen row stays chosen."""
        self.table.scrollToTop()
        self._model.flush()
        self._judge()

    def _opened(self) -> None:
        """Other rows: a reset drops the selection without a word, so it is told here."""
        self.table.scrollToTop()
        if not self.table.selectionModel().hasSelection():
            self.table.row_chosen.emit(None)
        self._judge()

    def _pointer_moved(self) -> None:
        self._pointer.start()
        self._judge()

    def _judge(self) -> None:
        away = self.table.verticalScrollBar().value() > 0
        chosen = self.table.selectionModel().hasSelection()
        following = not (away or chosen or self._paused or self._pointer.isActive())
        self._model.hold(not following)
        if following != self.following:
            self.following = following
            self.following_changed.emit(following)
        self._tell(self._model.pending)

    def _tell(self, pending: int) -> None:
        reading = not self.following and not self._pointer.isActive()
        self._pill.set_count(pending if reading or self._paused else 0)
        self._put_pill()

    def _put_pill(self) -> None:
        self._pill.move((self.width() - self._pill.width()) // 2, HEADER_ROW + 8)
        self._pill.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_pill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self._pointer.isActive():
            self._pointer.stop()
            self._judge()
        return False
