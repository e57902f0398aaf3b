"""Mark a text for translation where it stands, and translate it where it is shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """`text` unchanged; the tools behind `make i18n` know this name. Shown through `i18n.translate`."""
    return text
