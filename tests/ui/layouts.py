"""What is wrong with a window's layout: cut text, widgets outside of their parent or over each other; no names."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.shadow import Shadowed

_FOREIGN = (QGraphicsView, QAbstractItemView, QScrollBar)
"""Lay themselves out."""


def visible(root: QWidget) -> Iterator[QWidget]:
    """The widget and everything in it that is in sight, without the insides of views."""
    yield root
    if isinstance(root, _FOREIGN):
        return
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield from visible(child)


def faults(root: QWidget) -> list[str]:
    """Everything that a look at the picture would find, in words."""
    found: list[str] = []
    for widget in visible(root):
        found += [f"cut: {_name(widget)}"] if _is_cut(widget) else []
        found += [f"outside of its parent: {_name(widget)}"] if widget is not root and _is_outside(widget) else []
        found += [f"over each other: {one} and {other}" for one, other in _overlaps(widget)]
    return found


def unnamed(root: QWidget) -> list[str]:
    """Buttons, fields and views that a screen reader could not name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    return [
        _name(widget)
        for widget in visible(root)
        if isinstance(widget, kinds)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not (isinstance(widget.parentWidget(), QLineEdit) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus)
    ]  # Qt's own buttons in a field say what the field says


def texts(root: QWidget) -> list[str]:
    """The texts of all labels and pills in sight."""
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible() and label.text()]


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else widget.accessibleName()
    return f"{type(widget).__name__} “{text}” {widget.geometry().getRect()}"


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, Label) and not isinstance(widget, ElidedLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return widget.fontMetrics().horizontalAdvance(widget.text()) > widget.contentsRect().width()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.width() < widget.sizeHint().width()
    return False


def _is_outside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent, QAbstractScrollArea) or isinstance(widget, Shadowed):
        return False  # a shadow may reach over the edge
    area = parent.parentWidget()
    if isinstance(area, QScrollArea) and area.viewport() is parent:
        return widget.width() > parent.width()
    return not parent.rect().contains(widget.geometry())


def _overlaps(widget: QWidget) -> Iterator[tuple[str, str]]:
    layout = widget.layout()
    items = list(_widgets(layout)) if layout is not None else []
    for place, one in enumerate(items):
        for other in items[place + 1 :]:
            shared: QRect = one.geometry().intersected(other.geometry())
            if not shared.isEmpty():
                yield _name(one), _name(other)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None and widget.isVisible():
            yield widget
        elif inner is not None:
            yield from _widgets(inner)
