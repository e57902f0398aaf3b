"""Raw bytes of one record to a `UsageEvent`, or to a dead letter whose secrets are hashed (decisions 3 and 6).

Lenient: null means default, `12.0` is 12, unknown fields are ignored, a field of a wrong type falls back to its
default. Only bytes that are no JSON object, or without a usable time, are dead letters.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any, cast

import msgspec

from cpam_desktop.domain.clock import parse_time_ns
from cpam_desktop.domain.events import DeadLetter, Fail, InputBreakdown, OutputBreakdown, RawTokens, TokenBreakdown
from cpam_desktop.domain.events import UsageEvent as Event
from cpam_desktop.domain.redact import is_email, redact_text, sha256_hex

_decode = msgspec.json.Decoder(Event).decode
_decode_any = msgspec.json.Decoder().decode
_SECRET_KEYS = frozenset(
    {
        "api_key", "apikey", "api-key", "authorization", "access_token", "refresh_token", "id_token", "token", "secret",
        "password", "cookie", "set-cookie", "source",
    }
)  # fmt: skip
DEAD_LETTER_LIMIT = 64 * 1024
MAX_TOKENS = 2**53


def parse(raw: bytes) -> tuple[Event, int] | DeadLetter:
    """The event and its time in ns UTC, or the dead letter."""
    try:
        event = _decode(raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _parse_leniently(raw)
    time_ns = parse_time_ns(event.timestamp)
    if time_ns is None or not _plausible(event):
        return _parse_leniently(raw)
    return event, time_ns


def _plausible(event: Event) -> bool:
    tokens = event.tokens
    if tokens is None:
        return True
    total = tokens.total_tokens or 0
    return 0 <= total <= MAX_TOKENS and (tokens.input_tokens or 0) >= 0 and (tokens.output_tokens or 0) >= 0


def _parse_leniently(raw: bytes) -> tuple[Event, int] | DeadLetter:
    try:
        record: object = _decode_any(raw)
        if isinstance(record, str):  # the HTTP queue may wrap a record as a JSON string
            record = _decode_any(record)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return DeadLetter(_clean_bytes(raw), f"no JSON: {_reason(error)}")
    if not isinstance(record, dict):
        return DeadLetter(_clean(record), "no JSON object")
    fields = cast("dict[str, object]", record)
    stamp = fields.get("timestamp")
    time_ns = parse_time_ns(stamp) if isinstance(stamp, str) else None
    if time_ns is None:
        return DeadLetter(_clean(fields), "no usable time")
    return coerce(fields), time_ns


def coerce(fields: dict[str, object]) -> Event:
    """An event from a decoded object, each field on its own; wrong types become defaults."""
    breakdown = _mapping(fields.get("token_breakdown"))
    fail = _mapping(fields.get("fail"))
    headers = _mapping(fields.get("response_headers"))
    return Event(
        timestamp=str(fields.get("timestamp")),
        latency_ms=_number(fields["latency_ms"]) if fields.get("latency_ms") is not None else None,
        ttft_ms=_number(fields.get("ttft_ms")),
        **{name: _text(fields.get(name)) for name in _TEXT_FIELDS},
        tokens=RawTokens(**_numbers(_mapping(fields.get("tokens")) or {}, RawTokens)),
        failed=_flag(fields.get("failed"), False),
        generate=_flag(fields.get("generate"), True),
        fail=None if fail is None else Fail(_number(fail.get("status_code")), _text(fail.get("body"))),
        response_headers=None if headers is None else {name: _values(value) for name, value in headers.items()},
        accounting_version=_number(fields.get("accounting_version")),
        token_breakdown=None if breakdown is None else _breakdown(breakdown),
    )


_TEXT_FIELDS = (
    "source", "auth_index", "access_token_sha256", "client_ip", "x_forwarded_for", "user_agent", "provider",
    "executor_type", "model", "alias", "endpoint", "auth_type", "api_key", "request_id", "reasoning_effort",
    "service_tier", "response_service_tier", "request_service_tier",
)  # fmt: skip


def _breakdown(fields: dict[str, object]) -> TokenBreakdown:
    return TokenBreakdown(
        _text(fields.get("quality")),
        InputBreakdown(**_numbers(_mapping(fields.get("input")) or {}, InputBreakdown)),
        OutputBreakdown(**_numbers(_mapping(fields.get("output")) or {}, OutputBreakdown)),
        _number(fields.get("unclassified_tokens")),
    )


def _numbers(fields: dict[str, object], kind: type[Any]) -> dict[str, int]:
    return {name: _number(fields.get(name)) for name in kind.__slots__}


def _number(value: object) -> int:
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return 0
    if isinstance(value, int | float) and math.isfinite(value):
        return min(max(int(value), 0), MAX_TOKENS)
    return 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)


def _flag(value: object, default: bool) -> bool:
    return value if isinstance(value, bool) else default


def _mapping(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def _values(value: object) -> list[str]:
    if isinstance(value, list):
        return [_text(item) for item in cast("list[object]", value)]
    return [_text(value)]


def _reason(error: Exception) -> str:
    """The decoder's complaint; it names positions, never contents."""
    return str(error).splitlines()[0][:200]


def _clean(record: object) -> str:
    cleaned = _walk(record, lambda text: redact_text(text))
    return msgspec.json.encode(cleaned).decode()[:DEAD_LETTER_LIMIT]


def _walk(value: object, redact: Callable[[str], str], name: str = "") -> object:
    if isinstance(value, dict):
        return {
            redact(str(key)): _walk(item, redact, str(key).lower())
            for key, item in cast("dict[Any, Any]", value).items()
        }
    if isinstance(value, list):
        return [_walk(item, redact, name) for item in cast("list[object]", value)]
    if isinstance(value, str):
        return hide(value) if name in _SECRET_KEYS and value else redact(value)
    return value


def hide(secret: str) -> str:
    """`sha256:<hex>` of a secret, which the parser reads back on replay; e-mails and hidden values stay."""
    if is_email(secret) or secret.startswith(HIDDEN):
        return secret
    return HIDDEN + sha256_hex(secret)


HIDDEN = "sha256:"


def _clean_bytes(raw: bytes) -> str:
    """What can be kept of bytes that are no JSON: redacted text, or for no text at all length and hash."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return f"[{len(raw)} bytes that are no text, sha256 {digest}]"
    secrets = [part for key in _SECRET_KEYS for part in _quoted_after(text, key)]
    return redact_text(text, secrets)[:DEAD_LETTER_LIMIT]


def _quoted_after(text: str, key: str) -> list[str]:
    """Values that stand after `"key":` in broken JSON."""
    found: list[str] = []
    at = 0
    while (at := text.find(f'"{key}"', at)) >= 0:
        at += len(key) + 2
        start = text.find('"', at)
        if start < 0:
            break
        end = text.find('"', start + 1)
        found.append(text[start + 1 : end if end > 0 else None])
    return found
