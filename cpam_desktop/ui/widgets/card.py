"""A card with a title row, and pairs of name and value in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import Item, Margins, add, column, row


class Card(QFrame):
    """`title` and `note` stand left in the first row, `tools` right. Fill it with `add`."""

    def __init__(
        self,
        title: str = "",
        note: str = "",
        tools: tuple[QWidget | QLayout, ...] = (),
        *,
        margins: Margins = (16, 12, 16, 12),
        spacing: int = 8,
        inset_head: bool = False,
    ) -> None:
        """`inset_head` gives the first row the side margins that a card around a table does not have."""
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._body = column(margins=margins, spacing=spacing)
        self.setLayout(self._body)
        self.note = Label(note, 12, 400, "text3")
        if title:
            self.setAccessibleName(title)
            side = 16 if inset_head else 0
            head = row(Label(title, 13, 600), self.note, None, *tools, margins=(side, 0, side, 0))
            self._body.addLayout(head)

    def add(self, *items: Item) -> Card:
        """Append items as in `layout.row`; returns the card."""
        add(self._body, *items)
        return self


class Fact(QWidget):
    """A name at the left and its value at the right, on one line."""

    def __init__(self, name: str, value: str = "", token: str = "text") -> None:
        super().__init__()
        self._value = ElidedLabel(value, 12, 500, token)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(row(Label(name, 12, 400, "text2"), (self._value, 1), spacing=8))
        self._name = name
        self.set_value(value, token)

    def set_value(self, value: str, token: str = "text") -> None:
        """Show another value."""
        self._value.setText(value)
        self._value.set_token(token)
        self.setAccessibleName(f"{self._name}: {value}")


class Stat(QWidget):
    """A small name above its value, for rows of figures (connection card); `extra` stands behind the value."""

    def __init__(self, name: str, value: str = "", extra: QWidget | None = None) -> None:
        super().__init__()
        self._name = name
        self._value = Label(value, 13, 500)
        line = row(self._value, *((extra,) if extra is not None else ()), None, spacing=6)
        self.setLayout(column(Label(name, 11, 400, "text3"), line, spacing=1))
        self.set_value(value)

    def set_value(self, value: str, token: str = "text") -> None:
        """Show another value."""
        self._value.setText(value)
        self._value.set_token(token)
        self.setAccessibleName(f"{self._name}: {value}")
