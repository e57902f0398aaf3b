"""Files that are dropped on the window: those that events may be imported from, and the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from cpam_desktop.ui.i18n import translate

SUFFIXES = (".jsonl", ".json", ".sqlite", ".db")
_MOST_NAMES = 3


def local_files(mime: QMimeData) -> list[Path]:
    """The files of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def event_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files that may hold events, by the end of their names, and the others."""
    fitting = [path for path in paths if path.suffix.lower() in SUFFIXES]
    return fitting, [path for path in paths if path not in fitting]


def refusal(others: Sequence[Path]) -> tuple[str, str]:
    """Title and sentence for files that are not taken."""
    names = ", ".join(path.name for path in others[:_MOST_NAMES]) + (", …" if len(others) > _MOST_NAMES else "")
    return (
        translate("importing", "{0} cannot be imported").format(names),
        translate("importing", "Events come from files that end in .jsonl, .json, .sqlite or .db."),
    )
