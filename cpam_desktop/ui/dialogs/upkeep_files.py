"""Asks for a file or a folder without holding anything up: the answer comes as a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_file(owner: QWidget, title: str, take: Callable[[Path], None], *, save_as: str = "") -> QFileDialog:
    """An existing file, or with `save_as` one to write, of that name at first."""
    dialog = QFileDialog(owner.window(), title, save_as, "SQLite (*.sqlite *.sqlite.*);;* (*)")
    if save_as:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("sqlite")
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, owner, take)


def ask_folder(owner: QWidget, title: str, take: Callable[[Path], None]) -> QFileDialog:
    """A folder."""
    dialog = QFileDialog(owner.window(), title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, owner, take)


def _open(dialog: QFileDialog, owner: QWidget, take: Callable[[Path], None]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def selected(path: str) -> None:
        take(Path(path))

    dialog.fileSelected.connect(selected)
    owner.destroyed.connect(dialog.close)
    dialog.open()
    return dialog
