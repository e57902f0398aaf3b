"""Short notices at the lower right: what happened, and one thing to do about it; kept in a history."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.motion import milliseconds
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, panel, row
from cpam_desktop.ui.widgets.result_box import TONE_ICONS, TONE_TOKENS
from cpam_desktop.ui.widgets.shadow import Shadowed

STAY_MS = 5_000
_PAD = 22
_AT_ONCE = 3
_KEPT = 20
_WIDTH = 360


@dataclass(frozen=True, slots=True)
class Notice:
    """What a toast says; `act` runs when its link is taken."""

    tone: Tone
    title: str
    detail: str = ""
    action: str = ""
    act: Callable[[], None] | None = None
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())


class _Toast(Shadowed):
    gone = Signal()

    def __init__(self, notice: Notice) -> None:
        close = Button("", "x", Kind.GHOST, tip=translate("toast", "Close"))
        close.clicked.connect(self.leave)
        words = column(Label(notice.title, 13, 500), spacing=2)
        if notice.detail:
            detail = Label(notice.detail, 12, 400, "text2", wrap=len(notice.detail) > 60)
            if detail.wordWrap():  # by itself it would be as narrow as its longest word
                detail.setFixedSize(_WIDTH, detail.heightForWidth(_WIDTH))
            words.addWidget(detail)
        icon = Icon(TONE_ICONS[notice.tone], TONE_TOKENS[notice.tone], 18)
        line = row(icon, words, 16, margins=(12, 8, 8, 8), spacing=10)
        if notice.action:
            link = Button(notice.action, kind=Kind.LINK)
            link.clicked.connect(lambda: self._act(notice))
            line.addWidget(link)
        line.addWidget(close)
        super().__init__(panel("dialog", line), _PAD)
        self.setAccessibleName(f"{notice.title} {notice.detail}".strip())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        self._timer.start(STAY_MS)

    def _act(self, notice: Notice) -> None:
        if notice.act is not None:
            notice.act()
        self.leave()

    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(STAY_MS)
        super().leaveEvent(event)


class Toasts(QObject):
    """At most three at a time over `window`, newest lowest; each stays 5 s, longer while the pointer is on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[_Toast] = []
        self.history: deque[Notice] = deque(maxlen=_KEPT)
        window.installEventFilter(self)

    def show(self, notice: Notice) -> None:
        """Show a notice and keep it in `history`."""
        self.history.appendleft(notice)
        toast = _Toast(notice)
        toast.setParent(self._window)
        toast.gone.connect(lambda: self._forget(toast))
        self._shown.append(toast)
        for old in self._shown[:-_AT_ONCE]:
            old.leave()
        toast.show()
        toast.adjustSize()
        self._place()
        self._slide(toast)

    @property
    def shown(self) -> int:
        """How many are in sight."""
        return len(self._shown)

    def _forget(self, toast: _Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - 26 + _PAD - 12
        for toast in reversed(self._shown):
            toast.move(self._window.width() - toast.width() + _PAD - 16, bottom - toast.height())
            toast.raise_()
            bottom -= toast.height() - 2 * _PAD + 8

    def _slide(self, toast: _Toast) -> None:
        duration = milliseconds(120)
        if not duration:
            return
        motion = QPropertyAnimation(toast, b"pos", toast)
        motion.setDuration(duration)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        end = toast.pos()
        motion.setStartValue(end.__class__(end.x(), end.y() + 16))
        motion.setEndValue(end)
        motion.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
