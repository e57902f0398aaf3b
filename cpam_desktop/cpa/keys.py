"""The management key as it may be sent."""

from __future__ import annotations

from cpam_desktop.domain.errors import InputError


def management_key(text: str) -> str:
    """The key without surrounding blanks; InputError where no header can carry it. It is never shown."""
    key = text.strip()
    if not key:
        hint = "Enter the server's secret-key."
        raise InputError("it is empty", title="The management key is missing", hint=hint, field="key")
    if not key.isascii() or not key.isprintable():
        raise InputError(
            "it holds characters that cannot be sent",
            title="This is no management key",
            hint="Use letters, digits and ASCII signs without line breaks.",
            field="key",
        )
    return key
