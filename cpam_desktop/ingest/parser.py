"""Raw bytes of one record to a `UsageEvent`, or to a dead letter whose secrets are hashed (decisions 3 and 6).

Lenient: null means default, `12.0` is 12, unknown fields are ignored, a field of a wrong type falls back to its
default. Only bytes that are no JSON object, or without a usable time, are dead letters.
"""

from __future__ import annotations

import math
from typing import Any, cast

import msgspec

from cpam_desktop.domain.clock import parse_time_ns
from cpam_desktop.domain.events import (
    DeadLetter,
    Fail,
    InputBreakdown,
    OutputBreakdown,
    RawTokens,
    TokenBreakdown,
)
from cpam_desktop.domain.events import UsageEvent as Event
from cpam_desktop.ingest.hiding import clean_bytes, clean_record
from cpam_desktop.ingest.twins import twin

_decode = msgspec.json.Decoder(twin(Event)).decode
_decode_any = msgspec.json.Decoder().decode
MAX_TOKENS = 2**40
"""More than any request can have, and eight million of them still add up in 64 bits."""


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
    """Whether every number can surely be stored as it is; the lenient way clamps those that cannot.

    The bits of all numbers together are as good as each by itself: a negative one makes them negative, one that is too
    large makes them too large.
    """
    bits = (event.latency_ms or 0) | (event.ttft_ms or 0) | (event.accounting_version or 0)
    if (fail := event.fail) is not None:
        bits |= fail.status_code or 0
    if (tokens := event.tokens) is not None:
        bits |= (tokens.input_tokens or 0) | (tokens.output_tokens or 0) | (tokens.reasoning_tokens or 0)
        bits |= (tokens.cached_tokens or 0) | (tokens.cache_read_tokens or 0) | (tokens.cache_creation_tokens or 0)
        bits |= tokens.total_tokens or 0
    if (breakdown := event.token_breakdown) is not None:
        bits |= breakdown.unclassified_tokens or 0
        if (inp := breakdown.input) is not None:
            bits |= (inp.uncached_tokens or 0) | (inp.cache_read_tokens or 0) | (inp.cache_write_tokens or 0)
        if (out := breakdown.output) is not None:
            bits |= (out.non_reasoning_tokens or 0) | (out.reasoning_tokens or 0)
    return 0 <= bits < MAX_TOKENS


def _parse_leniently(raw: bytes) -> tuple[Event, int] | DeadLetter:
    try:
        record: object = _decode_any(raw)
        if isinstance(record, str):  # the HTTP queue may wrap a record as a JSON string
            record = _decode_any(record)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return DeadLetter(clean_bytes(raw), f"no JSON: {_reason(error)}")
    if not isinstance(record, dict):
        return DeadLetter(clean_record(record, raw), "no JSON object")
    fields = cast("dict[str, object]", record)
    stamp = fields.get("timestamp")
    time_ns = parse_time_ns(stamp) if isinstance(stamp, str) else None
    if time_ns is None:
        return DeadLetter(clean_record(fields, raw), "no usable time")
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
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else 0
    return min(max(value, 0), MAX_TOKENS) if isinstance(value, int) else 0


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
