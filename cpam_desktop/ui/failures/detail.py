"""The drawer's content on the Failures page: what happened, what to do next, limits, whom it hits, the whole text."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cpam_desktop.domain.failure_kinds import FailureKind
from cpam_desktop.domain.figures import EventRow, Group
from cpam_desktop.domain.rate_limits import LimitNote
from cpam_desktop.ui.failure_texts import kind_words
from cpam_desktop.ui.failures.digest import KindRow, TextRow
from cpam_desktop.ui.failures.findings import Findings
from cpam_desktop.ui.failures.tables import minute, one_line, tone_of
from cpam_desktop.ui.format import day_clock, grouped
from cpam_desktop.ui.i18n import told, translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.explain import explain, limits
from cpam_desktop.ui.theme import Tone, font
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.drawer import DetailRow, DetailSection
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import column, row
from cpam_desktop.ui.widgets.pill import Pill
from cpam_desktop.ui.widgets.result_box import ResultBox
from cpam_desktop.ui.widgets.sparkline import Sparkline

_MOST = 5
_LARGEST_TEXT = 260


def head(title: str, status: int | None, note: str) -> QWidget:
    """A code's pill, a note beside it, and what the drawer is about."""
    box = QWidget()
    pill = () if status is None else (Pill(str(status or "?"), tone_of(status)),)
    box.setLayout(column(row(*pill, Label(note, 12, 400, "text2"), None), ElidedLabel(title, 15, 600), spacing=4))
    return box


def text_body(said: TextRow, found: Findings, display: Display) -> QWidget:
    """Everything about one error text."""
    words = kind_words(said.kind)
    title, advice = words.title, f"{words.what} {words.advice}"
    if found.newest is not None:
        newest = explain(found.newest)
        title, advice = newest.title, newest.advice
    parts = [_seen(found, said.last_ns, display, said.variants), *_limits(found.newest, display)]
    parts += [*_hit(found, display), _text(display.text(said.text))]
    return _body(tone_of(said.status), title, advice, parts)


def group_body(
    group: str, found: Findings, kinds: Sequence[KindRow], texts: Sequence[TextRow], display: Display
) -> QWidget:
    """Everything about the failures of a group (its kind): kinds with what helps, limits, whom else, what was said."""
    last = max((text.last_ns for text in texts), default=0)
    parts = [_seen(found, last, display)] if found.failed else []
    parts += [*_kinds(kinds), *_limits(found.newest, display), *_hit(found, display, group), *_said(texts, display)]
    common = kind_words(kinds[0].kind if kinds else FailureKind.UNKNOWN)
    tone = tone_of(kinds[0].statuses[0]) if kinds else Tone.BAD
    return _body(tone, common.title, f"{common.what} {common.advice}", parts)


def _body(tone: Tone, title: str, advice: str, parts: Sequence[QWidget]) -> QWidget:
    advised, box = ResultBox(), QWidget()
    box.setLayout(column(advised, *parts, None, margins=(16, 0, 16, 12), spacing=10))
    advised.show_result(tone, title, advice)  # not before it has a parent: else it would flash up as a window
    return box


def _seen(found: Findings, last_ns: int, display: Display, variants: int = 1) -> DetailSection:
    now = time.time_ns()
    rows: list[QWidget] = [
        DetailRow(translate("failures", "Failures"), grouped(found.failed)),
        DetailRow(translate("failures", "First seen"), minute(found.first_ns, display)),
        DetailRow(translate("failures", "Last seen"), day_clock(last_ns, display.zone, now)),
    ]
    if variants > 1:
        words = translate("failures", "{0} that differ in numbers").format(grouped(variants))
        rows.append(DetailRow(translate("failures", "Texts"), words))
    if len(found.values) > 1:
        name = translate("failures", "Failures over time")
        rows.append(Sparkline(found.values, "bad_fill", height=32, name=name))
    return DetailSection(translate("failures", "When"), *rows)


def _limits(newest: EventRow | None, display: Display) -> list[QWidget]:
    notes = limits(newest) if newest is not None else ()
    if newest is None or not notes:
        return []
    rows = [DetailRow(told(note.label), _limit(note, display)) for note in notes]
    at = day_clock(newest.time_ns, display.zone, time.time_ns())
    moment = Label(translate("failures", "As told at {0}").format(at), 11, 400, "text3")
    return [DetailSection(translate("failures", "Limits and resets"), *rows, tool=moment)]


def _limit(note: LimitNote, display: Display) -> str:
    """How a limit stands and until when; without the year, so that it fits."""
    parts = [told(note.value)] if note.value else []
    if note.reset_ns is not None:
        parts.append(translate("failures", "until {0}").format(minute(note.reset_ns, display)))
    return " · ".join(parts)


def _hit(found: Findings, display: Display, without: str = "") -> list[QWidget]:
    titles = {
        "model": translate("failures", "Models"),
        "account": translate("failures", "Accounts"),
        "channel": translate("failures", "Channels"),
    }
    return [_groups(titles[kind], groups, display) for kind, groups in found.hit.items() if groups and kind != without]


def _groups(title: str, groups: Sequence[Group], display: Display) -> DetailSection:
    pairs = [(display.text(group.label), group.figures.requests) for group in groups[:_MOST]]
    return DetailSection(title, *_counted(pairs), *_more(len(groups) - _MOST))


def _kinds(kinds: Sequence[KindRow]) -> list[QWidget]:
    if len(kinds) < 2:
        return []
    pairs = [(kind_words(kind.kind).title, kind.count) for kind in kinds[:_MOST]]
    return [DetailSection(translate("failures", "Kinds"), *_counted(pairs), *_more(len(kinds) - _MOST))]


def _counted(pairs: Sequence[tuple[str, int]]) -> list[QWidget]:
    lines: list[QWidget] = []
    for name, count in pairs:
        line = QWidget()
        shown = ElidedLabel(name or translate("failures", "(unknown)"), 12)
        line.setLayout(row((shown, 1), Label(grouped(count), 12, 500, "text2"), spacing=8))
        line.setAccessibleName(f"{name}: {count}")
        lines.append(line)
    return lines


def _said(texts: Sequence[TextRow], display: Display) -> list[QWidget]:
    if not texts:
        return []
    lines: list[QWidget] = []
    for said in texts[:_MOST]:
        shown = ElidedLabel(one_line(display.text(said.text)), 11, 400, "text2", mono=True)
        count = Label(grouped(said.count), 12, 500, "text2")
        line = QWidget()
        line.setLayout(row((shown, 1), count, spacing=8))
        lines.append(line)
    return [DetailSection(translate("failures", "What was said"), *lines, *_more(len(texts) - _MOST), last=True)]


def _more(count: int) -> list[QWidget]:
    if count <= 0:
        return []
    return [Label(translate("failures", "and {0} more").format(grouped(count)), 11, 400, "text3")]


def _text(text: str) -> DetailSection:
    shown = _pretty(text) or translate("failures", "(no text)")
    view = QPlainTextEdit(shown)
    view.setReadOnly(True)
    view.setFont(font(11, 400, True))
    view.setAccessibleName(translate("failures", "Error text"))
    view.setFixedHeight(min(_LARGEST_TEXT, 24 + 15 * (shown.count("\n") + 1 + len(shown) // 48)))
    copy = Button(translate("failures", "Copy"), kind=Kind.LINK)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(shown))
    return DetailSection(translate("failures", "Error text"), view, tool=copy, last=True)


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
