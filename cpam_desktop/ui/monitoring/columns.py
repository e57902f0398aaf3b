"""Columns of the realtime table."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import EventRow, usd
from cpam_desktop.domain.redact import mask_email, mask_emails_in
from cpam_desktop.ui.format import MISSING, clock, day_clock, human, money, seconds
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.models.columns import Column
from cpam_desktop.ui.monitoring.retries import Retries
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.paint import paint_pill, paint_provider, paint_status, paint_text

SLOW_MS = 60_000
GIVES_WAY = ("speed", "endpoint", "cached", "effort", "key", "ttft", "input", "latency")
"""Columns that go where the window is small, the first one first."""
EXTRA = ("server", "provider", "channel", "project", "try", "reasoning", "total", "request")
"""Columns that show on request only."""


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


def realtime_columns(display: Display, retries: Retries) -> list[Column[EventRow]]:
    """All columns, left to right."""
    return [*_request_columns(display, retries), *_origin_columns(retries), *_time_columns(), *_token_columns()]


def _request_columns(display: Display, retries: Retries) -> list[Column[EventRow]]:
    """When, how it ended, whose account, what was asked for."""

    def paint_account(painter: QPainter, rect: QRectF, row: EventRow, _selected: bool) -> None:
        paint_provider(painter, rect.x(), rect.center().y(), family_of(row))
        number = retries.number(row)
        if number > 1:
            width = paint_pill(painter, rect.x() + 24, rect.center().y(), _retry(number), Tone.NEUTRAL, mark=False)
            rect = rect.adjusted(width + 6, 0, 0, 0)
        paint_text(painter, rect.adjusted(24, 0, 0, 0), display.account(row) or MISSING, "text", 12)

    def account(row: EventRow) -> str:
        number, text = retries.number(row), display.account(row)
        return text if number < 2 else f"{text} ({translate('columns', 'attempt {0}').format(number)})"

    def when(row: EventRow) -> str:
        return day_clock(row.time_ns, display.zone, time.time_ns())

    return [
        Column[EventRow](id="time", title=QT_TRANSLATE_NOOP("columns", "Time"), text=when, width=128),
        Column[EventRow](
            id="status", title=QT_TRANSLATE_NOOP("columns", "Status"), text=status_text, width=62, paint=_paint_state
        ),
        Column[EventRow](
            id="account",
            title=QT_TRANSLATE_NOOP("columns", "Account"),
            text=account,
            stretch=True,
            paint=paint_account,
        ),
        Column[EventRow](id="model", title=QT_TRANSLATE_NOOP("columns", "Model"), text=_model, width=152, weight=500),
        Column[EventRow](id="key", title=QT_TRANSLATE_NOOP("columns", "Key"), text=_key, width=118, color="text2"),
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


def _origin_columns(retries: Retries) -> list[Column[EventRow]]:
    """What is shown on request: where it came from, which attempt it is."""

    def quiet(name: str, title: str, width: int, text: Callable[[EventRow], str]) -> Column[EventRow]:
        return Column[EventRow](id=name, title=title, text=lambda row: text(row) or MISSING, width=width, color="text2")

    return [
        quiet("server", QT_TRANSLATE_NOOP("columns", "Server"), 96, lambda row: row.server),
        quiet(
            "provider", QT_TRANSLATE_NOOP("columns", "Provider"), 104, lambda row: row.provider_label or row.provider
        ),
        quiet("channel", QT_TRANSLATE_NOOP("columns", "Channel"), 120, lambda row: row.channel_label or row.channel),
        quiet("project", QT_TRANSLATE_NOOP("columns", "Project"), 104, lambda row: row.project),
        quiet("request", QT_TRANSLATE_NOOP("columns", "Request ID"), 128, lambda row: row.request_id),
        quiet("try", QT_TRANSLATE_NOOP("columns", "Attempt"), 66, lambda row: str(retries.number(row))),
    ]


def _time_columns() -> list[Column[EventRow]]:
    """How long it took."""
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
    ]


def _token_columns() -> list[Column[EventRow]]:
    """Tokens, and what they cost."""

    def tokens(name: str, title: str, width: int, value: Callable[[Buckets], int]) -> Column[EventRow]:
        return Column[EventRow](
            id=name, title=title, text=lambda row: _counted(value(row.tokens), row), width=width, right=True
        )

    return [
        tokens("input", QT_TRANSLATE_NOOP("columns", "Input"), 60, lambda buckets: buckets.input),
        tokens("cached", QT_TRANSLATE_NOOP("columns", "Cached"), 62, lambda buckets: buckets.cache_read),
        tokens("output", QT_TRANSLATE_NOOP("columns", "Output"), 66, lambda buckets: buckets.output),
        tokens("reasoning", QT_TRANSLATE_NOOP("columns", "Reasoning"), 78, lambda buckets: buckets.reasoning),
        tokens("total", QT_TRANSLATE_NOOP("columns", "Tokens"), 68, lambda buckets: buckets.total),
        Column[EventRow](
            id="cost",
            title=QT_TRANSLATE_NOOP("columns", "Cost"),
            text=_cost,
            width=94,
            right=True,
            weight=500,
        ),
    ]


def _retry(number: int) -> str:
    return f"↻ {number}"


def _cost(row: EventRow) -> str:
    return MISSING if row.failed and not row.cost_pico else money(usd(row.cost_pico))


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
    """The name with the end of the key, or its mask; the drawer has the hash too."""
    return row.api_key.removesuffix(f" · {row.api_key_hash[:8]}") or MISSING


def _effort(row: EventRow) -> str:
    return " · ".join(part for part in (row.effort, row.tier) if part) or MISSING


def exact_time(row: EventRow, display: Display) -> str:
    """Time of day with milliseconds, for the drawer."""
    return clock(row.time_ns, display.zone, milliseconds=True)
