"""Status codes in classes that a chart can stack: limits, credentials, requests, the provider, and what has no code."""

from __future__ import annotations

from collections.abc import Sequence

from cpam_desktop.domain.analysis import Trend
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP

CLASSES: tuple[tuple[str, str, str], ...] = (
    ("limit", "warn_fill", QT_TRANSLATE_NOOP("failures", "Limits (429)")),
    ("credential", "s4", QT_TRANSLATE_NOOP("failures", "Credentials (401–403)")),
    ("request", "s2", QT_TRANSLATE_NOOP("failures", "Other 4xx")),
    ("provider", "bad_fill", QT_TRANSLATE_NOOP("failures", "Provider (5xx)")),
    ("other", "s5", QT_TRANSLATE_NOOP("failures", "Broken off")),
)
"""Id, token of the series and name; from the ground up."""
_CREDENTIALS = (401, 402, 403)


def class_of(status: int) -> str:
    """The class of a failure with this code."""
    if status == 429:
        return "limit"
    if status in _CREDENTIALS:
        return "credential"
    if 400 <= status < 500:
        return "request"
    return "provider" if 500 <= status < 600 else "other"


def stacks(trends: Sequence[Trend], start_ns: int, step_ns: int, total: int) -> dict[str, list[int]]:
    """Failures of each class and step, from trends by status code; every class has `total` values."""
    values = {name: [0] * total for name, _, _ in CLASSES}
    for trend in trends:
        column = values[class_of(int(trend.key))]
        for step in trend.steps:
            place = (step.start_ns - start_ns) // step_ns
            if 0 <= place < total:
                column[place] += step.requests
    return values
