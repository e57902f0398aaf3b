"""What every chart can do for whoever needs it elsewhere: save as picture, save as table, copy.

Files are written off the GUI thread; `savings()` tells how it went, and the window shows it.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QObject,
    QPoint,
    QStandardPaths,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cpam_desktop.domain.aio import spawn
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color
from cpam_desktop.ui.widgets.button import Button, Kind

Cell = str | float | None
Table = Sequence[Sequence[Cell]]
_SCALE = 2.0
_FORMULA = "=+-@\t\r"


class Savings(QObject):
    """`saved` carries the path of a file that was written, `failed` an AppError."""

    saved = Signal(str)
    failed = Signal(object)


@lru_cache(maxsize=1)
def savings() -> Savings:
    """The one place that tells of saved charts; there is one application, as with `theme()`."""
    return Savings()


def csv_text(table: Table) -> str:
    """A table as CSV. Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_plain(cell) for cell in row] for row in table)
    return out.getvalue()


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell and cell[0] in _FORMULA:
        return "'" + cell
    return cell


def copied_text(table: Table) -> str:
    """A table as tab-separated lines, as spreadsheets take them from the clipboard."""
    return "\n".join("\t".join("" if cell is None else str(_plain(cell)) for cell in row) for row in table)


def picture_of(chart: QWidget) -> QPixmap:
    """The chart on the ground of its card, at twice its size."""
    made = QPixmap(chart.size() * _SCALE)
    made.setDevicePixelRatio(_SCALE)
    made.fill(color("surface"))
    painter = QPainter(made)
    chart.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return made


class ChartMenu(QObject):
    """The menu of a chart: right click, the menu key, or the button that shows over the chart while it is used."""

    def __init__(
        self, chart: QWidget, table: Callable[[], Table], *, rest: Callable[[], None] = lambda: None, inset: int = 0
    ) -> None:
        """`table` makes the values, a heading first; `rest` takes hover values away, which belong into no picture;
        `inset` is what stands at the right of the plot."""
        super().__init__(chart)
        self._chart, self._table, self._rest, self._inset = chart, table, rest, inset
        self.dialog: QFileDialog | None = None
        self._button = Button("", "dots-three", Kind.GHOST, tip=translate("chart", "Save or copy the chart"))
        self._button.setParent(chart)
        self._button.setFixedSize(28, 28)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key opens the same menu
        self._button.hide()
        self._button.clicked.connect(self._below)
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(self._at)
        chart.installEventFilter(self)

    def open(self, where: QPoint) -> None:
        """Show the menu at a point of the screen."""
        menu = QMenu(self._chart)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(translate("chart", "Save as PNG…"), lambda: self.ask("png"))
        menu.addAction(translate("chart", "Save as CSV…"), lambda: self.ask("csv"))
        menu.addAction(translate("chart", "Copy"), self.copy)
        menu.popup(where)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Copy on Ctrl+C; False for any other key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        return False

    def copy(self) -> None:
        """Put the values, and the picture, into the clipboard."""
        data = QMimeData()
        data.setText(copied_text(self._table()))
        data.setImageData(self._picture().toImage())
        QGuiApplication.clipboard().setMimeData(data)

    def ask(self, kind: str) -> None:
        """Ask where to save, as `png` or `csv`."""
        title = translate("chart", "Save as PNG") if kind == "png" else translate("chart", "Save as CSV")
        name = " ".join(re.sub(r"[^\w\-]+", " ", self._chart.accessibleName()).split()) or "chart"
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self._chart.window(), title, str(folder / f"{name}.{kind}"), f"{kind.upper()} (*.{kind})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._save_as, kind))
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    def save(self, path: Path, kind: str) -> None:
        """Write the chart as it is now; `savings()` tells when it is done."""
        content = self._png() if kind == "png" else ("\ufeff" + csv_text(self._table())).encode()
        spawn(_write(path, content), "save chart")

    def _save_as(self, kind: str, path: str) -> None:
        self.save(Path(path), kind)

    def _at(self, at: QPoint) -> None:
        self.open(self._chart.mapToGlobal(at))

    def _forget(self) -> None:
        self.dialog = None

    def _png(self) -> bytes:
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture().save(buffer, "PNG")
        return bytes(store.data())

    def _picture(self) -> QPixmap:
        shown = self._button.isVisible()
        self._button.hide()
        self._rest()
        made = picture_of(self._chart)
        self._button.setVisible(shown)
        return made

    def _below(self) -> None:
        self.open(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._button.move(self._chart.width() - self._inset - 30, 2)
            self._button.show()
            self._button.raise_()
        elif kind in (QEvent.Type.Leave, QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._button.hide()
        elif kind == QEvent.Type.Resize:
            self._button.move(self._chart.width() - self._inset - 30, 2)
        return False


async def _write(path: Path, content: bytes) -> None:
    try:
        await asyncio.to_thread(path.write_bytes, content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        title = translate("chart", "The file could not be written")
        hint = translate("chart", "Choose another folder, or make room.")
        savings().failed.emit(WorkError(reason, title=title, hint=hint))
    else:
        savings().saved.emit(str(path))
