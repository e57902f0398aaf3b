"""The navigation rail: pages in groups, counts behind them; 208 px wide, or 52 with icons only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from cpam_desktop.ui import icons
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import color, text_width
from cpam_desktop.ui.theme.metrics import RAIL, RAIL_MINI
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.group import choose_on_arrows
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, hline
from cpam_desktop.ui.widgets.paint import CENTER, paint_text


@dataclass(frozen=True, slots=True)
class RailItem:
    """A page in the rail. Items with the same `group` text stand together; `""` has no heading, `"-"` is the foot."""

    id: str
    icon: str
    text: str
    group: str = ""


class _Item(PaintedButton):
    def __init__(self, icon: str, text: str) -> None:
        super().__init__(text)
        self._icon, self._badge, self._alarming = icon, "", False
        self.mini = False
        self.setFixedHeight(30)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def set_badge(self, text: str, alarming: bool) -> None:
        self._badge, self._alarming = text, alarming
        self.setAccessibleName(f"{self.text()}, {text}" if text else self.text())
        self.update()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        on, inner = self.isChecked(), rect.adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.hovered():
            painter.setBrush(color("current") if on else color("current", 0.5))
            painter.drawRoundedRect(inner, 6, 6)
        if on:
            painter.setBrush(color("ring"))
            painter.drawRoundedRect(QRectF(0, inner.y() + 6, 3, inner.height() - 12), 1.5, 1.5)
        icons.draw(painter, self._icon, "accent_text" if on else "text2", 12, rect.center().y() - 8, 16)
        if not self.mini:
            words = QRectF(38, 0, rect.width() - 70, rect.height())
            paint_text(painter, words, self.text(), "text" if on else "text2", 13, 500 if on else 400)
        if self._badge:
            self._paint_badge(painter, rect)

    def _paint_badge(self, painter: QPainter, rect: QRectF) -> None:
        if self.mini:
            if self._alarming:
                painter.setBrush(color("warn_fill"))
                painter.drawEllipse(QPointF(29, 8), 3.5, 3.5)
            return
        width = text_width(self._badge, 11, 500) + 10
        badge = QRectF(rect.width() - width - 8, rect.center().y() - 8, width, 16)
        if self._alarming:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("warn_soft"))
            painter.drawRoundedRect(badge, 4, 4)
        token = "warn" if self._alarming else "text3"
        paint_text(painter, badge, self._badge, token, 11, 500, flags=CENTER, elide=False)


class Rail(QFrame):
    """`chosen` carries the id of the page taken; `folded` tells a change of width by the user.

    `settings_asked` carries the point for a menu; it comes from the item that stands in for a settings page.
    """

    chosen = Signal(str)
    folded = Signal(bool)
    settings_asked = Signal(QPoint)

    def __init__(self, items: Sequence[RailItem], head: QWidget) -> None:
        """`head` stands on top: the server switch."""
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setAccessibleName(translate("rail", "Navigation"))
        self._items: dict[str, _Item] = {}
        self._group = QButtonGroup(self)
        self._headings: list[tuple[Label, QWidget]] = []
        self._mini = False
        layout = column(head, 8, margins=(8, 8, 8, 8), spacing=0)
        group = ""
        for item in (item for item in items if item.group != "-"):
            if item.group != group:
                group = item.group
                heading, divider = self._heading(group)
                layout.addWidget(heading)
                layout.addWidget(divider)
            layout.addWidget(self._add(item))
        layout.addStretch(1)
        for item in (item for item in items if item.group == "-"):
            layout.addWidget(self._add(item))
        self._settings = _Item("gear-six", translate("rail", "Settings"))
        self._settings.clicked.connect(self.ask_settings)
        if any(item.group == "-" for item in items):
            self._settings.hide()
        layout.addWidget(self._settings)
        self._fold = _Item("arrow-line-left", translate("rail", "Collapse"))
        self._fold.clicked.connect(self._toggle)
        layout.addWidget(self._fold)
        self.setLayout(layout)
        choose_on_arrows(self._group)
        self.set_mini(False)

    @property
    def mini(self) -> bool:
        """Whether only icons are shown."""
        return self._mini

    def set_current(self, page_id: str) -> None:
        """Mark a page as the one in sight; silent."""
        self._items[page_id].setChecked(True)

    def set_badge(self, page_id: str, text: str, *, alarming: bool = False) -> None:
        """A count behind a page; empty removes it."""
        self._items[page_id].set_badge(text, alarming)

    def set_mini(self, mini: bool) -> None:
        """Fold to icons, or unfold; silent."""
        self._mini = mini
        self.setFixedWidth(RAIL_MINI if mini else RAIL)
        for item in (*self._items.values(), self._settings, self._fold):
            item.mini = mini
            item.setToolTip(item.text() if mini else "")
        for heading, divider in self._headings:
            heading.setVisible(not mini)
            divider.setVisible(mini)
        self._fold.setText(translate("rail", "Expand") if mini else translate("rail", "Collapse"))
        self._fold.setToolTip(self._fold.text() if mini else "")
        self._fold.set_icon("arrow-line-right" if mini else "arrow-line-left")

    def _heading(self, text: str) -> tuple[Label, QWidget]:
        heading, divider = Label(text, 11, 500, "text2"), QWidget()
        heading.setContentsMargins(12, 12, 0, 4)
        divider.setLayout(column(hline(), margins=(6, 8, 6, 7)))
        self._headings.append((heading, divider))
        return heading, divider

    def _add(self, item: RailItem) -> _Item:
        button = _Item(item.icon, item.text)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(item.id))
        self._items[item.id] = button
        self._group.addButton(button)
        return button

    def ask_settings(self) -> None:
        """Ask for the settings menu."""
        self.settings_asked.emit(self._settings.mapToGlobal(self._settings.rect().topRight()))

    def _toggle(self) -> None:
        self.set_mini(not self._mini)
        self.folded.emit(self._mini)
