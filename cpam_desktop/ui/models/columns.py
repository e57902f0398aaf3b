"""What a table shows: one frozen description a column, shared by models, delegate and header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.ui.i18n import translate

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)  # no slots: Column[Row](…) breaks with them on 3.11
class Column(Generic[R]):
    """One column of rows of type R.

    `title` is marked with QT_TRANSLATE_NOOP("columns", …). `text` is called once for each row that is looked at; it
    is also what a screen reader and the clipboard get, so give it for painted columns too. `paint(painter, rect, row,
    selected)` draws the cell instead of the text. `color` is the token of the text, by row if it is a function. With
    a `sort_key` the header sorts (`RecordsModel` only); None sorts last. One column of a table stretches; the others
    are `width` pixels wide.
    """

    id: str
    title: str
    text: Callable[[R], str]
    width: int = 90
    stretch: bool = False
    right: bool = False
    weight: int = 400
    mono: bool = False
    color: str | Callable[[R], str] = "text"
    paint: Callable[[QPainter, QRectF, R, bool], None] | None = None
    sort_key: Callable[[R], Any] | None = None

    def heading(self) -> str:
        """The title in the window's language."""
        return translate("columns", self.title)


class TableRows(Protocol):
    """What delegate and header need of a model."""

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """The columns, left to right."""
        ...

    def row_at(self, row: int) -> Any | None:
        """The row's value, None while it is being loaded."""
        ...

    def cells_at(self, row: int) -> tuple[str, ...]:
        """The texts of the row, empty while it is being loaded."""
        ...
