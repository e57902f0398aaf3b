"""What stands in place of an empty history: the doctor's findings, with a button that helps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtWidgets import QWidget

from cpam_desktop.domain.fleet import Check
from cpam_desktop.ui.i18n import in_sentences, told, translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP
from cpam_desktop.ui.widgets.button import Button, Kind
from cpam_desktop.ui.widgets.doctor import DoctorCard, DoctorRow
from cpam_desktop.ui.widgets.empty_state import EmptyState

TITLES = {
    "server": QT_TRANSLATE_NOOP("checks", "Server answers"),
    "key": QT_TRANSLATE_NOOP("checks", "Management key accepted"),
    "statistics": QT_TRANSLATE_NOOP("checks", "Usage statistics are on"),
    "retention": QT_TRANSLATE_NOOP("checks", "Unread events are kept long enough"),
    "transport": QT_TRANSLATE_NOOP("checks", "Events can be delivered"),
    "consumer": QT_TRANSLATE_NOOP("checks", "No other collector reads the queue"),
    "received": QT_TRANSLATE_NOOP("checks", "First request seen"),
}
_ACTIONS = {
    "turn_on_statistics": (QT_TRANSLATE_NOOP("checks", "Turn on"), "power"),
    "extend_retention": (QT_TRANSLATE_NOOP("checks", "Keep for 1 h"), "timer"),
    "enter_key": (QT_TRANSLATE_NOOP("checks", "Enter the key…"), "key"),
    "try_again": (QT_TRANSLATE_NOOP("checks", "Try again"), "arrow-clockwise"),
}

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")
_COMMAND = (
    'curl {0}/v1/chat/completions -H "Authorization: Bearer sk-…" -H "Content-Type: application/json" '
    """-d '{{"model": "…", "messages": [{{"role": "user", "content": "Hello"}}]}}'"""
)


def doctor_rows(checks: Sequence[Check], zone: tzinfo) -> list[DoctorRow]:
    """The checks as the card shows them, times in `zone`."""
    rows: list[DoctorRow] = []
    for check in checks:
        text, icon = _ACTIONS.get(check.action, ("", ""))
        found = _ISO.sub(lambda match: _written(match.group(), zone), check.detail)
        detail = in_sentences(told(found), "" if check.action else told(check.fix))
        rows.append(
            DoctorRow(
                check.id,
                translate("checks", TITLES[check.id]),
                detail,
                check.ok,
                translate("checks", text) if text else "",
                icon,
            )
        )
    return rows


def _written(text: str, zone: tzinfo) -> str:
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _act(act: Callable[[str], None], actions: dict[str, str], check_id: str) -> None:
    act(actions[check_id])


def no_events_view(
    checks: Sequence[Check],
    zone: tzinfo,
    url: str,
    act: Callable[[str], None],
    again: Callable[[], None],
    demo: Callable[[], None] | None,
) -> QWidget:
    """The doctor's card in an empty state. `act` gets the action of the row whose button was pressed.

    `demo` None: this server is the demo already.
    """
    card = DoctorCard()
    card.set_rows(doctor_rows(checks, zone), "", _COMMAND.format(url) if url else "")
    actions = {check.id: check.action for check in checks}
    card.acted.connect(partial(_act, act, actions))
    card.again.connect(again)
    failed = sum(check.ok is False for check in checks if check.id != "received")
    detail = (
        translate("checks", "%n step(s) are missing before calls can appear here.", None, failed)
        if failed
        else translate("checks", "All is ready. Send one request through CPA; it appears here at once.")
    )
    actions_below: list[QWidget] = []
    if demo is not None:
        try_demo = Button(translate("checks", "Use demo data"), "flask", Kind.GHOST)
        try_demo.clicked.connect(demo)
        actions_below.append(try_demo)
    title = translate("checks", "No usage events yet")
    return EmptyState("activity", title, detail, body=card, actions=actions_below)
