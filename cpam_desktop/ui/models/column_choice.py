"""Which columns of a table are in sight: those that fit, the least important ones going first, or those chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpam_desktop.ui.models.columns import Column

LEAST_NAME = 150
"""Pixels that the column which stretches keeps."""
_EDGES = 30  # scroll bar, frame, wider outer cells


def shown_columns(
    columns: Sequence[Column[Any]], room: int, gives_way: Sequence[str], chosen: Sequence[str] = ()
) -> Mapping[str, bool]:
    """Column id -> whether it is shown, in `room` pixels. Chosen ones are shown whether they fit or not.

    `gives_way` are the columns that may go, the first one first; the column that stretches always stays.
    """
    if chosen:
        return {column.id: column.stretch or column.id in chosen for column in columns}
    widths = {column.id: LEAST_NAME if column.stretch else column.width for column in columns}
    shown = dict.fromkeys(widths, True)
    for name in gives_way:
        if _EDGES + sum(width for other, width in widths.items() if shown[other]) <= room:
            break
        shown[name] = False
    return shown
