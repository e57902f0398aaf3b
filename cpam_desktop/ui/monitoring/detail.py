"""The drawer's content for one attempt: what failed, routing, timing, tokens, attempts, body, headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cpam_desktop.domain.figures import EventRow, usd
from cpam_desktop.ui.format import MISSING, duration, grouped, money
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display, exact_time, status_text, status_tone
from cpam_desktop.ui.monitoring.explain import explain
from cpam_desktop.ui.theme import font
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.drawer import DetailRow, DetailSection
from cpam_desktop.ui.widgets.label import Label
from cpam_desktop.ui.widgets.layout import column, row
from cpam_desktop.ui.widgets.pill import Pill
from cpam_desktop.ui.widgets.result_box import ResultBox


def head(event: EventRow, display: Display) -> QWidget:
    """Status pill, exact time, title."""
    title = translate("detail", "Request failed") if event.failed else translate("detail", "Request succeeded")
    when = Label(exact_time(event, display), 12, 400, "text2")
    box = QWidget()
    line = row(Pill(status_text(event), status_tone(event)), when, None)
    box.setLayout(column(line, Label(title, 15, 600), spacing=4))
    return box


def body(
    event: EventRow,
    attempts: Sequence[EventRow],
    display: Display,
    tools: Mapping[str, QWidget] | None = None,
    cost: QWidget | None = None,
) -> QWidget:
    """Everything below the head; `attempts` are all events of the same request id, `tools` stand beside the account,
    API key, channel and provider by their kind, `cost` tells how its cost comes about."""
    parts: list[QWidget] = [ResultBox()] if event.failed else []
    parts += [_routing(event, display, tools or {}), _timing(event), _tokens(event), *((cost,) if cost else ())]
    if len(attempts) > 1:
        parts.append(_attempts(event, attempts, display))
    if event.headers:
        rows = [_header(name, display.text(value)) for name, value in sorted(event.headers.items())]
        parts.append(DetailSection(translate("detail", "Response headers"), *rows, last=not event.error))
    if event.error:
        parts.append(_error_body(display.text(event.error)))
    box = QWidget()
    box.setLayout(column(*parts, None, margins=(16, 0, 16, 12), spacing=10))
    if isinstance(parts[0], ResultBox):  # shown once it has a parent: else it would flash up as a window
        said = explain(event)
        parts[0].show_result(status_tone(event), said.title, said.advice)
    return box


def _header(name: str, value: str) -> Label:
    return Label(f"{name}: {value}", 11, 400, "text2", mono=True, wrap=True, selectable=True)


def _routing(event: EventRow, display: Display, tools: Mapping[str, QWidget]) -> DetailSection:
    model = event.model if event.alias in ("", event.model) else f"{event.alias} → {event.model}"
    pairs: list[tuple[str, str, bool, str]] = [
        (translate("detail", "Account"), display.account(event), False, "account"),
        (translate("detail", "Auth file"), display.text(event.auth_file), True, ""),
        (translate("detail", "Project"), event.project, False, ""),
        (translate("detail", "API key"), event.api_key, True, "api-key"),
        (translate("detail", "Model"), model, False, ""),
        (translate("detail", "Provider"), event.provider_label or event.provider, False, "provider"),
        (translate("detail", "Channel"), event.channel_label or event.channel, False, "channel"),
        (translate("detail", "Endpoint"), event.endpoint, True, ""),
        (translate("detail", "Effort · tier"), " · ".join(t for t in (event.effort, event.tier) if t), False, ""),
        (translate("detail", "Server"), event.server, False, ""),
    ]
    if not display.masked:
        client = " · ".join(t for t in (event.client_ip, event.forwarded_for) if t)
        pairs += [
            (translate("detail", "Client"), client, True, ""),
            (translate("detail", "User agent"), event.user_agent, True, ""),
        ]
    rows: list[QWidget] = [
        DetailRow(name, value, tools.get(kind), mono=mono) for name, value, mono, kind in pairs if value
    ]
    if event.request_id:
        rows.append(
            DetailRow(
                translate("detail", "Request ID"),
                event.request_id,
                _copy(lambda: event.request_id, translate("detail", "Copy the request ID")),
                mono=True,
            )
        )
    return DetailSection(translate("detail", "Routing"), *rows)


def _timing(event: EventRow) -> DetailSection:
    first = duration(event.ttft_ms) if event.ttft_ms else MISSING
    return DetailSection(
        translate("detail", "Timing"),
        DetailRow(translate("detail", "First token"), first),
        DetailRow(translate("detail", "Whole answer"), duration(event.latency_ms)),
    )


def _tokens(event: EventRow) -> DetailSection:
    tokens = event.tokens
    pairs = [
        (translate("detail", "Input"), tokens.input),
        (translate("detail", "· from cache"), tokens.cache_read),
        (translate("detail", "· into cache"), tokens.cache_write),
        (translate("detail", "Output"), tokens.output),
        (translate("detail", "· reasoning"), tokens.reasoning),
        (translate("detail", "Unclassified"), tokens.unclassified),
    ]
    cost = [DetailRow(translate("detail", "Cost"), money(usd(event.cost_pico)))] if event.cost_pico is not None else []
    shown = [(name, value) for name, value in pairs if value or not name.startswith("·")]
    shown = [pair for pair in shown if pair[1] or pair[0] != translate("detail", "Unclassified")]
    rows = [DetailRow(name, grouped(value)) for name, value in shown]
    return DetailSection(translate("detail", "Tokens"), *rows, *cost)


def _attempts(event: EventRow, attempts: Sequence[EventRow], display: Display) -> DetailSection:
    lines: list[QWidget] = []
    for number, attempt in enumerate(attempts, 1):
        line = QWidget()
        weight = 600 if attempt.id == event.id else 400
        line.setLayout(
            row(
                Label(str(number), 12, 400, "text3"),
                Label(display.account(attempt) or MISSING, 12, weight),
                None,
                Pill(status_text(attempt), status_tone(attempt)),
                Label(duration(attempt.latency_ms), 12, 400, "text2"),
            )
        )
        lines.append(line)
    return DetailSection(translate("detail", "Attempts"), *lines)


def _error_body(error: str) -> DetailSection:
    text = _pretty(error)
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setFont(font(11, 400, True))
    view.setAccessibleName(translate("detail", "Response body"))
    view.setFixedHeight(min(220, 22 + 15 * (text.count("\n") + 1 + len(text) // 60)))
    copy = Button(translate("detail", "Copy"), kind=Kind.LINK)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    return DetailSection(translate("detail", "Response body"), view, tool=copy, last=True)


def _copy(text: Callable[[], str], tip: str) -> Button:
    button = Button("", "copy", Kind.GHOST, tip=tip)
    button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text()))
    return button


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text
