"""What may be kept of a record that could not be understood: its text, with every secret hashed or masked.

A secret that stands under a known name becomes `sha256:<hex>`, which the parser reads back on replay, and is masked
wherever else the record repeats it (decision 6).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from cpam_desktop.domain.redact import is_email, redact_text, sha256_hex

HIDDEN = "sha256:"
DEAD_LETTER_LIMIT = 64 * 1024
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_ENDPOINT = re.compile(r"[A-Z]+ /")
_SECRET_NAMES = frozenset(
    {
        "api_key", "apikey", "x_api_key", "x_goog_api_key", "authorization", "proxy_authorization", "access_token",
        "refresh_token", "id_token", "token", "secret", "secret_key", "client_secret", "management_key", "password",
        "cookie", "set_cookie", "source",
    }
)  # fmt: skip
_QUOTED = re.compile(
    rf'''"(?:{"|".join(sorted(name.replace("_", "[-_]?") for name in _SECRET_NAMES))})\\*"\s*:\s*\\*"'''
    r"""([^"\\]*(?:\\.[^"\\]*)*)""",
    re.IGNORECASE | re.DOTALL,
)


def hidden_digest(text: str) -> str | None:
    """The SHA-256 hex of a secret that is hidden already, else None."""
    match = _DIGEST.fullmatch(text)
    return match[1] if match else None


def hide(secret: str) -> str:
    """`sha256:<hex>` of a secret; one that is hidden already stays."""
    return secret if hidden_digest(secret) else HIDDEN + sha256_hex(secret)


def clean_record(record: object, raw: bytes) -> str:
    """A decoded record as JSON without secrets, cut at `DEAD_LETTER_LIMIT` characters; `raw` is what it came from."""
    try:
        cleaned = _walk(record, _longest_first(_secrets(record)))
        return msgspec.json.encode(cleaned).decode()[:DEAD_LETTER_LIMIT]
    except RecursionError:
        return clean_bytes(raw)


def clean_bytes(raw: bytes) -> str:
    """What can be kept of bytes that are no JSON: redacted text, or for no text at all length and hash."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return f"[{len(raw)} bytes that are no text, sha256 {hashlib.sha256(raw).hexdigest()}]"
    return _clean_text(text[: 4 * DEAD_LETTER_LIMIT], [])[:DEAD_LETTER_LIMIT]


def _clean_text(text: str, secrets: list[str]) -> str:
    """Redacted text; it may hold JSON itself (`raw_json`, an error body, a broken record)."""
    return redact_text(text, [*secrets, *_longest_first(match[1] for match in _QUOTED.finditer(text))])


def _longest_first(secrets: Iterable[str]) -> list[str]:
    """So that a secret inside another one does not leave the rest of it."""
    return sorted(set(secrets), key=len, reverse=True)


def _is_secret(name: str) -> bool:
    return name.lower().replace("-", "_") in _SECRET_NAMES


def _stays(text: str, name: str) -> bool:
    """E-mails are no secrets where an upstream identity stands."""
    return name.lower() == "source" and is_email(text)


def _secrets(value: object, under: str = "") -> Iterator[str]:
    """Every text under a secret name, and the client keys that a legacy snapshot has as names in `apis`."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, object]", value).items():
            yield from _secrets(item, name if _is_secret(name) else under)
            if name == "apis" and isinstance(item, dict):
                yield from (key for key in cast("dict[str, object]", item) if not _ENDPOINT.match(key))
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _secrets(item, under)
    elif isinstance(value, str) and under and not _stays(value, under):
        yield value.strip()


def _walk(value: object, secrets: list[str], under: str = "") -> object:
    """The value with hidden secrets; `under` is the secret name it stands under, if any."""
    if isinstance(value, dict):
        cleaned: dict[str, object] = {}
        for name, item in cast("dict[str, object]", value).items():
            shown = hide(name) if name in secrets else _clean_text(name, secrets)
            cleaned[shown] = _walk(item, secrets, name if _is_secret(name) else under)
        return cleaned
    if isinstance(value, list):
        return [_walk(item, secrets, under) for item in cast("list[object]", value)]
    if under and isinstance(value, str | int | float) and not isinstance(value, bool) and value:
        return value if _stays(str(value), under) else hide(str(value))
    return _clean_text(value, secrets) if isinstance(value, str) else value
