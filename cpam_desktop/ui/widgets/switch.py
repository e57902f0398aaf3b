"""A switch for what applies at once."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, QVariantAnimation
from PySide6.QtGui import QPainter

from cpam_desktop.ui.motion import milliseconds
from cpam_desktop.ui.widgets.button import PaintedButton
from cpam_desktop.ui.widgets.paint import paint_switch


class Switch(PaintedButton):
    """Checkable; `name` is what a screen reader says. The knob moves in 80 ms."""

    radius = 10.0

    def __init__(self, name: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFixedSize(36, 24)
        self._knob = 1.0
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._moved)
        self.toggled.connect(self._start)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        paint_switch(painter, 4, rect.center().y(), self.isChecked(), enabled=self.isEnabled(), knob=self._knob)

    def _start(self) -> None:
        self._motion.stop()
        self._motion.setDuration(milliseconds(80))
        self._motion.start()

    def _moved(self, value: float) -> None:
        self._knob = value
        self.update()
