"""Exclusive groups of painted buttons: arrow keys move the focus and take the choice, Tab enters the group once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Arrows(QObject):
    def __init__(self, group: QButtonGroup) -> None:
        super().__init__(group)
        self._group = group
        group.buttonToggled.connect(self._toggled)
        for button in group.buttons():
            button.installEventFilter(self)

    def _toggled(self, button: QAbstractButton, checked: bool) -> None:
        """Tab stops at the chosen button only; Qt itself sets that right no earlier than at the first focus."""
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)
        if checked:
            for other in self._group.buttons():
                if other is not button:
                    other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        buttons = [button for button in self._group.buttons() if button.isVisible() and button.isEnabled()]
        target = self._target(buttons, watched, Qt.Key(event.key()))
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if not target.isChecked():
            target.click()
        return True

    @staticmethod
    def _target(buttons: list[QAbstractButton], watched: QObject, key: Qt.Key) -> QAbstractButton | None:
        if not isinstance(watched, QAbstractButton) or watched not in buttons:
            return None
        if key == Qt.Key.Key_Home:
            return buttons[0]
        if key == Qt.Key.Key_End:
            return buttons[-1]
        if key not in _STEPS:
            return None
        place = buttons.index(watched) + _STEPS[key]
        return buttons[max(0, min(place, len(buttons) - 1))]


def choose_on_arrows(group: QButtonGroup) -> None:
    """Install the arrow keys, Home and End on the buttons that are in the group now."""
    _Arrows(group)
