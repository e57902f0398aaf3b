"""A modal dialog inside the window: a scrim, a floating panel, the keyboard kept in it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cpam_desktop.ui.theme import color, theme
from cpam_desktop.ui.widgets.layout import column, panel
from cpam_desktop.ui.widgets.shadow import Shadowed


class Sheet(QWidget):
    """Shows `content` over `window` until `finish(result)`; Esc and (if `light`) a click beside it finish with None.

    `top` places it that many pixels from the top instead of in the middle. Listen to `finished`, or await `result()`.
    """

    finished = Signal(object)

    def __init__(
        self, window: QWidget, content: QWidget, *, width: int = 520, top: int | None = None, light: bool = False
    ) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("sheet")
        self._top, self._light, self._done = top, light, False
        frame = panel("dialog", column(content, spacing=0))
        frame.setFixedWidth(width)
        self._panel = Shadowed(frame)
        self._panel.setParent(self)
        self._before: QWidget | None = window.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(content.accessibleName())
        window.installEventFilter(self)
        frame.installEventFilter(self)
        theme().changed.connect(self.update)
        self._place()
        self.show()
        self.raise_()
        stops = self._stops()
        (stops[0] if stops else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, result: object = None) -> None:
        """Close and tell `result`; only the first call counts."""
        if self._done:
            return
        self._done = True
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit(result)
        self.deleteLater()

    async def result(self) -> object:
        """What `finish` was called with."""
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def tell(result: object) -> None:
            if not answer.done():
                answer.set_result(result)

        self.finished.connect(tell)
        return await answer

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        self._panel.adjustSize()
        left = (self.width() - self._panel.width()) // 2
        if self._top is None:
            top = max(0, (self.height() - self._panel.height()) // 2 - 20)
        else:
            top = self._top - self._panel.pad
        self._panel.move(left, top)

    def _stops(self) -> list[QWidget]:
        order: list[QWidget] = []
        stop = self.nextInFocusChain()
        while stop is not None and stop is not self:
            usable = stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.isEnabled() and stop.isVisibleTo(self)
            if usable and self.isAncestorOf(stop):
                order.append(stop)
            stop = stop.nextInFocusChain()
        return order

    def focusNextPrevChild(self, following: bool) -> bool:
        stops = self._stops()
        if not stops:
            return True
        focus = QApplication.focusWidget()
        place = stops.index(focus) if focus in stops else -1 if following else 0
        step = 1 if following else -1
        reason = Qt.FocusReason.TabFocusReason if following else Qt.FocusReason.BacktabFocusReason
        stops[(place + step) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self._done:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._light and not self._panel.geometry().contains(event.position().toPoint()):
            self.finish()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("scrim"))
