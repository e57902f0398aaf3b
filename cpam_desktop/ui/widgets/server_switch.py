"""Which server the window shows, and the menu of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu

from cpam_desktop.ui import icons
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import Tone, color
from cpam_desktop.ui.theme.fonts import metrics
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.paint import paint_text, tone_colors


@dataclass(frozen=True, slots=True)
class ServerEntry:
    """A profile as the menu shows it. `state` is the link's state in words (“Connected”).

    `fixed` servers (the demo) can be left, but neither changed nor kept.
    """

    id: str
    name: str
    host: str
    tone: Tone = Tone.NEUTRAL
    state: str = ""
    fixed: bool = False


class ServerSwitch(PaintedButton):
    """`chosen` carries the id of another server; the `…_asked` signals come from the end of the menu."""

    chosen = Signal(str)
    add_asked = Signal()
    edit_asked = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self._servers: tuple[ServerEntry, ...] = ()
        self._current: ServerEntry | None = None
        self.clicked.connect(self._open)
        self.set_servers((), "")

    def set_servers(self, servers: Sequence[ServerEntry], current: str) -> None:
        """All servers, and the id of the one in use ("" for none)."""
        self._servers = tuple(servers)
        self._current = next((server for server in servers if server.id == current), None)
        if self._current is None:
            self.setAccessibleName(translate("server", "No server"))
        else:
            text = translate("server", "Server {0}, {1}").format(self._current.name, self._current.state)
            self.setAccessibleName(text)
        self._hint()
        self.update()

    def build_menu(self) -> QMenu:
        """The menu a click opens."""
        menu = QMenu(self)
        for server in self._servers:
            action = menu.addAction(icons.icon("hard-drives"), f"{server.name}  ·  {server.host}")
            action.setCheckable(True)
            action.setChecked(server is self._current)
            action.triggered.connect(lambda _checked=False, key=server.id: self.chosen.emit(key))
        if self._servers:
            menu.addSeparator()
        menu.addAction(icons.icon("plus"), translate("server", "Connect to a server…"), self.add_asked.emit)
        if self._current is not None and not self._current.fixed:
            menu.addAction(icons.icon("pencil-simple"), translate("server", "Edit this server…"), self.edit_asked.emit)
            menu.addAction(
                icons.icon("trash", "bad"), translate("server", "Remove this server…"), self.remove_asked.emit
            )
        elif self._current is not None:
            menu.addAction(icons.icon("stop"), translate("server", "Stop the demo server…"), self.remove_asked.emit)
        return menu

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(color("border_strong" if self.hovered() else "border"), 1))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        mini = rect.width() < 100
        left = rect.width() / 2 - 9 if mini else 11
        icons.draw(painter, "hard-drives", "text2", left, 13, 18)
        tone = self._current.tone if self._current is not None else Tone.NEUTRAL
        painter.setPen(QPen(color("surface"), 2))
        painter.setBrush(tone_colors(tone)[2])
        painter.drawEllipse(QPointF(left + 17, 30), 4.5, 4.5)
        if mini:
            return
        name, host = self._words()
        paint_text(painter, QRectF(42, 5, rect.width() - 64, 18), name, "text", 13, 600)
        shown = metrics(11).elidedText(host, Qt.TextElideMode.ElideMiddle, rect.width() - 66)
        paint_text(painter, QRectF(42, 22, rect.width() - 64, 16), shown, "text3", 11, elide=False)
        icons.draw(painter, "caret-down", "text3", rect.width() - 22, 15, 14)

    def sizeHint(self) -> QSize:
        return QSize(36, 44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def _words(self) -> tuple[str, str]:
        if self._current is None:
            return translate("server", "No server"), translate("server", "Not connected")
        return self._current.name, self._current.host

    def _hint(self) -> None:
        name, host = self._words()
        state = self._current.state if self._current is not None else ""
        self.setToolTip(" · ".join(part for part in (name, host, state) if part))

    def _open(self) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        menu.setMinimumWidth(self.width())
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
