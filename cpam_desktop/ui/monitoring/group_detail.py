"""The drawer's content for one group: its figures with percentiles, tokens by kind, models, failures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.analysis import Overview
from cpam_desktop.domain.figures import Figures, Group, Spread
from cpam_desktop.ui.format import MISSING, duration, grouped, human, money, percent
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.monitoring.columns import Display
from cpam_desktop.ui.monitoring.facet_menu import FACETS
from cpam_desktop.ui.monitoring.group_columns import GroupRow, shown_name
from cpam_desktop.ui.theme import Tone
from cpam_desktop.ui.widgets.drawer import DetailRow, DetailSection
from cpam_desktop.ui.widgets.label import ElidedLabel, Label
from cpam_desktop.ui.widgets.layout import column, row
from cpam_desktop.ui.widgets.pill import Pill

_MOST = 8
_WARN = (408, 429, 499)


def head(group: GroupRow, display: Display) -> QWidget:
    """What it is, and its name."""
    box = QWidget()
    name = ElidedLabel(shown_name(group, display), 15, 600)
    box.setLayout(column(Label(translate("facet", FACETS[group.kind]), 12, 400, "text2"), name, spacing=4))
    return box


def body(group: GroupRow, found: Overview, display: Display) -> QWidget:
    """Everything below the head."""
    figures = found.figures
    parts: list[QWidget] = [_requests(figures), _times(figures), _tokens(figures)]
    if group.kind != "model":
        parts.append(_members(translate("detail", "Models"), found.groups.get("model", ()), display))
    else:
        parts.append(_members(translate("detail", "Accounts"), found.groups.get("account", ()), display))
    failures = [one for one in found.groups.get("status", ()) if one.figures.failed]
    if failures:
        parts.append(_failures(failures))
    box = QWidget()
    box.setLayout(column(*parts, None, margins=(16, 0, 16, 12), spacing=10))
    return box


def _requests(figures: Figures) -> DetailSection:
    rate = percent(figures.success_rate)
    cost = money(figures.cost_usd)
    if figures.priced_requests < figures.requests:
        part = translate("detail", "{0} of {1} priced").format(
            grouped(figures.priced_requests), grouped(figures.requests)
        )
        cost = f"{cost} · {part}"
    return DetailSection(
        translate("detail", "Requests"),
        DetailRow(translate("detail", "Attempts"), grouped(figures.requests)),
        DetailRow(translate("detail", "Requests"), grouped(figures.clients)),
        DetailRow(translate("detail", "Failed"), grouped(figures.failed)),
        DetailRow(translate("detail", "Success"), MISSING if figures.success_rate is None else f"{rate} %"),
        DetailRow(translate("detail", "Cost"), cost),
    )


def _times(figures: Figures) -> DetailSection:
    speed = figures.output_speed
    return DetailSection(
        translate("detail", "Timing"),
        DetailRow(translate("detail", "Latency"), _spread(figures.latency_ms)),
        DetailRow(translate("detail", "First token"), _spread(figures.ttft_ms)),
        DetailRow(
            translate("detail", "Output speed"),
            MISSING if speed is None else translate("detail", "{0} tokens/s").format(f"{speed:.0f}"),
        ),
    )


def _spread(found: Spread) -> str:
    if found.p50 is None:
        return MISSING
    pairs = (("p50", found.p50), ("p95", found.p95), ("p99", found.p99))
    return " · ".join(f"{name} {duration(value)}" for name, value in pairs)


def _tokens(figures: Figures) -> DetailSection:
    tokens = figures.tokens
    hit = figures.cache_hit_rate
    pairs = [
        (translate("detail", "Input"), grouped(tokens.input)),
        (translate("detail", "· from cache"), grouped(tokens.cache_read)),
        (translate("detail", "· into cache"), grouped(tokens.cache_write)),
        (translate("detail", "Cache hit"), MISSING if hit is None else f"{percent(hit)} %"),
        (translate("detail", "Output"), grouped(tokens.output)),
        (translate("detail", "· reasoning"), grouped(tokens.reasoning)),
    ]
    if tokens.unclassified:
        pairs.append((translate("detail", "Unclassified"), grouped(tokens.unclassified)))
    return DetailSection(translate("detail", "Tokens"), *(DetailRow(name, value) for name, value in pairs))


def _members(title: str, groups: Sequence[Group], display: Display) -> DetailSection:
    lines: list[QWidget] = []
    for group in groups[:_MOST]:
        line = QWidget()
        name = ElidedLabel(display.text(group.label) or translate("monitoring", "Not known"), 12)
        calls = Label(human(group.figures.requests), 12, 400, "text2")
        line.setLayout(row((name, 1), calls, Label(money(group.figures.cost_usd), 12, 500)))
        lines.append(line)
    if len(groups) > _MOST:
        lines.append(Label(translate("detail", "and %n more", None, len(groups) - _MOST), 12, 400, "text3"))
    return DetailSection(title, *lines)


def _failures(groups: Sequence[Group]) -> DetailSection:
    lines: list[QWidget] = []
    for group in groups[:_MOST]:
        line = QWidget()
        tone = Tone.WARN if int(group.key) in _WARN else Tone.BAD
        line.setLayout(row(Pill(group.label, tone), None, Label(grouped(group.figures.failed), 12, 400, "text2")))
        lines.append(line)
    return DetailSection(translate("detail", "Failures"), *lines, last=True)
