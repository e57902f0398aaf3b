"""How long motion may take: nothing off screen, nor where the desktop asks for no animation."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle


def milliseconds(wanted: int) -> int:
    """`wanted`, or 0 where nothing should move."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return 0
    return wanted if QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animate) else 0
