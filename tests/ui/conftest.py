"""Off screen, in the product's own style, with the light theme, unless a test chooses another."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before the application is made

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cpam_desktop.ui.theme import ThemeMode, theme


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    if qapp.style().objectName() != "fusion":
        qapp.setStyle("Fusion")
    if theme().mode is not ThemeMode.LIGHT:
        theme().apply(ThemeMode.LIGHT)
    yield
    for widget in qapp.topLevelWidgets():
        # Not pyqtgraph's own menus and forms, which were never shown: without them its scenes crash when they end.
        if widget.parent() is None and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Created):
            widget.close()
            widget.deleteLater()
    qapp.processEvents()
