"""The drawer at the right of a page: details of the selected row; pushes the page aside, does not cover it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.motion import milliseconds
from cpam_desktop.ui.theme.metrics import DRAWER
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import Item, column, hline, panel, row, scroll


class Drawer(QFrame):
    """Closed at first. `open_with` shows a head, a body that scrolls and a foot; `closed` comes on Esc or the cross."""

    closed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("drawer")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedWidth(DRAWER)
        self._layout = column(spacing=0)
        self.setLayout(self._layout)
        self._content: QWidget | None = None
        self.hide()

    def open_with(self, head: QWidget, body: QWidget, foot: QWidget | None = None) -> None:
        """Show these; what was shown before is deleted."""
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        close = Button("", "x", Kind.GHOST, tip=translate("drawer", "Close"))
        close.clicked.connect(self.shut)
        parts: list[Item] = [
            row((head, 1), column(close, None), margins=(16, 12, 12, 10)),
            (scroll(body), 1),
        ]
        if foot is not None:
            parts.append(panel("footbar", column(foot, margins=(16, 8, 16, 8))))
        self._content = QWidget()
        self._content.setLayout(column(*parts, spacing=0))
        self._layout.addWidget(self._content)
        if self.isHidden():
            self._slide()

    def shut(self) -> None:
        """Close it; the signal comes once."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
            return
        super().keyPressEvent(event)

    def _slide(self) -> None:
        self.show()
        duration = milliseconds(120)
        if not duration:
            return
        motion = QPropertyAnimation(self, b"maximumWidth", self)
        motion.setDuration(duration)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.setStartValue(0)
        motion.setEndValue(DRAWER)
        self.setMinimumWidth(0)
        motion.finished.connect(lambda: self.setFixedWidth(DRAWER))
        motion.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


class DetailRow(QWidget):
    """A name (104 px), its value (cut at its end), and a small tool."""

    def __init__(self, name: str, value: str, tool: QWidget | None = None, *, mono: bool = False) -> None:
        super().__init__()
        label = Label(name, 12, 400, "text2")
        label.setFixedWidth(104)
        self.value = ElidedLabel(value, 12, 400, mono=mono)
        self.setLayout(row(label, (self.value, 1), *((tool,) if tool is not None else ()), spacing=8))
        self.setAccessibleName(f"{name}: {value}")


class DetailSection(QWidget):
    """A small heading, what belongs to it, and a hairline below unless it is the last."""

    def __init__(self, title: str, *items: QWidget | QLayout, tool: QWidget | None = None, last: bool = False) -> None:
        super().__init__()
        head = row(Label(title, 11, 600, "text2"), None, *((tool,) if tool is not None else ()))
        layout = column(head, *items, spacing=8)
        if not last:
            layout.addWidget(hline())
        self.setLayout(layout)
