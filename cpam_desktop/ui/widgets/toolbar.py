"""The bar over the page: where we are, the page's own tools, the command field, refresh, notices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.theme.metrics import TOOLBAR
from cpam_desktop.ui.widgets.button import Button
from cpam_desktop.ui.widgets.fields import SearchField
from cpam_desktop.ui.widgets.key_hint import native, put_hint_into
from cpam_desktop.ui.widgets.label import Icon, Label
from cpam_desktop.ui.widgets.layout import row


class Toolbar(QFrame):
    """`palette_asked` comes from the command field, the other signals from their buttons."""

    palette_asked = Signal()
    refresh_asked = Signal()
    notices_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(TOOLBAR)
        self._crumbs, self._tools = row(spacing=8), row(spacing=8)
        field = SearchField(translate("toolbar", "Search or run a command"))
        field.setFixedWidth(260)
        field.setReadOnly(True)
        field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        put_hint_into(field, native("Ctrl+K"))
        field.installEventFilter(self)
        self._field = field
        self.refresh = Button("", "arrows-clockwise", tip=translate("toolbar", "Refresh"))
        self.refresh.clicked.connect(self.refresh_asked)
        self.bell = Button("", "bell", tip=translate("toolbar", "Notices"))
        self.bell.clicked.connect(self.notices_asked)
        line = row(self._crumbs, None, self._tools, field, self.refresh, self.bell, margins=(16, 0, 12, 0))
        self.setLayout(line)

    def set_place(self, crumbs: Sequence[str], tools: QWidget | None) -> None:
        """The way to the page, its own name last, and the page's tools (kept by the page, shown here)."""
        while (item := self._crumbs.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, text in enumerate(crumbs):
            if place:
                self._crumbs.addWidget(Icon("caret-right", "text3", 14))
            last = place == len(crumbs) - 1
            self._crumbs.addWidget(Label(text, 15, 600) if last else Label(text, 13, 400, "text2"))
        while (item := self._tools.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
        if tools is not None:
            self._tools.addWidget(tools)
            tools.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress
        typed = event.type() == QEvent.Type.KeyPress and getattr(event, "key", lambda: 0)() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Space,
        )
        if pressed or typed:
            self.palette_asked.emit()
            return True
        return False
