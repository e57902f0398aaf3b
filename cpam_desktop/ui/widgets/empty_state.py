"""What a page shows instead of its content: an icon, a title, a sentence, something to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import column, row


class EmptyState(QWidget):
    """Centred. `body` (a doctor card, a list) stands under the sentence, `actions` under it."""

    def __init__(
        self,
        icon: str,
        title: str,
        detail: str = "",
        *,
        body: QWidget | None = None,
        body_width: int = 680,
        actions: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._icon = Icon(icon, "text3", 36)
        self._title = Label(title, 17, 600)
        self._detail = Label(detail, 13, 400, "text2", wrap=True)
        for label in (self._title, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts: list[QWidget] = [self._title, self._detail]
        layout = column(None, row(None, self._icon, None), 6, *parts, margins=(16, 12, 16, 12), spacing=4)
        if body is not None:
            body.setFixedWidth(body_width)
            layout.addSpacing(14)
            layout.addLayout(row(None, body, None))
        if actions:
            layout.addSpacing(8)
            layout.addLayout(row(None, *actions, None, spacing=4))
        layout.addStretch(1)
        self.setLayout(layout)

    def set_words(self, icon: str, title: str, detail: str, token: str = "text3") -> None:
        """Show another icon and other words."""
        self._icon.set_icon(icon, token)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
