"""Cuts a JSON array into its elements by structure alone, so that a broken or early ended one still yields the rest."""

from __future__ import annotations

import re

# A whole string (possessive: no way back, so no quadratic time), or one sign that shapes the document.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_BLANKS = b" \t\r\n"


def complete_elements(data: bytes) -> tuple[list[bytes], bool]:
    """Every complete element of the array that `data` is, or is the start of; and whether the array was closed.

    An object, array or string is complete at its last sign; a number or word only at the comma or bracket behind
    it. Elements are not checked: a malformed one comes out as it is. Data that is no array has no elements.
    """
    found: list[bytes] = []
    opening = len(data) - len(data.lstrip(_BLANKS))
    if data[opening : opening + 1] != b"[":
        return found, False
    depth, start, done = 0, opening + 1, False  # done: the element before the next comma is in `found`
    for match in _TOKEN.finditer(data, opening + 1):
        sign, end = match.group(), match.end()
        if sign[:1] == b'"':
            if len(sign) == 1 or not _closed(sign):
                break
            if depth == 0:
                found.append(data[start:end].strip(_BLANKS))
                start, done = end, True
        elif sign in b"[{":
            depth += 1
        elif depth == 0 and sign in b",]":
            if not done and (bare := data[start : end - 1].strip(_BLANKS)):
                found.append(bare)
            if sign == b"]":
                return found, True
            start, done = end, False
        elif depth > 0 and sign in b"]}":
            depth -= 1
            if depth == 0:
                found.append(data[start:end].strip(_BLANKS))
                start, done = end, True
    return found, False


def _closed(text: bytes) -> bool:
    """Whether a string token has its closing quote: an unescaped one at the end."""
    if text[-1:] != b'"':
        return False
    backslashes = len(text) - 1 - len(text[:-1].rstrip(b"\\"))
    return backslashes % 2 == 0
