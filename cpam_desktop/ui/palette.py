"""The command palette (Ctrl+K): type, move, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cpam_desktop.ui.commands import Command, Match, find_commands
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme import font
from cpam_desktop.ui.widgets.command_list import CommandList
from cpam_desktop.ui.widgets.key_hint import KeyHint
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, hline, row
from cpam_desktop.ui.widgets.sheet import Sheet

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Palette(QFrame):
    """The content of the palette's sheet."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self.setAccessibleName(translate("palette", "Command palette"))
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setFont(font(15))
        self.field.setPlaceholderText(translate("palette", "Search or run a command"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.list = CommandList()
        self._nothing = Label(translate("palette", "No command fits"), 13, 400, "text2")
        self._nothing.setContentsMargins(20, 12, 20, 12)
        head = row(Icon("magnifying-glass", "text3", 18), (self.field, 1), KeyHint("Esc"), margins=(18, 12, 16, 12))
        foot = row(
            _hint("↑ ↓", translate("palette", "move")),
            _hint("Enter", translate("palette", "run")),
            None,
            margins=(16, 8, 16, 8),
            spacing=14,
        )
        self.setLayout(column(head, hline(), 4, self._nothing, self.list, hline(), foot, spacing=0))
        self._typed("")

    def _typed(self, text: str) -> None:
        matches = find_commands(self._commands, text)
        self.list.set_matches(matches)
        self.list.setVisible(bool(matches))
        self._nothing.setVisible(not matches)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.list.step(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.current is not None:
            self.list.taken.emit(self.list.current)
            return True
        return False


def open_palette(window: QWidget, commands: Sequence[Command]) -> Sheet:
    """Show the palette over `window`; the chosen command runs once the palette has closed."""
    palette = Palette(commands)
    sheet = Sheet(window, palette, width=640, top=64, light=True)

    def taken(match: Match) -> None:
        sheet.finish(match.command)

    def finished(command: object) -> None:
        if isinstance(command, Command):
            command.run()

    palette.list.taken.connect(taken)
    sheet.finished.connect(finished)
    return sheet


def _hint(keys: str, words: str) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(KeyHint(keys), Label(words, 11, 400, "text3"), spacing=6))
    return holder
