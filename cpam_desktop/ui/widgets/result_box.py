"""The outcome of a test or an action, told in place: icon, one bold line, one detail line, at most one link."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, row

TONE_ICONS = {
    Tone.OK: "check-circle",
    Tone.WARN: "warning",
    Tone.BAD: "x-circle",
    Tone.ACCENT: "info",
    Tone.NEUTRAL: "info",
}
TONE_TOKENS = {Tone.OK: "ok", Tone.WARN: "warn", Tone.BAD: "bad", Tone.ACCENT: "accent_text", Tone.NEUTRAL: "text2"}


class ResultBox(QFrame):
    """Hidden until `show_result`; `acted` comes from its link."""

    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._icon = Icon("info", "text2", 18)
        self._title = Label("", 13, 500, wrap=True)
        self._detail = Label("", 12, 400, "text2", wrap=True, selectable=True)
        self._action = Button("", kind=Kind.LINK)
        self._action.setProperty("icononly", False)
        self._action.clicked.connect(self.acted)
        words = column(self._title, self._detail, None, spacing=2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setLayout(row(column(self._icon, None), (words, 1), self._action, margins=(14, 10, 14, 10), spacing=10))
        self.hide()

    def show_result(self, tone: Tone, title: str, detail: str = "", action: str = "") -> None:
        """Say what happened; without `action` there is no link."""
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.set_icon(TONE_ICONS[tone], TONE_TOKENS[tone])
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{title} {detail}".strip())
        self.show()
