"""Layouts and panels in one expression."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

Item: TypeAlias = "QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None"
B = TypeVar("B", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)


def row(*items: Item, margins: Margins = NO_MARGINS, spacing: int = 8) -> QHBoxLayout:
    """Left to right. A number is space, None stretches, a pair gives its widget a stretch factor."""
    return _fill(QHBoxLayout(), items, margins, spacing)


def column(*items: Item, margins: Margins = NO_MARGINS, spacing: int = 8) -> QVBoxLayout:
    """Top to bottom, items as in `row`."""
    return _fill(QVBoxLayout(), items, margins, spacing)


def add(layout: QBoxLayout, *items: Item) -> None:
    """Append items, as in `row`, to a layout."""
    for item in items:
        stretch = 0
        if isinstance(item, tuple):
            item, stretch = item
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item, stretch)
        else:
            layout.addWidget(item, stretch)


def _fill(layout: B, items: tuple[Item, ...], margins: Margins, spacing: int) -> B:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    add(layout, *items)
    return layout


def panel(name: str, layout: QLayout | None = None) -> QFrame:
    """A frame that the style sheet draws by its object name (`card`, `drawer`, `subbar`, `inset`…)."""
    made = QFrame()
    made.setObjectName(name)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    if layout is not None:
        made.setLayout(layout)
    return made


def hline() -> QFrame:
    """A hairline across."""
    return panel("hline")


def vline(height: int | None = None) -> QFrame:
    """A hairline down."""
    made = panel("vline")
    if height is not None:
        made.setFixedHeight(height)
    return made


def scroll(body: QWidget) -> QScrollArea:
    """A frameless area that scrolls `body` up and down only."""
    area = QScrollArea()
    body.setObjectName("scrollbody")
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
