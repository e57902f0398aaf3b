"""A failed attempt in words: what happened, and what to do next, from its code, body and headers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from cpam_desktop.domain.figures import EventRow
from cpam_desktop.ui.format import span
from cpam_desktop.ui.i18n import translate


@dataclass(frozen=True, slots=True)
class Explanation:
    """`title` names the kind of error, `advice` says what happened and what helps."""

    title: str
    advice: str


def explain(event: EventRow) -> Explanation:
    """Words for a failed attempt; the provider's own word for the kind of error where it sent one."""
    error = _error_object(event.error)
    title, advice = _words(event, reset_seconds(event, error))
    return Explanation(_first_text(error, ("type", "code", "status")) or title, advice)


def reset_seconds(event: EventRow, error: dict[str, Any]) -> float | None:
    """When a limit ends, in seconds after the answer: body first, then `Retry-After` and Codex's windows."""
    values = (
        error.get("resets_in_seconds"),
        event.headers.get("Retry-After"),
        event.headers.get("X-Codex-Primary-Reset-After-Seconds"),
    )
    for value in values:
        try:
            return float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
    return None


def _words(event: EventRow, reset: float | None) -> tuple[str, str]:
    """A short title and what helps, by what kind of failure it is."""
    code = event.status_code
    if code == 429:
        when = translate("explain", " It resets in {0}.").format(span(reset)) if reset else ""
        return translate("explain", "Limit reached"), translate(
            "explain", "The account hit a rate or usage limit."
        ) + when
    if code == 499:
        return translate("explain", "Client hung up"), translate(
            "explain", "The client hung up before the answer was complete."
        )
    if code in (200, 408) or "EOF" in event.error:
        return translate("explain", "Stream broke off"), translate(
            "explain", "The stream broke off before the answer was complete."
        )
    if code in (401, 403):
        return translate("explain", "Credential refused"), translate(
            "explain", "The provider refused the credential. Sign in again or replace the key."
        )
    if 400 <= code < 500:
        return translate("explain", "Request refused"), translate(
            "explain", "The provider refused the request itself; another account would answer the same."
        )
    if 500 <= code < 600:
        return translate("explain", "Provider failed"), translate(
            "explain", "The provider failed or could not be reached. A retry usually helps."
        )
    return translate("explain", "Failed"), translate("explain", "The attempt failed; no status was told.")


def _error_object(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(document, dict):
        return {}
    fields = cast("dict[str, Any]", document)
    inner = fields.get("error")
    return cast("dict[str, Any]", inner) if isinstance(inner, dict) else fields


def _first_text(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
