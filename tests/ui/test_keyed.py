"""Rows with keys: marks follow their rows, missing values come last, nothing moves while it is held."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPersistentModelIndex

from cpam_desktop.ui.models.column_choice import shown_columns
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.models.keyed import KeyedModel


@dataclass(frozen=True)
class Row:
    key: str
    value: int | None


COLUMNS = (
    Column[Row](id="key", title="Key", text=lambda row: row.key, stretch=True, sort_key=lambda row: row.key),
    Column[Row](id="value", title="Value", text=lambda row: str(row.value), width=80, sort_key=lambda row: row.value),
    Column[Row](id="extra", title="Extra", text=lambda _row: "", width=60),
)


def _model(*rows: Row) -> KeyedModel[Row]:
    model = KeyedModel[Row](COLUMNS, lambda row: row.key, "value", descending=True)
    model.set_rows(rows)
    return model


def _keys(model: KeyedModel[Row]) -> str:
    return "".join(row.key for row in model.rows)


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    model = _model(Row("a", 1), Row("b", None), Row("c", 3), Row("d", 3))
    assert _keys(model) == "cdab"
    model.sort_by("value", descending=False)
    assert _keys(model) == "acdb"
    assert model.order == ("value", False)


def test_marks_follow_their_rows() -> None:
    model = _model(Row("a", 1), Row("b", 2), Row("c", 3))
    mark, gone = QPersistentModelIndex(model.index(2, 0)), QPersistentModelIndex(model.index(1, 0))
    model.set_rows([Row("a", 9), Row("d", 5), Row("c", 3), Row("e", 1)])
    assert _keys(model) == "adce"
    assert model.cells_at(0) == ("a", "9", "")
    assert mark.isValid()
    assert mark.row() == 0
    assert not gone.isValid()


def test_held_rows_keep_their_places() -> None:
    model = _model(Row("a", 1), Row("b", 2))
    model.hold(True)
    model.set_rows([Row("a", 5), Row("b", 2), Row("c", 9)])
    assert _keys(model) == "bac"
    model.hold(False)
    assert _keys(model) == "cab"


def test_columns_that_do_not_fit_go_in_their_order() -> None:
    assert shown_columns(COLUMNS, 320, ("extra", "value")) == {"key": True, "value": True, "extra": True}
    assert shown_columns(COLUMNS, 319, ("extra", "value")) == {"key": True, "value": True, "extra": False}
    assert shown_columns(COLUMNS, 200, ("extra", "value")) == {"key": True, "value": False, "extra": False}
    assert shown_columns(COLUMNS, 100, ("extra",), ("extra",)) == {"key": True, "value": False, "extra": True}
