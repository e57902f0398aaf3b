"""The list of the command palette: headings, commands with the match marked, their keys at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cpam_desktop.ui import icons
from cpam_desktop.ui.commands import Match
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, text_width, theme
from cpam_desktop.ui.widgets.key_hint import key_cap_width, native, paint_key_cap
from cpam_desktop.ui.widgets.paint import paint_text

_ROW, _HEADING = 36, 28
_SHOWN = 12
_NOWHERE = QModelIndex()


class CommandModel(QAbstractListModel):
    """Entries are headings (str) and matches."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str | Match] = []

    def set_matches(self, matches: Sequence[Match]) -> None:
        """Show these, with a heading before each group."""
        self.beginResetModel()
        self.entries = []
        for match in matches:
            previous = self.entries[-1] if self.entries else None
            if not isinstance(previous, Match) or previous.command.group != match.command.group:
                self.entries.append(match.command.group)
            self.entries.append(match)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        entry = self.entries[index.row()]
        return entry if isinstance(entry, str) else f"{entry.command.text} {entry.command.note}".strip()

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if isinstance(self.entries[index.row()], Match):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: CommandModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW if isinstance(self._model.entries[index.row()], Match) else _HEADING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        whole, entry = QRectF(option.rect), self._model.entries[index.row()]
        if isinstance(entry, str):
            paint_text(painter, whole.adjusted(20, 6, 0, 0), entry, "text3", 11, 500)
            return
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_soft"))
            painter.drawRoundedRect(whole.adjusted(8, 0, -8, 0), 6, 6)
        middle = whole.center().y()
        icons.draw(painter, entry.command.icon, "accent_text" if current else "text2", whole.x() + 20, middle - 8)
        left = self._paint_words(painter, whole.adjusted(48, 0, 0, 0), entry)
        right = self._paint_keys(painter, whole, entry.command.keys, current)
        note = QRectF(left, whole.y(), right - left - 8, whole.height())
        paint_text(painter, note, entry.command.note, "text2" if current else "text3", 12)

    @staticmethod
    def _paint_words(painter: QPainter, area: QRectF, match: Match) -> float:
        text = match.command.text
        before, hit = text[: match.start], text[match.start : match.start + match.length]
        left = area.x() + text_width(before, 13, 500)
        if hit:
            mark = QRectF(left - 1, area.center().y() - 9, text_width(hit, 13, 500) + 2, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("mark"))
            painter.drawRoundedRect(mark, 3, 3)
        paint_text(painter, area, text, "text", 13, 500, elide=False)
        if hit:
            paint_text(painter, area.adjusted(left - area.x(), 0, 0, 0), hit, "mark_text", 13, 500, elide=False)
        return area.x() + text_width(text, 13, 500) + 10

    @staticmethod
    def _paint_keys(painter: QPainter, whole: QRectF, keys: str, current: bool) -> float:
        right, middle = whole.right() - 20, whole.center().y()
        if current:
            icons.draw(painter, "arrow-elbow-down-left", "text2", right - 14, middle - 7, 14)
            right -= 24
        for cap in reversed(native(keys).split(" ") if keys else []):
            width = key_cap_width(cap)
            paint_key_cap(painter, QRectF(right - width, middle - 9, width, 18), cap)
            right -= width + 4
        return right


class CommandList(QListView):
    """`taken` carries the match of the row that was clicked."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = CommandModel()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self._model, self))
        self.setAccessibleName(translate("palette", "Commands"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(self._clicked)
        theme().changed.connect(self.viewport().update)

    def set_matches(self, matches: Sequence[Match]) -> None:
        """Show these; the first is current."""
        self._model.set_matches(matches)
        entries = self._model.entries
        height = sum(_ROW if isinstance(entry, Match) else _HEADING for entry in entries)
        self.setFixedHeight(max(_ROW, min(height, _SHOWN * _ROW)) + 8)
        if matches:
            self.setCurrentIndex(self._model.index(1))

    @property
    def current(self) -> Match | None:
        """The marked match."""
        place = self.currentIndex().row()
        entry = self._model.entries[place] if place >= 0 else None
        return entry if isinstance(entry, Match) else None

    def step(self, by: int) -> None:
        """Mark the next (1) or previous (-1) match; it goes round."""
        count = self._model.rowCount()
        place = self.currentIndex().row()
        for _ in range(count):
            place = (place + by) % count
            if isinstance(self._model.entries[place], Match):
                self.setCurrentIndex(self._model.index(place))
                return

    def _clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        if self.current is not None:
            self.taken.emit(self.current)
