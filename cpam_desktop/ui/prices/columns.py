"""Columns of the price table."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.ui.format import MISSING, human
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.prices.rows import PriceRow
from cpam_desktop.ui.prices.words import money, per_million, since, source_name, source_tone
from cpam_desktop.ui.theme import Tone, text_width
from cpam_desktop.ui.widgets.paint import paint_pill, paint_text

GIVES_WAY = ("since", "reasoning", "used", "cache_write", "cache_read")
"""Columns that go where the window is small, the first one first."""


def price_columns() -> list[Column[PriceRow]]:
    """Model, use, prices per 1M tokens, source, since."""
    return [*_use(), *_rates(), *_origin()]


def _use() -> list[Column[PriceRow]]:
    return [
        Column[PriceRow](
            id="model",
            title=QT_TRANSLATE_NOOP("columns", "Model"),
            text=_name,
            stretch=True,
            weight=500,
            paint=_paint_name,
            sort_key=lambda row: row.model.lower(),
        ),
        Column[PriceRow](
            id="used",
            title=QT_TRANSLATE_NOOP("columns", "In history"),
            text=lambda row: translate("prices", "yes") if row.used else MISSING,
            width=78,
            color="text2",
            sort_key=lambda row: row.used,
        ),
        Column[PriceRow](
            id="requests",
            title=QT_TRANSLATE_NOOP("columns", "Calls, 30 d"),
            text=lambda row: human(row.requests),
            width=88,
            right=True,
            sort_key=lambda row: row.requests,
        ),
        Column[PriceRow](
            id="cost",
            title=QT_TRANSLATE_NOOP("columns", "Cost, 30 d"),
            text=lambda row: money(row.cost),
            width=98,
            right=True,
            weight=500,
            sort_key=lambda row: row.cost,
        ),
    ]


def _rates() -> list[Column[PriceRow]]:
    return [
        _rate("input", QT_TRANSLATE_NOOP("columns", "$ in / 1M"), 84),
        _rate("output", QT_TRANSLATE_NOOP("columns", "$ out / 1M"), 90),
        _rate("cache_read", QT_TRANSLATE_NOOP("columns", "Cache read"), 88),
        _rate("cache_write", QT_TRANSLATE_NOOP("columns", "Cache write"), 92),
        _rate("reasoning", QT_TRANSLATE_NOOP("columns", "Reasoning"), 88),
    ]


def _rate(kind: str, title: str, width: int) -> Column[PriceRow]:
    def rate(row: PriceRow) -> int | None:
        if row.price is None:
            return None
        found: int | None = getattr(row.price.rates, kind)
        if kind == "cache_write" and row.long_writes:
            return row.price.rates.cache_write_long or found
        return found

    def text(row: PriceRow) -> str:
        return per_million(rate(row))

    return Column[PriceRow](
        id=kind, title=title, text=text, width=width, right=True, sort_key=rate, color=lambda row: "text"
    )


def _origin() -> list[Column[PriceRow]]:
    def paint(painter: QPainter, rect: QRectF, row: PriceRow, _selected: bool) -> None:
        if row.price is None:
            text, tone = (translate("prices", "No price"), Tone.WARN) if row.used else ("", Tone.NEUTRAL)
        else:
            text, tone = source_name(row.price.source), source_tone(row.price.source)
        if text:
            paint_pill(painter, rect.x(), rect.center().y(), text, tone, mark=tone is Tone.WARN, room=rect.width())

    return [
        Column[PriceRow](
            id="source", title=QT_TRANSLATE_NOOP("columns", "Source"), text=_source, width=104, paint=paint
        ),
        Column[PriceRow](
            id="since",
            title=QT_TRANSLATE_NOOP("columns", "Since"),
            text=lambda row: since(row.price.from_ns) if row.price else MISSING,
            width=104,
            color="text2",
            sort_key=lambda row: row.price.from_ns if row.price else None,
        ),
    ]


def _source(row: PriceRow) -> str:
    if row.price is not None:
        return source_name(row.price.source)
    return translate("prices", "No price") if row.used else MISSING


def _note(row: PriceRow) -> str:
    parts = [translate("prices", "as {0}").format(row.price.model)] if row.rule and row.price else []
    if row.long_writes:
        parts.append(translate("prices", "1 h cache writes"))
    return " · ".join(parts)


def _name(row: PriceRow) -> str:
    return f"{row.model} ({note})" if (note := _note(row)) else row.model


def _paint_name(painter: QPainter, rect: QRectF, row: PriceRow, _selected: bool) -> None:
    paint_text(painter, rect, row.model, "text", 12, 500)
    if note := _note(row):
        left = text_width(row.model, 12, 500) + 10
        paint_text(painter, rect.adjusted(min(left, rect.width()), 0, 0, 0), note, "text3", 11)
