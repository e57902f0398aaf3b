"""The one place that touches qasync, which has no types: a Qt event loop that asyncio can run on."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingParameterType=false, reportMissingTypeArgument=false

from __future__ import annotations

import asyncio
import os

os.environ["QT_API"] = "pyside6"  # qasync would take PyQt where that is installed too

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop


def make_loop(application: QApplication) -> asyncio.AbstractEventLoop:
    """An asyncio loop whose callbacks run inside the application's event loop; close it after use."""
    return QEventLoop(application)
