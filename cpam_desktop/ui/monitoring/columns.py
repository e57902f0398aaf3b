"""Columns of the realtime table."""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.domain.redact import mask_email, mask_emails_in
from cpam_desktop.ui.format import MISSING, clock, day_clock, human, seconds
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.paint import paint_provider, paint_status, paint_text

SLOW_MS = 60_000
DETAIL_HIDES = ("endpoint", "speed", "cached")
"""Columns that go while the drawer is open."""
GIVES_WAY = ("endpoint", "speed", "cached", "effort", "key", "ttft")
"""Columns that go where the window is small, the first one first."""


class Display:
    """How rows are written: the zone of times, and whether e-mails are masked."""

    def __init__(self) -> None:
        self.zone: tzinfo = datetime.now(UTC).astimezone().tzinfo or UTC
        self.masked = True

    def account(self, row: EventRow) -> str:
        """The account as it may be shown."""
        return self.text(row.account)

    def text(self, text: str) -> str:
        """A text that is or holds e-mail addresses, as it may be shown."""
        return mask_emails_in(mask_email(text)) if self.masked else text


def status_tone(row: EventRow) -> Tone:
    """Healthy is quiet; limits and hang-ups warn, other failures are bad."""
    if not row.failed:
        return Tone.OK
    return Tone.WARN if row.status_code in (408, 429, 499) else Tone.BAD


def status_text(row: EventRow) -> str:
    """The code; a failure that kept code 200 is told apart from success by its pill."""
    return str(row.status_code or "?")


def family_of(row: EventRow) -> str:
    """The provider whose mark stands before the account."""
    return "openai" if row.provider.startswith("openai-compat") else row.provider


def output_rate(row: EventRow) -> float | None:
    """Output tokens a second after the first byte; None where it cannot be told."""
    if row.latency_ms is None or not row.tokens.output:
        return None
    writing = row.latency_ms - row.ttft_ms
    return row.tokens.output / writing * 1000 if writing > 0 else None


def realtime_columns(display: Display) -> list[Column[EventRow]]:
    """All columns, left to right."""
    return [*_request_columns(display), *_figure_columns()]


def _request_columns(display: Display) -> list[Column[EventRow]]:
    """When, how it ended, whose account, what was asked for."""

    def paint_account(painter: QPainter, rect: QRectF, row: EventRow, _selected: bool) -> None:
        paint_provider(painter, rect.x(), rect.center().y(), family_of(row))
        paint_text(painter, rect.adjusted(24, 0, 0, 0), display.account(row) or MISSING, "text", 12)

    def when(row: EventRow) -> str:
        return day_clock(row.time_ns, display.zone, time.time_ns())

    return [
        Column[EventRow](id="time", title=QT_TRANSLATE_NOOP("columns", "Time"), text=when, width=102),
        Column[EventRow](
            id="status", title=QT_TRANSLATE_NOOP("columns", "Status"), text=status_text, width=62, paint=_paint_state
        ),
        Column[EventRow](
            id="account",
            title=QT_TRANSLATE_NOOP("columns", "Account"),
            text=display.account,
            stretch=True,
            paint=paint_account,
        ),
        Column[EventRow](id="model", title=QT_TRANSLATE_NOOP("columns", "Model"), text=_model, width=152, weight=500),
        Column[EventRow](id="key", title=QT_TRANSLATE_NOOP("columns", "Key"), text=_key, width=84, color="text2"),
        Column[EventRow](
            id="effort",
            title=QT_TRANSLATE_NOOP("columns", "Effort · tier"),
            text=_effort,
            width=104,
            color="text2",
        ),
        Column[EventRow](
            id="endpoint",
            title=QT_TRANSLATE_NOOP("columns", "Endpoint"),
            text=_path,
            width=122,
            color="text2",
        ),
    ]


def _paint_state(painter: QPainter, rect: QRectF, row: EventRow, _selected: bool) -> None:
    paint_status(painter, rect, status_text(row), status_tone(row))


def _figure_columns() -> list[Column[EventRow]]:
    """How long it took, and the tokens."""
    return [
        Column[EventRow](id="ttft", title=QT_TRANSLATE_NOOP("columns", "TTFT s"), text=_ttft, width=58, right=True),
        Column[EventRow](
            id="latency",
            title=QT_TRANSLATE_NOOP("columns", "Latency s"),
            text=lambda row: seconds(row.latency_ms, 1),
            width=70,
            right=True,
            color=_late,
        ),
        Column[EventRow](id="speed", title=QT_TRANSLATE_NOOP("columns", "Out/s"), text=_rate, width=50, right=True),
        Column[EventRow](
            id="input",
            title=QT_TRANSLATE_NOOP("columns", "Input"),
            text=lambda row: _counted(row.tokens.input, row),
            width=60,
            right=True,
        ),
        Column[EventRow](
            id="cached",
            title=QT_TRANSLATE_NOOP("columns", "Cached"),
            text=lambda row: _counted(row.tokens.cache_read, row),
            width=62,
            right=True,
        ),
        Column[EventRow](
            id="output",
            title=QT_TRANSLATE_NOOP("columns", "Output"),
            text=lambda row: _counted(row.tokens.output, row),
            width=66,
            right=True,
        ),
    ]


def _counted(value: int, row: EventRow) -> str:
    return MISSING if row.failed and not row.tokens.total else human(value)


def _ttft(row: EventRow) -> str:
    return seconds(row.ttft_ms or None)


def _rate(row: EventRow) -> str:
    value = output_rate(row)
    return MISSING if value is None else f"{value:.0f}"


def _late(row: EventRow) -> str:
    return "bad" if (row.latency_ms or 0) >= SLOW_MS else "text"


def _model(row: EventRow) -> str:
    return row.model if row.alias in ("", row.model) else f"{row.alias} → {row.model}"


def _path(row: EventRow) -> str:
    """The route without its method and the usual prefix; the drawer shows it whole."""
    path = row.endpoint.partition(" ")[2] or row.endpoint
    return path.removeprefix("/v1") if path.startswith("/v1/") else path


def _key(row: EventRow) -> str:
    return row.api_key.removesuffix(f" · {row.api_key_hash[:8]}") or MISSING


def _effort(row: EventRow) -> str:
    return " · ".join(part for part in (row.effort, row.tier) if part) or MISSING


def exact_time(row: EventRow, display: Display) -> str:
    """Time of day with milliseconds, for the drawer."""
    return clock(row.time_ns, display.zone, milliseconds=True)
